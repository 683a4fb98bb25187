"""How likely a veto is joined or cast alone, whether that changed, and what isolation costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.council import (
    BASIS,
    Drafts,
    companies,
    drafts,
    effective_part,
)
from steelyard.dossier.domains.votes.isolation import isolation_series
from steelyard.dossier.domains.votes.riding import SPAN, free_riding_series
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, series
from steelyard.measures.support import FEWEST, support_interval
from steelyard.models.votes.veto_company import Company
from steelyard.vocabulary.estimate import absent, exact
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
    by_draft: list[np.ndarray] = []
    for subject, partner in basis.asked.directions():
        company = companies(made, subject, made.of(partner), years, made.dates)
        if company is not None:
            found.append(company)
            by_draft.append(company.by[len(years) :])
            yield _support(made, subject, partner, years, company, basis.asked.seed)
            title = f"{subject.adjective} vetoes: chance that {partner.sentence_name} joins"
            yield _yearly("votes.veto_company", made, subject, partner, years, company, title)
            yield _changed(made, subject, partner, years, company)
    yield from free_riding_series(basis, made, found)
    if found:
        yield from _isolation(basis, made, years, found, by_draft)


def _isolation(
    basis: Basis,
    made: Drafts,
    years: list[int],
    found: list[Company],
    by_draft: list[np.ndarray],
) -> Iterator[Series | None]:
    """The cost of isolation; what is absent throughout is kept for the list of gaps."""
    untold: list[tuple[str, str]] = []
    for state, premium, reason in isolation_series(made, years, found, by_draft):
        if premium is None and reason:
            untold.append((state.name, reason))
        yield premium
    basis.data.made[untold_key(basis)] = tuple(untold)


def untold_key(basis: Basis) -> str:
    """Under which name the dataset keeps the sides whose cost of isolation is absent."""
    return f"isolation untold {basis.asked.codes} {basis.asked.years}"


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


def _support(
    made: Drafts, subject: State, partner: State, years: list[int], company: Company, seed: int
) -> Series | None:
    """Part of a state's vetoes of ten years that the partner cast as well.

    Vetoes on one subject go together: they count as the fewer occasions that they are worth.
    """
    own, shared = made.of(subject), made.of(partner)
    points = []
    for year in years:
        rows = own & (made.dates >= year - SPAN + 1) & (made.dates < year + 1)
        number, together = int(rows.sum()), int((rows & shared).sum())
        note = f"{together} of {number} vetoes, {year - SPAN + 1} to {year}"
        value = absent(f"only {number} vetoes from {year - SPAN + 1} to {year}")
        if number >= FEWEST:
            worth = number * effective_part(made.subjects[rows], company.alike)
            value = replace(
                support_interval(together, number, effective=worth, seed=seed + year),
                basis="vetoes as a sample, those on one subject going together (Jeffreys)",
            )
            note += f", worth {worth:.1f} occasions"
        points.append(point(year, value, "observed", made.origins, note))
    return series(
        "votes.veto_support",
        subject.iso3,
        partner.iso3,
        f"{BASIS}, ten years",
        points,
        title=f"{subject.adjective} vetoes that {partner.sentence_name} joined",
    )
