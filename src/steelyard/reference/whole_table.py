"""A publisher's input-output table as arrays, whole: its own industries, every economy apart."""

from __future__ import annotations

import numpy as np
import polars as pl

from steelyard.reference.baseline import Baseline
from steelyard.vocabulary.errors import InputError, NoData, UnknownNames, shorten
from steelyard.vocabulary.industries import (
    economy_of,
    final_use_of,
    region_of,
    sector_of,
    sectors,
)


def whole_table(cells: pl.LazyFrame, origin: str, year: int | None = None) -> Baseline:
    """One year of one release from the rows that its connector makes.

    `cells` is the table ``input_output`` of a store, or what a connector read. Parts of an
    economy (export processing and other firms) are put together. Negative final uses and stocks
    drawn down stand in `stocks`, all that is above zero in `final`: final use and additions to
    stocks. Industries keep the publisher's codes, in the order of the classification.

    Raises
    ------
    NoData
        If the release or the year is not in `cells`.
    UnknownNames
        If an industry or a final use is not one of the release.
    InputError
        If a cell is absent.
    """
    found = cells.filter(pl.col("block").is_in(["intermediate", "final"]))
    if "origin" in cells.collect_schema().names():
        found = found.filter(pl.col("origin") == origin)
    years = sorted(found.select(pl.col("year").unique()).collect()["year"].to_list())
    chosen = years[-1] if year is None and years else year
    if chosen is None or chosen not in years:
        raise NoData(
            where=f"input-output table {origin!r}",
            found=f"no table of {chosen}." if years else "no table of this release.",
            expected=f"one of: {shorten(years)}" if years else "a file of this release",
            remedy="Add the publisher's file with `steelyard data add`.",
        )
    return _arrays(found.filter(pl.col("year") == chosen).collect(), origin, chosen)


def _arrays(rows: pl.DataFrame, origin: str, year: int) -> Baseline:
    """The rows of one year as a table."""
    _refuse_absent(rows, origin)
    uses, industries = final_use_of(origin), sector_of(origin)
    _refuse_unknown(rows, industries, uses)
    codes = {*rows["seller_region"].unique(), *rows["buyer_region"].unique()}
    economies = {code: economy_of(code) for code in codes}
    regions = tuple(sorted(set(economies.values())))
    sold = set(rows["seller_industry"].unique())
    listed = tuple(code for code in industries if code in sold)
    seller = _cells(rows, "seller_region", "seller_industry", economies, regions, listed)
    value = rows["value_musd"].to_numpy()
    inputs = (rows["block"] == "intermediate").to_numpy()
    size = len(regions) * len(listed)
    flows, final, stocks = np.zeros((size, size)), *np.zeros((2, size, len(regions)))
    buyer = _cells(rows.filter(inputs), "buyer_region", "buyer_use", economies, regions, listed)
    np.add.at(flows, (seller[inputs], buyer), value[inputs])
    user = _places(rows.filter(~inputs)["buyer_region"], economies, regions)
    np.add.at(final, (seller[~inputs], user), np.maximum(value[~inputs], 0.0))
    np.add.at(stocks, (seller[~inputs], user), np.minimum(value[~inputs], 0.0))
    return Baseline(origin, year, regions, listed, flows, final, stocks, rounding=0.0)


def _places(column: pl.Series, names: dict[str, str], order: tuple[str, ...]) -> np.ndarray:
    """Place of each label in `order`, by the name it stands for."""
    at = {label: order.index(name) for label, name in names.items() if name in order}
    return column.replace_strict(at, return_dtype=pl.Int64).to_numpy()


def _cells(
    rows: pl.DataFrame,
    region: str,
    industry: str,
    economies: dict[str, str],
    regions: tuple[str, ...],
    sectors: tuple[str, ...],
) -> np.ndarray:
    """Place of each row's cell."""
    codes = {code: code for code in sectors}
    return _places(rows[region], economies, regions) * len(sectors) + _places(
        rows[industry], codes, sectors
    )


def _refuse_absent(rows: pl.DataFrame, origin: str) -> None:
    """Raise if a cell is absent, naming it."""
    lost = rows.filter(pl.col("value_musd").is_null() | pl.col("value_musd").is_nan())
    if lost.height:
        raise InputError(
            where=f"input-output table {origin!r}",
            found=f"{lost.height} absent cells: "
            + shorten(
                f"{row[0]} {row[1]} to {row[2]} {row[3]}"
                for row in lost.select(
                    "seller_region", "seller_industry", "buyer_region", "buyer_use"
                ).iter_rows()
            ),
            expected="a value in every cell; a zero is written as 0",
            remedy="Take another edition of the file, or correct the cells with a reason.",
        )


def _refuse_unknown(rows: pl.DataFrame, industries: dict[str, str], uses: dict[str, str]) -> None:
    """Raise for a code that is neither industry nor final use of the release."""
    inputs, final = (
        set(rows.filter(block=block)["buyer_use"].unique()) for block in ("intermediate", "final")
    )
    named = inputs.union(rows["seller_industry"].unique())
    lost = sorted(named - set(industries)) + sorted(final - set(uses))
    if lost:
        raise UnknownNames(
            where="world input-output table",
            kind="industry or final use",
            names=lost,
            nearest=lambda name: [],
        )


def compact(table: Baseline, release: str) -> Baseline:
    """The table summed into our regions and sectors, as the recipe of the shipped one does."""
    sector = {code: sector_of(release)[code] for code in table.sectors}
    region = {code: region_of(code) for code in table.regions}
    regions, listed = tuple(sorted(set(region.values()))), tuple(sectors())
    into = np.zeros((len(regions) * len(listed), len(table.regions) * len(table.sectors)))
    users = np.zeros((len(regions), len(table.regions)))
    for place, code in enumerate(table.regions):
        at = regions.index(region[code])
        users[at, place] = 1.0
        for k, industry in enumerate(table.sectors):
            row = at * len(listed) + listed.index(sector[industry])
            into[row, place * len(table.sectors) + k] = 1.0
    return Baseline(
        table.origin,
        table.year,
        regions,
        listed,
        into @ table.flows @ into.T,
        into @ table.final @ users.T,
        into @ table.stocks @ users.T,
        rounding=table.rounding,
    )
