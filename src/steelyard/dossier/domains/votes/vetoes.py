"""Vetoes in the Security Council: alone, together, and how much company each side gives."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, series
from steelyard.vocabulary.blocs import members
from steelyard.vocabulary.estimate import exact
from steelyard.vocabulary.states import State

BASIS = "list of vetoes"
QUOTED = "published figures"
COMPLETE = "every veto is on the public record"


def veto_series(basis: Basis) -> Iterator[Series | None]:
    """Vetoes of each side that is a permanent member, and joint ones where both are."""
    asked = basis.asked
    sides = [s for s in (asked.a, asked.b) if s.iso3 in members("UNSC_P5", asked.years[1])]
    for state in sides:
        yield _counts(basis, "votes.vetoes", state)
        yield _quoted(basis, "votes.vetoes", "unsc_vetoes", state)
        yield _counts(basis, "votes.vetoes_alone", state)
        yield _quoted(basis, "votes.vetoes_alone", f"unsc_{state.iso3.lower()}_solo_veto", state)
    if len(sides) > 1:
        yield _counts(basis, "votes.vetoes_joint", asked.a, asked.b)
        yield _quoted(basis, "votes.vetoes_joint", "unsc_joint_vetoes", asked.a, asked.b)


def _counted(measure: str, cast: str, subject: State, partner: State | None) -> bool:
    """Whether a draft, voted down by these members, counts for a measure."""
    codes = cast.split()
    if measure == "votes.vetoes_alone":
        return codes == [subject.iso3]
    return subject.iso3 in codes and (partner is None or partner.iso3 in codes)


def _years(basis: Basis, listed: pl.DataFrame) -> list[int]:
    """Years that the list covers, from its first veto to its last."""
    if listed.is_empty():
        return []
    first, last = basis.asked.years
    ends = listed["year"].min(), listed["year"].max()
    return list(range(max(first, int(ends[0])), min(last, int(ends[1])) + 1))  # type: ignore[arg-type]


def _counts(
    basis: Basis, measure: str, subject: State, partner: State | None = None
) -> Series | None:
    """Vetoes by year; a year of the list without one is a true 0."""
    listed = basis.data.table("vetoes")
    by_year = dict.fromkeys(_years(basis, listed), 0)
    end = str(listed["date"].max())
    for row in listed.filter(pl.col("year").is_in(list(by_year))).iter_rows(named=True):
        by_year[row["year"]] += int(_counted(measure, row["members"], subject, partner))
    origins = listed["origin"].unique().to_list()
    points = [
        point(
            year,
            exact(float(number), COMPLETE),
            "observed",
            origins,
            f"the list ends with a veto of {end}" if end.startswith(str(year)) else "",
        )
        for year, number in by_year.items()
    ]
    return _named(measure, subject, partner, BASIS, points)


def _named(
    measure: str, subject: State, partner: State | None, basis: str, points: list[Point]
) -> Series | None:
    """A series of vetoes with its title."""
    return series(
        measure,
        subject.iso3,
        partner.iso3 if partner else None,
        basis,
        points,
        title=f"{subject.adjective} vetoes" + (f" with {partner.sentence_name}" if partner else ""),
    )


def _quoted(
    basis: Basis, measure: str, name: str, subject: State, partner: State | None = None
) -> Series | None:
    """Single published counts; those of parts of a year are added up, and say so."""
    codes = [subject.iso3, partner.iso3 if partner else ""]
    rows = basis.data.table("figures").filter(
        ~pl.col("claim")
        & (pl.col("series") == name)
        & pl.col("reporter").is_in(codes)
        & pl.col("partner").is_in(codes)
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
    )
    by_year: dict[str, list[dict]] = {}  # type: ignore[type-arg]
    for row in rows.sort("period", "preferred", descending=[False, True]).iter_rows(named=True):
        by_year.setdefault(row["period"][:4], []).append(row)
    points = []
    for year, found in by_year.items():
        whole = [row for row in found if len(row["period"]) == 4]
        used = whole[:1] if whole and "solo" not in name else found
        number = sum(row["value"] for row in used)
        why = "a published count" if used == whole[:1] else "single reports; others may be missing"
        points.append(point(year, exact(number, why), "quoted", [row["origin"] for row in used]))
    return _named(measure, subject, partner, QUOTED, points)
