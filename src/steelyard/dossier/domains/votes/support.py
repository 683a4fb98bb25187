"""Who shares a state's lone positions: both directions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.domains.votes.material import BASIS, SHARE_PRIOR, Material, share_of
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, series
from steelyard.measures.support import FEWEST, support_interval
from steelyard.measures.vote_texts import FEWEST_FOR_SHARES, RedrawnCounts, intervals_of
from steelyard.vocabulary.estimate import Estimate


def support(made: Material) -> Iterator[Series | None]:
    """Of a state's minority votes, those that the partner shared."""
    years = [year for _, year in made.shown()]
    periods = made.periods(years)
    alike = made.pair[:, 0] == made.pair[:, 1]
    for column, (subject, partner) in enumerate(made.asked.directions()):
        lone = made.both & (made.pair[:, column] != made.usual)
        counts = np.stack([lone & alike, lone & ~alike], axis=1).astype(float)
        redrawn = made.redraw(counts, periods, SHARE_PRIOR)
        values = _estimates(redrawn, made.asked.seed)
        yield series(
            "votes.support",
            subject.iso3,
            partner.iso3,
            BASIS,
            [
                point(
                    year,
                    values[place],
                    "observed",
                    made.origins(year),
                    f"{redrawn.counts[place].sum():.0f} occasions on {redrawn.texts[place]} texts",
                )
                for place, year in enumerate(years)
            ],
            title=f"{subject.adjective} minority votes that {partner.sentence_name} shared",
        )


def _estimates(redrawn: RedrawnCounts, seed: int) -> list[Estimate]:
    """The share by year: texts redrawn or, where they are few, each counted about once."""
    shares, drawn = share_of(redrawn.counts), share_of(redrawn.draws)
    values = list(intervals_of(shares, drawn, redrawn.texts, fewest=FEWEST_FOR_SHARES))
    for place in np.flatnonzero(redrawn.texts < FEWEST_FOR_SHARES).tolist():
        together, alone = redrawn.counts[place].astype(int).tolist()
        if redrawn.texts[place] >= FEWEST or together + alone < FEWEST:
            effective = float(redrawn.effective[place])
            values[place] = support_interval(
                together, together + alone, effective=effective, seed=seed + place
            )
    return values
