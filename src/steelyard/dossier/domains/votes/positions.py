"""Ideal points of the pair and of states that a reader knows, and the distance of the pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.material import BACK
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, series
from steelyard.dossier.shipped_points import shipped
from steelyard.measures.interval import estimate_from_draws
from steelyard.models.votes.alignment import BASIS as DRAWN
from steelyard.models.votes.alignment import distance_draws
from steelyard.models.votes.compact import CompactPoints
from steelyard.models.votes.redraw import redrawn
from steelyard.models.votes.result import IdealPoints
from steelyard.vocabulary.blocs import members
from steelyard.vocabulary.estimate import exact
from steelyard.vocabulary.states import State, by_iso3

BASIS = "ideal points of all sessions"
OPENED = 1945  # added to a session: the year in which it opened
WHY = "a probability already says how sure the comparison is"
UNSETTLED = "chains of the fit differ here: read the interval as too narrow"


@dataclass(frozen=True, slots=True)
class Placed:
    """Draws of the pair and of others, in the years of a dossier.

    `years` are those in which both have a position, `origin` is that of the votes.
    """

    points: IdealPoints
    a: State
    b: State
    years: tuple[int, ...]
    origin: str


def placed(basis: Basis) -> Placed | None:
    """Positions of the pair; None where a state has none, or the dataset has no fit."""
    made = shipped(basis.data)
    asked = basis.asked
    if made is None or not set(asked.codes) <= set(made.states):
        return None
    first, last = asked.years
    both = [_years(made.sessions, made.session[made.state == made.states.index(code)])
            for code in asked.codes]  # fmt: skip
    years = tuple(sorted(year for year in both[0] & both[1] if first <= year <= last))
    if not years:
        return None
    texts = sorted({year - OPENED for span in spans(years) for year in span})
    thirds = third_states(made, asked.codes, years[-1])
    points = redrawn(made, (*asked.codes, *thirds), texts, asked.seed)
    return Placed(points, asked.a, asked.b, years, _origin(basis))


def spans(years: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """From the first year to the last, and from ten years before the last, where there is."""
    first, last = years[0], years[-1]
    later = ((last - BACK, last),) if last - BACK in years[1:] else ()
    return ((first, last), *later) if last > first else ()


def _years(sessions: Sequence[int], numbers: np.ndarray) -> set[int]:
    """Years of the sessions with these numbers."""
    return {sessions[number] + OPENED for number in numbers}


def _origin(basis: Basis) -> str:
    """Where the votes come from that were fitted."""
    return str(basis.data.table("vote_positions")["origin"][0])


def third_states(made: CompactPoints, codes: Sequence[str], year: int) -> tuple[str, ...]:
    """The two permanent members outside the pair that lie furthest apart: well-known ends."""
    others = sorted(members("UNSC_P5", year) - set(codes))
    numbers = {made.states.index(code): code for code in others if code in made.states}
    here = np.isin(made.state, list(numbers)) & (made.session == made.sessions.index(year - OPENED))
    found = sorted(
        (made.position[row], numbers[int(made.state[row])]) for row in np.flatnonzero(here)
    )
    return tuple(dict.fromkeys(code for _, code in (*found[-1:], *found[:1])))


def position_series(made: Placed) -> Iterator[Series | None]:
    """Position by year of either state, and of two permanent members beside them."""
    for state in (by_iso3()[code] for code in made.points.states):
        yield series(
            "votes.position",
            state.iso3,
            None,
            BASIS,
            list(_positions(made, state)),
            title=f"{state.adjective} position",
        )


def _codes(made: Placed) -> tuple[str, str]:
    return made.a.iso3, made.b.iso3


def _positions(made: Placed, state: State) -> Iterator[Point]:
    """The mean of a state's draws and their interval, in each year of the pair's span."""
    first, last = made.years[0], made.years[-1]
    for session in made.points.sessions_of(state.iso3):
        if first <= session + OPENED <= last:
            place = made.points.place(state.iso3, session)
            value = estimate_from_draws(
                float(made.points.mean[place]),
                made.points.draws[:, place].astype(float),
                basis=DRAWN,
            )
            note = "" if made.points.settled[place] else UNSETTLED
            yield point(session + OPENED, value, "estimated", [made.origin], note)


def distance_series(made: Placed) -> Iterator[Series | None]:
    """Distance by year, and its change and the chance of being nearer against earlier years."""
    drawn = {year: distance_draws(made.points, *_codes(made), year - OPENED) for year in made.years}
    title = f"Distance of {made.a.sentence_name} and {made.b.sentence_name}"
    yield _of_pair(made, "votes.distance", title, "", [
        point(year, _estimate(draws), "estimated", [made.origin]) for year, draws in drawn.items()
    ])  # fmt: skip
    against = {
        f"against {made.years[0]}": [(made.years[0], year) for year in made.years[1:]],
        "against ten years before": [
            (year - BACK, year) for year in made.years if year - BACK in drawn
        ],
    }
    for part, pairs in against.items():
        yield _of_pair(made, "votes.distance_change", f"Change of distance {part}", part, [
            point(late, _estimate(drawn[late] - drawn[early]), "estimated", [made.origin],
                  f"compared with {early}")
            for early, late in pairs
        ])  # fmt: skip
        yield _of_pair(made, "votes.nearer", f"Nearer {part}", part, [
            point(late, exact(float((drawn[late] < drawn[early]).mean()), WHY, "estimated"),
                  "estimated", [made.origin], f"compared with {early}")
            for early, late in pairs
        ])  # fmt: skip


def _estimate(draws: np.ndarray):
    """Mean and interval of draws."""
    return estimate_from_draws(float(draws.mean()), draws, basis=DRAWN)


def _of_pair(
    made: Placed, measure: str, title: str, part: str, points: list[Point]
) -> Series | None:
    """A series of the pair."""
    return series(measure, made.a.iso3, made.b.iso3, BASIS, points, title=title, part=part)
