"""Met, missed, too early to say, or not to be measured: by rule, from figures alone.

A statement is met or missed where every basis says so for the last year that it speaks of. One
that rests on a bound from below is met where the bound is enough, and one on a bound from above
is missed where the bound is too little. Of a range to be reached, the lower end counts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from steelyard.dossier.records import Outcome
from steelyard.dossier.records.forecasts import Verdict
from steelyard.dossier.stated.naive import truth
from steelyard.dossier.stated.outcomes import Course, Ground
from steelyard.dossier.stated.rows import Stated
from steelyard.vocabulary.estimate import absent, exact


def outcomes(row: Stated, found: Sequence[Course]) -> tuple[Outcome, ...]:
    """What came in the last year spoken of, on each basis that has it."""
    return tuple(_outcome(row, each) for each in found if row.last in each.values)


def _outcome(row: Stated, course: Course) -> Outcome:
    value, said = course.values[row.last], row.middle
    why = f"a bound: {course.bound} this" if course.bound else "published without an error"
    error = absent("nothing that a number could be set against")
    if row.low is not None and row.high is not None and row.low <= value <= row.high:
        error = exact(0.0, "within the range that was said")
    elif said is not None:
        ends = [end for end in (row.low, row.high) if end is not None]
        nearest = min(ends, key=lambda end: abs(value - end))
        error = exact(value - nearest, why)
    return Outcome(
        basis=course.basis, period=str(row.last), value=exact(value, why), error=error,
        origins=course.origins,
    )  # fmt: skip


def verdict(row: Stated, found: Sequence[Course], year: int, ground: Ground) -> tuple[Verdict, str]:
    """The verdict and its reason; `year` is that of the day on which it is given."""
    if row.relation == "pact":
        return _of_pacts(row, ground)
    if not found:
        return "cannot be measured", "no series of this quantity is in the data"
    there = [each for each in found if row.last in each.values]
    if not there:
        newest = max(max(each.values) for each in found)
        if row.last >= year or newest < row.last:
            return "too early to say", f"the figures end in {newest}"
        return "cannot be measured", f"no figure for {row.last}"
    said = [(each, _true(row, each)) for each in there]
    known = [(each, true) for each, true in said if true is not None]
    if not known:
        return "cannot be measured", f"the figures for {row.last} are bounds that do not decide it"
    told = "; ".join(f"{_text(row, each)}" for each, _ in known)
    if len({true for _, true in known}) > 1:
        return "sources differ", told
    return ("met" if known[0][1] else "missed"), told


def _true(row: Stated, course: Course) -> bool | None:
    """Whether one basis says that it came true; None where it does not decide."""
    start = _start(row, course)
    true = truth(row, np.array([course.values[row.last]]), start)
    if true is None:
        return None
    held = bool(true[0])
    if course.bound == "at least" and not held:
        return None
    if course.bound == "at most" and held:
        return None
    return held


def _start(row: Stated, course: Course) -> float | None:
    return course.values.get(row.known)


def _text(row: Stated, course: Course) -> str:
    value = f"{course.bound} {course.values[row.last]:,.4g}".strip()
    start = _start(row, course) if row.relation == "up" else None
    since = f" after {start:,.4g} in {row.known}" if start is not None else ""
    above = ""
    if row.relation == "reach" and row.high is not None and course.values[row.last] > row.high:
        above = ", above what was said" if course.bound != "at most" else ""
    return f"{value} {row.unit} in {row.last}{since}{above} ({course.basis})".replace("-", "−")


def _of_pacts(row: Stated, ground: Ground) -> tuple[Verdict, str]:
    """Obligations that are coded for the two: an alliance is a duty to defend each other."""
    wanted = {(words.split()[2], words.split()[3]): words.split()[1] for words in row.series}
    rows = ground.data.table("pacts")
    told, last, both = [], 0, True
    for (one, other), duty in wanted.items():
        of_pair = rows.filter((pl.col("a") == one) & (pl.col("b") == other)).sort("until")
        if of_pair.is_empty():
            return "cannot be measured", f"no obligation of {one} towards {other} is coded"
        newest = of_pair.row(-1, named=True)
        last, both = newest["until"], both and duty in newest["obligations"]
        told.append(newest["obligations"])
    seen = " and ".join(dict.fromkeys(told)).replace(";", ",")
    if last >= row.last:
        return ("met" if both else "missed"), f"obligations in {last}: {seen}"
    return (
        (
            "cannot be measured",
            f"obligations are coded until {last}, when they were {seen}, not a duty to defend",
        )
        if not both
        else ("too early to say", f"obligations are coded until {last}: {seen}")
    )
