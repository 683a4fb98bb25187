"""What somebody asks of a dossier, checked before anything is computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from steelyard.vocabulary.errors import BadYears, InputError
from steelyard.vocabulary.states import State, find

EARLIEST, LATEST = 1990, 2025
DEFAULT_YEARS = (EARLIEST, LATEST)
DEFAULT_AS_OF = date(2026, 11, 22)  # the day on which the embedded dataset was closed


@dataclass(frozen=True, slots=True)
class Request:
    """Two different states and a span of years, as known on one day."""

    a: State
    b: State
    years: tuple[int, int]
    as_of: date
    seed: int

    @property
    def codes(self) -> tuple[str, str]:
        """ISO 3166 codes of the two states."""
        return self.a.iso3, self.b.iso3

    def directions(self) -> tuple[tuple[State, State], tuple[State, State]]:
        """A on B and B on A (law 9)."""
        return (self.a, self.b), (self.b, self.a)


def check_years(years: tuple[int, int]) -> tuple[int, int]:
    """The span itself, or BadYears: reversed, or outside what the dataset covers."""
    first, last = years
    if first > last:
        raise BadYears(
            where="years",
            found=f"{first} comes after {last}.",
            expected="first year before last year",
            remedy=f"Swap them: {last}:{first}.",
        )
    if last < EARLIEST or first > LATEST:
        raise BadYears(
            where="years",
            found=f"{first}:{last} lies outside the dataset.",
            expected=f"years that overlap {EARLIEST}:{LATEST}",
            remedy=f"Ask for a span such as {DEFAULT_YEARS[0]}:{DEFAULT_YEARS[1]}.",
        )
    return max(first, EARLIEST), min(last, LATEST)


def request(
    a: str,
    b: str,
    years: tuple[int, int] = DEFAULT_YEARS,
    as_of: date = DEFAULT_AS_OF,
    seed: int = 0,
) -> Request:
    """A checked request. `a` and `b` may be codes or names."""
    state_a, state_b = (find(name, where="pair of states") for name in (a, b))
    if state_a.iso3 == state_b.iso3:
        raise InputError(
            where="pair of states",
            found=f"{a!r} and {b!r} are the same state ({state_a.iso3}).",
            expected="two different states",
            remedy="Name another state, for example `RUS CHN`.",
        )
    if seed < 0:
        raise InputError(
            where="seed",
            found=f"{seed} is below 0.",
            expected="a whole number from 0",
            remedy="Name any other number; the same seed gives the same numbers.",
        )
    return Request(state_a, state_b, check_years(years), as_of, seed)
