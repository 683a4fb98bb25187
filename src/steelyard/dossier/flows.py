"""The trade table as arrays: all years and economies, absence as NaN, labels checked once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from jaxtyping import Bool, Float

from steelyard.reference.dataset import Dataset
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.errors import NoData


@dataclass(frozen=True, slots=True)
class Flows:
    """Goods trade in USD m, ``values[year, exporter, importer]``, NaN where nobody reported.

    `missing` marks flows that are known to be absent: the pair traded shortly before.
    `exports` and `imports` are totals over all known partners, also those left out of `codes`.
    """

    years: tuple[int, ...]
    codes: tuple[str, ...]
    values: Float[np.ndarray, "year state state"]
    missing: Bool[np.ndarray, "year state state"]
    exports: Float[np.ndarray, "year state"]
    imports: Float[np.ndarray, "year state"]
    origins: tuple[str, ...]  # by year

    def state(self, code: str) -> int:
        """Place of a state on both state axes."""
        try:
            return self.codes.index(code)
        except ValueError:
            raise NoData(
                where=f"trade of {code}",
                found="no goods trade of this state is in the dataset.",
                expected=f"one of {len(self.codes)} economies, such as {self.codes[0]}",
                remedy="See `steelyard data show trade`, or add a file with `data add`.",
            ) from None

    def year(self, year: int) -> int:
        """Place of a year on the year axis."""
        return self.years.index(year)


def flows(data: Dataset) -> Flows:
    """All trade in the dataset, as known on its day; put together once for a dataset."""
    if "flows" not in data.made:
        data.made["flows"] = _read_only(_flows(data))
    return data.made["flows"]


def _read_only(found: Flows) -> Flows:
    """The same; many dossiers share it, so that none may write into it."""
    for held in (found.values, found.missing, found.exports, found.imports):
        held.setflags(write=False)
    return found


def _flows(data: Dataset) -> Flows:
    """The same, from the table."""
    table = data.table("trade")
    pairs = table.filter((pl.col("exporter") != WORLD) & (pl.col("importer") != WORLD))
    years = tuple(sorted(table["year"].unique().to_list()))
    codes = tuple(sorted(pl.concat([pairs["exporter"], pairs["importer"]]).unique()))
    shape = (len(years), len(codes), len(codes))
    values = np.full(shape, np.nan)
    where = _places(pairs, {"year": years, "exporter": codes, "importer": codes})
    values[where] = pairs["value"].to_numpy()
    missing = np.zeros(shape, dtype=bool)
    missing[where] = pairs["value"].is_null().to_numpy()
    return Flows(
        years,
        codes,
        values,
        missing,
        _totals(table, "exporter", years, codes),
        _totals(table, "importer", years, codes),
        _origins(table, years),
    )


def _places(frame: pl.DataFrame, axes: dict[str, tuple[object, ...]]) -> tuple[np.ndarray, ...]:
    """Index arrays of the rows of `frame` along the axes."""
    return tuple(
        frame[name].cast(pl.String).cast(pl.Enum([str(label) for label in labels])).to_physical()
        .to_numpy()
        for name, labels in axes.items()
    )  # fmt: skip


def _totals(
    table: pl.DataFrame, side: str, years: tuple[int, ...], codes: tuple[str, ...]
) -> Float[np.ndarray, "year state"]:
    """World totals of each state on the same basis as its pairs."""
    other = "importer" if side == "exporter" else "exporter"
    rows = table.filter((pl.col(other) == WORLD) & pl.col(side).is_in(codes))
    totals = np.full((len(years), len(codes)), np.nan)
    totals[_places(rows, {"year": years, side: codes})] = rows["value"].to_numpy()
    return totals


def _origins(table: pl.DataFrame, years: tuple[int, ...]) -> tuple[str, ...]:
    """The origin of each year's rows."""
    by_year = dict(table.group_by("year").agg(pl.col("origin").first()).iter_rows())
    return tuple(by_year[year] for year in years)
