"""Who moved: a change of expected agreement split into either state's move and other texts."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.dossier.domains.votes.positions import BASIS, OPENED, Placed, spans
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, series
from steelyard.models.votes.alignment import who_moved
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State


def moved_series(made: Placed) -> Iterator[Series | None]:
    """Whole change and its parts since the first year, and over the last ten years."""
    for early, late in spans(made.years):
        found = who_moved(made.points, made.a.iso3, made.b.iso3, (early - OPENED, late - OPENED))
        pair = (made.a, made.b)
        told = (
            (pair, "whole change", "Change of expected agreement", found.change),
            (pair, "own move", f"{made.a.adjective} move", found.first),
            ((made.b, made.a), "own move", f"{made.b.adjective} move", found.second),
            (pair, "other texts", "Other texts", found.agenda),
        )
        for states, part, title, value in told:
            yield _one(made, states, f"{part} since {early}", title, value, (early, late))


def _one(
    made: Placed,
    states: tuple[State, State],
    part: str,
    title: str,
    value: Estimate,
    span: tuple[int, int],
) -> Series | None:
    """A single number, at the later year."""
    subject, partner = states
    return series(
        "votes.moved",
        subject.iso3,
        partner.iso3,
        BASIS,
        [point(span[1], value, "estimated", [made.origin], f"{span[0]} to {span[1]}")],
        title=f"{title} since {span[0]}",
        part=part,
    )
