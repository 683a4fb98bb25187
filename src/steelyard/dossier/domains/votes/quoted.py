"""Agreement as others published it: by calendar year, which is not the year of a session."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, series
from steelyard.measures.published import rounding_interval
from steelyard.vocabulary.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Quoted:
    """A series of published figures about two states, either way round."""

    name: str
    measure: str
    scale: float
    basis: str


QUOTED = (
    Quoted("unga_agreement_similarity", "votes.agreement", 1.0, "published, calendar years"),
    Quoted("unga_agreement_same_vote", "votes.same", 0.01, "published, calendar years"),
    Quoted("unga_pct_agree_{b}", "votes.same", 1.0, "published with ideal points"),
)


def quoted_agreement(basis: Basis) -> Iterator[Series | None]:
    """Every such series that the figures hold for the pair."""
    a, b = basis.asked.a, basis.asked.b
    figures = basis.data.table("figures").filter(
        ~pl.col("claim")
        & pl.col("reporter").is_in([a.iso3, b.iso3])
        & pl.col("partner").is_in([a.iso3, b.iso3])
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
    )
    for quoted in QUOTED:
        names = [quoted.name.format(b=state.name.lower()) for state in (a, b)]
        rows = figures.filter(pl.col("series").is_in(names) & pl.col("preferred"))
        yield series(
            quoted.measure,
            a.iso3,
            b.iso3,
            quoted.basis,
            [
                point(row["period"], _value(row["value"], quoted.scale), "quoted", [row["origin"]])
                for row in rows.unique("period", keep="first").sort("period").iter_rows(named=True)
            ],
            title=f"{a.adjective} and {b.adjective} votes",
        )


def _value(printed: float, scale: float) -> Estimate:
    """A printed figure with the interval that its digits allow, in [0, 1]."""
    found = rounding_interval(f"{printed:g}")
    low, high = ((found.low or 0.0) * scale, min((found.high or 0.0) * scale, 1.0))
    middle = printed * scale
    return Estimate(middle, min(max(low, 0.0), middle), high, found.level, found.basis, found.kind)
