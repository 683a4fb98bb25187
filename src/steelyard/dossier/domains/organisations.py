"""Intergovernmental organisations that both belong to: how many, and what part of all ties."""

from __future__ import annotations

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.dossier.words import possessive
from steelyard.vocabulary.estimate import exact
from steelyard.vocabulary.states import State


def organisation_series(basis: Basis) -> tuple[Series, ...]:
    """The number shared, and the partner's part of all that each side shares with anybody."""
    parts = (_shared_weight(basis, *pair) for pair in basis.asked.directions())
    return present([_organisations(basis), *parts])


def _organisations(basis: Basis) -> Series | None:
    """Intergovernmental organisations of which both are members."""
    first, second = sorted(basis.asked.codes)
    rows = _shared(basis).filter((pl.col("a") == first) & (pl.col("b") == second))
    points = [
        point(row["year"], exact(row["value"], "a count"), "observed", [row["origin"]])
        for row in rows.iter_rows(named=True)
    ]
    return series(
        "institutions.shared_igos", first, second, "Correlates of War", points,
        title="Intergovernmental organisations shared",
    )  # fmt: skip


def _shared(basis: Basis) -> pl.DataFrame:
    """Numbers of organisations shared in the years asked for."""
    return basis.data.table("dyads").filter(
        (pl.col("indicator") == "organisations_shared")
        & pl.col("year").is_between(*basis.asked.years)
    )


def _shared_weight(basis: Basis, subject: State, partner: State) -> Series | None:
    """The partner's part of all the memberships that a state shares with anybody."""
    rows = _shared(basis).filter((pl.col("a") == subject.iso3) | (pl.col("b") == subject.iso3))
    with_partner = (pl.col("a") == partner.iso3) | (pl.col("b") == partner.iso3)
    sums = rows.group_by("year").agg(
        weight=pl.col("value").filter(with_partner).sum() / pl.col("value").sum(),
        known=with_partner.any(),
        origin=pl.col("origin").first(),
    )
    points = [
        point(
            row["year"], exact(row["weight"], "counts of memberships"), "observed", [row["origin"]]
        )
        for row in sums.filter("known").sort("year").iter_rows(named=True)
    ]
    return series(
        "institutions.shared_weight", subject.iso3, partner.iso3, "Correlates of War", points,
        title=f"{possessive(partner.sentence_name)} part of the organisations that "
        f"{subject.sentence_name} shares",
    )  # fmt: skip
