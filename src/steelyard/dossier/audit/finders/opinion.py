"""Evidence from the survey table: how a public sees another state, and its place among publics.

`source` is ``favourable`` or ``unfavourable``, `subject` the public (or a bloc), `partner` the
state it was asked about. `basis` ``survey`` asks what the survey found among those it asked, whose
only error is the rounding of the table; else the public is meant and the error is of sampling.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from steelyard.claims.course import Course, Dot, nothing
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World, named
from steelyard.dossier.domains.opinion import TABLE_BASIS, sampled
from steelyard.measures.asymmetry import rank_interval
from steelyard.vocabulary.estimate import Estimate

ROUNDING = 0.0005  # the table has percent with one decimal
WHY = "rounding of the table; what the survey found among those it asked"
AVERAGED = "mean of publics; sampling of each, as if all erred the same way"
SEED = 0


def find_opinion(ask: Ask, world: World) -> Course:
    """Share of a public with that view by year; of a bloc, the mean of publics always asked.

    A bloc's mean takes the publics that were asked in every year from the first to the last in
    which any was, within `part` (``first-last``), so that the list of publics does not change.
    """
    rows = _rows(world, ask.source, ask.partner)
    publics = world.members(ask.subject, int(rows["year"].max() or 0)) if rows.height else ()  # type: ignore[arg-type]
    rows = rows.filter(pl.col("respondent").is_in(list(publics)))
    title = f"{ask.source} view of {named(ask.partner)} in {named(ask.subject)}"
    if len(publics) > 1:
        rows = _always(rows, ask.part)
        title += f", mean of {rows['respondent'].n_unique()} publics"
    by_year: dict[int, list[Estimate]] = {}
    for row in rows.iter_rows(named=True):
        by_year.setdefault(row["year"], []).append(_share(row, ask))
    origin = tuple(rows["origin"].unique())
    dots = tuple(Dot(str(year), _mean(found), origin) for year, found in sorted(by_year.items()))
    if not dots:
        return nothing(title, f"{named(ask.subject)} was not asked about {named(ask.partner)}")
    name = f"opinion.{ask.source}.{ask.subject}.{ask.partner}"
    return Course(f"{title} ({TABLE_BASIS})", "1", dots, (name,), "count")


def find_opinion_rank(ask: Ask, world: World) -> Course:
    """Place of a public among all that were asked the same in the year, the highest first."""
    title = f"place of {named(ask.subject)} by {ask.source} view of {named(ask.partner)}"
    dots = []
    for (year,), rows in _rows(world, ask.source, ask.partner).group_by("year"):
        publics = rows["respondent"].to_list()
        if ask.subject in publics:
            value = _place(rows, publics.index(ask.subject), ask)
            dots.append(Dot(str(year), value, tuple(rows["origin"].unique())))
    if not dots:
        return nothing(title, f"{named(ask.subject)} was not asked about {named(ask.partner)}")
    dots.sort(key=lambda dot: dot.period)
    title += f" among publics asked ({TABLE_BASIS})"
    return Course(title, "rank", tuple(dots), ("opinion.rank",), "count")


def _rows(world: World, answer: str, target: str) -> pl.DataFrame:
    """Answers about a state, those that are known."""
    if answer not in ("favourable", "unfavourable"):
        raise ValueError(f"opinion evidence: source {answer!r}, expected favourable, unfavourable")
    table = world.data.table("opinion").filter(pl.col("target") == target)
    return table.filter(pl.col(answer).is_not_null()).sort("year", "respondent")


def _always(rows: pl.DataFrame, part: str) -> pl.DataFrame:
    """Rows of the publics asked in every year of the span."""
    if part:
        first, last = (int(year) for year in part.split("-"))
        rows = rows.filter(pl.col("year").is_between(first, last))
    years = rows["year"].n_unique()
    return rows.filter(pl.col("year").n_unique().over("respondent") == years)


def _share(row: dict[str, float], ask: Ask) -> Estimate:
    """One public's share in one year."""
    share = row[ask.source] / 100
    if ask.basis == "survey":
        return Estimate(share, share - ROUNDING, share + ROUNDING, None, WHY)
    return sampled(share, row["n"])


def _mean(found: list[Estimate]) -> Estimate:
    """Mean of publics; ends are the means of the ends, the cautious case."""
    if len(found) == 1:
        return found[0]
    point, low, high = (
        float(np.mean([getattr(each, name) for each in found])) for name in ("point", "low", "high")
    )
    return Estimate(point, low, high, found[0].level, AVERAGED)


def _place(rows: pl.DataFrame, own: int, ask: Ask) -> Estimate:
    """The place in one year: counted in the survey, or under the sampling of all publics."""
    shares = rows[ask.source].to_numpy() / 100
    if ask.basis == "survey":
        place = float(1 + (shares > shares[own]).sum())
        return Estimate(place, place, place, 0.9, "counted in the survey")
    ends = [sampled(share, n) for share, n in zip(shares, rows["n"].to_list(), strict=True)]
    sigma = np.array([np.log((each.high or 1) / (each.low or 1)) / 2 / 1.645 for each in ends])
    found = rank_interval(shares, own, sigma, seed=SEED)
    return Estimate(found.rank, found.low, found.high, 0.9, ends[own].basis)
