"""Chapters, sectors and groups of the Harmonized System (HS), read from the CSV beside this file.

*Sectors* split all goods: each HS code is in exactly one, that of its chapter. *Groups* are named
lists of codes that may overlap; a group with a parent is part of that group or sector. Groups are
defined on HS codes by their first digits; notes say where a revision of the HS moved them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from steelyard.vocabulary.states.registry import read_rows

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the HS (its first two digits)."""

    code: str
    section: str
    name: str
    sector: str


@dataclass(frozen=True, slots=True)
class Group:
    """A named list of HS codes. A code stands for every code that begins with it."""

    id: str
    parent: str | None
    name: str
    codes: tuple[str, ...]
    note: str = ""


@cache
def chapters() -> dict[str, Chapter]:
    """Chapters 01 to 99 without 77, which the HS keeps free."""
    rows = read_rows(HERE / "chapters.csv")
    return {
        row["chapter"]: Chapter(row["chapter"], row["section"], row["name"], row["sector"])
        for row in rows
    }


@cache
def sections() -> dict[str, str]:
    """Sections of the HS by Roman number, with their short names."""
    return {row["section"]: row["name"] for row in read_rows(HERE / "sections.csv")}


@cache
def sectors() -> dict[str, str]:
    """Sectors, in the order of the HS, with their names."""
    return {row["sector"]: row["name"] for row in read_rows(HERE / "sectors.csv")}


@cache
def groups() -> dict[str, Group]:
    """Groups by id: those of the CSV, then each sector as the group of its chapters."""
    listed = {
        row["group"]: Group(
            id=row["group"],
            parent=row["parent"] or None,
            name=row["name"],
            codes=tuple(row["codes"].split()),
            note=row["note"],
        )
        for row in read_rows(HERE / "groups.csv")
    }
    return listed | {sector: _of_sector(sector) for sector in sectors()}


def _of_sector(sector: str) -> Group:
    codes = tuple(code for code, chapter in chapters().items() if chapter.sector == sector)
    return Group(sector, None, sectors()[sector], codes)
