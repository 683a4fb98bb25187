"""Numbers of a scenario: known, or known to lie in a range."""

from __future__ import annotations

from math import isfinite
from typing import Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator


class Part(BaseModel):
    """A frozen part of a scenario that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Amount(Part):
    """A number that is known, or that any value of a range is as likely as another."""

    low: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Amount:
        if not (isfinite(self.low) and isfinite(self.high)):
            raise ValueError("a finite number; for an embargo cut a share of 1")
        if self.low > self.high:
            raise ValueError(f"low at most high, not {self.low:g} and {self.high:g}")
        return self

    @property
    def point(self) -> float:
        """The middle of the range."""
        return (self.low + self.high) / 2

    @property
    def known(self) -> bool:
        """Whether there is one value only."""
        return self.low == self.high

    def at(self, part: float) -> float:
        """The value at a part of the way from low to high.

        Examples
        --------
        >>> Amount(low=0.0, high=0.4).at(0.25)
        0.1
        """
        return self.low + (self.high - self.low) * part

    def text(self) -> str:
        """The number, or both ends.

        Examples
        --------
        >>> Amount(low=1, high=1).text(), Amount(low=0, high=0.3).text()
        ('1', '0 to 0.3')
        """
        return f"{self.low:g}" if self.known else f"{self.low:g} to {self.high:g}"


def _as_range(value: Any) -> Any:
    """A bare number is a range without width; everything else is checked as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return {"low": float(value), "high": float(value)}


def within(low: float, high: float, what: str) -> BeforeValidator:
    """Accepts a number or range whose ends lie within these; `what` says it in words."""

    def check(value: Any) -> Any:
        made = _as_range(value)
        if isinstance(made, dict):
            for end in made.values():
                inside = isinstance(end, int | float) and low <= end <= high
                if not inside and isinstance(end, int | float):
                    raise ValueError(f"{what}, not {end:g}")
        return made

    return BeforeValidator(check)
