"""How noisy reconciled trade is, learned from what reporters themselves published.

A national figure and the reconciled one for the same flow differ; the spread of that
difference is taken as the error of the reconciled flow, which is cautious: part of it is the
national figure's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from steelyard.dossier.flows import Flows
from steelyard.measures.interval import LEVEL
from steelyard.measures.lasting import lasting_part
from steelyard.measures.noise import Discrepancy, fit_discrepancy
from steelyard.reference.dataset import Dataset

SMALLEST = 10.0  # USD m: below it the fitted spread is not extrapolated
BASIS = "mirror gap: published national figures against reconciled ones"


@dataclass(frozen=True, slots=True)
class Noise:
    """The fitted model, and how it applies to flows in USD m.

    `lasting` is the part of the error of a pair's figures that is the same every year.
    """

    model: Discrepancy
    lasting: float

    @property
    def half_range(self) -> float:
        """Half the 90 % range of an error of scale 1."""
        return half_range(self.model.tail)

    def flow(self, value: float) -> float:
        """Scale of the log error of one reconciled flow."""
        return self.model.scale(max(value, SMALLEST))

    def flows(self, values: np.ndarray) -> np.ndarray:
        """Scale of the log error of each of several reconciled flows."""
        size = np.log(np.fmax(values, SMALLEST))  # absent flows as the smallest
        return np.exp(self.model.intercept + self.model.slope * size)

    def total(self, values: np.ndarray) -> float:
        """Scale of the log error of a sum of flows that err independently."""
        known = values[np.isfinite(values) & (values > 0)]
        if known.size == 0:
            return 0.0
        return float(np.sqrt(((known * self.flows(known)) ** 2).sum()) / known.sum())


@lru_cache(maxsize=8)
def half_range(tail: float) -> float:
    """The 95 % quantile of Student's t, from draws: good to half a per cent."""
    return float(np.quantile(np.abs(np.random.default_rng(0).standard_t(tail, 100_000)), LEVEL))


def noise(data: Dataset, trade: Flows) -> Noise:
    """Fitted on every national figure that has a reconciled counterpart; once for a dataset."""
    if trade is not data.made.get("flows"):
        return _noise(data, trade)
    if "noise" not in data.made:
        data.made["noise"] = _noise(data, trade)
    return data.made["noise"]


def _noise(data: Dataset, trade: Flows) -> Noise:
    """The same, from the tables."""
    figures = data.table("figures").filter(
        pl.col("series").is_in(["trade_goods_exports", "trade_goods_imports"])
        & pl.col("preferred")
        & ~pl.col("claim")
        & (pl.col("period").str.len_chars() == 4)
    )
    places = {code: place for place, code in enumerate(trade.codes)}
    years = {str(year): place for place, year in enumerate(trade.years)}
    declared, reconciled, source = [], [], []
    for row in figures.iter_rows(named=True):
        sells = row["series"] == "trade_goods_exports"
        pair = (row["reporter"], row["partner"]) if sells else (row["partner"], row["reporter"])
        if row["period"] in years and all(code in places for code in pair):
            flow = trade.values[years[row["period"]], places[pair[0]], places[pair[1]]]
            declared.append(row["value"] * 1e3)  # published in USD bn
            reconciled.append(flow)
            source.append(f"{row['reporter']} {row['series']} {row['partner']}")
    figures_of = np.array(declared), np.array(reconciled)
    model = fit_discrepancy(*figures_of)
    return Noise(model, _lasting(model, *figures_of, np.array(source)))


def _lasting(
    model: Discrepancy, declared: np.ndarray, reconciled: np.ndarray, source: np.ndarray
) -> float:
    """How much of a declaring state's error on one flow it makes again every year."""
    known = (declared > 0) & (reconciled > 0)  # False where a side is absent
    sizes = np.sqrt(declared[known] * reconciled[known])
    scale = np.exp(model.intercept + model.slope * np.log(sizes))
    errors = (np.log(declared[known] / reconciled[known]) - model.location) / scale
    return lasting_part(errors, np.unique(source[known], return_inverse=True)[1])
