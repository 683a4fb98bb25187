"""What rolling forecasts add up to: who beats whom, and whether intervals hold what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.measures.score_difference import FEWEST_PAIRS, Skill, skill
from steelyard.models.series.rolling import Case

BANDS = ((1, 1), (2, 4), (5, 9), (10, 17))  # years ahead that are told together


@dataclass(frozen=True, slots=True)
class Beaten:
    """One forecaster against another, over the cases that both have.

    `skill` is None where fewer than five series have cases of both.
    """

    forecaster: str
    reference: str
    first: int
    last: int
    cases: int
    skill: Skill | None


@dataclass(frozen=True, slots=True)
class Held:
    """Part of outcomes that intervals held, by years ahead; 0.5 and 0.9 if they are right."""

    forecaster: str
    first: int
    last: int
    cases: int
    series: int
    half: float
    most: float


def beaten(cases: Sequence[Case], forecaster: str, reference: str, band: tuple[int, int]) -> Beaten:
    """Ratio of mean scores by series, over the same series, origins and years ahead."""
    one, other = _by_case(cases, forecaster, band), _by_case(cases, reference, band)
    shared = sorted(one.keys() & other.keys())
    names = sorted({key[0] for key in shared})
    means = [
        [float(np.mean([held[key] for key in shared if key[0] == name])) for name in names]
        for held in (one, other)
    ]
    kept = [at for at in range(len(names)) if means[0][at] > 0 and means[1][at] > 0]
    found = None
    if len(kept) >= FEWEST_PAIRS:
        found = skill(*(np.array([held[at] for at in kept]) for held in means))
    return Beaten(forecaster, reference, *band, len(shared), found)


def comparisons(
    cases: Sequence[Case], bands: Iterable[tuple[int, int]] = BANDS
) -> tuple[Beaten, ...]:
    """Every forecaster against every other that stands before it, by years ahead."""
    names = list(dict.fromkeys(case.forecaster for case in cases))
    return tuple(
        beaten(cases, name, reference, band)
        for band in bands
        for place, name in enumerate(names)
        for reference in names[:place]
    )


def coverage(cases: Sequence[Case], bands: Iterable[tuple[int, int]] = BANDS) -> tuple[Held, ...]:
    """Coverage of the intervals of every forecaster by years ahead."""
    found = []
    for name in dict.fromkeys(case.forecaster for case in cases):
        for first, last in bands:
            held = [c for c in cases if c.forecaster == name and first <= c.ahead <= last]
            if held:
                half = float(np.mean([case.inside_half for case in held]))
                most = float(np.mean([case.inside_most for case in held]))
                series = len({case.series for case in held})
                found.append(Held(name, first, last, len(held), series, half, most))
    return tuple(found)


def _by_case(
    cases: Sequence[Case], forecaster: str, band: tuple[int, int]
) -> dict[tuple[str, int, int], float]:
    """Scores of a forecaster by series, origin and years ahead."""
    return {
        (case.series, case.origin, case.ahead): case.crps
        for case in cases
        if case.forecaster == forecaster and band[0] <= case.ahead <= band[1]
    }
