"""Evidence from the register of blocs: who belonged to a body, since when, and how many did."""

from __future__ import annotations

from datetime import date

from steelyard.claims.course import Course, Dot
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import SAME, World, named
from steelyard.vocabulary.blocs import Bloc, all_blocs, find_bloc, members
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.provenance import Origin

DATED = "dated in the register of blocs"
COMPILED = date(2026, 11, 20)


def bloc_origins() -> dict[str, Origin]:
    """What each bloc of the register rests on, by the id that its values carry."""
    return {
        _origin(bloc): Origin(
            id=_origin(bloc),
            producer="Register of blocs",
            title=f"members of {bloc.title}",
            version="",
            citation=bloc.source,
            url="",
            licence="dates of public acts",
            accessed=COMPILED,
            terms="ship",
        )
        for bloc in all_blocs()
    }


def find_member(ask: Ask, world: World) -> Course:
    """1 for each year at whose end `subject` belonged to the bloc `source`, else 0.

    Without a subject it is the number of members. Years begin with the bloc and end before the
    day as of which the data are read.
    """
    bloc = find_bloc(SAME.get(ask.source, ask.source))
    begun = min(spell.joined.year for spell in bloc.memberships)
    dots = []
    for year in range(begun, world.data.as_of.year):
        inside = members(bloc.id, year)
        dots.append(_dot(bloc, str(year), ask.subject in inside if ask.subject else len(inside)))
    title = (
        f"{named(ask.subject)} in {bloc.title} (1: a member at the year's end)"
        if ask.subject
        else f"members of {bloc.title} at the year's end"
    )
    return Course(title, "count", tuple(dots), (f"blocs.{bloc.id}",), "count", complete=True)


def find_joined(ask: Ask, world: World) -> Course:
    """Days on which `subject` joined the bloc `source`; none if it never did."""
    bloc = find_bloc(SAME.get(ask.source, ask.source))
    dots = tuple(
        _dot(bloc, f"{spell.joined:%Y-%m-%d}", 1)
        for spell in bloc.memberships
        if spell.iso3 == ask.subject and spell.joined <= world.data.as_of
    )
    title = f"entry of {named(ask.subject)} into {bloc.title}"
    why = "" if dots else f"{named(ask.subject)} never joined {bloc.title}"
    return Course(title, "count", dots, (f"blocs.{bloc.id}",), "count", complete=True, why=why)


def _dot(bloc: Bloc, period: str, number: float) -> Dot:
    """A number that the register knows for certain."""
    value = Estimate(float(number), float(number), float(number), 0.9, DATED)
    return Dot(period, value, (_origin(bloc),))


def _origin(bloc: Bloc) -> str:
    """The id of what a bloc rests on."""
    return f"register of blocs: {bloc.id}"
