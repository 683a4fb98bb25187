"""How far what a state trades fits what others trade: overlap of sectors, where a table tells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.industries import sectors

KEPT = "goods by sector"
ROUGH = "ROW"  # the rest of the world is no state


@dataclass(frozen=True, slots=True, eq=False)
class Goods:
    """Goods trade by sector in the last year of a table, ``flow[supplier, user, sector]``."""

    places: dict[str, int]
    flow: np.ndarray
    year: int
    origin: str

    def sells(self, state: str, partner: str) -> np.ndarray | None:
        """Parts of its sales to the partner by sector; of all its exports without the partner."""
        at = self.places.get(state)
        to = self.places.get(partner)
        if at is None:
            return None
        return _parts(self.flow[at, to] if to is not None else self.flow[at].sum(axis=0))

    def buys(self, state: str, partner: str) -> np.ndarray | None:
        """The same of its purchases."""
        at, by = self.places.get(state), self.places.get(partner)
        if at is None:
            return None
        return _parts(self.flow[by, at] if by is not None else self.flow[:, at].sum(axis=0))

    def all_sales(self) -> np.ndarray:
        """Parts of all exports by sector, by state."""
        total = self.flow.sum(axis=1)
        return total / total.sum(axis=1, keepdims=True)

    def all_purchases(self) -> np.ndarray:
        """Parts of all imports by sector, by state."""
        total = self.flow.sum(axis=0)
        return total / total.sum(axis=1, keepdims=True)


def goods(data: Dataset) -> Goods | None:
    """The last year of the table with most economies; None where the dataset has none."""
    if KEPT not in data.made:
        data.made[KEPT] = _goods(data)
    return data.made[KEPT]


def _goods(data: Dataset) -> Goods | None:
    names = [id for id, sector in sectors().items() if sector.goods]
    rows = data.table("sector_flows").filter(
        pl.col("sector").is_in(names)
        & (pl.col("supplier") != pl.col("user"))
        & (pl.col("supplier") != ROUGH)
        & (pl.col("user") != ROUGH)
    )
    if rows.is_empty():
        return None
    year = int(rows["year"].max())  # type: ignore[arg-type]
    rows = rows.filter(pl.col("year") == year)
    rows = rows.filter(pl.col("origin") == rows["origin"][0])
    codes = sorted({*rows["supplier"].unique(), *rows["user"].unique()})
    where = tuple(
        rows[name].cast(pl.String).cast(pl.Enum(labels)).to_physical().to_numpy()
        for name, labels in (("supplier", codes), ("user", codes), ("sector", names))
    )
    flow = np.zeros((len(codes), len(codes), len(names)))
    value = rows["intermediate"].cast(pl.Float64) + rows["final"].cast(pl.Float64)
    flow[where] = np.maximum(value.fill_null(0.0).to_numpy(), 0.0)
    return Goods({code: at for at, code in enumerate(codes)}, flow, year, rows["origin"][0])


def _parts(values: np.ndarray) -> np.ndarray | None:
    total = float(values.sum())
    return values / total if total > 0 else None
