"""Series made of single published figures, each with its own source.

Several figures for the same period are one point: the preferred figure, with the range of all
of them as its interval. One figure alone has the interval that its printed digits and its
bound ("almost", "at least") allow, which is narrower than the truth: the basis says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.published import conflict_interval, rounding_interval
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.estimate import Estimate

Figure = dict[str, Any]  # one row of the table of figures

BASIS = "published figures"
ROUND_STEP = 5.0  # "about 60 %" and midpoints of ranges: good to 2.5 points either way


@dataclass(frozen=True, slots=True)
class Quote:
    """How a named series of figures reads as a measure.

    `name` is the series with ``{s}`` for the state that depends and ``{p}`` for its partner, in
    lower case; `reporter` and `partner` are the codes in the figures, ``S`` and ``P`` for the
    two states. Percentages become shares.
    """

    name: str
    measure: str
    title: str
    reporter: str = "S"
    partner: str = "P"
    part: str = ""
    basis: str = BASIS
    only: str = ""  # code of the one partner for which the series speaks, such as CHN for yuan


QUOTES = (
    Quote("share_{p}_in_{s}_exports", "trade.export_share", "share of exports"),
    Quote("share_{p}_in_{s}_imports", "trade.import_share", "share of imports"),
    Quote("share_{p}_in_{s}_trade", "trade.trade_share", "share of trade"),
    Quote("share_{p}_in_exports", "trade.export_share", "share of exports"),
    Quote("share_{p}_in_imports", "trade.import_share", "share of imports"),
    Quote("share_{p}_in_trade", "trade.trade_share", "share of trade"),
    Quote("share_{p}_in_{s}_crude_imports", "energy.supplier_share", "crude oil", part="crude"),
    Quote("share_{p}_in_{s}_gas_imports", "energy.supplier_share", "natural gas", part="gas"),
    Quote("share_{p}_in_{s}_coal_imports", "energy.supplier_share", "coal", part="coal"),
    Quote("share_{p}_in_{s}_crude_exports", "energy.buyer_share", "crude oil", part="crude"),
    Quote(
        "share_{p}_in_{s}_oil_exports", "energy.buyer_share", "crude and oil products", part="oil"
    ),
    Quote("share_{p}_in_{s}_lng_imports", "energy.supplier_share", "LNG", part="LNG"),
    Quote(
        "share_{p}_in_{s}_crude_imports_month",
        "energy.supplier_share",
        "crude oil",
        part="crude",
        basis="published figures, by month",
    ),
    Quote(
        "share_{p}_in_{s}_crude_imports_ytd",
        "energy.supplier_share",
        "crude oil",
        part="crude",
        basis="published figures, from January",
    ),
    Quote(
        "share_{p}_in_{s}_oil_export_revenue",
        "energy.buyer_share",
        "income from oil",
        part="oil income",
    ),
    Quote("share_energy_in_{s}_exports_to_{p}", "energy.export_weight", "energy in exports"),
    Quote(
        "share_energy_in_{s}_exports_to_{p}_ytd",
        "energy.export_weight",
        "energy in exports",
        basis="published figures, from January",
    ),
    Quote(
        "machine_tool_import_share_{p}",
        "technology.supplier_share",
        "machine tools",
        part="machine tools",
    ),
    Quote(
        "semiconductor_import_share_{p}",
        "technology.supplier_share",
        "semiconductors",
        part="semiconductors",
    ),
    Quote(
        "car_market_share_{p}_brands", "technology.supplier_share", "cars, by brand", part="cars"
    ),
    Quote(
        "smartphone_import_share_{p}_brands",
        "technology.supplier_share",
        "smartphones, by brand",
        part="smartphones",
    ),
    Quote(
        "high_priority_goods_share_{p}",
        "technology.supplier_share",
        "high-priority dual-use goods",
        part="priority goods",
    ),
    Quote(
        "yuan_share_export_settlement",
        "finance.settlement_share",
        "yuan in settlement of exports",
        partner="WLD",
        part="exports",
        only="CHN",
    ),
    Quote(
        "yuan_share_import_settlement",
        "finance.settlement_share",
        "yuan in settlement of imports",
        partner="WLD",
        part="imports",
        only="CHN",
    ),
    Quote(
        "cbr_reserves_share_cny",
        "finance.reserve_share",
        "yuan in central-bank reserves",
        partner="",
        only="CHN",
    ),
    Quote(
        "share_{p}_in_{s}_arms_exports_window",
        "arms.buyer_share",
        "deliveries of arms over five years",
        part="five years",
    ),
    Quote(
        "share_{p}_in_{s}_arms_exports",
        "arms.buyer_share",
        "deliveries of arms",
        part="year",
        basis="published figures, one year",
    ),
    Quote(
        "share_{p}_in_{s}_arms_imports_window",
        "arms.supplier_share",
        "deliveries of arms over five years",
        part="five years",
    ),
)


def quoted_series(basis: Basis) -> tuple[Series, ...]:
    """Every quote that the figures hold for the pair, in both directions."""
    data, asked = basis.data, basis.asked
    figures = _by_series(data, asked.years)
    found: list[Series | None] = []
    for subject, partner in asked.directions():
        for quote in QUOTES:
            if quote.only in ("", partner.iso3):
                points = tuple(_points(figures, quote, subject.iso3, partner.iso3))
                found.append(
                    series(
                        quote.measure,
                        subject.iso3,
                        partner.iso3,
                        quote.basis,
                        points,
                        title=quote.title,
                        part=quote.part,
                    )
                )
    return _unique(present(found))


def _by_series(data: Dataset, years: tuple[int, int]) -> dict[str, list[Figure]]:
    """Figures that no document under audit gave, of the years asked for, by series."""
    inside = pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*years)
    figures = data.table("figures").filter(~pl.col("claim") & inside)
    by_series: dict[str, list[Figure]] = {}
    for row in figures.iter_rows(named=True):
        by_series.setdefault(row["series"], []).append(row)
    return by_series


def _points(
    figures: dict[str, list[Figure]], quote: Quote, subject: str, partner: str
) -> Iterator[Point]:
    """One point a period."""
    codes = {"S": subject, "P": partner}
    reporter, other = (codes.get(code, code) for code in (quote.reporter, quote.partner))
    by_period: dict[str, list[Figure]] = {}
    for row in figures.get(quote.name.format(s=subject.lower(), p=partner.lower()), ()):
        if (row["reporter"], row["partner"]) == (reporter, other):
            by_period.setdefault(row["period"], []).append(row)
    for period, same in by_period.items():
        ranked = sorted(same, key=lambda row: not row["preferred"])
        origins = [row["origin"] for row in ranked]
        yield point(period, share_estimate(ranked), "quoted", origins, _note(ranked))


def share_estimate(ranked: list[Figure]) -> Estimate:
    """Preferred figure first; per cent become a share in [0, 1]."""
    percents, bound = np.array([row["value"] for row in ranked]), ranked[0]["bound"]
    if len(set(percents.tolist())) > 1:
        return scaled(preferred_of(percents), 0.01)
    share = float(percents[0]) / 100
    if bound == "upper":
        return Estimate(share, 0.0, share, None, "published as an upper limit")
    if bound == "lower":
        return Estimate(share, share, 1.0, None, "published as a lower limit")
    step = ROUND_STEP if bound in ("approximate", "midpoint") else None
    return scaled(rounding_interval(f"{percents[0]:g}", step=step), 0.01)


def preferred_of(values: np.ndarray) -> Estimate:
    """Range of several figures for one quantity; the first of them is the point."""
    # the preferred figure outweighs all others together
    trust = np.where(np.arange(values.size) == 0, values.size, 1.0)
    return conflict_interval(values, trust)


def scaled(value: Estimate, factor: float) -> Estimate:
    """The same estimate in another unit."""
    ends = [None if end is None else end * factor for end in (value.point, value.low, value.high)]
    return Estimate(ends[0], ends[1], ends[2], value.level, value.basis, value.kind)


def _note(ranked: list[Figure]) -> str:
    """What a reader must know about the figure."""
    first = ranked[0]
    parts = []
    if len(ranked) > 1:
        parts.append(f"{len(ranked)} published figures")
    if first["bound"] != "exact":
        parts.append(first["bound"])
    if first["quality"] in ("press", "estimate"):
        parts.append(f"quality: {first['quality']}")
    if first["period_end"] != first["period"]:
        parts.append(f"to {first['period_end']}")
    return "; ".join(parts)


def _unique(found: tuple[Series, ...]) -> tuple[Series, ...]:
    """One series an id: two names for the same thing are joined, earlier points first."""
    joined: dict[str, Series] = {}
    for item in found:
        known = joined.get(item.id)
        if known is None:
            joined[item.id] = item
            continue
        periods = {entry.period for entry in known.points}
        extra = tuple(entry for entry in item.points if entry.period not in periods)
        points = tuple(sorted((*known.points, *extra), key=lambda entry: entry.x))
        joined[item.id] = known.model_copy(update={"points": points})
    return tuple(joined.values())
