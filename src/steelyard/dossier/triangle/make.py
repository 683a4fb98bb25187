"""The triangle of a dossier: every definition, every year, and the camps of a larger set."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import TieDefinition, Triangle, TriangleTie, TriangleYear
from steelyard.dossier.triangle.camps import camps, set_title
from steelyard.dossier.triangle.measured import Measured, together
from steelyard.dossier.triangle.opinion import seen
from steelyard.dossier.triangle.stated import Definition, Stated, stated
from steelyard.dossier.triangle.trade import traded
from steelyard.dossier.triangle.votes import voted
from steelyard.measures.interval import LEVEL
from steelyard.models.games.triangle import ROLES, TERMS, TIES, TYPES, triangle_odds
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State, by_iso3

TAILS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)
NO_YEAR = "no year in which all three ties are known"


def triangle(
    basis: Basis, third: State | None = None, camp_draws: int | None = None
) -> Triangle | None:
    """The pair and a third state: types, roles, ties, and where the three stand in the camps.

    None where no definition has a year in which all three ties are known. `camp_draws` asks for
    draws of the camps in every year; by default the newest one is drawn.

    Raises
    ------
    InputError
        If the third state is one of the pair.
    """
    known = stated()
    codes = basis.asked.codes
    other = third.iso3 if third is not None else known.third(codes)
    if other in codes:
        raise InputError(
            where="third state",
            found=f"{by_iso3()[other].name} is one of the two.",
            expected="three different states",
            remedy="Name another third state, or none.",
        )
    states = (codes[0], codes[1], other)
    measured = _measured(basis, states, known)
    full = {name: one for name, one in measured.items() if one is not None and one.full()}
    if not full:
        return None
    return Triangle(
        states=states,
        names=(basis.asked.a.name, basis.asked.b.name, by_iso3()[other].name),
        chosen="named by the user" if third is not None else known.thirds_reason,
        types=TYPES,
        terms=TERMS,
        roles=ROLES,
        definitions=tuple(_definition(one) for one in known.definitions),
        years=tuple(
            year
            for one in known.definitions
            if one.id in full
            for year in _years(one, full[one.id], states)
        ),
        absent=tuple((one.id, NO_YEAR) for one in known.definitions if one.id not in full),
        set_id=known.set,
        set_title=set_title(),
        set_reason=known.set_reason,
        camps=tuple(
            camps(basis, other)
            if camp_draws is None
            else camps(basis, other, camp_draws, every=True)
        ),
    )


def _measured(basis: Basis, states: tuple[str, ...], known: Stated) -> dict[str, Measured | None]:
    """The ties under each definition; None where there is no figure."""
    found: dict[str, Measured | None] = {}
    by_id = {one.id: one for one in known.definitions}
    for one in known.definitions:
        if one.kind in ("votes", "kappa"):
            found[one.id] = voted(basis, states, one.kind, one.cuts)
        elif one.kind == "trade":
            found[one.id] = traded(basis, states, one.cuts)
        elif one.kind == "opinion":
            found[one.id] = seen(basis, states, one.cuts)
        else:
            parts = [(found[name], by_id[name].cut) for name in one.parts]
            there = [(part, cut) for part, cut in parts if part is not None]
            found[one.id] = together(there, one.cuts) if len(there) == len(parts) else None
    return found


def _years(
    definition: Definition, measured: Measured, states: tuple[str, ...]
) -> Iterator[TriangleYear]:
    """All years in which the three ties are known."""
    places = measured.full()
    margins = {cut: measured.margin(cut)[1][:, places] for cut in definition.cuts}
    odds = {cut: triangle_odds(margin) for cut, margin in margins.items()}
    own = odds[definition.cut]
    types = {cut: one.types for cut, one in odds.items()}
    roles, positive, balanced = own.roles, own.positive, own.balanced
    ends = np.quantile(measured.draws[:, places], TAILS, axis=0)  # once: one by one takes longer
    for row, place in enumerate(places):
        year = measured.years[place]
        yield TriangleYear(
            definition=definition.id,
            year=year,
            ties=tuple(
                TriangleTie(
                    first=states[i],
                    second=states[j],
                    value=_value(measured, place, tie, ends[:, row, tie]),
                    threshold=_threshold(measured, definition.cut, place),
                    positive=float(positive[row, tie]),
                )
                for tie, (i, j) in enumerate(TIES)
            ),
            types=tuple(types[definition.cut][row].tolist()),
            roles=tuple(tuple(each) for each in roles[row].tolist()),
            balanced=float(balanced[row]),
            error=float(own.error[row].max()),
            other_cuts=tuple(
                (cut, tuple(types[cut][row].tolist())) for cut in definition.other_cuts
            ),
            origins=measured.origins[year],
        )


def _value(measured: Measured, place: int, tie: int, ends: np.ndarray) -> Estimate:
    """A tie's value with its interval, stretched to hold it, in the unit of its definition."""
    all_three = np.array([measured.value[place, tie], *ends])
    point, low, high = (np.exp(all_three) if measured.scale == "log" else all_three).tolist()
    return Estimate(point, min(point, low), max(point, high), LEVEL, measured.basis, "estimated")


def _threshold(measured: Measured, cut: float, place: int) -> float:
    """From where a tie is positive, in the same unit."""
    value = float(measured.cuts[cut][0][place])
    return float(np.exp(value)) if measured.scale == "log" else value


def _definition(one: Definition) -> TieDefinition:
    """The record of a definition."""
    names = TieDefinition.model_fields
    return TieDefinition(**{name: getattr(one, name) for name in names})
