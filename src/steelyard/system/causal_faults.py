"""All faults of a folder of tables, where reading stops at the first one."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from steelyard.system import causal_tables
from steelyard.system.causal_checks import need_whole
from steelyard.vocabulary.errors import BadRows, FileError, UnreadableFile

TABLES = ("observations", "variables", "mechanisms", "links", "impulses", "named_loops")
PLACE = re.compile(r"^(\w+)\.csv, line (\d+)")
MOST = 50  # faults; beyond it a folder is no copy of the six tables


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults in order of table and row; `following` ones may come of rows left out before."""

    certain: tuple[FileError, ...]
    following: tuple[FileError, ...] = ()


def faults(folder: Path) -> Faults:
    """What is wrong with a causal system, as far as it can be told at once.

    Cells of all rows are read first. Where all are in order, rows are set against each other: the
    first fault found is certain; the others are those of the tables without the rows at fault, so
    that they may follow from it.

    Raises
    ------
    UnreadableFile
        If there is no such folder.

    Examples
    --------
    >>> from steelyard.system.causal import SHIPPED
    >>> faults(SHIPPED)
    Faults(certain=(), following=())
    """
    if not folder.is_dir():
        raise UnreadableFile(
            where=str(folder), found="there is no such folder.",
            expected="a folder with " + ", ".join(f"{name}.csv" for name in TABLES),
            remedy="Copy the tables that ship from src/steelyard/system and change their rows.",
        )  # fmt: skip
    tables: dict[str, list[Any]] = {}
    found: list[FileError] = []
    with TemporaryDirectory(prefix="steelyard-system-") as made:
        copy = Path(made)
        for name in TABLES:
            if (folder / f"{name}.csv").is_file():
                shutil.copyfile(folder / f"{name}.csv", copy / f"{name}.csv")
        for name in TABLES:
            tables[name], wrong = _rows(copy, name, tables, bool(found))
            found += [_placed(each, copy, folder) for each in wrong]
    if found:
        return Faults(tuple(found[:MOST]))
    return _between(tables)


def _rows(
    copy: Path, name: str, tables: dict[str, list[Any]], seen_faults: bool
) -> tuple[list[Any], list[FileError]]:
    """Rows of one table that can be read, and the faults of the others."""
    read: Callable[..., list[Any]] = getattr(causal_tables, name)
    more = (tables["observations"],) if name == "variables" else ()
    found: list[FileError] = []
    while True:
        try:
            return read(copy, *more), found
        except FileError as error:
            place = PLACE.match(error.where)
            # a variable may only seem unobserved, as the row that observes it was left out
            if not (seen_faults and name == "variables" and "'unobserved'" in error.where):
                found.append(error)
            if place is None or len(found) >= MOST or not _left_out(copy, name, int(place[2])):
                return [], found


def _left_out(copy: Path, name: str, line: int) -> bool:
    """Empty the row that ends at this line, so that the others keep their places."""
    path = copy / f"{name}.csv"
    kept = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    before, first = 0, line - 1
    reader = csv.reader(kept)
    for _ in reader:
        if reader.line_num == line:
            first = before
            break
        before = reader.line_num
    kept[first:line] = ["\n"] * (line - first)
    path.write_text("".join(kept), encoding="utf-8")
    return any(map(str.strip, kept[1:]))


def _placed(error: FileError, copy: Path, folder: Path) -> FileError:
    """An error that names the folder itself and not the copy."""
    where, found = (text.replace(str(copy), str(folder)) for text in (error.where, error.found))
    return type(error)(where=where, found=found, expected=error.expected, remedy=error.remedy)


def _between(tables: dict[str, list[Any]]) -> Faults:
    """Faults between rows: the first, then those found without the rows at fault."""
    found: list[FileError] = []
    left = {name: list(rows) for name, rows in tables.items()}
    while len(found) < MOST:
        try:
            need_whole(
                left["variables"], left["observations"], left["mechanisms"], left["links"],
                left["impulses"], left["named_loops"],
            )  # fmt: skip
            break
        except BadRows as error:
            found.append(error)
            place = PLACE.match(error.where)
            if place is None:
                break
            name, line = place[1], int(place[2])
            left[name] = [each for each in left[name] if each[0].line != line]
        except KeyError:  # a row was left out that others cannot do without
            break
    return Faults(tuple(found[:1]), tuple(found[1:]))
