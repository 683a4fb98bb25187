"""One cell of the grid from both sides' values, and how their ratio follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from math import log

from steelyard.dossier.contest.rows import Row
from steelyard.dossier.records import ContestCell, CrossingChoice
from steelyard.measures.contest import DRAWN
from steelyard.measures.interval import LEVEL, draws_of, estimate_from_draws
from steelyard.vocabulary.estimate import Estimate, absent

DRAWS = 2000
ONE_SIDE = "one side has no figure, so there is no ratio"


def cell(
    row: Row,
    dimension: str,
    title: str,
    unit: str,
    period: str | int,
    values: tuple[Estimate, Estimate],
    ratio: tuple[Estimate, float | None],
    origins: Iterable[str],
    *,
    note: str = "",
    passed: tuple[str, int | None, int | None, int | None] = ("", None, None, None),
    choices: tuple[CrossingChoice, ...] = (),
) -> ContestCell:
    """A cell; `passed` is who passed whom, and the year with its ends."""
    return ContestCell(
        region=row.contested.region.id,
        region_name=row.contested.name,
        state=row.code,
        state_name=row.name,
        whole=row.whole,
        dimension=dimension,
        title=title,
        unit=unit,
        period=str(period),
        value_a=values[0],
        value_b=values[1],
        log_ratio=ratio[0],
        chance_b=None if ratio[1] is None else round(ratio[1], 3),
        passed_by=passed[0],
        year=passed[1],
        low=passed[2],
        high=passed[3],
        choices=choices,
        note=note,
        origins=tuple(dict.fromkeys(origins)),
    )


def ratio_of(a: Estimate, b: Estimate, seed: int) -> tuple[Estimate, float | None]:
    """ln(b / a) and the probability that it is above 0.

    From both intervals, taken as independent; bounds give bounds and no probability; without an
    interval on a side there is none on the ratio.
    """
    if a.point is None or b.point is None:
        return absent(ONE_SIDE), None
    if a.point <= 0 or b.point <= 0:
        return absent("one of the two is 0, so their ratio has no logarithm"), None
    middle = log(b.point / a.point)
    if a.low is None or a.high is None or b.low is None or b.high is None:
        why = "none: one side has no interval"
        return Estimate(middle, None, None, None, why, "estimated"), None
    if min(a.low, b.low) <= 0:
        why = "none: one side's interval reaches zero"
        return Estimate(middle, None, None, None, why, "estimated"), None
    if a.level is None or b.level is None:
        low, high = log(b.low / a.high), log(b.high / a.low)
        why = "range of both figures"
        return Estimate(middle, min(low, middle), max(high, middle), None, why, "estimated"), None
    drawn = draws_of(b, DRAWS, seed, scale="log") - draws_of(a, DRAWS, seed + 1, scale="log")
    found = estimate_from_draws(middle, drawn, basis=DRAWN, level=LEVEL)
    return found, float((drawn > 0).mean())
