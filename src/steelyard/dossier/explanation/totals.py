"""Trade of both ways as one side declares it: the longest series of all, for breaks alone."""

from __future__ import annotations

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.vocabulary.estimate import exact

WHY = "one published figure a year, without an error"
TO_MILLIONS = 1e3  # published in bn


def declared_totals(basis: Basis) -> tuple[Series, ...]:
    """Each side's own total of trade with the other, the preferred figure of every year."""
    rows = basis.data.table("figures").filter(
        (pl.col("series") == "trade_goods_total")
        & pl.col("preferred")
        & ~pl.col("claim")
        & (pl.col("period") == pl.col("period_end"))
        & (pl.col("period").str.len_chars() == 4)
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
    )
    made = []
    for reporter, partner in basis.asked.directions():
        own = rows.filter(reporter=reporter.iso3, partner=partner.iso3).sort("period")
        one_a_year = own.unique("period", keep="first", maintain_order=True)
        made.append(
            series(
                "trade.flow",
                reporter.iso3,
                partner.iso3,
                f"{reporter.adjective} figures",
                [
                    point(
                        row["period"],
                        exact(row["value"] * TO_MILLIONS, WHY),
                        "declared",
                        [row["origin"]],
                    )
                    for row in one_a_year.iter_rows(named=True)
                ],
                title=f"{reporter.adjective} trade with {partner.sentence_name}, both ways",
                part="both ways",
            )
        )
    return present(made)
