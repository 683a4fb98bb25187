"""Whose time goes to whom: visits of leaders in both directions as far as a register knows them.

A register lists the journeys of one state's leaders. Within its years a state without a row was
not visited; outside them, and for leaders whom no register follows, nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Gap, Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.shares import window_share
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State

REGISTER = "register of visits"
WINDOW = 5
WINDOWS = (1, 5, 10)  # spans that the interval varies
COUNTED = "a count from one register"
MEETINGS = {
    # series of figures: what it counts
    "leader_meetings_year": "in the year",
    "leader_meetings_year_mean_window": "a year, mean of a span",
    "leader_meetings_cumulative": "since the first that the source counts",
}


def diplomacy_series(basis: Basis) -> tuple[Series, ...]:
    """Visits, their sum and their part in all visits, in both directions; meetings."""
    found: list[Series | None] = []
    for subject, partner in basis.asked.directions():
        found.extend(_visits(basis, subject, partner))
    found.extend(_meetings(basis))
    return present(found)


def _register(basis: Basis, subject: State) -> pl.DataFrame:
    """All journeys of a state's leaders."""
    return basis.data.table("dyads").filter(
        (pl.col("indicator") == "leader_visits") & (pl.col("a") == subject.iso3)
    )


def _visits(basis: Basis, subject: State, partner: State) -> Iterator[Series | None]:
    """Counts by year and so far, and the partner's part of all of them."""
    rows = _register(basis, subject)
    if rows.filter(pl.col("b") == partner.iso3).is_empty():
        return
    years = np.arange(int(rows["year"].min()), int(rows["year"].max()) + 1)  # type: ignore[arg-type]
    flow, total = (
        _by_year(each, years) for each in (rows.filter(pl.col("b") == partner.iso3), rows)
    )
    inside = (years >= basis.asked.years[0]) & (years <= basis.asked.years[1])
    origins = rows["origin"].unique().to_list()
    states = (subject.iso3, partner.iso3, REGISTER)
    words = f"by {subject.adjective} leaders to {partner.sentence_name}"
    for measure, title, values in (
        ("diplomacy.visits", f"Visits {words}", flow[inside]),
        ("diplomacy.visits_cumulative", f"Visits so far {words}", np.cumsum(flow[inside])),
    ):
        points = [
            point(int(year), exact(float(value), COUNTED), "observed", origins)
            for year, value in zip(years[inside], values, strict=True)
        ]
        yield series(measure, *states, points, title=title)
    yield series(
        "diplomacy.visit_share", *states, _shares(flow, total, years, inside, origins),
        title=f"{partner.name}: part of all visits by {subject.adjective} leaders",
    )  # fmt: skip


def _by_year(rows: pl.DataFrame, years: np.ndarray) -> np.ndarray:
    """Visits in each year of the register; a year without a row has none."""
    counts = dict(rows.group_by("year").agg(pl.col("value").sum()).iter_rows())
    return np.array([counts.get(year, 0.0) for year in years.tolist()])


def _shares(
    flow: np.ndarray, total: np.ndarray, years: np.ndarray, inside: np.ndarray, origins: list[str]
) -> list[Point]:
    """Part over five years, between those over one, five and ten years that end alike."""
    shares = np.array([window_share(flow, total, span) for span in WINDOWS])
    made = []
    for place in np.flatnonzero(inside):
        value, every = shares[WINDOWS.index(WINDOW), place], shares[:, place]
        if not np.isfinite(value) or not inside[place - WINDOW + 1]:
            continue
        known = every[np.isfinite(every)]
        why = f"bounds: spans of {', '.join(map(str, WINDOWS))} years with a visit; {COUNTED}"
        estimate = Estimate(float(value), float(known.min()), float(known.max()), None, why)
        note = f"{years[place] - WINDOW + 1}-{years[place]}"
        made.append(point(int(years[place]), estimate, "observed", origins, note))
    return made


def _meetings(basis: Basis) -> Iterator[Series | None]:
    """Meetings wherever held, the same number for both sides; each publisher's count by itself."""
    inside = pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
    codes = list(basis.asked.codes)
    rows = basis.data.table("figures").filter(
        pl.col("series").is_in(list(MEETINGS))
        & pl.col("reporter").is_in(codes)
        & pl.col("partner").is_in(codes)
        & ~pl.col("claim")
        & inside
    )
    a, b = basis.asked.a, basis.asked.b
    found: dict[tuple[str, str], dict[str, Point]] = {}
    for row in rows.sort("period", "preferred", descending=[False, True]).iter_rows(named=True):
        producer = basis.data.origin(row["origin"]).producer.split(" via ")[0]
        until = f"to {row['period_end']}" if row["period_end"] != row["period"] else ""
        note = "; ".join(filter(None, (until, "" if row["bound"] == "exact" else row["bound"])))
        value = exact(row["value"], "a count by one source")
        made = point(row["period"], value, "quoted", [row["origin"]], note)
        found.setdefault((row["series"], producer), {}).setdefault(row["period"], made)
    for (name, producer), points in found.items():
        yield series(
            "diplomacy.meetings", a.iso3, b.iso3, f"figures, {producer}", list(points.values()),
            title=f"Meetings of leaders {MEETINGS[name]}", part=MEETINGS[name],
        )  # fmt: skip


def diplomacy_gaps(basis: Basis) -> tuple[Gap, ...]:
    """Leaders whose journeys no register follows."""
    first, last = basis.asked.years
    made = []
    for subject, partner in basis.asked.directions():
        rows = _register(basis, subject)
        ends = None if rows.is_empty() else int(rows["year"].max())  # type: ignore[arg-type]
        if ends is not None and ends >= last:
            continue
        since = first if ends is None else max(first, ends + 1)
        made.append(
            Gap(
                what=f"Visits by {subject.adjective} leaders to {partner.sentence_name}",
                where=subject.name,
                years=f"{since}-{last}" if since < last else str(last),
                reason="no register of these leaders' journeys is in the dataset"
                if ends is None
                else f"the register ends in {ends}",
                effect="The direction has no count and no part of all visits; meetings that "
                "sources count are the same number for both.",
            )
        )
    return tuple(made)
