"""A number with its interval, or with the reason why it has none (laws 1 and 10)."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Literal

Kind = Literal["observed", "estimated", "simulated"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """Point, lower and upper end, and what makes the interval wide.

    `level` is the probability that the interval is meant to cover (0.9 by default in this
    house); None means that `low` and `high` are bounds, not quantiles. A number without an
    interval has `low = high = None` and its `basis` begins with ``none:`` and says why. An
    absent number has `point = None` and its `basis` begins with ``absent:``.

    Examples
    --------
    >>> Estimate(0.34, 0.29, 0.41, 0.9, "missing mirrors").text(percent=True)
    '34 % (29 to 41)'
    """

    point: float | None
    low: float | None
    high: float | None
    level: float | None
    basis: str
    kind: Kind = "observed"

    def __post_init__(self) -> None:
        """Refuse what could reach a reader as a wrong figure."""
        for value in (self.point, self.low, self.high):
            if value is not None and not isfinite(value):
                raise ValueError(f"an estimate holds finite numbers or None, not {value!r}")
        if (self.low is None) != (self.high is None):
            raise ValueError("an interval has both ends or none")
        if self.point is None and not self.basis.startswith("absent:"):
            raise ValueError(f"an absent number says why: {self.basis!r}")
        if self.point is not None and self.low is None and not self.basis.startswith("none:"):
            raise ValueError(f"a number without an interval says why: {self.basis!r}")
        if self.point is not None and self.low is not None and self.high is not None:
            slack = 1e-9 * max(1.0, abs(self.point))
            if not self.low - slack <= self.point <= self.high + slack:
                raise ValueError(f"{self.point} lies outside [{self.low}, {self.high}]")

    @property
    def present(self) -> bool:
        """Whether there is a number at all."""
        return self.point is not None

    def text(self, *, percent: bool = False, unit: str = "") -> str:
        """Short form with the digits that the interval supports."""
        if self.point is None:
            return self.basis.removeprefix("absent:").strip() or "no data"
        scale = 100.0 if percent else 1.0
        suffix = " %" if percent else (f" {unit}" if unit else "")
        if self.low is None or self.high is None:
            return f"{_rounded(self.point * scale, None)}{suffix}"
        width = (self.high - self.low) * scale
        digits = _implied_digits(self.point * scale, self.low * scale, self.high * scale)
        if digits is not None:
            return f"{_minus(f'{self.point * scale:,.{digits}f}')}{suffix}"
        point, low, high = (
            _rounded(value * scale, width) for value in (self.point, self.low, self.high)
        )
        return f"{point}{suffix}" if low == high else f"{point}{suffix} ({low} to {high})"


def absent(reason: str) -> Estimate:
    """An estimate that is not there, and why."""
    return Estimate(None, None, None, None, f"absent: {reason}")


def exact(point: float, why: str, kind: Kind = "observed") -> Estimate:
    """A number whose interval is not known, and why."""
    return Estimate(point, None, None, None, f"none: {why}", kind)


def _implied_digits(point: float, low: float, high: float) -> int | None:
    """Decimals of a printed figure whose interval is just its rounding: they say it themselves."""
    for digits in (0, 1, 2):
        step = 10.0**-digits
        printed = abs(point - round(point, digits)) < 1e-9
        ends = max(abs(point - step / 2 - low), abs(point + step / 2 - high))
        if printed and ends < 1e-3 * step:
            return digits
    return None


def _rounded(value: float, width: float | None) -> str:
    """Decimals follow the width of the interval: 2 significant places of it at most."""
    size = abs(value) if width is None or width == 0 else width
    if size >= 2 or (size == 0 and value == 0):
        decimals = 0 if width is not None or abs(value) >= 100 else 1
    elif size >= 0.2:
        decimals = 1
    else:
        decimals = 2
    text = f"{value:,.{decimals}f}"
    return _minus(text) if float(text.replace(",", "")) != 0 else text.lstrip("-")


def _minus(text: str) -> str:
    """A true minus sign."""
    return text.replace("-", "−")
