"""The compact world input-output table as arrays: where models of production and trade start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.errors import NoData
from steelyard.vocabulary.industries import sectors

FINAL, STOCKS = "final", "stocks"


@dataclass(frozen=True, slots=True)
class Baseline:
    """One table in USD m; cells are sectors within regions, in the order of both lists.

    Output is the sum of a row and value added what output leaves over inputs, so that rows equal
    columns and value added of the world equals its final use by construction. `rounding` is the
    most that the digits kept here can move an output against that of the published cells, in
    parts; the published vector of output differs from its own rows by more (108 USD m at most).
    Final use has no negative cell in the tables that ship; changes in stocks, kept apart, have.
    """

    origin: str
    year: int
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    flows: np.ndarray  # [cell that sells, cell that uses]
    final: np.ndarray  # [cell that sells, region that uses]
    stocks: np.ndarray  # [cell that sells, region]
    rounding: float = 0.0005

    @property
    def output(self) -> np.ndarray:
        """Gross output of each cell."""
        return self.flows.sum(axis=1) + self.final.sum(axis=1) + self.stocks.sum(axis=1)

    @property
    def value_added(self) -> np.ndarray:
        """Value added of each cell: wages, profits, taxes and carriage at home."""
        return self.output - self.flows.sum(axis=0)

    @property
    def region(self) -> np.ndarray:
        """Place of the region of each cell."""
        return np.repeat(np.arange(len(self.regions)), len(self.sectors))

    def cell(self, region: str, sector: str) -> int:
        """Place of a sector of a region."""
        return self.regions.index(region) * len(self.sectors) + self.sectors.index(sector)


def baseline(data: Dataset, origin: str = "wiod_2013", year: int | None = None) -> Baseline:
    """The table of a release in one year; the newest where no year is named.

    A user's file reaches this through the store: `steelyard data add` takes it in, and the same
    recipe that made the embedded table makes one of it (`steelyard.reference.overlay`).

    Raises
    ------
    NoData
        If the release or the year is not in the dataset, or a cell of it is absent.
    """
    production = data.table("production")
    of_release = production.filter(pl.col("origin") == origin)
    chosen = pl.col("year").max() if year is None else pl.lit(year)
    rows = of_release.filter(pl.col("year") == chosen)
    if rows.is_empty() or rows["value"].has_nulls():
        listed = production.select("origin", "year").unique().sort("origin", "year").rows()
        known = ", ".join(f"{release} {of}" for release, of in listed) or "none"
        raise NoData(
            where=f"input-output table {origin!r}" + ("" if year is None else f" of {year}"),
            found="no whole table of this release and year.",
            expected=f"one of: {known}",
            remedy="Add the publisher's file with `steelyard data add`.",
        )
    regions = tuple(sorted({*rows["supplier"].unique(), *rows["user"].unique()}))
    listed = tuple(sectors())
    size = len(regions) * len(listed)
    seller = _places(rows["supplier"], regions) * len(listed) + _places(rows["sector"], listed)
    user, value = _places(rows["user"], regions), rows["value"].to_numpy()
    final, stocks = ((rows["use"] == name).to_numpy() for name in (FINAL, STOCKS))
    inputs = ~(final | stocks)
    flows, uses = np.zeros((size, size)), {}
    buyer = user[inputs] * len(listed) + _places(rows["use"].filter(inputs), listed)
    flows[seller[inputs], buyer] = value[inputs]
    for name, chosen in ((FINAL, final), (STOCKS, stocks)):
        uses[name] = np.zeros((size, len(regions)))
        uses[name][seller[chosen], user[chosen]] = value[chosen]
    return Baseline(origin, int(rows["year"][0]), regions, listed, flows, uses[FINAL], uses[STOCKS])


def _places(column: pl.Series, order: tuple[str, ...]) -> np.ndarray:
    """Place of each label in `order`, which has all of them."""
    return column.cast(pl.String).cast(pl.Enum(order)).to_physical().to_numpy().astype(np.int64)
