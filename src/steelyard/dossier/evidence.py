"""What sentences are made from: series, arms and crossings found by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from steelyard.dossier.records import (
    Arm,
    Balance,
    Comparison,
    Crossing,
    FuelMarket,
    Point,
    Series,
)
from steelyard.dossier.request import Request
from steelyard.dossier.words import times
from steelyard.vocabulary.estimate import Estimate


class Evidence:
    """Series, arms and crossings of one dossier, found by name."""

    def __init__(
        self,
        asked: Request,
        series: Sequence[Series],
        balances: Sequence[Balance],
        crossings: Sequence[Crossing],
        comparison: Comparison | None = None,
        fuels: Sequence[FuelMarket] = (),
    ):
        self.comparison, self.fuels = comparison, fuels
        self.asked, self.series, self.balances, self.crossings = asked, series, balances, crossings

    def get(self, measure: str, subject: str, basis: str = "", part: str = "") -> Series | None:
        """The first series of a measure for one subject."""
        return next(
            (
                item
                for item in self.series
                if item.measure == measure
                and item.subject == subject
                and item.basis.startswith(basis)
                and part in ("", item.part)
            ),
            None,
        )

    def all(self, measure: str, subject: str) -> list[Series]:
        """All bases of a measure for one subject."""
        return [s for s in self.series if s.measure == measure and s.subject == subject]

    def arm(self, domain: str) -> Arm | None:
        """The newest arm of a domain, where both directions are known."""
        for arm in self.balances[0].arms:
            if arm.domain == domain and arm.a_on_b.present and arm.b_on_a.present:
                return arm
        return None


def last(item: Series) -> Point:
    """The newest point with a value."""
    return [entry for entry in item.points if entry.value.present][-1]


def ratio_words(value: Estimate, sign: int) -> str:
    """A log ratio turned so that it is about the side that leans more."""
    if sign > 0 or value.point is None:
        return times(value)
    low = None if value.high is None else -value.high
    high = None if value.low is None else -value.low
    return times(Estimate(-value.point, low, high, value.level, value.basis, value.kind))


def magnitude(value: Estimate) -> Estimate:
    """The size of an estimate whose sign is told in words."""
    if value.point is None or value.point >= 0:
        return value
    low = None if value.high is None else -value.high
    high = None if value.low is None else -value.low
    return Estimate(-value.point, low, high, value.level, value.basis, value.kind)


def digits(value: float) -> str:
    """One decimal, two below 1."""
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def cap(text: str) -> str:
    """First letter large."""
    return text[:1].upper() + text[1:]


def kind_of(entry: Point) -> Literal["observed", "estimated"]:
    """Observed or estimated, from the status of the point."""
    return "estimated" if entry.status == "estimated" else "observed"


def origins_of(*points: Point) -> tuple[str, ...]:
    """Origins of all points, each once."""
    return tuple(dict.fromkeys(origin for entry in points for origin in entry.origins))
