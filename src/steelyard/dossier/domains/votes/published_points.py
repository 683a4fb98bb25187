"""Ideal points as their authors published them, beside those of our own fit."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, series
from steelyard.measures.published import rounding_interval

KINDS = (("all", "published, all votes"), ("fp", "published, final votes"))


def published_points(basis: Basis) -> Iterator[Series | None]:
    """Published positions of either state, and the published distance of the pair."""
    a, b = basis.asked.a, basis.asked.b
    for state in (a, b):
        for kind, source in KINDS:
            yield series(
                "votes.position",
                state.iso3,
                None,
                source,
                _points(basis, f"unga_ideal_point_{kind}", {(state.iso3, "")}),
                title=f"{state.adjective} position",
            )
    for kind, source in KINDS:
        yield series(
            "votes.distance",
            a.iso3,
            b.iso3,
            source,
            _points(
                basis,
                f"unga_ideal_distance_{kind}",
                {(a.iso3, b.iso3), (b.iso3, a.iso3)},
            ),
            title=f"Distance of {a.sentence_name} and {b.sentence_name}",
        )


def _points(basis: Basis, name: str, states: set[tuple[str, str]]) -> list[Point]:
    """Figures of one series, one a period, with the interval of their digits."""
    rows = basis.data.table("figures").filter(
        ~pl.col("claim")
        & pl.col("preferred")
        & (pl.col("series") == name)
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
    )
    found = [
        row
        for row in rows.unique(["period", "reporter", "partner"], keep="first")
        .sort("period")
        .iter_rows(named=True)
        if (row["reporter"], row["partner"] or "") in states
    ]
    return [
        point(row["period"], rounding_interval(f"{row['value']:g}"), "quoted", [row["origin"]])
        for row in found
    ]
