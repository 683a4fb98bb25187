"""Agreement of each side with the state whose votes divide the Assembly most often."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.domains.votes.material import BASIS, DISTANCE_PRIOR, Material, agreement_of
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, series
from steelyard.measures.vote_texts import FEWEST_FOR_SHARES, intervals_of
from steelyard.vocabulary.states import by_iso3

REFERENCE = "USA"  # the publisher's flag of important votes is about this state as well


def agreement_with_third(made: Material) -> Iterator[Series | None]:
    """Agreement of A and of B with the reference state, unless it is one of them."""
    column = made.known.column(REFERENCE)
    if REFERENCE in made.asked.codes or column is None:
        return
    third = by_iso3()[REFERENCE]
    years = [year for _, year in made.shown()]
    periods = made.periods(years)
    for place, state in enumerate((made.asked.a, made.asked.b)):
        votes = np.stack([made.pair[:, place], made.known.votes[:, column]], axis=1)
        redrawn = made.redraw(made.distances(votes), periods, DISTANCE_PRIOR)
        values = intervals_of(
            agreement_of(redrawn.counts),
            agreement_of(redrawn.draws),
            redrawn.texts,
            fewest=FEWEST_FOR_SHARES,
        )
        yield series(
            "votes.agreement",
            state.iso3,
            REFERENCE,
            BASIS,
            [
                point(
                    year,
                    values[at],
                    "observed",
                    made.origins(year),
                    f"{redrawn.counts[at].sum():.0f} roll calls on {redrawn.texts[at]} texts",
                )
                for at, year in enumerate(years)
            ],
            title=f"{state.adjective} and {third.adjective} votes",
        )
