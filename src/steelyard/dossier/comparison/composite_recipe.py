"""Recipes of the composites, read from the file beside this one and checked word by word."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args

from steelyard.dossier.comparison.stated import HERE, read_toml, refuse_row_unless
from steelyard.models.composite.recipe import (
    Aggregation,
    Choices,
    Indicator,
    Missing,
    Normalisation,
    Weighting,
)
from steelyard.vocabulary.errors import BadRows, InputError, shorten

UNITS = ("ties", "states")
ALLOWED = {
    "normalisations": get_args(Normalisation),
    "weightings": tuple(word for word in get_args(Weighting) if word != "budget"),
    "aggregations": get_args(Aggregation),
    "missing": tuple(word for word in get_args(Missing) if word != "refuse"),
}
COLUMNS = {
    "ties": (
        "export_share", "import_share", "net_share", "trade_over_gdp", "votes_shared",
        "organisations_shared",
    ),
    "states": (
        "largest_share", "equivalent_partners", "votes_with_largest", "complexity", "research",
        "capability", "gdp",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CompositeRecipe:
    """A composite as stated: its units, indicators with titles, and the choices of its making."""

    id: str
    units: str
    indicators: tuple[Indicator, ...]
    titles: dict[str, str]
    choices: Choices
    near: int
    least_present: float


@cache
def composite_recipes(path: Path = HERE / "composites.toml") -> tuple[CompositeRecipe, ...]:
    """All composites, in the order of the file.

    Raises
    ------
    BadRows
        With file, number of the composite or indicator, and the words that are allowed.
    """
    rows = read_toml(path).get("composite", [])
    refuse_row_unless(bool(rows), path.name, "no [[composite]]", "at least one")
    return tuple(_recipe(row, f"{path.name}, composite {n}") for n, row in enumerate(rows, 1))


def _recipe(row: dict[str, Any], where: str) -> CompositeRecipe:
    """One composite."""
    where = f"{where} ({row.get('id', 'without id')})"
    units = row.get("units")
    refuse_row_unless(units in UNITS, where, f"units {units!r}", f"one of {shorten(UNITS)}")
    for name, allowed in ALLOWED.items():
        given = row.get(name)
        good = isinstance(given, list) and given and set(given) <= set(allowed)
        refuse_row_unless(bool(good), where, f"{name} {given!r}", f"some of {shorten(allowed)}")
    near, least = row.get("near", -1), row.get("least_present", 0.0)
    refuse_row_unless(
        isinstance(near, int) and near >= 0 and isinstance(least, float) and 0 < least <= 1,
        where, f"near {near!r}, least_present {least!r}", "whole years, and a share in (0, 1]",
    )  # fmt: skip
    parts = row.get("indicator", [])
    refuse_row_unless(len(parts) >= 2, where, f"{len(parts)} indicators", "at least 2")
    found = [_indicator(part, units, f"{where}, indicator {n}") for n, part in enumerate(parts, 1)]
    given = "given" in row["weightings"]
    refuse_row_unless(
        not given or all(_positive(part.get("weight")) for part in parts),
        where, "the weighting 'given' and an indicator without a weight", "a weight above 0 each",
    )  # fmt: skip
    try:
        choices = Choices(
            tuple(row["normalisations"]),
            tuple(row["weightings"]),
            tuple(row["aggregations"]),
            tuple(row["missing"]),
            weights=tuple(float(part["weight"]) for part in parts) if given else (),
            leave_out=bool(row.get("leave_out", True)),
            concentration=float(row.get("concentration", "inf")),
        )
        choices.recipes()
    except (InputError, TypeError, ValueError) as error:
        raise BadRows(
            where=where, found=str(error), expected="choices as the handbook has them",
            remedy="Correct this composite.",
        ) from error  # fmt: skip
    titles = {part["name"]: part.get("title", part["name"]) for part in parts}
    return CompositeRecipe(
        row["id"], str(units), tuple(found), titles, choices, int(near), float(least)
    )


def _indicator(part: dict[str, Any], units: Any, where: str) -> Indicator:
    """One indicator of a composite."""
    name, direction = part.get("name"), part.get("more_is_more")
    allowed = COLUMNS[units]
    refuse_row_unless(name in allowed, where, f"name {name!r}", f"one of {shorten(allowed)}")
    refuse_row_unless(
        isinstance(direction, bool), where, f"more_is_more {direction!r}", "true or false"
    )
    return Indicator(str(name), bool(direction))


def _positive(weight: object) -> bool:
    """Whether this is a number above 0."""
    return isinstance(weight, (int, float)) and not isinstance(weight, bool) and weight > 0
