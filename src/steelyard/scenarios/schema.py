"""What a scenario says: its question, what changes, what stays uncertain, where it starts."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from steelyard.scenarios.amounts import Amount, Part, within

LONGEST_QUESTION = 200
SMALLEST_FACTOR, LARGEST_FACTOR = 0.01, 100.0  # of costs; beyond, an embargo is meant
LARGEST_TARIFF = 100.0  # ad valorem: 10,000 %


def _printable(value: str) -> str:
    """Refuse what a terminal would obey instead of showing."""
    if not value.replace("\n", " ").isprintable():
        raise ValueError("text without control characters")
    return value


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=400),
    AfterValidator(_printable),
]
Text = Annotated[str, AfterValidator(_printable)]
Names = Annotated[tuple[Line, ...], Field(min_length=1, strict=False)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,59}$")]
Share = Annotated[Amount, within(0.0, 1.0, "a share from 0 to 1; 1 is an exact embargo")]
Factor = Annotated[
    Amount,
    within(
        SMALLEST_FACTOR,
        LARGEST_FACTOR,
        "a factor from 0.01 to 100; for an embargo cut a share of 1",
    ),
]
ExtraCost = Annotated[
    Amount, within(1.0, LARGEST_FACTOR, "a factor from 1 to 100: a detour is never cheaper")
]
Rate = Annotated[
    Amount, within(0.0, LARGEST_TARIFF, "a rate from 0 to 100; 0.25 is 25 per cent of the price")
]


class Links(Part):
    """Sales of some states to others in some sectors; home trade is never meant.

    States are named by code or name, blocs by id, title or alias, as they were on `on`.
    """

    sellers: Names
    buyers: Names
    sectors: Names = ("all",)
    both_ways: bool = False


class Cut(Links):
    """A share of these sales ends, counted before anybody adjusts; 1 is an exact embargo."""

    share: Share = Amount(low=1.0, high=1.0)


class Cost(Links):
    """These sales cost so many times as much to deliver; the extra is lost on the way."""

    factor: Factor


class Tariff(Links):
    """The buyers' tariff on these sales moves to this rate; the buyers keep the revenue."""

    to: Rate


class Productivity(Part):
    """The same inputs give so many times as much output."""

    states: Names
    sectors: Names = ("all",)
    factor: Factor


class Leakage(Part):
    """Of what is cut, a share still arrives through third countries at a higher cost.

    The extra cost is lost on the way: no third country earns it in the model.
    """

    share: Share
    extra_cost: ExtraCost = Amount(low=1.0, high=1.0)


class Sides(Part):
    """The two sides whose losses are compared; by default sellers and buyers of the first cut.

    Names of sides, where given, stand for them in print; else those of their states and blocs.
    """

    a: Names
    b: Names
    a_name: Text = ""
    b_name: Text = ""


class Start(Part):
    """The table that the scenario starts from."""

    source: Line = "wiod_2013"
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None


class Scenario(Part):
    """A question that the trade model can answer."""

    name: Identifier
    title: Line
    question: Line
    note: Text = ""
    limits: Annotated[tuple[Line, ...], Field(strict=False)] = ()
    on: date | None = None
    sides: Sides | None = None
    baseline: Start = Start()
    closure: Literal["zeroed", "additive", "multiplicative"] = "zeroed"
    horizon: Literal["short", "long"] | Annotated[float, Field(ge=0, le=100)] = "long"
    reverse: bool = False  # what is gained when the changes are undone, from the world after them
    elasticities_uncertain: bool = True
    cut: Annotated[tuple[Cut, ...], Field(strict=False)] = ()
    cost: Annotated[tuple[Cost, ...], Field(strict=False)] = ()
    tariff: Annotated[tuple[Tariff, ...], Field(strict=False)] = ()
    productivity: Annotated[tuple[Productivity, ...], Field(strict=False)] = ()
    leakage: Leakage | None = None

    @field_validator("question")
    @classmethod
    def _one_question(cls, value: str) -> str:
        if len(value) > LONGEST_QUESTION or not value.endswith("?") or value.count("?") != 1:
            raise ValueError(f"one question of at most {LONGEST_QUESTION} letters that ends in '?'")
        return value

    @model_validator(mode="after")
    def _changes_something(self) -> Scenario:
        if not (self.cut or self.cost or self.tariff or self.productivity):
            raise ValueError("at least one of [[cut]], [[cost]], [[tariff]], [[productivity]]")
        if self.leakage is not None and not self.cut:
            raise ValueError("a [[cut]] that can leak, or no [leakage]")
        if self.sides is None and not (self.cut or self.cost or self.tariff):
            raise ValueError("[sides] with a and b, since nothing here has sellers and buyers")
        return self

    @property
    def compared(self) -> Sides:
        """The two sides whose losses are compared."""
        if self.sides is not None:
            return self.sides
        first = (*self.cut, *self.cost, *self.tariff)[0]
        return Sides(a=first.sellers, b=first.buyers)

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Every number of the scenario, in a fixed order, so that draws can be paired."""
        leaks = () if self.leakage is None else (self.leakage.share, self.leakage.extra_cost)
        return (
            *(each.share for each in self.cut),
            *(each.factor for each in self.cost),
            *(each.to for each in self.tariff),
            *(each.factor for each in self.productivity),
            *leaks,
        )
