"""What a record of vetoes tells about the game of the lone veto, and what it leaves open.

A list of vetoes holds no draft that passed, so three outcomes of four are counted and five
numbers are wanted: the posterior is shown with how much of it is the prior's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.models.games.lone_veto import Stances, outcomes
from steelyard.vocabulary.estimate import Estimate, absent

DRAWS = 6_000  # of the prior; a quarter of a standard error of the interval's ends
FEWEST = 5
LEAST_CONTRACTION = 0.25  # below, the number would be the prior's
REACH = 2.5  # standard deviations of the prior: as far as likelihood bounds are looked for
DEVIANCE = 2.705543454095404  # 90 % point of chi-squared with one degree of freedom
BASIS = "posterior of the game of the lone veto, given a stated prior"
PRIOR = (
    "a priori: drive normal with mean -0.5 and standard deviation 1, premium normal with mean 0 "
    "and standard deviation 1, correlation of stakes uniform on -0.9 to 0.9, meeting uniform"
)


@dataclass(frozen=True, slots=True)
class Record:
    """Drafts that both vetoed, the first alone, the second alone; see `premiums`."""

    both: int
    first: int
    second: int
    passed: int | None = None
    effective: float = 1.0

    def counts(self) -> Float[np.ndarray, " outcome"]:
        """Counts by outcome; refuses what cannot be."""
        counts = np.array([self.both, self.first, self.second, self.passed or 0], dtype=float)
        refuse_negative("premiums", counts=counts)
        refuse_unless(
            bool(counts[:3].sum() >= FEWEST) and 0 < self.effective <= 1,
            where="premiums",
            found=f"{counts[:3].sum():.0f} vetoed drafts, effective part {self.effective:g}",
            expected=f"at least {FEWEST} drafts and a part above 0 and up to 1",
            remedy="Look at more years, or leave the premium absent.",
        )
        return counts


@dataclass(frozen=True, slots=True)
class Premium:
    """Isolation premium of one member as the record tells it.

    `value` is absent where the record moves the prior too little. `contraction` is the part of
    the prior's variance that the record takes away; `above` the probability that company makes a
    veto easier (above 0) and not needless; `bounds` the values that the likelihood alone does not
    reject, None at an end that lies beyond the reach.
    """

    value: Estimate
    contraction: float
    above: float
    bounds: tuple[float | None, float | None]


def premiums(
    both: int,
    first: int,
    second: int,
    *,
    passed: int | None = None,
    effective: float = 1.0,
) -> tuple[Premium, Premium]:
    r"""Isolation premiums of two members from how often they vetoed together and alone.

    .. math:: p(\mu, \kappa, r, s \mid n) \propto p(\mu, \kappa, r, s)
        \prod_o \left(\frac{P(o)}{1 - P(\text{neither})}\right)^{e\, n_o}

    over the three outcomes on record, with the chances of `outcomes`; with `passed` the fourth
    counts as well and nothing is conditioned on. The prior is `PRIOR`, by weighting draws from
    it. Read the sign first, and the contraction: two counts fix two numbers at most, so that
    stakes which go together and a premium for company can explain each other.

    Parameters
    ----------
    both, first, second : count of drafts
        Vetoed by both, by the first alone, by the second alone.
    passed : count of drafts
        Put to the vote and vetoed by neither, where known.
    effective : 1, in (0, 1]
        Independent drafts to drafts: those on one subject go together.

    Returns
    -------
    premiums : (Premium, Premium), standard deviations of the stake
        Of the first and the second member.

    Raises
    ------
    InputError
        If a count is negative, fewer than five drafts are given, or `effective` lies outside
        its range.

    References
    ----------
    Tamer, E. (2003). *Review of Economic Studies* 70(1), 147-165. Poirier, D. J. (1998).
    Revising beliefs in nonidentified models. *Econometric Theory* 14(4), 483-509.

    Examples
    --------
    One that never stands alone, beside one that often does:

    >>> steady, follower = premiums(14, 15, 0)
    >>> follower.above < steady.above, follower.contraction > steady.contraction
    (True, True)
    """
    record = Record(both, first, second, passed=passed, effective=effective)
    return mixed_premiums((record,), (1.0,))


def mixed_premiums(records: Sequence[Record], weights: Sequence[float]) -> tuple[Premium, Premium]:
    r"""Isolation premiums where it is not known which of several records holds.

    .. math:: p(\kappa) = \sum_d w_d\, p(\kappa \mid n_d)

    Such are the counts since a change whose date is uncertain: a date *d* has weight
    :math:`w_d`. Intervals and contraction are those of the mixture. Likelihood bounds are the
    widest under the records that make up 90 % of the weight. Otherwise as `premiums`.

    Parameters
    ----------
    records : Record
        Counts under each date.
    weights : any, at least 0
        Not all 0; they need not add up to 1.

    Returns
    -------
    premiums : (Premium, Premium), standard deviations of the stake
        Of the first and the second member.

    Raises
    ------
    InputError
        If a record cannot be, weights are negative, all 0, or not as many as records.

    References
    ----------
    Hoeting, J. A., Madigan, D., Raftery, A. E. and Volinsky, C. T. (1999). Bayesian model
    averaging: a tutorial. *Statistical Science* 14(4), 382-417.

    Examples
    --------
    Two dates that say the same say what one says:

    >>> one, two = Record(14, 15, 0), Record(14, 15, 0)
    >>> mixed_premiums((one, two), (0.5, 0.5))[0] == premiums(14, 15, 0)[0]
    True
    """
    weight = np.array(weights, dtype=float)
    refuse_negative("mixed_premiums", weights=weight)
    refuse_unless(
        weight.size == len(records) and bool(weight.sum() > 0),
        where="mixed_premiums",
        found=f"{len(records)} records and weights {weight.tolist()}",
        expected="a weight for each record, and one above 0",
        remedy="Leave the premium absent where no record is possible.",
    )
    weight = weight / weight.sum()
    heights = np.stack([_height(record) for record in records])
    shapes = np.exp(heights - heights.max(axis=1, keepdims=True))
    of_draws = weight @ (shapes / shapes.sum(axis=1, keepdims=True))
    order = np.argsort(-weight, kind="stable")
    likely = order[: int(np.searchsorted(np.cumsum(weight[order]), LEVEL - 1e-12)) + 1]
    premium = _prior()[0].premium
    return (
        _premium(premium[:, 0], of_draws, heights[likely]),
        _premium(premium[:, 1], of_draws, heights[likely]),
    )


def _height(record: Record) -> Float[np.ndarray, " draw"]:
    """Log likelihood of a record under each draw of the prior."""
    counts = record.counts()
    _, logs, of_any = _prior()
    height = record.effective * (logs @ counts)
    if record.passed is None:
        height = height - record.effective * counts[:3].sum() * of_any
    return height


@cache
def _prior() -> tuple[Stances, Float[np.ndarray, "draw 4"], Float[np.ndarray, " draw"]]:
    """Draws of the prior, logs of the chances of outcomes, and of any veto at all."""
    random = np.random.default_rng(0)
    stances = Stances(
        drive=random.normal(-0.5, 1, (DRAWS, 2)),
        premium=random.normal(0, 1, (DRAWS, 2)),
        shared=random.uniform(-0.9, 0.9, DRAWS),
        meeting=random.uniform(0, 1, DRAWS),
    )
    chances = outcomes(stances)
    logs = np.log(np.maximum(chances, 1e-12))
    return stances, logs, np.log(np.maximum(1 - chances[:, 3], 1e-12))


def _premium(values: np.ndarray, weight: np.ndarray, heights: np.ndarray) -> Premium:
    """Mean, interval, contraction and bounds of one premium."""
    mean = float(weight @ values)
    contraction = 1 - float(weight @ (values - mean) ** 2) / float(values.var())
    order = np.argsort(values)
    reached = np.cumsum(weight[order]) - weight[order] / 2
    low, high = np.interp([(1 - LEVEL) / 2, (1 + LEVEL) / 2], reached, values[order])
    value = Estimate(mean, float(low), float(high), LEVEL, BASIS, "estimated")
    if contraction < LEAST_CONTRACTION:
        value = absent(
            f"the record takes away only {max(contraction, 0):.0%} of the prior's variance"
        )
    return Premium(value, contraction, float(weight @ (values > 0)), _bounds(values, heights))


def _bounds(values: np.ndarray, heights: np.ndarray) -> tuple[float | None, float | None]:
    """Values whose best explanation no likelihood, of several, rejects alone."""
    tops = heights.max(axis=1, keepdims=True)
    kept = values[(2 * (tops - heights) <= DEVIANCE).any(axis=0)]
    low, high = float(kept.min()), float(kept.max())
    return (None if low < -REACH else low, None if high > REACH else high)
