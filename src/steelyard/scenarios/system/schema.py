"""What a scenario of the causal system says: its question, what changes, what is expected."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import isfinite
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from steelyard.scenarios.amounts import Part
from steelyard.scenarios.schema import LONGEST_QUESTION, Identifier, Line, Text

FIRST_YEAR, LAST_YEAR = 1992, 2100  # the tables say nothing of years outside
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Row = Annotated[str, Field(pattern=r"^(f\d\d)?$")]


class Range(Part):
    """A number that is known, or that lies between two ends with a likeliest value."""

    low: float
    usual: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if not all(map(isfinite, (self.low, self.usual, self.high))):
            raise ValueError("finite numbers")
        if not self.low <= self.usual <= self.high:
            raise ValueError(
                "low at most usual, and usual at most high, "
                f"not {self.low:g}, {self.usual:g}, {self.high:g}"
            )
        return self

    def text(self) -> str:
        """The usual number, and both ends where they differ from it.

        Examples
        --------
        >>> Range(low=0.5, usual=1, high=2).text(), Range(low=1, usual=1, high=1).text()
        ('1 (0.5 to 2)', '1')
        """
        known = self.low == self.high
        return f"{self.usual:g}" + ("" if known else f" ({self.low:g} to {self.high:g})")


def _as_range(value: Any) -> Any:
    """A bare number is a range without width; everything else is checked as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return {"low": float(value), "usual": float(value), "high": float(value)}


Size = Annotated[Range, BeforeValidator(_as_range)]


class Event(Part):
    """Something happens: a variable is pushed by so many standard deviations while it lasts.

    A stock takes the size up at once, keeps it while the event lasts and then forgets it by its
    own decay. `start` is a day, or a year, which means its first day.
    """

    variable: Line
    start: Year | date
    size: Size
    lasting: Annotated[float, Field(gt=0, le=100)]
    reason: Line

    @field_validator("start")
    @classmethod
    def _in_range(cls, value: int | date) -> int | date:
        if isinstance(value, date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValueError(f"a day of {FIRST_YEAR} to {LAST_YEAR}")
        return value

    @field_validator("size")
    @classmethod
    def _one_way(cls, value: Range) -> Range:
        if value.low < 0 < value.high or value.low == value.high == 0:
            raise ValueError("a size that is either above or below 0 over its whole range")
        return value

    @property
    def time(self) -> float:
        """When it starts, as a number of years."""
        if isinstance(self.start, int):
            return float(self.start)
        first, then = date(self.start.year, 1, 1), date(self.start.year + 1, 1, 1)
        return self.start.year + (self.start - first).days / (then - first).days


class SetLever(Part):
    """A variable is held on a path from the first of its years on, whatever acts on it."""

    variable: Line
    years: Annotated[tuple[Year, ...], Field(min_length=1, strict=False)]
    sizes: Annotated[tuple[Size, ...], Field(min_length=1, strict=False)]
    reason: Line

    @model_validator(mode="after")
    def _matched(self) -> SetLever:
        if len(self.years) != len(self.sizes):
            raise ValueError(f"as many sizes as years, not {len(self.sizes)} and {len(self.years)}")
        if any(first >= then for first, then in pairwise(self.years)):
            raise ValueError("years that rise")
        return self


class Kept(Part):
    """A driver that follows an observed series stays where it was in a year."""

    variable: Line
    year: Year
    reason: Line


class Expected(Part):
    """What is expected of a variable: beside the baseline, or since a year where one is named."""

    variable: Line
    direction: Literal["rises", "falls"]
    by: Year
    since: Year | None = None
    says: Line

    @model_validator(mode="after")
    def _in_order(self) -> Expected:
        if self.since is not None and self.since >= self.by:
            raise ValueError(f"`since` before `by`, not {self.since} and {self.by}")
        return self


class SystemScenario(Part):
    """A question that the causal system can answer.

    `row` is the id of the conditional statement of a document that it stands for, `document` the
    document; both are empty for questions of our own.
    """

    kind: Literal["system"]
    name: Identifier
    title: Line
    question: Line
    row: Row = ""
    document: Annotated[str, Field(pattern=r"^(s\d\d\d)?$")] = ""
    note: Text = ""
    limits: Annotated[tuple[Line, ...], Field(strict=False)] = ()
    without: Annotated[tuple[Line, ...], Field(strict=False)] = ()
    watch: Annotated[tuple[Line, ...], Field(min_length=1, strict=False)]
    event: Annotated[tuple[Event, ...], Field(strict=False)] = ()
    lever: Annotated[tuple[SetLever, ...], Field(strict=False)] = ()
    kept: Annotated[tuple[Kept, ...], Field(strict=False)] = ()
    expects: Annotated[tuple[Expected, ...], Field(strict=False)] = ()

    @field_validator("question")
    @classmethod
    def _one_question(cls, value: str) -> str:
        if len(value) > LONGEST_QUESTION or not value.endswith("?") or value.count("?") != 1:
            raise ValueError(f"one question of at most {LONGEST_QUESTION} letters that ends in '?'")
        return value

    @model_validator(mode="after")
    def _whole(self) -> SystemScenario:
        if bool(self.row) != bool(self.document):
            raise ValueError("`row` and `document` together, or neither")
        beside = any(each.since is None for each in self.expects)
        if not self.changes and (beside or not self.expects):
            raise ValueError(
                "at least one of without, [[event]], [[lever]], [[kept]]; or only [[expects]] "
                "with `since`, for the course as it is"
            )
        return self

    @property
    def changes(self) -> bool:
        """Whether anything differs from the baseline."""
        return bool(self.without or self.event or self.lever or self.kept)
