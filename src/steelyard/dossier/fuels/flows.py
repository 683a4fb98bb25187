"""Flows, prices, discounts and what-ifs of a pair, from the table of fuel markets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

import polars as pl

from steelyard.dossier.fuels.places import Pair, called, port, shut, side_called
from steelyard.dossier.fuels.rows import Row, by, estimate, plain
from steelyard.dossier.records import (
    Event,
    ForecastError,
    FuelFlow,
    FuelGain,
    FuelWhatIf,
    ObservedDiscountPoint,
    PlacePrice,
    PredictedDiscount,
)
from steelyard.dossier.records.energy import Carrier
from steelyard.dossier.series import place as place_of
from steelyard.reference import energy_market as market
from steelyard.scenarios.energy.amounts import DAYS
from steelyard.scenarios.energy.check import WHOLE
from steelyard.scenarios.energy.links import side_of_node
from steelyard.scenarios.energy.world import ANCHOR
from steelyard.vocabulary.estimate import Estimate, absent

ACTUAL = ""  # the market as it was
A_DAY = "million barrels a day"  # as people say amounts of oil
A_YEAR = "bcm a year"
MOVING = ("embargo", "price cap", "sanction", "tariff", "export ban", "cut")  # dated in the market
LEAST = 5e-3  # part of the largest flow below which a flow is not shown


def flows(pair: Pair, rows: pl.DataFrame, when: date) -> Iterator[FuelFlow]:
    """What the two sides send and receive, and ways that are closed."""
    names = called(pair.fuel)
    found = rows.filter((pl.col("about") == "flow") & (pl.col("change") == ACTUAL))
    shown = [row for row in found.iter_rows(named=True) if pair.outward(row["place"], row["end"])]
    most = max((row["point"] or 0.0 for row in shown), default=0.0)
    for row in shown:
        if (row["high"] or row["point"] or 0.0) < LEAST * most:
            continue
        scale, unit = (1 / DAYS, A_DAY) if row["unit"] == "Mbbl" else (1.0, A_YEAR)
        yield _flow(pair, (row["place"], row["end"], row["carrier"]), names,
                    estimate(row, scale=scale), unit)  # fmt: skip
    for way, lanes in shut(pair.fuel, when).items():
        if pair.outward(*way[:2]):
            unit = A_DAY if pair.fuel != "gas" else A_YEAR
            yield _flow(pair, way, names, absent("closed"), unit, lanes)


def _flow(
    pair: Pair, way: tuple[str, str, str], names: Mapping[str, str], amount: Estimate, unit: str,
    lanes: tuple[str, ...] = (),
) -> FuelFlow:  # fmt: skip
    """One way with what it carries; closed where it names lanes."""
    start, end, carrier = way
    return FuelFlow(
        fuel=pair.fuel, start=start, end=end, start_name=names[start], end_name=names[end],
        carrier=cast("Carrier", carrier), amount=amount, unit=unit, closed=bool(lanes), lanes=lanes,
        of_pair=pair.joins(start, end),
    )  # fmt: skip


def prices(pair: Pair, rows: pl.DataFrame) -> Iterator[PlacePrice]:
    """Prices at all places of the market."""
    names = called(pair.fuel)
    found = rows.filter((pl.col("about") == "price") & (pl.col("change") == ACTUAL))
    for row in found.iter_rows(named=True):
        yield PlacePrice(fuel=pair.fuel, place=row["place"], name=names[row["place"]],
                         price=estimate(row), unit=row["unit"])  # fmt: skip


def measures(pair: Pair) -> Iterator[Event]:
    """Dated measures of others or their own on lanes that leave one of the two sides."""
    lanes = {lane.lane: lane for lane in market.lanes(pair.fuel)}
    for policy in market.policies(pair.fuel):
        ends = [lanes[name] for name in policy.lanes if name in lanes]
        if policy.kind not in MOVING or not any(pair.outward(e.start, e.end) for e in ends):
            continue
        yield Event(
            date=policy.start.isoformat(), x=round(place_of(policy.start.isoformat()[:7]), 3),
            text=f"{policy.policy[:1].upper()}{policy.policy[1:]}", domain="energy",
            source=policy.said.source,
        )  # fmt: skip


def predicted(pair: Pair, rows: pl.DataFrame) -> Iterator[PredictedDiscount]:
    """What measures, freight and fleets take off the price of the ports of either side."""
    found = rows.filter((pl.col("about") == "discount") & (pl.col("change") == ACTUAL))
    for row in found.sort("place", "period").iter_rows(named=True):
        if pair.has(row["place"]):
            yield PredictedDiscount(
                fuel=pair.fuel, place=row["place"], name=port(pair.fuel, row["place"]),
                period=row["period"], x=at(row["period"]), value=estimate(row), unit=row["unit"],
            )  # fmt: skip


def observed(pair: Pair, rows: pl.DataFrame) -> Iterator[ObservedDiscountPoint]:
    """What the ports were held to, by source."""
    found = rows.filter(pl.col("about") == "observed")
    for row in found.sort("place", "period").iter_rows(named=True):
        if pair.has(row["place"]):
            what, _, basis = row["source"].partition(": ")
            yield ObservedDiscountPoint(
                fuel=pair.fuel, place=row["place"], what=what, period=row["period"],
                x=at(row["period"]),
                value=estimate(row, "as published and corrected", "observed"),
                unit=row["unit"], basis=basis or what, origins=(row["origin"],),
            )  # fmt: skip


def at(period: str) -> float:
    """Where a period lies on an axis of years; a quarter lies in its middle.

    Examples
    --------
    >>> at("2022"), at("2022-Q1"), at("2022-Q4")
    (2022.0, 2021.625, 2022.375)
    """
    year, _, quarter = period.partition("-Q")
    return place_of(period) if not quarter else int(year) - 0.5 + (int(quarter) - 0.5) / 4


def errors(pair: Pair, rows: pl.DataFrame) -> Iterator[ForecastError]:
    """How far predictions were off, by place and span: of the two sides, and of the world price."""
    names = ("error", "absolute error", "covered", "error of no discount", "error of the last one")
    found = rows.filter(pl.col("about").is_in(names) & (pl.col("change") == ACTUAL))
    known = by(found.iter_rows(named=True), "place", "period", "about")
    for place, span in dict.fromkeys(key[:2] for key in known):
        row = {name: known.get((place, span, name)) for name in names}
        mean, absolute, covered = (row[name] for name in names[:3])
        if _point(mean) is None or _point(absolute) is None or absolute is None:
            continue
        if not (pair.has(place) or place == ANCHOR):
            continue
        yield ForecastError(
            fuel=pair.fuel, place=place, span=span, what=f"{port(pair.fuel, place)}, {span}",
            whole=span == WHOLE, seen=0 if covered is None else int(covered["high"] or 0),
            mean=_point(mean) or 0.0, absolute=_point(absolute) or 0.0, covered=_point(covered),
            none_absolute=_point(row[names[3]]), last_absolute=_point(row[names[4]]),
            unit=absolute["unit"],
        )  # fmt: skip


def _point(row: Row | None) -> float | None:
    return None if row is None or row["point"] is None else plain(row["point"])


def what_ifs(pair: Pair, rows: pl.DataFrame) -> Iterator[FuelWhatIf]:
    """What would be different for a port of the pair, and who would gain."""
    names = called(pair.fuel)
    found = rows.filter(pl.col("change") != ACTUAL)
    for (change,), part in found.group_by("change", maintain_order=True):
        held = by(part.iter_rows(named=True), "about", "place")
        ports = [
            one
            for about, one in held
            if about == "discount"
            and pair.has(one)
            and one != ANCHOR  # which has none by definition
        ]
        ports.sort(key=lambda one: one != side_of_node(pair.fuel, one))  # a side's own place first
        for place in ports[:1]:
            revenue = held.get(("revenue", side_of_node(pair.fuel, place)))
            one = held["discount", place]
            yield FuelWhatIf(
                id=str(change), title=str(change), fuel=pair.fuel, when=one["period"], place=place,
                place_name=port(pair.fuel, place), discount=estimate(one),
                revenue=estimate(revenue),
                price=estimate(held.get(("price", ANCHOR))), discount_unit=one["unit"],
                holds=None if revenue is None else revenue["holds"],
                gains=tuple(
                    FuelGain(place=node, name=names.get(node, side_called(pair.fuel, node)),
                             value=estimate(row))
                    for (about, node), row in held.items() if about == "gain"
                ),
            )  # fmt: skip
