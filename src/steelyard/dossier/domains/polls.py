"""Which series of figures are shares of a public: the rows of ``polls.csv``.

Every pollster and every wording is a series of its own: shares of different questions are not
one line. The number asked is the pollster's usual one where a report does not state it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from steelyard.measures.catalogue import get
from steelyard.measures.survey import survey_share
from steelyard.vocabulary.errors import BadRows, InputError
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states.registry import read_rows

FILE = Path(__file__).with_name("polls.csv")
STATED = {
    "yes": "{n:,.0f} persons",
    "least": "at least {n:,.0f} persons in any survey of the series",
    "no": "about {n:,.0f} persons, this pollster's usual number; the report states none",
}


@dataclass(frozen=True, slots=True)
class Poll:
    """A question of one pollster; ``{p}`` in the name is the state asked about, in lower case."""

    name: str
    measure: str
    words: str
    pollster: str
    persons: float
    stated: str
    effect: float
    effect_source: str

    def estimate(self, share: float) -> Estimate:
        """A share with its sampling error."""
        asked = STATED[self.stated].format(n=self.persons)
        why = f"sampling of {asked}; design effect {self.effect:g}, {self.effect_source}"
        return survey_share(share, self.persons, self.effect, why)


@cache
def polls() -> tuple[Poll, ...]:
    """All questions of the package, in the order of the file."""
    return read(read_rows(FILE), FILE.name)


def read(rows: Iterable[Mapping[str, str]], where: str) -> tuple[Poll, ...]:
    """Questions from rows of text.

    Raises
    ------
    BadRows
        Naming the line, where a measure, number or word is not one.

    Examples
    --------
    >>> row = {"name": "opinion_positive_of_{p}", "measure": "opinion.favourable", "words": ""}
    >>> rest = {"pollster": "A", "persons": "1000", "stated": "yes", "effect": "1.5"}
    >>> read([row | rest | {"effect_source": "its margin"}], "example")[0].persons
    1000.0
    """
    found = []
    for line, row in enumerate(rows, 2):
        try:
            get(row["measure"])
            poll = Poll(**{**row, "persons": float(row["persons"]), "effect": float(row["effect"])})
            poll.estimate(0.5)
        except (KeyError, TypeError, ValueError, InputError) as wrong:
            raise BadRows(
                where=f"{where}, line {line}",
                found=f"{dict(row)} ({wrong})",
                expected=f"{', '.join(Poll.__dataclass_fields__)}; stated: {', '.join(STATED)}",
                remedy="Correct the row.",
            ) from wrong
        found.append(poll)
    return tuple(found)
