"""Growth of regions' product and of goods trade between them, for carrying a table forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.reference.dataset import Dataset
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.errors import NoData, shorten
from steelyard.vocabulary.industries import region_of

PRODUCT = "gdp"  # current USD


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """Factors between two years, and what stood in for what nobody published."""

    start: int
    end: int
    product: np.ndarray  # [region]
    trade: np.ndarray  # [seller, buyer]; NaN where no pair is reported in both years
    filled: tuple[str, ...]  # regions whose product takes the world's growth
    matched: np.ndarray  # [seller, buyer], share of trade of the first year that is in both
    origins: tuple[str, ...]


def growth_between(data: Dataset, regions: Sequence[str], start: int, end: int) -> Growth:
    """Growth of each region's product and of trade in goods between regions.

    Only states and pairs with a figure in both years count: a pair that nobody reported in one
    of them (law 1) would else look like a fall to zero. A region of which no member has a
    product takes the world's growth and is named in `filled`; a flow without a pair stays NaN.

    Raises
    ------
    NoData
        If product or trade of one of the years is not in the dataset.
    """
    product, filled, source = _products(data, regions, start, end)
    trade, matched, sources = _trade(data, regions, start, end)
    return Growth(start, end, product, trade, filled, matched, (source, *sources))


def _products(
    data: Dataset, regions: Sequence[str], start: int, end: int
) -> tuple[np.ndarray, tuple[str, ...], str]:
    """Growth of products from the one source that has both years for most states."""
    rows = data.table("state_years").filter(
        (pl.col("indicator") == PRODUCT) & pl.col("year").is_in([start, end])
    )
    both = _both(rows, ["origin", "state"], start, end)
    if both.is_empty():
        raise _missing("national product", start, end, sorted(set(rows["year"].to_list())))
    source = str(both.group_by("origin").len().sort("len", "origin", descending=True)["origin"][0])
    of_source = both.filter(origin=source)
    world = of_source.filter(state=WORLD)
    named = _states(of_source, "state")
    sums = named.group_by("state_region").agg(pl.col("before", "after").sum())
    known = {region: after / before for region, before, after in sums.iter_rows()}
    everyone = world if world.height else named
    of_world = float(everyone["after"].sum()) / float(everyone["before"].sum())
    filled = tuple(region for region in regions if region not in known)
    return np.array([known.get(region, of_world) for region in regions]), filled, source


def _trade(
    data: Dataset, regions: Sequence[str], start: int, end: int
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Growth of trade between regions over pairs reported in both years."""
    rows = data.table("trade").filter(
        pl.col("year").is_in([start, end])
        & (pl.col("exporter") != WORLD)
        & (pl.col("importer") != WORLD)
    )
    have = sorted(set(rows["year"].to_list()))
    if have != sorted({start, end}):
        raise _missing("bilateral trade", start, end, have)
    sources = tuple(sorted(rows["origin"].drop_nulls().unique().to_list()))
    both = _both(rows, ["exporter", "importer"], start, end)
    first = rows.filter(year=start).drop_nulls("value").rename({"value": "before"})
    growth, matched = np.full((2, len(regions), len(regions)), np.nan)
    for frame, place in ((both, "both"), (first, "first")):
        named = _states(_states(frame, "exporter"), "importer")
        columns = ["before", "after"] if place == "both" else ["before"]
        sums = named.group_by("exporter_region", "importer_region").agg(pl.col(columns).sum())
        for row in sums.iter_rows(named=True):
            if row["exporter_region"] not in regions or row["importer_region"] not in regions:
                continue
            at = (regions.index(row["exporter_region"]), regions.index(row["importer_region"]))
            if place == "both" and row["before"] > 0:
                growth[at], matched[at] = row["after"] / row["before"], row["before"]
            elif place == "first" and np.isfinite(matched[at]):
                matched[at] /= row["before"]
    return growth, np.nan_to_num(matched), sources


def _both(rows: pl.DataFrame, key: list[str], start: int, end: int) -> pl.DataFrame:
    """Values of both years side by side, where both are present."""
    value = pl.col("value").cast(pl.Float64)
    known = rows.drop_nulls("value").with_columns(value)
    before = known.filter(year=start).select(*key, before="value")
    after = known.filter(year=end).select(*key, after="value")
    return before.join(after, on=key)


def _states(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows of states, with the region of each; sums over the world are left out."""
    codes = [code for code in rows[column].unique().to_list() if code != WORLD]
    names = {code: region_of(code) for code in codes}
    return rows.filter(pl.col(column) != WORLD).with_columns(
        pl.col(column).replace_strict(names, return_dtype=pl.String).alias(f"{column}_region")
    )


def _missing(what: str, start: int, end: int, have: list[int]) -> NoData:
    """Why a table cannot be carried between two years."""
    return NoData(
        where=f"{what} of {start} and {end}",
        found=f"years {shorten(have) or 'none'} only.",
        expected="figures of both years",
        remedy="Choose years of the dataset, or add the publisher's file: `steelyard data add`.",
    )
