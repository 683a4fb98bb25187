"""What the arms of a balance say: which side leans more, by how much, on what scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from steelyard.dossier.records import Arm, Dossier
from steelyard.report import words

Side = Literal["a", "b", "even"]
ABOUT_EVEN = 0.1  # a log ratio without an interval that is nearer to zero tips nothing
LIKELY = 0.66


@dataclass(frozen=True, slots=True)
class Ruler:
    """What the end of an arm stands for: one scale for all shares, its own for other units."""

    share: float
    units: Mapping[str, str]  # domain -> unit

    def unit(self, arm: Arm) -> str:
        """The unit of an arm's two figures."""
        return self.units.get(arm.domain, words.SHARE)

    def scale(self, arm: Arm) -> float:
        """The value at the end of the beam."""
        if self.unit(arm) == words.SHARE:
            return self.share
        return max([*_ends(arm), 0.0]) or 1.0


def ruler(dossier: Dossier) -> Ruler:
    """One scale for the shares of all years; the unit of an arm is that of its series."""
    arms = [arm for balance in dossier.balances for arm in balance.arms]
    units: dict[str, str] = {}
    for arm in arms:
        series = next((s for s in map(dossier.find, arm.series) if s), None)
        if series:
            units.setdefault(arm.domain, series.unit)
    shares = [end for a in arms if units.get(a.domain, "1") == "1" for end in _ends(a)]
    return Ruler(share=max([*shares, 0.1]), units=units)


def _ends(arm: Arm) -> list[float]:
    values = (arm.a_on_b.point, arm.a_on_b.high, arm.b_on_a.point, arm.b_on_a.high)
    return [value for value in values if value is not None]


def lean(arm: Arm) -> Side | None:
    """The side that leans more; `even` where that is not likely, None without a ratio."""
    ratio, probability = arm.log_ratio, arm.probability_a_leans_more
    if ratio.point is None:
        return None
    if probability is not None:
        return "a" if probability > LIKELY else "b" if probability < 1 - LIKELY else "even"
    low = ratio.low if ratio.low is not None else ratio.point - ABOUT_EVEN
    high = ratio.high if ratio.high is not None else ratio.point + ABOUT_EVEN
    return "a" if low > 0 else "b" if high < 0 else "even"


def verdict(dossier: Dossier, arm: Arm) -> tuple[str, str]:
    """By how much one side leans more, and how sure that is."""
    side = lean(arm)
    if side is None:
        return "No ratio", words.why(arm.log_ratio)
    times, spread = words.times(arm.log_ratio)
    name = dossier.a.name if (arm.log_ratio.point or 0) >= 0 else dossier.b.name
    sure = "no interval" if arm.log_ratio.low is None else f"({spread})" if spread else ""
    if arm.probability_a_leans_more is not None:
        probability = arm.probability_a_leans_more
        probability = probability if name == dossier.a.name else 1 - probability
        sure = ", ".join(filter(None, (sure, words.chance(probability))))
    if side == "even" and arm.log_ratio.low is None:
        return "About even", sure
    return f"{name}, {times} as much", sure


def headline(dossier: Dossier, arms: tuple[Arm, ...]) -> str:
    """In how many domains which side leans more."""
    sides = [side for side in map(lean, arms) if side]
    if not sides:
        return "No domain has figures for both sides"
    on_a, on_b, even = (sides.count(side) for side in ("a", "b", "even"))
    of = f"of {len(sides)} domains with figures for both"
    tail = f"; {even} {'is' if even == 1 else 'are'} about even" if even else ""
    (first, other), rest = ((dossier.a, dossier.b), on_b)
    if on_b > on_a:
        (first, other), rest = ((dossier.b, dossier.a), on_a)
    most = max(on_a, on_b)
    if not most:
        return f"In none {of} is one side likely to lean more"
    second = f", {words.spoken(other)} in {rest}" if rest else ""
    return f"{words.spoken(first, first=True)} leans more in {most} {of}{second}{tail}"
