"""Which series of figures read as which measure: the rows of ``quotes.csv``, checked once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from steelyard.measures.catalogue import get
from steelyard.vocabulary.blocs import all_blocs, members
from steelyard.vocabulary.errors import BadRows, UnknownName
from steelyard.vocabulary.states import by_iso3
from steelyard.vocabulary.states.registry import read_rows
from steelyard.vocabulary.units import unit

FILE = Path(__file__).with_name("quotes.csv")
BASIS = "published figures"
BY_SOURCE = "by source"  # publishers count by rules so different that no line may join them
SHARE_OF_GDP = "share of GDP"  # a share in the figures' words; measures call every share 1
NAME = re.compile(r"([a-z0-9_]|\{s\}|\{p\})+")
WORDS = {
    "reporter": ("S", "P"),
    "partner": ("S", "P", "WLD", ""),
    "about": ("pair", "state"),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """How a named series of figures reads as a measure.

    `name` is the series with ``{s}`` for the state that depends and ``{p}`` for its partner, in
    lower case; `reporter` and `partner` are the codes in the figures, ``S`` and ``P`` for the
    two states. Figures are converted into `unit`. A quote `about` the state stands without the
    partner. `only` names the one partner, or the bloc of partners, for which the series speaks,
    such as CHN for the yuan and EURO for the euro. A basis
    `BY_SOURCE` makes one series of each publisher.
    """

    name: str
    measure: str
    title: str
    part: str = ""
    basis: str = BASIS
    only: str = ""
    unit: str = "1"
    reporter: str = "S"
    partner: str = "P"
    about: str = "pair"

    def speaks_of(self, partner: str, year: int) -> bool:
        """Whether the series says anything about this partner."""
        if self.only in ("", partner):
            return True
        return self.only not in by_iso3() and partner in members(self.only, year)


@cache
def quotes() -> tuple[Quote, ...]:
    """All quotes of the package, in the order of the file."""
    return read(read_rows(FILE), FILE.name)


def read(rows: Iterable[Mapping[str, str | None]], where: str) -> tuple[Quote, ...]:
    """Quotes from rows of text.

    Raises
    ------
    BadRows
        Naming row and column, where a word is not allowed, a measure or unit is unknown, or a
        row stands twice.

    Examples
    --------
    >>> row = dict(zip(COLUMNS, "gii_rank technology.innovation_rank rank".split(), strict=False))
    >>> rest = {"part": "", "basis": "", "only": "", "unit": "rank", "reporter": "S"}
    >>> read([row | rest | {"partner": "", "about": "state"}], "example")[0].basis
    'published figures'
    """
    found: list[Quote] = []
    for line, row in enumerate(rows, 2):
        quote = _quote(row, f"{where}, line {line}")
        if any((quote.name, quote.part) == (known.name, known.part) for known in found):
            raise _bad(f"{where}, line {line}", "name", quote.name, "each series once")
        found.append(quote)
    return tuple(found)


COLUMNS = tuple(Quote.__dataclass_fields__)


def _quote(row: Mapping[str, str | None], where: str) -> Quote:
    """One row, checked column by column."""
    if tuple(row) != COLUMNS or None in row.values():
        raise _bad(where, "columns", ", ".join(map(str, row)), ", ".join(COLUMNS))
    text = {column: str(value) for column, value in row.items()}
    for column, words in WORDS.items():
        if text[column] not in words:
            raise _bad(where, column, text[column], " or ".join(repr(word) for word in words))
    if not NAME.fullmatch(text["name"]):
        raise _bad(where, "name", text["name"], "small letters, digits, _, {s} and {p}")
    if not text["title"]:
        raise _bad(where, "title", "", "words for a reader")
    if text["only"] and text["only"] not in by_iso3() | {bloc.id: bloc for bloc in all_blocs()}:
        raise _bad(where, "only", text["only"], "the code of a state or bloc")
    wanted = _unit_of(text["measure"], where)
    if ("1" if text["unit"] == SHARE_OF_GDP else text["unit"]) != wanted:
        raise _bad(where, "unit", text["unit"], f"{wanted!r}, the unit of {text['measure']}")
    return Quote(**(text | {"basis": text["basis"] or BASIS}))


def _unit_of(measure: str, where: str) -> str:
    """Unit of a measure of the catalogue, one that figures can be converted into."""
    try:
        name = get(measure).unit
        unit(name)
    except UnknownName as wrong:
        raise _bad(where, "measure", measure, f"a measure of the catalogue ({wrong})") from None
    return name


def _bad(where: str, column: str, found: str, expected: str) -> BadRows:
    """What is wrong with one cell."""
    return BadRows(
        where=f"{where}, column {column!r}",
        found=f"{found!r}",
        expected=expected,
        remedy="Correct the row.",
    )
