"""What a buyer pays a seller for a fuel, from every source that has both value and weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.figures import SPANS, Figures, remarks
from steelyard.dossier.noise import SMALLEST
from steelyard.dossier.records import Status
from steelyard.measures.fuel_price import price
from steelyard.measures.fuel_quantity import Quantity, between, noisy
from steelyard.vocabulary.states import by_iso3

RECONCILED = "BACI, reconciled, by product"
NOISE = "mirror gap; value and weight of one shipment err together"
AS_DECLARED = "declared to the dollar and kilogram; errors of declaration are not in it"
# Fuel, series of value, series of volume, unit of the price: the buyer's own declaration.
DECLARED = (
    ("crude oil", "crude_imports_value", "crude_imports_volume", "t"),
    ("LNG", "lng_imports_value", "lng_imports_volume", "t"),
    ("coal", "coal_imports_value", "coal_imports_volume", "t"),
)
PRINTED = (("crude oil", "crude_import_unit_value"),)  # unit values that were published as such
GAS_PRICE = "gas_export_price"
PIPE_VOLUMES = ("gas_pipeline_pos_volume", "gas_pipeline_exports_volume")
CONTRADICTED = 1.25  # a weight so far from a published volume is not that of the shipments
PIPE_TONNES = (1300.0, 1500.0)  # cubic metres of gas in a tonne, from rich to pure methane


@dataclass(frozen=True, slots=True)
class Paid:
    """One price: who paid whom for what, when, on which basis."""

    fuel: str
    period: str
    basis: str
    price: Quantity
    volume: Quantity | None
    status: Status
    origins: tuple[str, ...]
    note: str = ""
    year_to_date: bool = False


def paid_by(basis: Basis, figures: Figures, seller: str, buyer: str) -> list[Paid]:
    """All prices that this buyer pays this seller; WLD stands for all sellers together."""
    found = [
        *_traded(basis, figures, seller, buyer),
        *_declared(figures, seller, buyer),
        *_printed(figures, seller, buyer),
        *_gas(figures, seller, buyer),
    ]
    first: dict[tuple[str, str, str], Paid] = {}
    for each in found:  # computed from value and volume before the same thing as printed
        first.setdefault((each.fuel, each.basis, each.period), each)
    return list(first.values())


def declared_basis(reporter: str, span: str = "") -> str:
    """How figures of one reporter are called."""
    state = by_iso3().get(reporter)
    return f"{state.adjective if state else reporter} figures{SPANS[span]}"


def _traded(basis: Basis, figures: Figures, seller: str, buyer: str) -> Iterator[Paid]:
    """Prices of the table of fuels: reconciled years, and months of a user's customs file."""
    rows = basis.data.table("fuels").filter(
        (pl.col("exporter") == seller)
        & (pl.col("importer") == buyer)
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
        & (pl.col("value") >= SMALLEST)  # less is samples and remnants, not a price
    )
    for row in rows.iter_rows(named=True):
        origin = basis.data.origins[row["origin"]]
        monthly = "-" in row["period"]
        name = declared_basis(buyer, "_month") if monthly else RECONCILED
        amount = _value(basis, figures, row)
        published = _published_volume(figures, row, seller, buyer)
        if published is not None:
            key, volume = published
            yield Paid(
                row["fuel"], row["period"], f"{RECONCILED}, over published volume",
                price(amount, volume), volume, "reconciled",
                (origin.id, *figures.origins(key, row["period"])),
            )  # fmt: skip
        if row["quantity"] and not _contradicted(row, published):
            weight = float(row["quantity"])
            volume = between(weight, weight, weight, "t", AS_DECLARED if monthly else NOISE)
            status: Status = "declared" if monthly else "reconciled"
            yield Paid(
                row["fuel"], row["period"], name, price(amount, volume), volume, status,
                (origin.id,),
            )  # fmt: skip


def _value(basis: Basis, figures: Figures, row: dict) -> Quantity:  # type: ignore[type-arg]
    """Value of a flow: a reconciled one with the noise of its size, a declared one as printed."""
    value = float(row["value"]) * 1e6
    if "-" in row["period"]:
        return between(value, value - 0.5, value + 0.5, "USD", AS_DECLARED)
    key = ("origin", "fuel", "exporter", "importer", "period")
    seed = figures.draw(*(row[name] for name in key))
    model = basis.noise.model
    return noisy(value, basis.noise.flow(row["value"]), model.tail, "USD", NOISE, seed=seed)


def _published_volume(
    figures: Figures, row: dict, seller: str, buyer: str  # type: ignore[type-arg]
) -> tuple[tuple[str, str, str], Quantity] | None:  # fmt: skip
    """Volume of gas by pipe of the same year as somebody published it."""
    if row["fuel"] != "pipeline gas":
        return None
    for series in PIPE_VOLUMES:
        key = (series, seller, buyer)
        volume = figures.quantity(key, row["period"], "1000 m3")
        if volume is not None:
            return key, volume
    return None


def _contradicted(row: dict, published: tuple | None) -> bool:  # type: ignore[type-arg]
    """Whether a weight of gas cannot be that of the published volume."""
    if published is None:
        return False
    thousand = float(row["quantity"]) / 1e3  # so many thousand tonnes
    least, most = (thousand * size for size in PIPE_TONNES)
    volume = published[1].point
    return not least / CONTRADICTED <= volume <= most * CONTRADICTED


def _declared(figures: Figures, seller: str, buyer: str) -> Iterator[Paid]:
    """The buyer's own value over its own volume."""
    for fuel, values, volumes, weight in DECLARED:
        for span in SPANS:
            value_key, volume_key = (values + span, buyer, seller), (volumes + span, buyer, seller)
            for period, same in figures.of(*value_key).items():
                value = figures.quantity(value_key, period, "USD")
                volume = figures.quantity(volume_key, period, weight)
                if value is None or volume is None:
                    continue
                origins = (*figures.origins(value_key, period),
                           *figures.origins(volume_key, period))  # fmt: skip
                yield Paid(
                    fuel, period, declared_basis(buyer, span), price(value, volume), volume,
                    "declared", origins, remarks(same), span == "_ytd",
                )  # fmt: skip


def _printed(figures: Figures, seller: str, buyer: str) -> Iterator[Paid]:
    """Unit values that a publisher worked out."""
    for fuel, series in PRINTED:
        for span in SPANS:
            key = (series + span, buyer, seller)
            for period, same in figures.of(*key).items():
                quantity = figures.quantity(key, period, "USD/t")
                if quantity is not None:
                    yield Paid(
                        fuel, period, declared_basis(buyer, span), quantity, None, "quoted",
                        tuple(figures.origins(key, period)), remarks(same), span == "_ytd",
                    )  # fmt: skip


def _gas(figures: Figures, seller: str, buyer: str) -> Iterator[Paid]:
    """Mean prices of gas by pipe as the seller's side publishes them."""
    for series, words in ((GAS_PRICE, ""), (f"{GAS_PRICE}_forecast", ", forecast")):
        key = (series, seller, buyer)
        for period, same in figures.of(*key).items():
            quantity = figures.quantity(key, period, "USD/1000 m3")
            if quantity is not None:
                yield Paid(
                    "pipeline gas", period, f"{declared_basis(seller)}{words}", quantity, None,
                    "quoted", tuple(figures.origins(key, period)), remarks(same),
                )  # fmt: skip
