"""How much of each fuel flows, and what part of all imports and exports that is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zlib import crc32

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.figures import SPANS, Figures, remarks
from steelyard.dossier.domains.energy.paid import AS_DECLARED, RECONCILED, declared_basis
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.dossier.words import possessive
from steelyard.measures.fuel_price import bounded_share
from steelyard.measures.fuel_quantity import Quantity, noisy
from steelyard.reference.tables import FUELS, WORLD
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State


@dataclass(frozen=True, slots=True)
class Flow:
    """A series of figures on a fuel: whose figure it is, and of what all it is a part."""

    name: str  # {p} is the partner's code in lower case
    fuel: str
    part: str
    by: str  # buyer or seller
    wholes: tuple[tuple[str, str, str], ...] = ()  # series, partner, how the whole is called
    of: str = "volume"


FLOWS = (
    Flow("crude_imports_volume", "crude oil", "crude", "buyer"),
    Flow("crude_imports_rate", "crude oil", "crude, daily", "buyer", of="daily rate"),
    Flow("crude_imports_value", "crude oil", "crude, value", "buyer", of="value"),
    Flow("crude_exports_volume", "crude oil", "crude", "seller"),
    Flow("coal_imports_volume", "coal", "coal", "buyer"),
    Flow("coal_exports_volume", "coal", "coal", "seller"),
    Flow("lng_imports_volume", "LNG", "LNG", "buyer"),
    Flow("lng_imports_value", "LNG", "LNG, value", "buyer", of="value"),
    Flow("lng_exports_volume", "LNG", "LNG, as gas", "seller"),
    Flow("gas_pipeline_exports_volume", "gas by pipe", "pipeline gas", "seller"),
    Flow(
        "gas_pipeline_pos_volume", "gas by pipe", "pipeline gas", "seller",
        (
            ("gas_pipeline_exports_non_cis", "", "beyond the former Soviet Union"),
            ("gas_pipeline_exports_europe_and_china", "", "to Europe and China"),
        ),
    ),
    Flow("gas_exports_to_{p}", "gas by pipe", "pipeline gas", "seller"),
    Flow("electricity_exports_volume", "electricity", "electricity", "seller"),
)  # fmt: skip
KEY = FUELS.key  # what tells one row of the table of fuels from another


def flow_series(basis: Basis, figures: Figures, seller: State, buyer: State) -> tuple[Series, ...]:
    """Flows from every source, and shares wherever flow and total are on one basis."""
    found: list[Series | None] = []
    for flow in FLOWS:
        for span in SPANS:
            found += _declared(figures, flow, span, seller, buyer)
    found += _traded(basis, seller, buyer)
    joined: dict[str, Series] = {}
    for item in present(found):  # the first series of figures on a flow stands, others add years
        known = joined.setdefault(item.id, item)
        if known is not item:
            periods = {entry.period for entry in known.points}
            extra = [entry for entry in item.points if entry.period not in periods]
            points = tuple(sorted((*known.points, *extra), key=lambda entry: entry.x))
            joined[item.id] = known.model_copy(update={"points": points})
    return tuple(joined.values())


def _declared(
    figures: Figures, flow: Flow, span: str, seller: State, buyer: State
) -> Iterator[Series | None]:
    """One series of figures as a flow, and as shares of the same reporter's totals."""
    mine, other = (buyer, seller) if flow.by == "buyer" else (seller, buyer)
    name = flow.name.format(p=other.iso3.lower()) + span
    key = (name, mine.iso3, other.iso3)
    periods = figures.of(*key)
    if not periods:
        return
    unit = next(iter(periods.values()))[0]["unit"]
    points = [figures.point(key, period) for period in periods]
    yield series(
        "energy.flow", seller.iso3, buyer.iso3, declared_basis(mine.iso3, span), points,
        title=f"{seller.adjective} {flow.fuel} sold to {buyer.sentence_name}", unit=unit,
        part=flow.part,
    )  # fmt: skip
    measure = "energy.supplier_share" if flow.by == "buyer" else "energy.buyer_share"
    for whole, partner, called in ((name, WORLD, ""), *flow.wholes):
        shares = list(_shares(figures, key, (whole + (span if called else ""), mine.iso3, partner)))
        yield series(
            measure, mine.iso3, other.iso3, f"{declared_basis(mine.iso3, span)}, {flow.of}",
            shares, title=_title(flow, mine, other, called),
            part=f"{flow.part.split(',')[0]}{f', {called}' if called else ''}",
        )  # fmt: skip


def _title(flow: Flow, mine: State, other: State, called: str) -> str:
    """What the share is of."""
    way = "imports" if flow.by == "buyer" else "exports"
    what = f"{mine.adjective} {way} of {flow.fuel} {called}".strip()
    return f"{possessive(other.sentence_name)} share of {what}"


def _shares(
    figures: Figures, part: tuple[str, str, str], whole: tuple[str, str, str]
) -> Iterator[Point]:
    """Flow over total of the same reporter, both from one series of figures."""
    for period in figures.of(*part):
        all_of_it = figures.quantity(whole, period)
        mine = figures.quantity(part, period)
        if all_of_it is not None and mine is not None:
            origins = (*figures.origins(part, period), *figures.origins(whole, period))
            yield point(period, bounded_share(mine, all_of_it), "declared", origins,
                        remarks(figures.of(*part)[period]))  # fmt: skip


def _traded(basis: Basis, seller: State, buyer: State) -> Iterator[Series | None]:
    """Value and weight of the table of fuels, and shares where it holds the world's totals."""
    rows = basis.data.table("fuels").filter(
        pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
        & pl.col("value").is_not_null()
    )
    pair = rows.filter((pl.col("exporter") == seller.iso3) & (pl.col("importer") == buyer.iso3))
    for (fuel, monthly), same in pair.group_by(
        ["fuel", pl.col("period").str.contains("-").alias("monthly")], maintain_order=True
    ):
        name = declared_basis(buyer.iso3, "_month") if monthly else RECONCILED
        yield series(
            "energy.flow", seller.iso3, buyer.iso3, name,
            [_amount(basis, row) for row in same.iter_rows(named=True)],
            title=f"{seller.adjective} {fuel} sold to {buyer.sentence_name}", unit="USD m",
            part=f"{fuel}, value",
        )  # fmt: skip
        if not monthly:
            yield from _value_shares(basis, rows, same, str(fuel), seller, buyer)


def _amount(basis: Basis, row: dict) -> Point:  # type: ignore[type-arg]
    """Value of a flow: a reconciled one with the noise of its size, a declared one as printed."""
    if "-" in row["period"]:
        value, half = float(row["value"]), 0.5e-6
        printed = Estimate(value, value - half, value + half, None, AS_DECLARED)
        return point(row["period"], printed, "declared", [row["origin"]])
    return point(row["period"], noise_of(basis, row).estimate(), "reconciled", [row["origin"]])


def noise_of(basis: Basis, row: dict) -> Quantity:  # type: ignore[type-arg]
    """A value of the table of fuels in USD m, with the noise of its size."""
    scale, tail = basis.noise.flow(row["value"]), basis.noise.model.tail
    seed = basis.asked.seed + crc32("|".join(str(row[name]) for name in KEY).encode())
    return noisy(row["value"], scale, tail, "USD m", "mirror gap", seed=seed)


def _value_shares(
    basis: Basis, rows: pl.DataFrame, same: pl.DataFrame, fuel: str, seller: State, buyer: State
) -> Iterator[Series | None]:
    """Both sides' shares by value, where a user's files cover the whole world."""
    for measure, mine, other, side in (
        ("energy.supplier_share", buyer, seller, "importer"),
        ("energy.buyer_share", seller, buyer, "exporter"),
    ):
        away = "exporter" if side == "importer" else "importer"
        totals = rows.filter(
            (pl.col(side) == mine.iso3) & (pl.col(away) == WORLD) & (pl.col("fuel") == fuel)
            & ~pl.col("period").str.contains("-")
        )  # fmt: skip
        whole = dict(totals.select("period", "value").iter_rows())
        points = [
            point(row["period"], _share(row["value"], whole[row["period"]]), "reconciled",
                  [row["origin"]])
            for row in same.iter_rows(named=True)
            if whole.get(row["period"])
        ]  # fmt: skip
        way = "imports" if side == "importer" else "exports"
        yield series(
            measure, mine.iso3, other.iso3, f"{RECONCILED}, value", points,
            title=f"{possessive(other.sentence_name)} share of {mine.adjective} {way} of {fuel}",
            part={"crude oil": "crude"}.get(fuel, fuel),
        )  # fmt: skip


def _share(part: float, whole: float) -> Estimate:
    """Share of one reconciled flow in a total of the same source."""
    return exact(part / whole, "one source for flow and total; its noise mostly cancels")
