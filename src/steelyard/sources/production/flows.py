"""The narrow form that all world input-output tables are read into: one row for each cell.

Rows of a table are sellers, columns are users. `block` says where a cell stands:
``intermediate`` (industry by industry), ``final`` (industry by final use), ``output`` (totals),
``primary`` (value added, taxes, margins: rows that no industry sells). A label without a region,
such as value added, has the region ``TOT``. Nothing is dropped: reported zeros are zeros, and
negative cells (changes in inventories) stay as published.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from steelyard.sources.reading import finish
from steelyard.vocabulary.tables import Column, Table

TOTAL = "TOT"
INTERMEDIATE, FINAL, OUTPUT, PRIMARY = "intermediate", "final", "output", "primary"
SELLER = ("seller_region", "seller_industry")

FLOWS = Table(
    "input_output",
    "Flows between industries and final uses of a world input-output table",
    (
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        Column("block", pl.String, "key", meaning="intermediate, final, output or primary"),
        Column("seller_region", pl.String, "key", meaning="publisher's code; TOT without region"),
        Column("seller_industry", pl.String, "key", meaning="publisher's code"),
        Column("buyer_region", pl.String, "key", meaning="publisher's code; TOT without region"),
        Column("buyer_use", pl.String, "key", meaning="industry or final use"),
        Column("value_musd", pl.Float64, "extensive", "USD m"),
    ),
)


def narrow(wide: pl.DataFrame, users: pl.DataFrame, year: int) -> pl.LazyFrame:
    """Cells of a wide table, read in batches when collected.

    `wide` has the seller columns, `primary` (whether no industry sells this row) and one column
    for each user; `users` says of each of them `column`, `buyer_region`, `buyer_use`, `block`.
    """
    index = [*SELLER, "primary"]
    on = users["column"].to_list()
    cells = wide.lazy().unpivot(on=on, index=index, variable_name="column", value_name="value_musd")
    block = pl.when("primary").then(pl.lit(PRIMARY)).otherwise("block")
    named = cells.join(users.lazy(), on="column", maintain_order="left").with_columns(
        block=block, year=pl.lit(year, pl.Int16)
    )
    # Keys cannot repeat where labels do not, and `repeated` has looked at those.
    return finish(named, FLOWS, unique=False)


def repeated(wide: pl.DataFrame, users: pl.DataFrame) -> list[str]:
    """Labels of rows or columns that stand in the table more than once."""
    rows, columns = wide.select(SELLER), users.select("buyer_region", "buyer_use")
    found: Iterable[tuple[str, str]] = [
        *rows.filter(rows.is_duplicated()).unique().rows(),
        *columns.filter(columns.is_duplicated()).unique().rows(),
    ]
    return sorted(f"{region} {code}" for region, code in found)
