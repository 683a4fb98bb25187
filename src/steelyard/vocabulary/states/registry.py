"""The registry of states and territories over time, read once from the CSV beside this file.

One record per code of ISO 3166-1, withdrawn codes of ISO 3166-3 that trade and voting data still
use, and codes from the user-assigned range (X..) for states that ISO never coded but the
Correlates of War (COW) or Gleditsch-Ward (GW) lists need. The code decides what counts as the
same: the Federal Republic of Germany has been DEU since 1949, the Soviet Union is SUN and not
RUS. An entry says what codes and data mean; it takes no position on status or borders.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

REGISTRY = Path(__file__).with_name("registry.csv")


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory.

    `start` is the first day and `end` the first day after, None where open or before 1816.
    `successor` is the ISO3 code that continues it in most data, None where several share it.
    `cow` and `gw` are the codes in those systems, `m49` that of the United Nations.
    `article` is ``the`` for names that need it within a sentence, else empty.

    Examples
    --------
    >>> from steelyard.vocabulary.states import find
    >>> find("USA").sentence_name, find("USA").adjective
    ('the United States', 'American')
    """

    iso3: str
    name: str
    adjective: str
    m49: int | None = None
    iso2: str | None = None
    cow: int | None = None
    gw: int | None = None
    start: date | None = None
    end: date | None = None
    successor: str | None = None
    aliases: tuple[str, ...] = ()
    article: str = ""
    note: str = ""

    @property
    def sentence_name(self) -> str:
        """The name as it stands within a sentence."""
        return f"{self.article} {self.name}".strip()

    @property
    def former(self) -> bool:
        """Whether it has ended."""
        return self.end is not None

    def existed(self, year: int) -> bool:
        """Whether it existed in the middle of `year` (1 July)."""
        return covers(self.start, self.end, date(year, 7, 1))


def covers(start: date | None, end: date | None, day: date) -> bool:
    """Whether `day` lies in [start, end); an open end is None."""
    return (start is None or start <= day) and (end is None or day < end)


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV of this package, as text."""
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def day_or_none(text: str) -> date | None:
    """A date, or None for an empty cell."""
    return date.fromisoformat(text) if text else None


def _number(text: str) -> int | None:
    return int(text) if text else None


def _state(row: dict[str, str]) -> State:
    return State(
        iso3=row["iso3"],
        name=row["name"],
        adjective=row["adjective"],
        m49=_number(row["m49"]),
        iso2=row["iso2"] or None,
        cow=_number(row["cow"]),
        gw=_number(row["gw"]),
        start=day_or_none(row["start"]),
        end=day_or_none(row["end"]),
        successor=row["successor"] or None,
        aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
        article=row["article"],
        note=row["note"],
    )


@cache
def by_iso3() -> dict[str, State]:
    """All records by ISO3 code."""
    return {row["iso3"]: _state(row) for row in read_rows(REGISTRY)}


def all_states(year: int | None = None) -> tuple[State, ...]:
    """All records in order of ISO3 code, or those that existed in the middle of `year`."""
    states = by_iso3().values()
    return tuple(state for state in states if year is None or state.existed(year))
