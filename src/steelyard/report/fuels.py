"""The part of the page on fuels: sentences, figures and tables of each market in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from steelyard.dossier.records import Dossier, FuelMarket
from steelyard.report import words
from steelyard.report.figures.energy.tables import (
    error_table,
    power_table,
    price_table,
    project_table,
)
from steelyard.report.figures.record import Figure, Table


@dataclass(frozen=True, slots=True)
class FuelPart:
    """One fuel on the page; a table has a heading and a caption."""

    id: str
    title: str
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    tables: tuple[tuple[str, str, Table], ...]


def fuel_parts(dossier: Dossier, figures: Sequence[Figure]) -> list[FuelPart]:
    """All fuels that link the two."""
    return [
        FuelPart(
            id=words.slug(market.fuel),
            title=market.fuel.capitalize(),
            sentences=market.sentences,
            figures=tuple(
                each
                for each in figures
                if each.domain == "fuels" and each.id.endswith(f"-{words.slug(market.fuel)}")
            ),
            tables=tuple(_tables(market)),
        )
        for market in dossier.fuels
    ]


def _tables(market: FuelMarket) -> Iterator[tuple[str, str, Table]]:
    for heading, caption, made in (
        ("Lines that could be built", "At which prices each side would sign", project_table),
        ("Who has the upper hand", "Bargaining power read from prices", power_table),
        ("How far the model was off", "Predicted against what happened", error_table),
        ("Prices by place", f"{market.fuel.capitalize()} at the places of the market", price_table),
    ):
        found = made(market)
        if found is not None:
            yield heading, caption, found
