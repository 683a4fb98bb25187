"""A quantity over time, as found: what a reading is taken from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from steelyard.claims.chance import allowed
from steelyard.vocabulary.estimate import Estimate, absent


@dataclass(frozen=True, slots=True)
class Dot:
    """One value, and where it is from."""

    period: str
    value: Estimate
    origins: tuple[str, ...]

    @property
    def year(self) -> int:
        """Its year."""
        return int(self.period[:4])


@dataclass(frozen=True, slots=True)
class Course:
    """Values in the order of their periods. `unit` is one of the vocabulary's.

    `complete` says that an absence in it is a zero: a register that holds every case of the years
    in `reach`; `origins` are its own, on which such a zero rests.
    """

    title: str
    unit: str
    dots: tuple[Dot, ...]
    series: tuple[str, ...] = ()
    error: str = "official"
    complete: bool = False
    why: str = ""  # why there is nothing
    origins: tuple[str, ...] = ()
    reach: tuple[int, int] = (0, 9999)

    def settled(self) -> Course:
        """The same with the allowance for errors that nobody published, so that it adds up."""
        dots = tuple(
            replace(dot, value=allowed(dot.value, self.error)) for dot in self.dots
        )  # fmt: skip
        return replace(self, dots=dots, error="count")


def nothing(title: str, why: str) -> Course:
    """A course without a value, and why."""
    return Course(title, "", (), why=why)


def over(top: Course, bottom: Course) -> Course:
    """One course divided by another, period by period.

    Errors of both sides are taken as independent. Periods that only one side has are left out;
    where both have values and none in common, the course is empty and says so.
    """
    head, _, source = top.title.partition(" (")
    shared = bool(source) and bottom.title.endswith(f" ({source}")
    title = f"{head if shared else top.title} over {bottom.title}"
    if not top.dots or not bottom.dots:
        return nothing(title, top.why or bottom.why)
    below = {dot.period: dot for dot in bottom.settled().dots}
    dots = []
    for dot in top.settled().dots:
        other = below.get(dot.period)
        if other is not None:
            value = quotient(dot.value, other.value)
            dots.append(Dot(dot.period, value, (*dot.origins, *other.origins)))
    unit = "ratio" if top.unit == bottom.unit else f"{top.unit} per {bottom.unit}"
    why = "" if dots else "the two sides have no year in common"
    return Course(title, unit, tuple(dots), (*top.series, *bottom.series), "count", why=why)


def quotient(top: Estimate, bottom: Estimate) -> Estimate:
    r"""A ratio whose two sides err independently.

    .. math:: \frac{w}{q} = \sqrt{(w_a / a)^2 + (w_b / b)^2}

    Examples
    --------
    >>> made = quotient(Estimate(8.0, 7.6, 8.4, 0.9, "x"), Estimate(2.0, 1.9, 2.1, 0.9, "y"))
    >>> made.point, round(made.low, 2), round(made.high, 2)
    (4.0, 3.72, 4.28)
    """
    if top.point is None or bottom.point is None:
        return absent((top if top.point is None else bottom).basis.removeprefix("absent: "))
    if bottom.point == 0:
        return absent("what it would be divided by is zero")
    point = top.point / bottom.point
    if None in (top.low, top.high, bottom.low, bottom.high):
        return Estimate(point, None, None, None, "none: a side has no interval")
    assert top.low is not None
    assert top.high is not None
    assert bottom.low is not None
    assert bottom.high is not None
    if (bottom.low <= 0 <= bottom.high) or top.point == 0:
        ends = [x / y for x in (top.low, top.high) for y in (bottom.low, bottom.high) if y]
        return Estimate(point, min(*ends, point), max(*ends, point), None, "bounds of both sides")
    down = abs(point) * _joint(_part(top, -1), _part(bottom, +1))
    up = abs(point) * _joint(_part(top, +1), _part(bottom, -1))
    level = 0.9 if top.level is not None or bottom.level is not None else None
    basis = top.basis if top.basis == bottom.basis else f"{top.basis}; {bottom.basis}"
    return Estimate(point, point - down, point + up, level, basis, top.kind)


def _part(value: Estimate, side: int) -> float:
    """Half width of one side as part of the point."""
    assert value.point is not None
    assert value.low is not None
    assert value.high is not None
    end = value.high if side > 0 else value.low
    return abs(end - value.point) / abs(value.point)


def _joint(*parts: float) -> float:
    """Independent errors together."""
    return min(sum(part**2 for part in parts) ** 0.5, inf)
