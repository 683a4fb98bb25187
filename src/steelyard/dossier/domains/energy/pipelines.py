"""Lines between the two: capacity, fill, plans, contracts, and what part of a flow they bind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.figures import Figures, remarks
from steelyard.dossier.domains.energy.flows import noise_of
from steelyard.dossier.domains.energy.paid import RECONCILED, declared_basis
from steelyard.dossier.records import Point, Series, Status
from steelyard.dossier.series import point, present, series
from steelyard.measures.fuel_price import price
from steelyard.measures.fuel_quantity import Quantity
from steelyard.measures.lock_in import bound_share, fill, movable_share
from steelyard.vocabulary.blocs import blocs_of
from steelyard.vocabulary.states import State

QUOTED = "published figures"


@dataclass(frozen=True, slots=True)
class Line:
    """A line by the names of its figures; {p} is the buyer's code in lower case."""

    part: str
    capacity: str
    flow: str
    per_year: str  # unit of the flow in a year


LINES = (
    Line("Power of Siberia", "gas_pos_capacity", "gas_pipeline_pos_volume", "bcm"),
    Line("branch of the Eastern Siberia-Pacific Ocean line", "espo_spur_capacity",
         "crude_pipeline_to_{p}", "Mt"),
    Line("Central Asia-China lines", "gas_pipeline_ca_{b}_capacity", "gas_exports_to_{p}", "bcm"),
)  # fmt: skip
PLANNED = (("Power of Siberia 2", "gas_pos2_capacity_planned"),)
CONTRACTS = (("gas by pipe", "gas_contracted_to_{p}_total", "gas_pipeline_pos_volume"),)
# Flow by pipe and the flow by ship beside it, from one publisher in one unit.
PIPE_AND_SHIP = (("gas", "gas_pipeline_exports_volume", "lng_exports_volume"),)
PIPE_AND_ALL = (("crude oil", "crude_pipeline_to_{p}", "crude_exports_volume"),)
PIPE_BY_VALUE = (("gas", "pipeline gas", "LNG"),)
MONTHS = 12
YEARLY = 4  # letters of a period that is a year


def pipeline_series(
    basis: Basis, figures: Figures, seller: State, buyer: State
) -> tuple[Series, ...]:
    """All lines from the seller to the buyer."""
    found: list[Series | None] = []
    for line in LINES:
        found += _line(figures, line, seller, buyer)
    for part, name in PLANNED:
        key = (name, seller.iso3, buyer.iso3)
        found.append(_levels(figures, key, "energy.capacity_planned", part, seller, buyer))
    found += _contracts(figures, seller, buyer)
    for part, name, points in (
        *_bound_by_figures(figures, seller, buyer), *_bound_by_value(basis, seller, buyer)
    ):  # fmt: skip
        found += _bound(part, name, points, seller, buyer)
    return present(found)


def _levels(
    figures: Figures, key: tuple[str, str, str], measure: str, part: str, seller: State,
    buyer: State,
) -> Series | None:  # fmt: skip
    """A published capacity."""
    periods = figures.of(*key)
    points = [figures.point(key, period) for period in periods]
    unit = next(iter(periods.values()))[0]["unit"] if periods else None
    return series(measure, seller.iso3, buyer.iso3, QUOTED, points,
                  title=f"{part}: capacity", unit=unit, part=part)  # fmt: skip


def _line(figures: Figures, line: Line, seller: State, buyer: State) -> Iterator[Series | None]:
    """Capacity of one line, and how full it is by year and month."""
    code, name = buyer.iso3.lower(), buyer.name.lower()
    owners = (seller.iso3, *blocs_of(seller.iso3, 2022))
    keys = [(line.capacity.format(b=name), owner, buyer.iso3) for owner in owners]
    key = next((each for each in keys if figures.of(*each)), None)
    if key is None:
        return
    yield _levels(figures, key, "energy.capacity", line.part, seller, buyer)
    shared = key[1] != seller.iso3
    for span in ("", "_month"):
        flow = (line.flow.format(p=code) + span, seller.iso3, buyer.iso3)
        points = [_fill(figures, key, flow, period, line.per_year) for period in figures.of(*flow)]
        known = ", one seller of several" if shared else ""
        yield series(
            "energy.fill", seller.iso3, buyer.iso3,
            f"{QUOTED}{', by month' if span else ''}{known}", points,
            title=f"{line.part}: part of the capacity used"
            f"{f' by {seller.sentence_name}' if shared else ''}", part=line.part,
        )  # fmt: skip
    if shared:
        yield _fill_together(figures, line, key, seller, buyer)


def _fill(
    figures: Figures, capacity: tuple[str, str, str], flow: tuple[str, str, str], period: str,
    unit: str,
) -> Point:  # fmt: skip
    """One period's flow over the capacity that was built by then, or first became known."""
    quantity = figures.quantity(flow, period, unit)
    assert quantity is not None
    room, when = _room(figures, capacity, period, unit)
    origins = (*figures.origins(flow, period), *figures.origins(capacity, when))
    note = f"of the capacity as of {when}" if when[:4] != period[:4] else ""
    return point(period, fill(quantity, room), "estimated", origins, note)


def _room(
    figures: Figures, key: tuple[str, str, str], period: str, unit: str
) -> tuple[Quantity, str]:
    """Capacity in a year or a month, and as of when."""
    known = sorted(figures.of(*key))
    when = max((each for each in known if each <= period), default=known[0])
    room = figures.quantity(key, when)
    assert room is not None
    part = 1 / MONTHS if "-" in period else 1.0
    return Quantity(room.point * part, room.draws * part, unit, room.why), when


def _fill_together(
    figures: Figures, line: Line, key: tuple[str, str, str], seller: State, buyer: State
) -> Series | None:
    """All sellers of the bloc that have a figure for the same month."""
    name = line.flow.format(p=buyer.iso3.lower()) + "_month"
    sellers = [code for code in figures.reporters(name, buyer.iso3)
               if key[1] in blocs_of(code, 2022)]  # fmt: skip
    points = []
    for period in figures.of(name, seller.iso3, buyer.iso3):
        parts = [figures.quantity((name, code, buyer.iso3), period, line.per_year)
                 for code in sellers]  # fmt: skip
        known = [part for part in parts if part is not None]
        if len(known) < 2:
            continue
        draws = np.sum([part.draws for part in known], axis=0)
        total = Quantity(sum(part.point for part in known), draws, line.per_year, known[0].why)
        room, when = _room(figures, key, period, line.per_year)
        origins = [o for code in sellers for o in figures.origins((name, code, buyer.iso3), period)]
        points.append(point(period, fill(total, room), "estimated",
                            (*origins, *figures.origins(key, when)),
                            f"{len(known)} sellers with a figure"))  # fmt: skip
    return series("energy.fill", seller.iso3, buyer.iso3, f"{QUOTED}, by month, all sellers known",
                  points, title=f"{line.part}: part of the capacity used by all sellers known",
                  part=line.part)  # fmt: skip


def _contracts(figures: Figures, seller: State, buyer: State) -> Iterator[Series | None]:
    """Yearly quantities in signed documents over the flow of the same year."""
    for part, name, flow in CONTRACTS:
        key = (name.format(p=buyer.iso3.lower()), seller.iso3, buyer.iso3)
        points = []
        for period, same in figures.of(*key).items():
            signed = figures.quantity(key, period)
            flows = figures.quantity((flow, seller.iso3, buyer.iso3), period, "bcm")
            if signed is not None and flows is not None:
                yearly = Quantity(signed.point, signed.draws, "bcm", signed.why)
                over = price(yearly, flows)
                value = Quantity(over.point, over.draws, "times", over.why).estimate()
                origins = (*figures.origins(key, period),
                           *figures.origins((flow, seller.iso3, buyer.iso3), period))  # fmt: skip
                points.append(point(period, value, "estimated", origins, remarks(same)))
        yield series("energy.contract_cover", seller.iso3, buyer.iso3, QUOTED, points,
                     title=f"Signed quantities over the flow: {part}", part=part)  # fmt: skip


Bound = tuple[str, Quantity, tuple[str, ...], Status]


def _bound_by_figures(
    figures: Figures, seller: State, buyer: State
) -> Iterator[tuple[str, str, list[Bound]]]:
    """Pipe beside ship, or pipe within all, from figures of the seller's side."""
    pair, name = (seller.iso3, buyer.iso3), declared_basis(seller.iso3)
    for part, pipe, ship in PIPE_AND_SHIP:
        found: list[Bound] = []
        for period in figures.of(pipe, *pair):
            by_pipe = figures.quantity((pipe, *pair), period, "bcm")
            by_ship = figures.quantity((ship, *pair), period, "bcm")
            if by_pipe is not None and by_ship is not None:
                origins = (*figures.origins((pipe, *pair), period),
                           *figures.origins((ship, *pair), period))  # fmt: skip
                found.append((period, bound_share(by_pipe, by_ship), origins, "estimated"))
        yield part, f"{name}, volume", found
    for part, pipe, whole in PIPE_AND_ALL:
        found = []
        pipe_key = (pipe.format(p=buyer.iso3.lower()), *pair)
        for period in figures.of(*pipe_key):
            by_pipe = figures.quantity(pipe_key, period, "Mt")
            everything = figures.quantity((whole, *pair), period, "Mt")
            if by_pipe is None or everything is None or by_pipe.point >= everything.point:
                continue
            left = everything.draws - by_pipe.draws
            free = Quantity(everything.point - by_pipe.point, left.clip(min=0.0), "Mt",
                            everything.why)  # fmt: skip
            origins = (*figures.origins(pipe_key, period),
                       *figures.origins((whole, *pair), period))  # fmt: skip
            found.append((period, bound_share(by_pipe, free), origins, "estimated"))
        yield part, f"{name}, volume", found


def _bound_by_value(
    basis: Basis, seller: State, buyer: State
) -> Iterator[tuple[str, str, list[Bound]]]:
    """Pipe beside ship by value, on the reconciled basis."""
    pair = basis.data.table("fuels").filter(
        (pl.col("exporter") == seller.iso3)
        & (pl.col("importer") == buyer.iso3)
        & (pl.col("period").str.len_chars() == YEARLY)
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
    )
    rows = {(row["fuel"], row["period"]): row for row in pair.iter_rows(named=True)}
    for part, pipe, ship in PIPE_BY_VALUE:
        found: list[Bound] = []
        for (fuel, period), row in rows.items():
            if fuel == pipe and (ship, period) in rows:
                share = bound_share(noise_of(basis, row), noise_of(basis, rows[ship, period]))
                found.append((period, share, (row["origin"],), "reconciled"))
        yield part, f"{RECONCILED}, value", found


def _bound(
    part: str, name: str, found: list[Bound], seller: State, buyer: State
) -> Iterator[Series | None]:
    """The part that is bound, and the most that could go elsewhere."""
    codes = (seller.iso3, buyer.iso3)
    yield series(
        "energy.bound_share", *codes, name,
        [point(period, share.estimate(), status, origins)
         for period, share, origins, status in found],
        title=f"{seller.adjective} {part} to {buyer.sentence_name}: part in pipes", part=part,
    )  # fmt: skip
    yield series(
        "energy.movable_share", *codes, name,
        [point(period, movable_share(share), "estimated", origins)
         for period, share, origins, _ in found],
        title=f"{seller.adjective} {part} to {buyer.sentence_name}: "
        "what could go elsewhere at most",
        part=part,
    )  # fmt: skip
