"""Cells of the tables of a causal system: read one, or refuse it with file, row and remedy."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from steelyard.system.causal_records import Prior, Sign, Switch
from steelyard.vocabulary.errors import BadRows, UnreadableFile

SIGNS: dict[str, Sign] = {"+": 1, "-": -1}
FIRST_YEAR, LAST_YEAR = 1500, 2100
SWITCH = re.compile(r"^\s*(\w+)\s*([<>])\s*(-?\d+(?:\.\d+)?)\s*$")
Word = TypeVar("Word", bound=str)
LARGEST = 1000.0  # standard deviations or years; beyond it a decimal point was lost


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, which knows where it stands."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The text of a cell, without blanks around it."""
        return self.cells[column].strip()

    def bad(self, column: str, expected: str, remedy: str = "Correct the row.") -> BadRows:
        """The refusal of a cell."""
        return BadRows(
            where=f"{self.file}, line {self.line}, column {column!r}",
            found=f"{self[column]!r}.",
            expected=expected,
            remedy=remedy,
        )

    def text(self, column: str) -> str:
        """A cell that may not be empty."""
        if not self[column]:
            raise self.bad(column, "a text", f"Fill in {column!r}; say it in words.")
        return self[column]

    def one_of(self, column: str, words: Iterable[Word]) -> Word:
        """A cell with one of these words."""
        known = tuple(words)
        for word in known:
            if word == self[column]:
                return word
        raise self.bad(column, f"one of {', '.join(known)}")

    def number(self, column: str, low: float, high: float = LARGEST) -> float:
        """A finite number in a range."""
        try:
            found = float(self[column])
        except ValueError:
            raise self.bad(column, "a number") from None
        if not (math.isfinite(found) and low <= found <= high):
            raise self.bad(column, f"a number between {low:g} and {high:g}")
        return found

    def prior(self, name: str, least: float = 0.0) -> Prior:
        """The three columns NAME_low, NAME and NAME_high, in order."""
        low, usual, high = (
            self.number(each, least) for each in (f"{name}_low", name, f"{name}_high")
        )
        if not low <= usual <= high:
            raise self.bad(name, f"a value between {low:g} and {high:g}, its own low and high")
        return Prior(low, usual, high)

    def sign(self, column: str) -> Sign:
        """A cell with + or -."""
        return SIGNS[self.one_of(column, SIGNS)]

    def items(self, column: str) -> tuple[str, ...]:
        """Parts of a cell between semicolons."""
        return tuple(part for each in self[column].split(";") if (part := each.strip()))

    def some(self, column: str) -> tuple[str, ...]:
        """Parts of a cell between semicolons, at least one."""
        if not self.items(column):
            raise self.bad(column, "at least one name, several between semicolons")
        return self.items(column)

    def switch(self, column: str) -> Switch | None:
        """A condition such as ``western_access < 0``; None if empty."""
        if not self[column]:
            return None
        found = SWITCH.match(self[column])
        if found is None:
            raise self.bad(column, "VARIABLE > NUMBER or VARIABLE < NUMBER")
        return Switch(found[1], found[2] == ">", float(found[3]))

    def time(self, column: str) -> float:
        """A date as YYYY, YYYY-MM or YYYY-MM-DD, as a number of years.

        A year or month stands for its middle.
        """
        expected = f"YYYY, YYYY-MM or YYYY-MM-DD of the years {FIRST_YEAR} to {LAST_YEAR}"
        parts = self[column].split("-")
        sizes = [len(part) for part in parts]
        if sizes not in ([4], [4, 2], [4, 2, 2]) or not all(part.isdecimal() for part in parts):
            raise self.bad(column, expected)
        year, month, day_of_month = (
            int(part) for part in (*parts, *("07", "15")[len(parts) - 1 :])
        )
        try:
            day = date(year, month, day_of_month)
        except ValueError:
            raise self.bad(column, expected) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise self.bad(column, expected)
        if len(parts) == 1:
            return day.year + 0.5
        return day.year + (day.timetuple().tm_yday - 0.5) / (366 if _leap(day.year) else 365)


def _leap(year: int) -> bool:
    """Whether the year has 366 days."""
    return date(year, 12, 31).timetuple().tm_yday == 366


def read_table(folder: Path, name: str, columns: Sequence[str]) -> list[Row]:
    """All rows of a table of the folder.

    Raises
    ------
    UnreadableFile
        If the file is absent, not text in UTF-8 or not CSV.
    BadRows
        If columns are missing, unknown or twice there, a row is too long or short, or none is left.
    """
    path = folder / name
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            lines = csv.reader(handle, strict=True)
            told = [(lines.line_num, cells) for cells in lines if any(map(str.strip, cells))]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(
            where=str(path), found=f"it cannot be read ({error}).",
            expected="a table of the causal system: text in UTF-8, values between commas",
            remedy="Copy the table that ships and change its rows.",
        ) from error  # fmt: skip
    head = [cell.strip() for cell in told[0][1]] if told else []
    if sorted(head) != sorted(columns):
        raise _bad_table(name, f"columns {', '.join(head) or '(none)'}", ", ".join(columns))
    for line, cells in told[1:]:
        if len(cells) != len(head):
            raise _bad_table(f"{name}, line {line}", f"{len(cells)} cells", f"{len(head)} cells")
    if len(told) == 1:
        raise _bad_table(name, "no rows below the head", "at least one row")
    return [Row(name, line, dict(zip(head, cells, strict=True))) for line, cells in told[1:]]


def _bad_table(where: str, found: str, expected: str) -> BadRows:
    """The refusal of a whole table or row."""
    remedy = "Correct the table; a text with a comma goes between double quotes."
    return BadRows(where=where, found=f"{found}.", expected=expected, remedy=remedy)
