"""Projections that documents made: the rows of ``projections_stated.csv``, checked once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from steelyard.vocabulary.errors import BadRows
from steelyard.vocabulary.states.registry import read_rows

FILE = Path(__file__).with_name("projections_stated.csv")
RELATIONS = ("at_least", "reach", "between", "approx", "below", "up", "pact")
NEEDS = {  # numbers that a relation cannot do without
    "at_least": ("low",), "reach": ("low", "high"), "between": ("low", "high"),
    "approx": ("low", "high", "tolerance"), "below": ("high",), "up": ("tolerance",), "pact": (),
}  # fmt: skip
SCALES = ("log", "level")


@dataclass(frozen=True, slots=True)
class Stated:
    """What was said: by whom, when, knowing which year last, of which years, and which series.

    `series` are expressions of `steelyard.dossier.stated.outcomes`, one for each basis.
    """

    id: str
    claims: tuple[str, ...]
    document: str
    said: str
    said_by: str
    text: str
    quantity: str
    unit: str
    scale: str
    states: frozenset[str]
    known: int
    first: int
    last: int
    relation: str
    low: float | None
    high: float | None
    tolerance: float | None
    series: tuple[str, ...]
    note: str

    @property
    def middle(self) -> float | None:
        """What was said as one number: the middle of a range."""
        ends = [end for end in (self.low, self.high) if end is not None]
        return sum(ends) / len(ends) if ends else None


COLUMNS = tuple(Stated.__dataclass_fields__)


@cache
def stated() -> tuple[Stated, ...]:
    """All projections of the package, in the order of the file."""
    return read(read_rows(FILE), FILE.name)


def read(rows: Iterable[Mapping[str, str]], where: str) -> tuple[Stated, ...]:
    """Projections from rows of text.

    Raises
    ------
    BadRows
        Naming line and column, where a column is missing, a word is not allowed, a number does
        not parse or lacks, years do not ascend, or an id stands twice.
    """
    found: list[Stated] = []
    for line, row in enumerate(rows, 2):
        at = f"{where}, line {line}"
        if tuple(row) != COLUMNS:
            raise _bad(at, "columns", ", ".join(row), ", ".join(COLUMNS))
        made = _stated(row, at)
        if any(each.id == made.id for each in found):
            raise _bad(at, "id", made.id, "an id that no other row has")
        found.append(made)
    return tuple(found)


def _stated(row: Mapping[str, str], at: str) -> Stated:
    numbers = {name: _number(row, name, at) for name in ("low", "high", "tolerance")}
    years = {name: _year(row, name, at) for name in ("known", "first", "last")}
    for name, allowed in (("relation", RELATIONS), ("scale", SCALES)):
        if row[name] not in allowed:
            raise _bad(at, name, row[name], " or ".join(allowed))
    for name in NEEDS[row["relation"]]:
        if numbers[name] is None:
            raise _bad(at, name, "nothing", f"a number, for the relation {row['relation']!r}")
    if not years["known"] < years["first"] <= years["last"]:
        raise _bad(at, "known, first, last", str(tuple(years.values())), "known < first <= last")
    if not re.fullmatch(r"\d{4}-\d{2}", row["said"]):
        raise _bad(at, "said", row["said"], "a month such as 2011-12")
    ends = numbers["low"], numbers["high"]
    if None not in ends and ends[0] > ends[1]:  # type: ignore[operator]
        raise _bad(at, "low, high", str(ends), "low at most high")
    plain = {name: row[name] for name in COLUMNS if name not in (*numbers, *years)}
    lists = {
        "claims": tuple(filter(None, row["claims"].split(";"))),
        "states": frozenset(row["states"].split(";")),
        "series": tuple(filter(None, row["series"].split("|"))),
    }
    return Stated(**{**plain, **lists, **numbers, **years})  # type: ignore[arg-type]


def _number(row: Mapping[str, str], name: str, at: str) -> float | None:
    if not row[name]:
        return None
    try:
        return float(row[name])
    except ValueError:
        raise _bad(at, name, row[name], "a number or nothing") from None


def _year(row: Mapping[str, str], name: str, at: str) -> int:
    if not re.fullmatch(r"\d{4}", row[name]):
        raise _bad(at, name, row[name], "a year")
    return int(row[name])


def _bad(where: str, column: str, found: str, expected: str) -> BadRows:
    return BadRows(
        where=f"{where}, column {column!r}", found=found, expected=expected,
        remedy="Correct the row.",
    )  # fmt: skip
