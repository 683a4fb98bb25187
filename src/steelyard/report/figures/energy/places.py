"""Where the places of the market lie on a map, and what they are called there.

A place stands for many fields and ports: its point is where an arc begins or ends, no more.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from steelyard.vocabulary.errors import LawError


@dataclass(frozen=True, slots=True)
class Place:
    """A point in degrees and a short name."""

    longitude: float
    latitude: float
    name: str


@cache
def _places() -> dict[tuple[str, str], Place]:
    text = (files("steelyard.report.figures.energy") / "places.csv").read_text(encoding="utf-8")
    return {
        (row["fuel"], row["node"]): Place(
            float(row["longitude"]), float(row["latitude"]), row["name"]
        )
        for row in csv.DictReader(text.splitlines())
    }


def place(fuel: str, node: str) -> Place:
    """The point of a place.

    Raises
    ------
    LawError
        If the market has a place that no map knows.

    Examples
    --------
    >>> place("gas", "EUR").name
    'Europe'
    """
    found = _places().get((fuel, node))
    if found is None:
        raise LawError(
            where=f"map of {fuel}",
            found=f"no point for the place {node!r}.",
            expected="a row for every node of the market",
            remedy="Add it to report/figures/energy/places.csv.",
        )
    return found
