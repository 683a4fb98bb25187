"""Reliance on inputs of every economy on every other, from whole world input-output tables.

The tables are too large to ship and their reliance cannot be had from sums of sectors without
error, so it is calculated here, on all industries, with the functions that a user would call.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.measures.input_output import leontief_inverse
from steelyard.measures.input_reliance import direct_reliance, input_reliance
from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.recipe.production import LABELS, NEEDS
from steelyard.reference.tables import RELIANCE
from steelyard.vocabulary.industries import economy_of, sector_of, sectors

DIGITS, DECIMALS = 3, 6  # a share below one in a million is 0 here, far inside the error of all
MOST_INPUTS = 0.99  # share of output; a column above it is rounding noise and is scaled to it


@dataclass(frozen=True, slots=True)
class Whole:
    """One whole table: flows between cells (an industry of a region), and output by row sums."""

    labels: tuple[tuple[str, str], ...]  # region and industry of each cell, as published
    flows: np.ndarray
    output: np.ndarray


def build(scan: Scan) -> pl.DataFrame:
    """Both readings, for all users and for manufacturing, one row for each pair and year.

    Direct reliance of all users is left out: it follows from the flows of sectors.

    A table with an absent cell has no reliance: rows are left out, since each share would be of
    an unknown whole.
    """
    table = scan(NEEDS[0])
    made: list[pl.DataFrame] = []
    if table is not None:
        for origin, year in sorted(table.select(LABELS).unique().collect().rows()):
            rows = table.filter((pl.col("origin") == origin) & (pl.col("year") == year))
            whole = whole_table(rows.collect())
            if np.isfinite(whole.flows).all() and np.isfinite(whole.output).all():
                made.append(_reliance(whole, origin, year))
    empty = pl.DataFrame(schema=list(RELIANCE.names))
    return conform(pl.concat(made) if made else empty, RELIANCE)


def whole_table(rows: pl.DataFrame) -> Whole:
    """Cells of one year as a matrix; NaN where a cell is absent."""
    sold = rows.filter(pl.col("block").is_in(["intermediate", "final"]))
    labels = sorted(sold.select("seller_region", "seller_industry").unique().rows())
    place = {label: at for at, label in enumerate(labels)}
    seller = _places(sold.select("seller_region", "seller_industry"), place)
    value = sold["value_musd"].to_numpy().astype(float)
    between = (sold["block"] == "intermediate").to_numpy()
    buyer = _places(sold.filter(between).select("buyer_region", "buyer_use"), place)
    flows = np.zeros((len(labels), len(labels)))
    flows[seller[between], buyer] = value[between]
    output = np.bincount(seller, value, len(labels))
    return Whole(tuple(labels), flows, output)


def _places(names: pl.DataFrame, place: dict[tuple[str, str], int]) -> np.ndarray:
    """Cell of each row."""
    first, second = names.columns
    known = pl.DataFrame(
        {
            first: [region for region, _ in place],
            second: [industry for _, industry in place],
            "place": list(place.values()),
        }
    )
    return names.join(known, on=[first, second], how="left", maintain_order="left")[
        "place"
    ].to_numpy()


def coefficients(whole: Whole) -> tuple[np.ndarray, int]:
    """Input of each cell for one unit of output, and how many columns had to be scaled."""
    idle = whole.output <= 0
    shares = np.where(idle, 0.0, whole.flows / np.where(idle, 1.0, whole.output))
    inputs = shares.sum(axis=0)
    capped = inputs > MOST_INPUTS
    shares[:, capped] *= MOST_INPUTS / inputs[capped]
    return shares, int(capped.sum())


def _reliance(whole: Whole, origin: str, year: int) -> pl.DataFrame:
    """All pairs of one table."""
    economies = sorted({economy_of(region) for region, _ in whole.labels})
    region = np.array([economies.index(economy_of(region)) for region, _ in whole.labels])
    sector = sector_of(origin)
    makes = np.array([sectors()[sector[code]].manufacturing for _, code in whole.labels])
    shares, _ = coefficients(whole)
    output = np.maximum(whole.output, 0.0)
    inverse = leontief_inverse(shares)
    found = {
        ("direct", "manufacturing"): direct_reliance(shares * output, region, makes),
        ("through", "all"): input_reliance(inverse, output, region),
        ("through", "manufacturing"): input_reliance(inverse, output, region, makes),
    }
    rows = [
        (origin, *kind, supplier, user, year, float(matrix[i, j]))
        for kind, matrix in found.items()
        for i, user in enumerate(economies)
        for j, supplier in enumerate(economies)
    ]
    share = pl.col("value").fill_nan(None).round_sig_figs(DIGITS).round(DECIMALS)
    return pl.DataFrame(rows, schema=list(RELIANCE.names), orient="row").with_columns(share)


RECIPE = Recipe(RELIANCE, NEEDS, build)
