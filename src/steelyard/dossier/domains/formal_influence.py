"""Formal influence (bandwidth times dependence) of each over the other, from a user's own file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Gap, Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.fbic import formal_influence
from steelyard.vocabulary.estimate import absent, exact

UNERRING = "published without an error; its inputs are averages of five years"
MEASURES = {
    # column: measure and words; who depends is the subject of dependence
    "fbic": ("institutions.formal_influence", "influence over"),
    "bandwidth": ("institutions.bandwidth", "ties with"),
    "dependence": ("institutions.formal_dependence", "dependence on"),
}
DRIFT = 1e-4  # by which an edition's index may differ from its own factors


def influence_series(basis: Basis) -> tuple[Series, ...]:
    """Index, bandwidth and dependence in both directions; nothing without the user's file."""
    table = basis.data.table("influence")
    found: list[Series | None] = []
    for influencer, target in basis.asked.directions():
        rows = table.filter(
            (pl.col("influencer") == influencer.iso3)
            & (pl.col("target") == target.iso3)
            & pl.col("year").is_between(*basis.asked.years)
        )
        for (origin,), each in rows.group_by(["origin"], maintain_order=True):
            title = basis.data.origin(str(origin)).title
            for column, (measure, words) in MEASURES.items():
                who, whom = (target, influencer) if column == "dependence" else (influencer, target)
                made = series(
                    measure, who.iso3, whom.iso3, title, list(_points(each, column)),
                    title=f"{who.name}: formal {words} {whom.name}",
                )  # fmt: skip
                found.append(made)
    return present(found)


def _points(rows: pl.DataFrame, column: str) -> Iterator[Point]:
    """Values as published; the index is checked against its factors in a note."""
    product = formal_influence(*(_numbers(rows, name) for name in ("bandwidth", "dependence")))
    for row, made in zip(rows.iter_rows(named=True), product.tolist(), strict=True):
        value, note = row[column], ""
        if column == "fbic" and value is not None and abs(made - value) > DRIFT:
            note = f"its factors give {made:.4f} with the divisor of another edition"
        known = absent("not in the file") if value is None else exact(value, UNERRING)
        yield point(row["year"], known, "observed", [row["origin"]], note)


def _numbers(rows: pl.DataFrame, column: str) -> np.ndarray:
    """A column as numbers; NaN where absent."""
    return rows[column].fill_null(float("nan")).to_numpy()


def influence_gaps(basis: Basis) -> tuple[Gap, ...]:
    """The index that only a user may bring, or that leaves one of the two out."""
    table = basis.data.table("influence")
    a, b = basis.asked.a, basis.asked.b
    listed = {*table["influencer"].unique(), *table["target"].unique()}
    if {a.iso3, b.iso3} <= listed:
        return ()
    lost = " and ".join(state.name for state in (a, b) if state.iso3 not in listed)
    return (
        Gap(
            what="Formal influence (FBIC)",
            where=f"{a.name}, {b.name}",
            years=f"{basis.asked.years[0]}-{basis.asked.years[1]}",
            reason="the publisher allows no redistribution"
            if table.is_empty()
            else f"the file added does not hold {lost}",
            effect="Nothing of it is shown. Add an extract that holds both states with "
            "`steelyard data add`.",
        ),
    )
