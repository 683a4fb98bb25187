"""What stands behind dependence: research, opinion, visits, organisations."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Series
from steelyard.dossier.request import Request
from steelyard.dossier.series import point, present, series
from steelyard.dossier.words import possessive
from steelyard.measures.interval import Z90
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State

DESIGN_EFFECT = 1.6  # weighted and clustered samples are worth fewer persons than they ask


def context_series(basis: Basis) -> tuple[Series, ...]:
    """All context measures of the pair."""
    data, asked = basis.data, basis.asked
    found: list[Series | None] = []
    for subject, partner in asked.directions():
        found.append(_research(data, asked, subject.iso3, subject.adjective))
        found.append(_opinion(data, asked, subject, partner))
        found.append(_visits(data, asked, subject, partner))
        found.append(_shared_weight(data, asked, subject, partner))
    found.append(_organisations(data, asked))
    return present(found)


def _state_years(data: Dataset, asked: Request, indicator: str, state: str) -> dict[int, tuple]:
    """Value and origin by year; of two sources the first in alphabetical order."""
    rows = data.table("state_years").filter(
        (pl.col("indicator") == indicator)
        & (pl.col("state") == state)
        & pl.col("year").is_between(*asked.years)
    )
    return {
        row["year"]: (row["value"], row["origin"])
        for row in rows.sort("origin", descending=True).iter_rows(named=True)
    }


def _research(data: Dataset, asked: Request, state: str, adjective: str) -> Series | None:
    """Spending on research over GDP."""
    known = _state_years(data, asked, "rd_gdp", state)
    points = [
        point(year, exact(value / 100, "published without an error"), "observed", [origin])
        for year, (value, origin) in known.items()
    ]
    return series(
        "technology.rd_intensity",
        state,
        None,
        "World Bank",
        points,
        title=f"{adjective} spending on research",
    )


def _opinion(data: Dataset, asked: Request, subject: State, partner: State) -> Series | None:
    """Share of respondents with a favourable view, with its sampling error."""
    rows = data.table("opinion").filter(
        (pl.col("respondent") == subject.iso3)
        & (pl.col("target") == partner.iso3)
        & pl.col("year").is_between(*asked.years)
        & pl.col("favourable").is_not_null()
    )
    points = []
    for row in rows.iter_rows(named=True):
        share = row["favourable"] / 100
        width = Z90 * sqrt(DESIGN_EFFECT * share * (1 - share) / row["n"])
        value = Estimate(
            share,
            max(0.0, share - width),
            min(1.0, share + width),
            0.9,
            f"sampling of {row['n']:.0f} persons, design effect {DESIGN_EFFECT}",
        )
        points.append(point(row["year"], value, "observed", [row["origin"]]))
    return series(
        "opinion.favourable",
        subject.iso3,
        partner.iso3,
        "Pew Global Attitudes",
        points,
        title=f"Favourable view of {partner.name} in {subject.name}",
    )


def _visits(data: Dataset, asked: Request, subject: State, partner: State) -> Series | None:
    """Visits by the subject's leaders to the partner."""
    return _tie(
        data,
        asked,
        ("leader_visits", subject.iso3, partner.iso3),
        "diplomacy.visits",
        "register of visits",
        f"Visits by {subject.adjective} leaders to {partner.name}",
        lambda value: exact(value, "a count from one register"),
    )


def _organisations(data: Dataset, asked: Request) -> Series | None:
    """Intergovernmental organisations of which both are members."""
    first, second = sorted(asked.codes)
    return _tie(
        data,
        asked,
        ("organisations_shared", first, second),
        "institutions.shared_igos",
        "Correlates of War",
        "Intergovernmental organisations shared",
        lambda value: exact(value, "a count"),
    )


def _shared_weight(data: Dataset, asked: Request, subject: State, partner: State) -> Series | None:
    """The partner's part of all the memberships that a state shares with anybody."""
    rows = data.table("dyads").filter(
        (pl.col("indicator") == "organisations_shared")
        & pl.col("year").is_between(*asked.years)
        & ((pl.col("a") == subject.iso3) | (pl.col("b") == subject.iso3))
    )
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
        "institutions.shared_weight",
        subject.iso3,
        partner.iso3,
        "Correlates of War",
        points,
        title=f"{possessive(partner.sentence_name)} part of the organisations that "
        f"{subject.sentence_name} shares",
    )


def _tie(
    data: Dataset,
    asked: Request,
    key: tuple[str, str, str],
    measure: str,
    basis: str,
    title: str,
    estimate: Callable[[float], Estimate],
) -> Series | None:
    """A yearly count between two states."""
    indicator, a, b = key
    rows = data.table("dyads").filter(
        (pl.col("indicator") == indicator)
        & (pl.col("a") == a)
        & (pl.col("b") == b)
        & pl.col("year").is_between(*asked.years)
    )
    points = [
        point(row["year"], estimate(row["value"]), "observed", [row["origin"]])
        for row in rows.iter_rows(named=True)
    ]
    return series(measure, a, b, basis, points, title=title)
