"""World input-output tables as arrays, one for each release, and how noisy their flows are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from jaxtyping import Float

from steelyard.dossier.flows import Flows
from steelyard.measures.noise import FEWEST_PAIRS, Discrepancy, fit_discrepancy
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.industries import sectors

SMALLEST = 10.0  # USD m: below it the fitted spread is not extrapolated
NOISE_BASIS = (
    "gap between input-output tables and reconciled trade statistics, same pairs and years"
)
NO_NOISE = "no reconciled trade of these years to set the table against"


@dataclass(frozen=True, slots=True)
class Tables:
    """Flows of one release in USD m, ``inputs[year, sector, supplier, user]`` and final use."""

    origin: str
    title: str
    years: tuple[int, ...]
    codes: tuple[str, ...]
    inputs: Float[np.ndarray, "year sector supplier user"]
    final: Float[np.ndarray, "year sector supplier user"]

    def place(self, code: str) -> int:
        """Place of an economy on both axes."""
        return self.codes.index(code)

    def total(self, year: int) -> Float[np.ndarray, "sector supplier user"]:
        """Inputs and final use of a year, by place; less than nothing (stocks) is nothing."""
        return np.maximum(self.inputs[year] + self.final[year], 0.0)


def tables(data: Dataset, codes: tuple[str, ...], years: tuple[int, int]) -> tuple[Tables, ...]:
    """Every release that has all these economies, within the years."""
    rows = data.table("sector_flows").filter(pl.col("year").is_between(*years))
    found = []
    for origin in sorted(rows["origin"].unique()):
        part = rows.filter(pl.col("origin") == origin)
        listed = tuple(sorted({*part["supplier"].unique(), *part["user"].unique()}))
        if set(codes) <= set(listed):
            found.append(_arrays(part, origin, data.origin(origin).title, listed))
    return tuple(found)


def _arrays(rows: pl.DataFrame, origin: str, title: str, codes: tuple[str, ...]) -> Tables:
    """One release; what is not listed is zero in it, what is null is absent."""
    years = tuple(sorted(rows["year"].unique().to_list()))
    axes = {
        "year": [str(year) for year in years],
        "sector": list(sectors()),
        "supplier": list(codes),
        "user": list(codes),
    }
    where = tuple(
        rows[name].cast(pl.String).cast(pl.Enum(labels)).to_physical().to_numpy()
        for name, labels in axes.items()
    )
    blocks = []
    for name in ("intermediate", "final"):
        block = np.zeros([len(labels) for labels in axes.values()])
        block[where] = rows[name].cast(pl.Float64).to_numpy()
        blocks.append(block)
    return Tables(origin, title, years, codes, *blocks)


def table_noise(table: Tables, trade: Flows, states: tuple[str, ...]) -> Discrepancy | None:
    """Error of a flow of this size, from trade in goods of these states with all others.

    None where fewer than 30 flows are in both sources.
    """
    goods = np.array([sector.goods for sector in sectors().values()])
    shared = [code for code in table.codes if code in trade.codes]
    at = [table.place(code) for code in shared]
    there = [trade.state(code) for code in shared]
    ours, theirs = [], []
    for place, year in enumerate(table.years):
        if year in trade.years:
            flows = table.total(place)[goods].sum(axis=0)[np.ix_(at, at)]
            reconciled = trade.values[trade.year(year)][np.ix_(there, there)]
            of_states = np.isin(shared, states)
            chosen = (of_states[:, None] | of_states) & ~np.eye(len(shared), dtype=bool)
            ours.append(flows[chosen])
            theirs.append(reconciled[chosen])
    mine, other = (np.concatenate(parts) if parts else np.empty(0) for parts in (ours, theirs))
    if ((mine > 0) & (other > 0)).sum() < FEWEST_PAIRS:
        return None
    return fit_discrepancy(mine, other)


def scales(model: Discrepancy, flows: np.ndarray) -> np.ndarray:
    """Scale of the log error of each flow."""
    size = np.maximum(np.nan_to_num(flows, nan=SMALLEST), SMALLEST)
    return np.exp(model.intercept + model.slope * np.log(size))
