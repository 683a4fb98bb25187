"""How united the blocs vote to which either state belongs, with all states beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from steelyard.dossier.domains.votes.material import BASIS, Material, share_of
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, series
from steelyard.measures.cohesion import FEWEST_MEMBERS, pairs_in_step
from steelyard.measures.vote_texts import FEWEST_FOR_SHARES, intervals_of
from steelyard.vocabulary.blocs import find_bloc, members
from steelyard.vocabulary.states import State

# Bodies whose members act together in foreign policy; not lists of states, nor trade alone.
BLOCS = (
    "SCO", "BRICS", "CSTO", "EAEU", "CIS", "EU", "NATO", "ASEAN", "G7", "G20", "OPEC", "UNSC_P5",
)  # fmt: skip
ALL = "all states"
PRIOR = np.array([1, 1]) / 6  # a sixth of an unseen text close, a sixth apart


def cohesion(made: Material) -> Iterator[Series | None]:
    """One series for each bloc with a member in the pair, and one for all states."""
    shown = [year for _, year in made.shown()]
    for bloc in BLOCS:
        joined = {year: members(bloc, year) for year in shown}
        subject = _member(made, joined)
        if subject is not None:
            chosen = {
                year: [made.known.column(state) for state in sorted(states)]
                for year, states in joined.items()
                if set(made.asked.codes) & states
            }
            yield _series(made, subject, find_bloc(bloc).title, chosen)
    everybody = list(range(len(made.known.states)))
    yield _series(made, made.asked.a, ALL, dict.fromkeys(shown, everybody))


def _member(made: Material, joined: dict[int, frozenset[str]]) -> State | None:
    """The side that belongs to a bloc in any year shown, the first if both do."""
    for state in (made.asked.a, made.asked.b):
        if any(state.iso3 in states for states in joined.values()):
            return state
    return None


def _series(
    made: Material, subject: State, title: str, chosen: Mapping[int, Sequence[int | None]]
) -> Series | None:
    """Mean agreement of pairs of members by year; a year needs two members that voted."""
    counts = np.zeros((len(made.texts), 2))
    years, periods = [], []
    for year, columns in chosen.items():
        rows = made.divided & (made.known.years == year)
        voted = [column for column in columns if column is not None]
        if len(voted) >= FEWEST_MEMBERS:
            counts[rows] = pairs_in_step(made.known.votes[np.ix_(rows, voted)])
            if counts[rows].any():
                years.append(year)
                periods.append(rows)
    redrawn = made.redraw(counts, periods, PRIOR)
    values = intervals_of(
        share_of(redrawn.counts),
        share_of(redrawn.draws),
        redrawn.texts,
        fewest=FEWEST_FOR_SHARES,
    )
    return series(
        "votes.cohesion",
        subject.iso3,
        None,
        BASIS,
        [
            point(
                year,
                values[place],
                "observed",
                made.origins(year),
                f"{redrawn.texts[place]} texts",
            )
            for place, year in enumerate(years)
        ],
        title=title,
        part=title,
    )
