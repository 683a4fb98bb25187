"""Dimensions of the contest for which only single published figures exist: debt, investment, wages.

A figure of one side says nothing about the other. Two shares are set against each other only
where one source gives both: else the ratio would compare methods.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.contest.entries import cell, ratio_of
from steelyard.dossier.contest.rows import Row
from steelyard.dossier.domains.quoted import Figure, share_estimate
from steelyard.dossier.records import ContestCell
from steelyard.measures.published import rounding_interval
from steelyard.vocabulary.estimate import Estimate, absent

KEPT = "figures of third states"
NONE = "no published figure of this side is in the dataset: absent, not zero"


@dataclass(frozen=True, slots=True)
class Told:
    """A series of figures on a third state, ``{p}`` for the side in lower case."""

    name: str
    dimension: str
    title: str
    unit: str
    percent: bool = False


TOLD = (
    Told("debt_to_{p}", "debt", "Public debt owed to each side", "USD bn"),
    Told("debt_to_{p}_gdp", "debt/GDP", "Public debt owed to each side, of GDP", "1", True),
    Told("{p}_fdi_stock", "investment", "Stock of direct investment", "USD bn"),
    Told("remittances_share_from_{p}", "remittances", "Share of remittances received", "1", True),
    Told("share_{p}_in_trade", "trade as published", "Share of trade as published", "1", True),
)


def quoted_cells(basis: Basis, row: Row) -> Iterator[ContestCell]:
    """Every quoted dimension for which a side has a figure."""
    figures = _figures(basis)
    for told in TOLD:
        found = [
            figures.get((told.name.format(p=side.lower()), row.state, side), [])
            for side in basis.asked.codes
        ]
        if any(found):
            yield _cell(basis, row, told, found)


def _cell(basis: Basis, row: Row, told: Told, found: list[list[Figure]]) -> ContestCell:
    """The last period that both sides have, else each side's own last."""
    periods = [{each["period"] for each in side} for side in found]
    common = periods[0] & periods[1]
    chosen = [
        _at(side, max(common) if common else max(own, default="")) for side, own in
        zip(found, periods, strict=True)
    ]  # fmt: skip
    a, b = (_value(told, side) for side in chosen)
    shown = [side[0] for side in chosen if side]
    alike = len({each["origin"] for each in shown}) == 1 and len(shown) == 2
    ratio = ratio_of(a, b, basis.asked.seed)
    if a.present and b.present and not (common and alike):
        ratio = absent("the two figures come from different sources or years"), None
    years = sorted({each["period"] for each in shown})
    return cell(
        row, told.dimension, told.title, told.unit, years[-1], (a, b), ratio,
        [each["origin"] for side in chosen for each in side],
        note="" if len(years) == 1 else f"{years[0]} and {years[-1]}",
    )  # fmt: skip


def _at(side: list[Figure], period: str) -> list[Figure]:
    """Figures of one period, the preferred one first."""
    same = [each for each in side if each["period"] == period]
    return sorted(same, key=lambda each: not each["preferred"])


def _value(told: Told, side: list[Figure]) -> Estimate:
    """A figure with the interval of its digits and its bound."""
    if not side:
        return absent(NONE)
    if told.percent:
        return share_estimate(side)
    return amount(side[0])


def amount(figure: Figure) -> Estimate:
    """A single amount: a limit has no other end, the rest the interval of its printed digits."""
    value, bound = float(figure["value"]), figure["bound"]
    if bound == "upper":
        return Estimate(value, 0.0, value, None, "published as an upper limit")
    if bound == "lower":
        why = "none: published as a lower limit; how much more is not said"
        return Estimate(value, None, None, None, why)
    return rounding_interval(f"{value:g}")


def _figures(basis: Basis) -> dict[tuple[str, str, str], list[Figure]]:
    """Figures by series, reporter and partner, of the years asked for; read once."""
    if KEPT not in basis.of_all_pairs:
        names = [told.name.format(p=side.lower()) for told in TOLD for side in basis.asked.codes]
        rows = basis.data.table("figures").filter(
            pl.col("series").is_in(names)
            & ~pl.col("claim")
            & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
        )
        found: dict[tuple[str, str, str], list[Figure]] = {}
        for each in rows.iter_rows(named=True):
            key = (each["series"], each["reporter"], each["partner"])
            found.setdefault(key, []).append(each)
        basis.of_all_pairs[KEPT] = found
    return basis.of_all_pairs[KEPT]
