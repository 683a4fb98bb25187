"""Chances of each class by year, in the baseline and in a scenario, from the same draws."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from steelyard.measures.interval import FEWEST_DRAWS
from steelyard.measures.standing import class_probabilities
from steelyard.scenarios.system.fans import fan_of
from steelyard.scenarios.system.outcome import Odds
from steelyard.scenarios.system.standing import Ranked, Standing, Unranked, chances, shares_of

TOUCH = 1e-9  # a value at a cut is in the class above it, as in the dossier


def odds_of(
    standing: Standing,
    baseline: Float[np.ndarray, "draw year"],
    scenario: Float[np.ndarray, "draw year"],
    years: Float[np.ndarray, " year"],
    *,
    seed: int,
) -> Iterator[Odds]:
    """Every definition for one direction of the tie.

    Parameters
    ----------
    standing : Standing
    baseline, scenario : standard deviations
        The variable of the standing in both runs, paired draw by draw.
    years : of both
    seed : count
    """
    pair = [shares_of(standing, values, baseline, years) for values in (baseline, scenario)]
    known = np.isfinite(pair[0]).all(axis=0)
    told = years[known].astype(int)
    first, second = (each[:, known] for each in pair)
    for ranked in standing.classes:
        why = ranked.absent or _too_few(len(first), told.size)
        yield Odds(
            subject=standing.subject, partner=standing.partner, definition=ranked.id,
            title=ranked.title, main=ranked.main, names=ranked.ladder.names,
            last_known=standing.last, years=() if why else tuple(map(int, told)),
            share=None if why else fan_of(100 * first),
            share_scenario=None if why else fan_of(100 * second),
            baseline=() if why else _by_year(ranked, first, seed),
            scenario=() if why else _by_year(ranked, second, seed),
            absent=why,
        )  # fmt: skip


def unranked(told: Unranked) -> Odds:
    """A direction without classes, with the reason."""
    return Odds(
        subject=told.subject, partner=told.partner, definition="", title="", main=True, names=(),
        last_known=None, years=(), share=None, share_scenario=None, baseline=(),
        scenario=(), absent=told.why,
    )  # fmt: skip


def _too_few(draws: int, years: int) -> str:
    if draws < FEWEST_DRAWS:
        return f"only {draws} draws could be used; {FEWEST_DRAWS} are needed"
    return "" if years else "the run ends before the first observed year"


def _by_year(
    ranked: Ranked, shares: Float[np.ndarray, "draw year"], seed: int
) -> tuple[tuple[float, ...], ...]:
    """Probability of each class in each year."""
    chance = chances(len(shares), seed)
    return tuple(
        tuple(
            one.probability
            for one in class_probabilities(
                ranked.percentiles(shares[:, year], chance) + TOUCH, ranked.ladder
            )
        )
        for year in range(shares.shape[1])
    )
