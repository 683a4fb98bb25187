"""The list of vetoes of two permanent members, since both have held their seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.models.votes.veto_company import FEWEST, Company, veto_company
from steelyard.vocabulary.blocs import find_bloc, members
from steelyard.vocabulary.states import State, by_iso3
from steelyard.vocabulary.states.seats import SEATS

BASIS = "list of vetoes"
BODY = "UNSC_P5"


@dataclass(frozen=True, slots=True)
class Drafts:
    """Vetoed drafts in the order of their dates, `cast[draft, side]` by the pair's sides.

    `others` says whether anybody beside the side in that column cast a veto; `dates` are years
    with fractions, `subjects` places among `names`.
    """

    sides: tuple[State, ...]
    cast: np.ndarray
    others: np.ndarray
    dates: np.ndarray
    subjects: np.ndarray
    names: tuple[str, ...]
    origins: tuple[str, ...]
    begin: date

    def of(self, state: State) -> np.ndarray:
        """Which drafts a side vetoed."""
        return self.cast[:, self.sides.index(state)]

    def years(self, asked: tuple[int, int]) -> list[int]:
        """Years asked for that the list covers."""
        first, last = (int(self.dates[place]) for place in (0, -1))
        return list(range(max(asked[0], first), min(asked[1], last) + 1))


def drafts(basis: Basis) -> Drafts | None:
    """Vetoed drafts of the pair; None unless a side is a permanent member and any is listed."""
    asked = basis.asked
    sides = tuple(
        state for state in (asked.a, asked.b) if state.iso3 in members(BODY, asked.years[1])
    )
    listed = basis.data.table("vetoes").sort("date", "line")
    if not sides or listed.is_empty():
        return None
    begin = max(seated(state) for state in sides)
    rows = listed.filter(pl.col("date") >= begin.isoformat())
    if rows.is_empty():
        return None
    names = sorted(rows["topic"].unique().to_list())
    codes = [set(each.split()) for each in rows["members"]]
    return Drafts(
        sides=sides,
        cast=np.array([[side.iso3 in each for side in sides] for each in codes]),
        others=np.array([[bool(each - {side.iso3}) for side in sides] for each in codes]),
        dates=np.array([_as_years(day) for day in rows["date"]]),
        subjects=np.array([names.index(topic) for topic in rows["topic"]]),
        names=tuple(names),
        origins=tuple(rows["origin"].unique()),
        begin=begin,
    )


def seated(state: State) -> date:
    """Since when a state, or one whose seat it continues, has been a permanent member."""
    for iso3, begin, _ in SEATS.get(state.iso3, ()):
        if iso3 == state.iso3 or by_iso3()[iso3].successor == state.iso3:
            return begin
    return min(spell.joined for spell in find_bloc(BODY).memberships if spell.iso3 == state.iso3)


def companies(
    made: Drafts, state: State, joined: np.ndarray, years: list[int], days: np.ndarray | None = None
) -> Company | None:
    """Posterior of the chance that a side's veto has an attribute, at each year's middle.

    After the years come the `days`, where they are given.
    """
    own = made.of(state)
    if own.sum() < FEWEST or not years:
        return None
    asked = np.concatenate([np.array(years, dtype=float) + 0.5, () if days is None else days])
    return veto_company(joined[own], made.dates[own], made.subjects[own], asked)


def effective_part(subjects: np.ndarray, alike: float) -> float:
    """Independent drafts to drafts, where those on one subject are alike; 1 where none is.

    Every draft counts once in the shares that use it, so that a long series on one subject costs
    more than its length: n / sum n_s (1 + (n_s - 1) rho) (Kish 1965, 8.2).
    """
    if not subjects.size:
        return 1.0
    sizes = np.bincount(subjects)
    return float(sizes.sum() / (sizes * (1 + (sizes - 1) * alike)).sum())


def _as_years(day: str) -> float:
    """A date as a number of years."""
    year = int(day[:4])
    length = date(year + 1, 1, 1).toordinal() - date(year, 1, 1).toordinal()
    return year + (date.fromisoformat(day).toordinal() - date(year, 1, 1).toordinal()) / length
