"""Which series the page draws, and where: the rows of ``shown.csv``, read once.

A row says which series belong in which figure. Rows of one figure share its name: a figure may
hold several measures, such as raw agreement beside agreement beyond chance. What no row names
stands in the table of its domain and nowhere else.
"""

from __future__ import annotations

import csv
from collections.abc import Set
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from steelyard.dossier.records import Series
from steelyard.vocabulary.errors import BadRows

FILE = Path(__file__).with_name("shown.csv")
Role = Literal["lead", "small", "table"]
Who = Literal["", "pair", "group"]
ISO3 = 3  # letters of a state's code; groups of states have longer names or none of these


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: series of a measure that belong in a figure.

    `part` holds patterns joined by ``;``, empty for the whole; `without` patterns of bases that
    stay out, such as sums since January. `who` narrows it to the ``pair`` or to a ``group`` of
    third states. `line` names the line, with ``{subject}``, ``{partner}``, ``{part}``
    and ``{first}``, the part up to its first comma.
    The role ``table`` keeps a measure out of the figures even where nothing else can be drawn.
    """

    figure: str
    role: Role
    measure: str
    part: str
    without: str
    who: Who
    line: str

    def takes(self, series: Series, pair: Set[str]) -> bool:
        """Whether this series belongs in the figure, for this pair of states."""
        if series.measure != self.measure or not self._about(series, pair):
            return False
        if self.role == "table":
            return True
        return _fits(series.part, self.part) and not (
            self.without and _fits(series.basis, self.without)
        )

    def _about(self, series: Series, pair: Set[str]) -> bool:
        if self.who == "pair":
            return series.subject in pair and (series.partner or series.subject) in pair
        if self.who == "group":
            return series.subject not in pair and not _is_state(series.subject)
        return True


@cache
def choices() -> tuple[Choice, ...]:
    """All rows in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_choice(row) for row in csv.DictReader(file))


def _choice(row: dict[str, str]) -> Choice:
    if row["role"] not in get_args(Role) or row["who"] not in get_args(Who):
        raise BadRows(
            where=FILE.name,
            found=f"role {row['role']!r}, who {row['who']!r} for {row['figure']}",
            expected=f"a role among {get_args(Role)}, a who among {get_args(Who)}",
            remedy="Correct the row.",
        )
    return Choice(
        figure=row["figure"],
        role=cast("Role", row["role"]),
        measure=row["measure"],
        part=row["part"],
        without=row["without"],
        who=cast("Who", row["who"]),
        line=row["line"],
    )


def _fits(text: str, patterns: str) -> bool:
    return any(fnmatchcase(text, pattern) for pattern in patterns.split(";"))


def _is_state(code: str) -> bool:
    from steelyard.vocabulary.states import by_iso3

    return code in by_iso3()
