"""Costs of cuts as the package ships them: from many equilibria to three small tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from steelyard.scenarios.costs import log_ratio, percent
from steelyard.scenarios.pairs import PairCut
from steelyard.scenarios.result import Simulation
from steelyard.vocabulary.estimate import Estimate

SECTORS = 4  # of each stop of deliveries: those that cost the buyer most
LEAST = 0.0005  # per cent: a sector that costs less is left out
POINT_DIGITS, END_DIGITS = 3, 2  # significant; the interval's width supports no more


def cut_rows(
    cuts: Sequence[PairCut],
    countries: tuple[str, ...],
    horizon: str,
    income: np.ndarray,
    year: int,
    origin: str,
) -> pl.DataFrame:
    """Both sides of each cut at one horizon, from real incomes [draw, cut, country]."""
    rows = []
    for place, cut in enumerate(cuts):
        buyer, seller = (
            income[:, place, countries.index(code)] for code in (cut.buyer, cut.seller)
        )
        ratio = log_ratio(buyer, seller)
        rows.append(
            {
                "seller": cut.seller,
                "buyer": cut.buyer,
                "both_ways": cut.both_ways,
                "horizon": horizon,
                "year": year,
                **_ends("buyer_", percent(buyer)),
                **_ends("seller_", percent(seller)),
                "ratio": _round(ratio.point, POINT_DIGITS),
                "ratio_low": _round(ratio.low, POINT_DIGITS),
                "ratio_high": _round(ratio.high, POINT_DIGITS),
                "origin": origin,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


def sector_rows(
    cuts: Sequence[PairCut],
    countries: tuple[str, ...],
    sectors: tuple[str, ...],
    income: np.ndarray,
    year: int,
    origin: str,
) -> pl.DataFrame:
    """The dearest sectors of each stop of deliveries, from incomes [cut, sector, country]."""
    rows = []
    for place, cut in enumerate(cuts):
        buyer, seller = (
            100 * (income[place, :, countries.index(code)] - 1) for code in (cut.buyer, cut.seller)
        )
        order = [int(at) for at in np.argsort(buyer)[:SECTORS] if buyer[at] < -LEAST]
        rows += [
            {
                "seller": cut.seller,
                "buyer": cut.buyer,
                "sector": sectors[at],
                "year": year,
                "buyer_change": _round(float(buyer[at]), END_DIGITS),
                "seller_change": _round(float(seller[at]), END_DIGITS),
                "origin": origin,
            }
            for at in order
        ]
    return pl.DataFrame(rows, infer_schema_length=None)


def scenario_rows(found: Simulation, origin: str) -> list[dict[str, object]]:
    """Every region at every horizon of a simulation."""
    return [
        {
            "scenario": found.name,
            "region": country.id,
            "horizon": outcome.horizon.removesuffix(" run"),
            "year": found.year,
            **_ends("", country.change),
            "origin": origin,
        }
        for outcome in found.outcomes
        for country in outcome.countries
    ]


def _ends(before: str, change: Estimate) -> dict[str, float | None]:
    """Point and interval as columns; the rounded interval still holds the rounded point."""
    point = _round(change.point, POINT_DIGITS)
    low, high = (_round(end, END_DIGITS) for end in (change.low, change.high))
    if point is not None and low is not None and high is not None:
        low, high = min(low, point), max(high, point)
    return {f"{before}change": point, f"{before}low": low, f"{before}high": high}


def _round(value: float | None, digits: int) -> float | None:
    """Significant digits."""
    return None if value is None else float(f"{value:.{digits}g}")
