"""Evidence from a series of the dossier of a pair."""

from __future__ import annotations

from steelyard.claims.course import Course, Dot, nothing
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World


def find_series(ask: Ask, world: World) -> Course:
    """A series: `source` is ``maker/measure``, `basis` how its basis begins, `part` its part.

    `partner` names the other state of the pair; a series of `subject` alone is found too.
    """
    maker, _, measure = ask.source.partition("/")
    for item in world.series(maker, ask.subject, ask.partner):
        if (
            item.measure == measure
            and item.subject == ask.subject
            and item.partner in (ask.partner, None)
            and item.basis.startswith(ask.basis)
            and item.part == ask.part
        ):
            dots = tuple(
                Dot(point.period, point.value, point.origins)
                for point in item.points
                if point.value.present
            )
            return Course(f"{item.title} ({item.basis})", item.unit, dots, (item.id,), _error(item))
    return nothing(measure, f"the dossier of {ask.subject} and {ask.partner} has no such series")


def _error(item) -> str:
    """Places in a published ranking and counted things have no error."""
    return "count" if item.unit in ("rank", "count", "votes") else "official"
