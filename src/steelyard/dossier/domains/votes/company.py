"""How likely a veto is joined or cast alone, whether that changed, and what isolation costs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.council import (
    BASIS,
    Drafts,
    companies,
    drafts,
    effective_part,
)
from steelyard.dossier.domains.votes.riding import free_riding_series
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, series
from steelyard.models.games.lone_veto_record import FEWEST, PRIOR, Premium, premiums
from steelyard.models.votes.veto_company import Company
from steelyard.vocabulary.estimate import exact
from steelyard.vocabulary.states import State

WHY = "a probability already says how sure the change is"


def council_series(basis: Basis) -> Iterator[Series | None]:
    """Chances of company and of a lone veto, changes, free riding, cost of isolation."""
    made = drafts(basis)
    if made is None:
        return
    years = made.years(basis.asked.years)
    for place, state in enumerate(made.sides):
        alone = companies(made, state, ~made.others[:, place], years)
        if alone is not None:
            title = f"Chance that {state.sentence_name} vetoes alone"
            yield _yearly("votes.veto_lone_chance", made, state, None, years, alone, title)
    if len(made.sides) < 2 or not years:
        return
    found: list[Company] = []
    for subject, partner in basis.asked.directions():
        company = companies(made, subject, made.of(partner), years)
        if company is not None:
            found.append(company)
            title = f"{subject.adjective} vetoes: chance that {partner.sentence_name} joins"
            yield _yearly("votes.veto_company", made, subject, partner, years, company, title)
            yield _changed(made, subject, partner, years, company)
    yield from free_riding_series(basis, made, found)
    if found:
        yield from _isolation(made, years, max(found, key=lambda each: each.changed), found)


def _yearly(
    measure: str,
    made: Drafts,
    subject: State,
    partner: State | None,
    years: list[int],
    company: Company,
    title: str,
) -> Series | None:
    """The chance in the middle of each year, with what is known of a change."""
    note = _note(company)
    points = [
        point(year, company.at(place), "estimated", made.origins, note)
        for place, year in enumerate(years)
    ]
    return series(
        measure, subject.iso3, partner.iso3 if partner else None, BASIS, points, title=title
    )


def _note(company: Company) -> str:
    """Whether and when the chance changed."""
    said = f"a change at some date has probability {company.changed:.2f}"
    if company.changed < 0.5 or not company.when.present:
        return said
    when = company.when
    return (
        f"{said}; if so, in {int(when.point or 0)} ({int(when.low or 0)} to "
        f"{int(when.high or 0)}), from {company.before.text(percent=True)} to "
        f"{company.after.text(percent=True)}"
    )


def _changed(
    made: Drafts, subject: State, partner: State, years: list[int], company: Company
) -> Series | None:
    """Probability that the chance had changed by the middle of each year."""
    note = _note(company)
    points = [
        point(year, exact(float(company.by[place]), WHY, "estimated"), "estimated", made.origins,
              note)
        for place, year in enumerate(years)
    ]  # fmt: skip
    return series(
        "votes.veto_changed",
        subject.iso3,
        partner.iso3,
        BASIS,
        points,
        title=f"{subject.adjective} vetoes with {partner.sentence_name}: chance had changed",
    )


def _isolation(
    made: Drafts, years: list[int], clearest: Company, found: list[Company]
) -> Iterator[Series | None]:
    """Isolation premium of each side, before and since the change if there was one."""
    alike = float(np.mean([each.alike for each in found]))
    spans = [(made.dates[0], made.dates[-1] + 1e-6)]
    if clearest.changed > 0.5 and clearest.when.point is not None:
        spans = [(spans[0][0], clearest.when.point), (clearest.when.point, spans[0][1])]
    points: tuple[list[Point], list[Point]] = ([], [])
    for begin, end in spans:
        inside = (made.dates >= begin) & (made.dates < end) & made.cast.any(axis=1)
        last = int(end)
        if inside.sum() < FEWEST or not years[0] <= last <= years[-1]:
            continue
        counts = _counts(made, inside)
        told = premiums(*counts, effective=effective_part(made.subjects[inside], alike))
        span = f"{int(begin)} to {last}: {counts[0]} joint, {counts[1]} and {counts[2]} alone"
        for side, premium in enumerate(told):
            points[side].append(
                point(last, premium.value, "estimated", made.origins, _told(span, premium))
            )
    for side, state in enumerate(made.sides):
        other = made.sides[1 - side]
        yield series(
            "votes.isolation_premium",
            state.iso3,
            other.iso3,
            f"{BASIS}, game of the lone veto",
            points[side],
            title=f"{state.name}: cost of a veto without {other.sentence_name}",
        )


def _counts(made: Drafts, inside: np.ndarray) -> tuple[int, int, int]:
    """Drafts vetoed by both, by the first alone and by the second alone, of the two."""
    first, second = made.cast[inside].T
    return int((first & second).sum()), int((first & ~second).sum()), int((~first & second).sum())


def _told(span: str, premium: Premium) -> str:
    """What the number rests on."""
    low, high = ("open" if end is None else f"{end:.1f}" for end in premium.bounds)
    return (
        f"{span}; isolation costs with probability {premium.above:.2f}; the record takes "
        f"{premium.contraction:.0%} of the prior's variance; likelihood alone: {low} to {high}; "
        f"{PRIOR}"
    )
