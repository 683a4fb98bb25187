"""Agreement on single issues, and on votes that the United States calls important.

A year has too few roll calls on one issue, so three sessions are taken together; a text that was
voted on in all three counts as one when texts are redrawn.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.domains.votes.material import (
    BASIS,
    DISTANCE_PRIOR,
    FEWEST,
    Material,
    agreement_of,
)
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, series
from steelyard.measures.vote_texts import FEWEST_FOR_SHARES, intervals_of
from steelyard.vocabulary.estimate import absent
from steelyard.vocabulary.votes import ISSUES

SESSIONS = 3
IMPORTANT = "important votes"


def agreement_in_parts(made: Material) -> Iterator[Series | None]:
    """One series for each issue that the publisher codes, and one for important votes."""
    chosen = {title: made.known.on_issue(code) for code, title in ISSUES.items()}
    chosen[IMPORTANT] = np.array([flag is True for flag in made.known.important], dtype=bool)
    # not coded is not the same as on no issue (law 1)
    coded = np.array([issues is not None for issues in made.known.issues], dtype=bool)
    important = np.array([flag is not None for flag in made.known.important], dtype=bool)
    counts = made.distances(made.pair)
    for title, rows in chosen.items():
        yield _part(made, title, counts * rows[:, None], important if title == IMPORTANT else coded)


def _part(made: Material, title: str, counts: np.ndarray, coded: np.ndarray) -> Series | None:
    """Agreement on some of the roll calls, in the years whose roll calls are coded."""
    a, b = made.asked.a, made.asked.b
    years = [year for _, year in made.shown() if coded[made.known.years == year].any()]
    periods = made.periods(years, SESSIONS)
    redrawn = made.redraw(counts, periods, DISTANCE_PRIOR)
    values = intervals_of(
        agreement_of(redrawn.counts),
        agreement_of(redrawn.draws),
        redrawn.texts,
        fewest=FEWEST_FOR_SHARES,
    )
    number = redrawn.counts.sum(axis=1).astype(int).tolist()
    return series(
        "votes.agreement",
        a.iso3,
        b.iso3,
        f"{BASIS}, three sessions together",
        [
            point(
                year,
                values[place] if number[place] >= FEWEST else absent(f"{number[place]} roll calls"),
                "observed",
                made.origins(year, SESSIONS),
                f"{number[place]} roll calls on {redrawn.texts[place]} texts, sessions that "
                f"opened {year - SESSIONS + 1} to {year}",
            )
            for place, year in enumerate(years)
        ],
        title=title[:1].upper() + title[1:],
        part=title,
    )
