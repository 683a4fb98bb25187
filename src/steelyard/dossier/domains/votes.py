"""Votes in the UN General Assembly: agreement, and who shares a state's lone positions."""

from __future__ import annotations

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Point, Series
from steelyard.dossier.request import Request
from steelyard.dossier.series import point, present, series
from steelyard.measures.agreement import agreement_interval
from steelyard.measures.support import support_interval
from steelyard.reference.dataset import Dataset

BASIS = "General Assembly roll calls"


def vote_series(basis: Basis) -> tuple[Series, ...]:
    """Agreement of the pair, and support in both directions."""
    data, asked = basis.data, basis.asked
    rows = _rows(data, asked)
    a, b = asked.a, asked.b
    agreement = [_agreement(row, asked.seed) for row in rows.iter_rows(named=True)]
    found = [
        series(
            "votes.agreement", a.iso3, b.iso3, BASIS, agreement,
            title=f"Agreement of {a.adjective} and {b.adjective} votes",
        )
    ]  # fmt: skip
    for subject, partner in asked.directions():
        points = [_support(row, subject.iso3, asked.seed) for row in rows.iter_rows(named=True)]
        found.append(
            series(
                "votes.support",
                subject.iso3,
                partner.iso3,
                BASIS,
                points,
                title=f"{subject.adjective} minority votes that {partner.name} shared",
            )
        )
    return present(found)


def _rows(data: Dataset, asked: Request) -> pl.DataFrame:
    """Counts of the pair by year, whichever way round they are stored."""
    first, second = sorted(asked.codes)
    return (
        data.table("votes")
        .filter(
            (pl.col("a") == first)
            & (pl.col("b") == second)
            & pl.col("year").is_between(*asked.years)
        )
        .sort("year")
    )


def _agreement(row: dict, seed: int) -> Point:  # type: ignore[type-arg]
    """Mean closeness of the two votes."""
    one_step = row["n"] - row["same"] - row["opposed"]
    value = agreement_interval(row["same"], one_step, row["opposed"], seed=seed + row["year"])
    return point(row["year"], value, "observed", [row["origin"]], f"{row['n']} roll calls")


def _support(row: dict, alone: str, seed: int) -> Point:  # type: ignore[type-arg]
    """Of the votes on which a state was in the minority, those that the partner shared."""
    minority = row["minority_a"] if row["a"] == alone else row["minority_b"]
    value = support_interval(row["together"], minority, seed=seed + row["year"])
    return point(row["year"], value, "observed", [row["origin"]], f"{minority} occasions")
