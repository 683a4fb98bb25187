"""Regions of the world, so that each state lies in one: where two others may compete.

They follow the geographical sub-regions of the UN Statistics Division (M49). A sub-region whose
parts lean in different directions is split, and the source says of which one it is a part. A
region is a place, not an alliance; for treaties and clubs see `blocs`.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.states.registry import read_rows

FILE = Path(__file__).parent / "regions.csv"


@dataclass(frozen=True, slots=True)
class Region:
    """A group of states by place; `title` as it stands inside a sentence."""

    id: str
    title: str
    states: tuple[str, ...]
    source: str


@cache
def all_regions() -> tuple[Region, ...]:
    """All regions, in the order of the registry."""
    return tuple(
        Region(row["region"], row["title"], tuple(row["states"].split()), row["source"])
        for row in read_rows(FILE)
    )


def find_region(id: str, *, where: str = "region") -> Region:
    """The region with this id.

    Raises
    ------
    UnknownName
        With the nearest ids.

    Examples
    --------
    >>> find_region("CAS").states
    ('KAZ', 'KGZ', 'TJK', 'TKM', 'UZB')
    """
    known = {region.id: region for region in all_regions()}
    if id not in known:
        near = difflib.get_close_matches(id, known, 3)
        raise UnknownName(where=where, kind="region", name=id, nearest=near)
    return known[id]


def region_of(iso3: str) -> Region | None:
    """The region in which a state lies; None for territories that are in no region.

    Examples
    --------
    >>> region_of("KGZ").title
    'Central Asia'
    """
    return next((region for region in all_regions() if iso3 in region.states), None)
