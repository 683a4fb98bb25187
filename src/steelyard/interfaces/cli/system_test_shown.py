"""What observed series say of each link's sign, within 80 columns or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from steelyard.interfaces.cli.system_words import SIGNS, wrapped

if TYPE_CHECKING:
    from steelyard.dossier.link_series import ReadLink
    from steelyard.system.causal import CausalSystem
    from steelyard.system.causal_records import Observation
    from steelyard.system.link_test import Association

ORDER = ("supports", "speaks against", "undecided", "not observed")
CHANCE = 0.05  # each way, of links tested, where nothing is linked
HOW = (
    "Slope of the effect's yearly changes on the cause's, 0 to 3 years before, in standard "
    "deviations; intervals from HC2 errors widened for first-order autocorrelation, and for the "
    "number of lags and pairs of series of a link, so that all of a link's cover at 90 %."
)
LIMITS = (
    "An association is no cause: both may follow a third. A slow stock may answer after more than "
    "three years, and some series stand in weakly (observations.csv says so). Links share series, "
    "so their verdicts are not independent. *: both series rest on a table of one publisher, whose "
    "errors and definitions may tie them together; tables of two publishers may rest on the same "
    "facts as well, such as votes, unmarked."
)


def lines_of(system: CausalSystem, read: Sequence[ReadLink], verdict: str | None) -> Iterator[str]:
    """Counts, chance, then link by link."""
    counts = Counter(each.reading.verdict for each in read)
    tested = len(read) - counts["not observed"]
    yield f"Signs of {len(read)} links against observed series"
    yield from wrapped(HOW)
    yield ""
    shared = Counter(each.reading.verdict for each in read if each.shared)
    for each in ORDER:
        more = f"   ({shared[each]} on series of one table)" if shared[each] else ""
        yield f"  {each:<15} {counts[each]:>4}{more}"
    yield ""
    yield from wrapped(
        f"If none of the {tested} links tested existed, at most {CHANCE * tested:.0f} would seem "
        f"supported and as many contradicted by chance (5 % each way)."
    )
    for each in ORDER:
        if verdict in (None, each) and counts[each]:
            mine = [one for one in read if one.reading.verdict == each]
            yield ""
            yield f"{each[:1].upper()}{each[1:]}"
            silent = each == "not observed" and verdict is None
            yield from _silent(mine) if silent else _rows(system, mine)
    yield ""
    yield from wrapped(LIMITS)


def _silent(read: list[ReadLink]) -> Iterator[str]:
    """Links that no series speaks to, counted by the reason."""
    bare = sum(not each.silent for each in read)
    yield f"  {bare} without a series at both ends, {len(read) - bare} whose series are too short"
    yield "  or hardly move. Link by link: --verdict 'not observed'"


def _rows(system: CausalSystem, read: list[ReadLink]) -> Iterator[str]:
    """Links of one verdict."""
    for each in read:
        link = each.link
        variant = f" ({link.variant})" if link.variant else ""
        yield from wrapped(
            f"{system[link.cause].title} —{SIGNS[link.polarity]}→ "
            f"{system[link.effect].title}{variant}", "  ",
        )  # fmt: skip
        yield from wrapped(_said(each), "      ", "      ")


def _said(each: ReadLink) -> str:
    """The deciding pair of series, or why there is none."""
    pair, best = each.deciding, each.reading.best
    if pair is None or best is None:
        return each.reading.why if each.silent else "no series at one end"
    low, high = best[1].interval(each.reading.level)
    star = "*" if each.shared else ""
    of = f"; strongest of {len(each.pairs)} pairs" if len(each.pairs) > 1 else ""
    why = f"; {each.reading.why}" if each.reading.why == "series differ" else ""
    return (
        f"{_number(best[1].slope)} ({_number(low)} to {_number(high)}), "
        f"{SIGNS[pair.expected]} expected, {_lag(best[1])}, {best[1].changes} changes{star}: "
        f"{named(pair.cause)} with {named(pair.effect)}{of}{why}"
    )


def named(seen: Observation) -> str:
    """A series by its measure, states and part."""
    states = " ".join(filter(None, (seen.subject, seen.partner)))
    return f"{seen.series} {states}" + (f", {seen.part}" if seen.part else "")


def _lag(found: Association) -> str:
    """The lag in words."""
    return "same year" if found.lag == 0 else f"{found.lag} y later"


def _number(value: float) -> str:
    """Two decimals with a true minus."""
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def as_text(read: Sequence[ReadLink], verdict: str | None) -> str:
    """All of it as JSON."""
    counts = Counter(each.reading.verdict for each in read)
    tested = len(read) - counts["not observed"]
    told = {
        "how": HOW, "limits": LIMITS, "links": len(read), "tested": tested,
        "counts": {name: counts[name] for name in ORDER},
        "by_chance_each_way_at_most": CHANCE * tested,
        "readings": [
            _record(each) for each in read if verdict in (None, each.reading.verdict)
        ],
    }  # fmt: skip
    return json.dumps(told, indent=1, ensure_ascii=False)


def _record(each: ReadLink) -> dict[str, Any]:
    """A link as JSON has it: every pair at every lag, at 90 % and at the link's level."""
    return {
        "cause": each.link.cause, "effect": each.link.effect,
        "polarity": SIGNS[each.link.polarity], "variant": each.link.variant or None,
        "verdict": each.reading.verdict, "why": each.reading.why or None,
        "level": each.reading.level, "one_table": each.shared,
        "pairs": [
            {
                "cause": named(pair.cause), "cause_basis": pair.cause.basis,
                "effect": named(pair.effect), "effect_basis": pair.effect.basis,
                "expected": SIGNS[pair.expected],
                "lags": [_at(one, each.reading.level) for one in told.lags],
            }
            for pair, told in each.pairs
        ],
        "silent": [
            {"cause": named(pair.cause), "effect": named(pair.effect), "why": why}
            for pair, why in each.silent
        ],
    }  # fmt: skip


def _at(found: Association, level: float) -> dict[str, Any]:
    """One lag."""
    (low, high), (wide_low, wide_high) = found.interval(), found.interval(level)
    return {
        "lag": found.lag, "changes": found.changes, "slope": found.slope, "low": low,
        "high": high, "low_at_level": wide_low, "high_at_level": wide_high,
    }  # fmt: skip
