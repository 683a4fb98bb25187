"""Rows of the tables of the energy market, read so that a wrong cell names file and row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from steelyard.vocabulary.errors import BadRows, UnreadableFile
from steelyard.vocabulary.states.registry import read_rows

FOLDER = Path(__file__).with_name("energy")


@dataclass(frozen=True, slots=True)
class Cells:
    """One row as text, which knows where it stands."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell of a column, without spaces at its ends."""
        text = self.cells.get(column)
        if text is None:
            raise self.refused(column, "a cell in this column")
        return text.strip()

    def number(self, column: str) -> float:
        """A finite number."""
        try:
            value = float(self[column])
        except ValueError:
            raise self.refused(column, "a number") from None
        if value != value or value in (float("inf"), float("-inf")):
            raise self.refused(column, "a finite number")
        return value

    def whole(self, column: str) -> int:
        """A whole number."""
        value = self.number(column)
        if value != int(value):
            raise self.refused(column, "a whole number")
        return int(value)

    def day(self, column: str) -> date | None:
        """A day, None where the cell is empty: open."""
        if not self[column]:
            return None
        try:
            return date.fromisoformat(self[column])
        except ValueError:
            raise self.refused(column, "a day such as 2022-12-05, or nothing") from None

    def parts(self, column: str) -> tuple[str, ...]:
        """Words parted by semicolons."""
        return tuple(filter(None, (part.strip() for part in self[column].split(";"))))

    def refused(self, column: str, expected: str) -> BadRows:
        """The error that names file, row and column."""
        return BadRows(
            where=f"{self.file}, line {self.line}, column {column}",
            found=f"{self.cells.get(column)!r}.",
            expected=expected,
            remedy=f"Correct the cell in reference/energy/{self.file}.",
        )


def rows_of(name: str, folder: Path = FOLDER) -> Iterator[Cells]:
    """All rows of a table; the heading is line 1.

    Raises
    ------
    UnreadableFile
        The file is missing.
    """
    try:
        for line, row in enumerate(read_rows(folder / name), start=2):
            yield Cells(name, line, row)
    except OSError as error:
        raise UnreadableFile(
            where=name,
            found=f"cannot be read ({error}).",
            expected=f"a table in {folder}",
            remedy="Reinstall the package.",
        ) from error
