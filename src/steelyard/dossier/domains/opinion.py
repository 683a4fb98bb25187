"""How publics see each other: both sides, other states they are asked about, and third publics.

One pollster's question is one series. The largest survey (a table) has its number asked; other
pollsters' shares are single published figures (`polls`). A national sample that is mostly urban
has an error that no interval here holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.polls import Poll, polls
from steelyard.dossier.records import Gap, Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.survey import survey_share
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State, by_iso3

# Pew's margin for 1000 persons in Argentina in 2014, 3.9 points, implies 1.58; its margins of
# 2006 imply 1, which leaves clusters out. The upper end of the range makes the interval.
LEAST_EFFECT, GREATEST_EFFECT = 1.3, 2.5
TABLE_BASIS = "Pew Global Attitudes"
ANSWERS = {
    "favourable": ("opinion.favourable", "Favourable"),
    "unfavourable": ("opinion.unfavourable", "Unfavourable"),
}
THIRD_PUBLICS = 8
GROUPS = {"EU": "the European Union", "UN": "the United Nations"}  # targets that are no state


def sampled(share: float, persons: float) -> Estimate:
    """A share of the table's surveys with its sampling error."""
    why = (
        f"sampling of {persons:.0f} persons; design effect {GREATEST_EFFECT}, the upper end of a "
        f"range from {LEAST_EFFECT}, as the publisher's margin of each survey is not in the data"
    )
    return survey_share(share, persons, GREATEST_EFFECT, why)


def opinion_series(basis: Basis) -> tuple[Series, ...]:
    """Both sides of each other, each side of others, third publics of both."""
    table = basis.data.table("opinion").filter(pl.col("year").is_between(*basis.asked.years))
    found: list[Series | None] = []
    for subject, partner in basis.asked.directions():
        rows = table.filter(pl.col("respondent") == subject.iso3)
        found += [_surveyed(rows, answer, subject, partner.iso3) for answer in ANSWERS]
        others = sorted({*rows["target"]} - {subject.iso3, partner.iso3})
        found += [_surveyed(rows, "favourable", subject, target) for target in others]
        found.extend(_quoted(basis, subject, partner))
    for third in _third_publics(table, basis.asked.codes):
        rows = table.filter(pl.col("respondent") == third.iso3)
        found.extend(_surveyed(rows, "favourable", third, side) for side in basis.asked.codes)
    return present(found)


def _surveyed(rows: pl.DataFrame, answer: str, subject: State, target: str) -> Series | None:
    """One public's answers about one target, year by year."""
    measure, word = ANSWERS[answer]
    about = rows.filter((pl.col("target") == target) & pl.col(answer).is_not_null())
    points = [
        point(row["year"], sampled(row[answer] / 100, row["n"]), "observed", [row["origin"]])
        for row in about.iter_rows(named=True)
    ]
    title = f"{word} view of {_name(target)} in {subject.sentence_name}"
    return series(measure, subject.iso3, target, TABLE_BASIS, points, title=title)


def _name(target: str) -> str:
    """Name of a state, or of a group that is asked about like one."""
    return GROUPS[target] if target in GROUPS else by_iso3()[target].name


def _third_publics(table: pl.DataFrame, codes: tuple[str, str]) -> list[State]:
    """The third states whose publics were asked about both in most years."""
    about = table.filter(
        pl.col("target").is_in(list(codes))
        & ~pl.col("respondent").is_in(list(codes))
        & pl.col("favourable").is_not_null()
    )
    both = (
        about.group_by("respondent", "year")
        .agg(pl.len().alias("asked"))
        .filter(pl.col("asked") == 2)
    )
    ranked = both.group_by("respondent").len().sort(["len", "respondent"], descending=[True, False])
    return [by_iso3()[code] for code in ranked["respondent"].head(THIRD_PUBLICS).to_list()]


def _quoted(basis: Basis, subject: State, partner: State) -> Iterator[Series | None]:
    """Single published shares, each pollster's question by itself."""
    names = {poll.name.format(p=partner.iso3.lower()) for poll in polls()}
    inside = pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
    rows = (
        basis.data.table("figures")
        .filter(
            pl.col("series").is_in(list(names))
            & (pl.col("reporter") == subject.iso3)
            & (pl.col("partner") == partner.iso3)
            & ~pl.col("claim")
            & (pl.col("unit") == "%")
        )
        .filter(inside)
        .sort("series", "period", "preferred", descending=[False, False, True])
    )
    by_poll: dict[Poll, dict[str, Point]] = {}
    for row in rows.iter_rows(named=True):
        producer = basis.data.origin(row["origin"]).producer
        poll = _poll(row["series"], producer, partner)
        if poll is not None:
            known = by_poll.setdefault(poll, {})
            known.setdefault(row["period"], _answered(poll, row))
    for poll, points in by_poll.items():
        words = poll.words or f"{poll.measure.split('.')[1]} view"
        yield series(
            poll.measure, subject.iso3, partner.iso3, poll.pollster, list(points.values()),
            title=f"{subject.name} on {partner.sentence_name}: {words}", part=poll.words,
        )  # fmt: skip


def _answered(poll: Poll, row: dict) -> Point:
    """One published share."""
    note = "" if row["bound"] == "exact" else row["bound"]
    return point(row["period"], poll.estimate(row["value"] / 100), "quoted", [row["origin"]], note)


def _poll(name: str, producer: str, partner: State) -> Poll | None:
    """The question that a figure answers, by its series and by who asked."""
    for poll in polls():
        same = poll.name.format(p=partner.iso3.lower()) == name
        if same and producer.startswith(poll.pollster):
            return poll
    return None


def opinion_gaps(basis: Basis) -> tuple[Gap, ...]:
    """Publics that were never asked, and years since they were last asked."""
    table = basis.data.table("opinion")
    made = []
    for subject, partner in basis.asked.directions():
        asked = table.filter(
            (pl.col("respondent") == subject.iso3) & (pl.col("target") == partner.iso3)
        )["year"]
        first, last = basis.asked.years
        if asked.is_empty():
            since, reason = first, "no survey in the dataset asked"
        elif int(asked.max()) < last:  # type: ignore[arg-type]
            since, reason = int(asked.max()) + 1, "the survey was not held or is not in the dataset"  # type: ignore[arg-type]
        else:
            continue
        made.append(
            Gap(
                what=f"Views of {partner.sentence_name} in {subject.sentence_name}, {TABLE_BASIS}",
                where=subject.name,
                years=f"{since}-{last}" if since < last else str(last),
                reason=reason,
                effect="Not carried forward. Figures of other pollsters stand by themselves: their "
                "questions differ. Margins cover sampling alone, neither guarded answers nor "
                "samples that are mostly urban.",
            )
        )
    return tuple(made)
