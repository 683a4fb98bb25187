"""Costs of cuts as the package ships them: from many equilibria to three small tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from steelyard.scenarios.costs import log_ratio, percent
from steelyard.scenarios.pairs import PairCut
from steelyard.scenarios.result import Simulation
from steelyard.vocabulary.estimate import Estimate, absent

SECTORS = 3  # of each stop of deliveries: those that cost the buyer most
LEAST = 0.0005  # per cent: a sector that costs less is left out
DIGITS = 2  # significant; the width of the intervals supports no more
WORST, BEST, LOGS = 0.1, 0.05, 0.05  # steps of ends, times the point and in logs: to stay small


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
                **_around(ratio if horizon == "long" else absent("kept for the long run alone")),
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
        buyer = 100 * (income[place, :, countries.index(cut.buyer)] - 1)
        order = [int(at) for at in np.argsort(buyer)[:SECTORS] if buyer[at] < -LEAST]
        rows += [
            {
                "seller": cut.seller,
                "buyer": cut.buyer,
                "sector": sectors[at],
                "year": year,
                "buyer_change": _round(float(buyer[at]), DIGITS),
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
    """Point in significant digits, ends as multiples of it."""
    point = _round(change.point, DIGITS)
    ends = [
        _step(None if end is None or not point else end / point, step)
        for end, step in ((change.low, WORST), (change.high, BEST))
    ]
    return {f"{before}change": point, f"{before}worst": ends[0], f"{before}best": ends[1]}


def _around(ratio: Estimate) -> dict[str, float | None]:
    """A log ratio, and how far its ends are away."""
    point = _step(ratio.point, LOGS)
    if point is None or ratio.low is None or ratio.high is None:
        return {"ratio": point, "ratio_below": None, "ratio_above": None}
    return {
        "ratio": point,
        "ratio_below": _step(max(point - ratio.low, 0.0), LOGS),
        "ratio_above": _step(max(ratio.high - point, 0.0), LOGS),
    }


def _step(value: float | None, step: float) -> float | None:
    """The nearest multiple of a step."""
    return None if value is None else round(round(value / step) * step, 6)


def _round(value: float | None, digits: int) -> float | None:
    """Significant digits."""
    return None if value is None else float(f"{value:.{digits}g}")
