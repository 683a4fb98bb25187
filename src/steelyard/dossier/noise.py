"""How noisy reconciled trade is, learned from what reporters themselves published.

A national figure and the reconciled one for the same flow differ; the spread of that
difference is taken as the error of the reconciled flow, which is cautious: part of it is the
national figure's own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.dossier.flows import Flows
from steelyard.measures.noise import Discrepancy, fit_discrepancy
from steelyard.reference.dataset import Dataset

SMALLEST = 10.0  # USD m: below it the fitted spread is not extrapolated
BASIS = "mirror gap: published national figures against reconciled ones"


@dataclass(frozen=True, slots=True)
class Noise:
    """The fitted model, and how it applies to flows in USD m."""

    model: Discrepancy

    def flow(self, value: float) -> float:
        """Scale of the log error of one reconciled flow."""
        return self.model.scale(max(value, SMALLEST))

    def total(self, values: np.ndarray) -> float:
        """Scale of the log error of a sum of flows that err independently."""
        known = values[np.isfinite(values) & (values > 0)]
        if known.size == 0:
            return 0.0
        scales = np.exp(
            self.model.intercept + self.model.slope * np.log(np.maximum(known, SMALLEST))
        )
        return float(np.sqrt(((known * scales) ** 2).sum()) / known.sum())


def noise(data: Dataset, trade: Flows) -> Noise:
    """Fitted on every national figure that has a reconciled counterpart."""
    figures = data.table("figures").filter(
        pl.col("series").is_in(["trade_goods_exports", "trade_goods_imports"])
        & pl.col("preferred")
        & ~pl.col("claim")
        & (pl.col("period").str.len_chars() == 4)
    )
    places = {code: place for place, code in enumerate(trade.codes)}
    years = {str(year): place for place, year in enumerate(trade.years)}
    declared, reconciled = [], []
    for row in figures.iter_rows(named=True):
        sells = row["series"] == "trade_goods_exports"
        pair = (row["reporter"], row["partner"]) if sells else (row["partner"], row["reporter"])
        if row["period"] in years and all(code in places for code in pair):
            flow = trade.values[years[row["period"]], places[pair[0]], places[pair[1]]]
            declared.append(row["value"] * 1e3)  # published in USD bn
            reconciled.append(flow)
    return Noise(fit_discrepancy(np.array(declared), np.array(reconciled)))
