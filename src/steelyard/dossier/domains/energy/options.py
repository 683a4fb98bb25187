"""Who else buys from the seller, and who else sells to the buyer, as far as anybody says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from steelyard.dossier.domains.energy.figures import SPANS, Figures
from steelyard.dossier.domains.energy.paid import declared_basis
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.concentration import herfindahl_bounds
from steelyard.measures.fuel_price import rest
from steelyard.measures.fuel_quantity import Quantity
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import State, by_iso3

MOST = 4  # named partners of one fuel that are shown, the largest of their newest figures


@dataclass(frozen=True, slots=True)
class Trade:
    """A series of figures on what a state buys from, or sells to, many."""

    name: str
    fuel: str
    part: str
    by: str  # buyer or seller


TRADES = (
    Trade("crude_imports_volume", "crude oil", "crude", "buyer"),
    Trade("lng_imports_volume", "LNG", "LNG", "buyer"),
    Trade("coal_imports_volume", "coal", "coal", "buyer"),
    Trade("crude_exports_volume", "crude oil", "crude", "seller"),
    Trade("gas_pipeline_exports_volume", "gas by pipe", "pipeline gas", "seller"),
    Trade("lng_exports_volume", "LNG", "LNG, as gas", "seller"),
)
# What other buyers themselves say that they bought from the seller.
MIRRORED = (
    Trade("crude_imports_volume", "crude oil", "crude", "seller"),
    Trade("crude_imports_rate", "crude oil", "crude, daily", "seller"),
)


def option_series(figures: Figures, seller: State, buyer: State) -> tuple[Series, ...]:
    """Outside options of both sides for each fuel that flows between them."""
    found: list[Series | None] = []
    for trade in TRADES:
        mine, other = (buyer, seller) if trade.by == "buyer" else (seller, buyer)
        for span in SPANS:
            name = trade.name + span
            if figures.of(name, mine.iso3, other.iso3):
                found += _named(figures, trade, span, mine, other)
                found.append(_all_others(figures, trade, span, mine, other))
                found.append(_concentration(figures, trade, span, mine, other))
    if any(figures.of(trade.name, buyer.iso3, seller.iso3) for trade in MIRRORED):
        for trade in MIRRORED:
            for span in SPANS:
                found += _mirrored(figures, trade, span, seller, buyer)
    return present(found)


def _measure(trade: Trade) -> str:
    """Which side's options a series shows."""
    return "energy.other_supplier" if trade.by == "buyer" else "energy.other_buyer"


def _named(
    figures: Figures, trade: Trade, span: str, mine: State, other: State
) -> Iterator[Series | None]:
    """The largest other partners of the same reporter."""
    name = trade.name + span
    codes = [code for code in figures.partners(name, mine.iso3)
             if code not in (other.iso3, WORLD)]  # fmt: skip
    whole = figures.of(name, mine.iso3, WORLD)
    newest = {
        code: _newest(figures, (name, mine.iso3, code))
        for code in dict.fromkeys(codes)
        # a single figure beside a total is named in the note on what is left
        if len(periods := figures.of(name, mine.iso3, code)) > 1 or not set(periods) <= set(whole)
    }
    for code in sorted(newest, key=lambda each: -newest[each])[:MOST]:
        yield _flow(figures, (name, mine.iso3, code), trade, span, mine, other, code)


def _newest(figures: Figures, key: tuple[str, str, str]) -> float:
    """The latest figure."""
    return float(figures.of(*key)[max(figures.of(*key))][0]["value"])


def _flow(
    figures: Figures, key: tuple[str, str, str], trade: Trade, span: str, mine: State,
    other: State, third: str,
) -> Series | None:  # fmt: skip
    """What is bought from, or sold to, one other state."""
    periods = figures.of(*key)
    points = [figures.point(key, period) for period in periods]
    who = _name(third)
    verb = "bought from" if trade.by == "buyer" else "sold to"
    return series(
        _measure(trade), mine.iso3, other.iso3, declared_basis(key[1], span), points,
        title=f"{mine.adjective} {trade.fuel} {verb} {who}",
        unit=next(iter(periods.values()))[0]["unit"], part=f"{trade.part}: {who}",
    )  # fmt: skip


def _mirrored(
    figures: Figures, trade: Trade, span: str, seller: State, buyer: State
) -> Iterator[Series | None]:
    """What other buyers declare, where they have at least two figures."""
    name = trade.name + span
    for code in dict.fromkeys(figures.reporters(name, seller.iso3)):
        key = (name, code, seller.iso3)
        if code != buyer.iso3 and code != WORLD and len(figures.of(*key)) > 1:
            yield _flow(figures, key, trade, span, seller, buyer, code)


def _all_others(
    figures: Figures, trade: Trade, span: str, mine: State, other: State
) -> Series | None:
    """The total without the partner, on the same reporter's basis."""
    name = trade.name + span
    part, whole = (name, mine.iso3, other.iso3), (name, mine.iso3, WORLD)
    points = []
    for period in figures.of(*part):
        total, own = figures.quantity(whole, period), figures.quantity(part, period)
        if total is None or own is None:
            continue
        left = rest(total, own)
        value = left.estimate() if left else absent("nothing is left of the total")
        origins = (*figures.origins(part, period), *figures.origins(whole, period))
        points.append(point(period, value, "estimated", origins))
    verb = "bought from" if trade.by == "buyer" else "sold to"
    unit = next((same[0]["unit"] for same in figures.of(*part).values()), None)
    return series(
        _measure(trade), mine.iso3, other.iso3, declared_basis(mine.iso3, span), points,
        title=f"{mine.adjective} {trade.fuel} {verb} all others", unit=unit,
        part=f"{trade.part}: all others",
    )  # fmt: skip


def _concentration(
    figures: Figures, trade: Trade, span: str, mine: State, other: State
) -> Series | None:
    """Bounds of the Herfindahl index of the partners that are left."""
    name = trade.name + span
    codes = [code for code in figures.partners(name, mine.iso3)
             if code not in (other.iso3, WORLD)]  # fmt: skip
    points = []
    for period in figures.of(name, mine.iso3, other.iso3):
        total = figures.quantity((name, mine.iso3, WORLD), period)
        own = figures.quantity((name, mine.iso3, other.iso3), period)
        known = {
            code: quantity
            for code in codes
            if (quantity := figures.quantity((name, mine.iso3, code), period))
        }
        if total is None or own is None or not known or total.point <= own.point:
            continue
        value = _bounds([each.point for each in known.values()], total.point - own.point)
        origins = [o for code in (*known, WORLD, other.iso3)
                   for o in figures.origins((name, mine.iso3, code), period)]  # fmt: skip
        points.append(point(period, value, "estimated", origins,
                            _listed(known)))  # fmt: skip
    return series(
        "energy.alternatives_concentration", mine.iso3, other.iso3,
        declared_basis(mine.iso3, span), points,
        title=f"Concentration of what is left to {mine.sentence_name}: {trade.fuel}",
        part=f"{trade.part}, {'suppliers' if trade.by == 'buyer' else 'buyers'}",
    )  # fmt: skip


def _listed(known: dict[str, Quantity]) -> str:
    """The named partners, the largest first."""
    ordered = sorted(known.items(), key=lambda item: -item[1].point)
    named = [f"{_name(code)} {each.point:.4g} {each.unit}" for code, each in ordered]
    return f"named: {', '.join(named)}"


def _name(code: str) -> str:
    """The name of a state, or its code."""
    state = by_iso3().get(code)
    return state.name if state else code


def _bounds(known: list[float], left: float) -> Estimate:
    """Lower and upper end; the middle as the point."""
    if sum(known) > left:
        return absent("the named partners add up to more than the total: other scope")
    found = herfindahl_bounds(np.array([known]), np.array([left]))
    low, high = float(found.low[0]), float(found.high[0])
    return Estimate((low + high) / 2, low, high, None,
                    "the part without a name spread thin, or one partner", "estimated")  # fmt: skip
