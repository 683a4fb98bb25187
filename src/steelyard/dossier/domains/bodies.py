"""Bodies that decide, and by which rule: the rows of ``bodies.csv`` on the register of blocs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import ceil
from pathlib import Path

import numpy as np

from steelyard.measures.institutions import VotingPower, voting_power, whole_weights
from steelyard.vocabulary.blocs import find_bloc, members
from steelyard.vocabulary.errors import BadRows, UnknownName
from steelyard.vocabulary.states.registry import read_rows

FILE = Path(__file__).with_name("bodies.csv")
NOTIONAL_VOTES = 400  # shared out by output or population: shares to a quarter of a per cent


@dataclass(frozen=True, slots=True)
class Body:
    """Who decides and how: votes of each member, of elected others, and what it takes to pass.

    `quota` is ``all``, a number of votes or a fraction of them. `notional` says that games by
    output and population are worth playing: the members differ and the rule is consensus.
    """

    bloc: str
    body: str
    votes: int
    others: int
    quota: str
    notional: bool
    source: str

    def members(self, on: date) -> tuple[str, ...]:
        """Codes of the members on a day, in order."""
        return _members(self.bloc, on)

    def changes(self, first: date, last: date) -> tuple[date, ...]:
        """Days on which somebody joined or left, after the day on which the body began."""
        spells = find_bloc(self.bloc).memberships
        begun = min(spell.joined for spell in spells)
        days = {spell.joined for spell in spells} | {spell.left for spell in spells if spell.left}
        return tuple(sorted(day for day in days if first <= day <= last and day > begun))

    @cache  # noqa: B019 - bodies are a short list that lives as long as the program
    def power(self, of: tuple[str, ...]) -> VotingPower:
        """Voting power of members under the rule as written."""
        votes = dict.fromkeys(of, self.votes)
        votes |= {f"elected {place}": 1 for place in range(1, self.others + 1)}
        quota = self._needed(sum(votes.values()))
        if self.others == 0:  # alike for all by symmetry, however large the body
            return _symmetric(votes, quota, np.full(len(votes), 1 / len(votes)))
        return voting_power(votes, quota)

    def share(self, of: tuple[str, ...]) -> float:
        """Part of each member in all votes."""
        return self.votes / (self.votes * len(of) + self.others)

    def _needed(self, total: int) -> int:
        """Votes that pass a proposal."""
        if self.quota == "all":
            return total
        return ceil(Fraction(self.quota) * total) if "/" in self.quota else int(self.quota)


@cache
def _members(bloc: str, on: date) -> tuple[str, ...]:
    """Codes of the members on a day, in order; asked for many times."""
    return tuple(sorted(members(bloc, on)))


def notional_power(sizes: Mapping[str, float]) -> VotingPower:
    """Voting power if votes were shared out by size and more than half of them passed.

    Examples
    --------
    >>> notional_power({"CHN": 18.0, "RUS": 2.0, "KAZ": 0.3}).shapley.tolist()
    [1.0, 0.0, 0.0]
    """
    votes, quota = whole_weights(sizes, total=NOTIONAL_VOTES), NOTIONAL_VOTES // 2 + 1
    if max(votes.values()) < quota:
        return voting_power(votes, quota)
    alone = np.array([float(weight >= quota) for weight in votes.values()])
    return _symmetric(votes, quota, alone)  # one member passes everything, and nobody else anything


@cache
def bodies() -> tuple[Body, ...]:
    """All bodies of the package, in the order of the file."""
    return tuple(_body(row, line) for line, row in enumerate(read_rows(FILE), 2))


def _body(row: Mapping[str, str], line: int) -> Body:
    """One row, checked: a known bloc, whole votes, a quota that can be met."""
    try:
        find_bloc(row["bloc"])
        body = Body(
            row["bloc"], row["body"], int(row["votes"]), int(row["others"]), row["quota"],
            {"yes": True, "no": False}[row["notional"]], row["source"],
        )  # fmt: skip
        body._needed(10)
    except (KeyError, ValueError, UnknownName) as wrong:
        raise BadRows(
            where=f"{FILE.name}, line {line}",
            found=f"{dict(row)} ({wrong})",
            expected="a bloc of the register, whole votes, and a quota: all, votes or a fraction",
            remedy="Correct the row.",
        ) from wrong
    return body


def _symmetric(votes: Mapping[str, int], quota: int, index: np.ndarray) -> VotingPower:
    """A game whose indices are plain without counting; what was not counted is not given."""
    unknown = np.full(len(votes), np.nan)
    return VotingPower(
        tuple(votes), tuple(votes.values()), quota, index, index, unknown, (), float("nan")
    )


DAY = timedelta(days=1)
