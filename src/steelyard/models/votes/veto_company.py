"""How often one state joins another's vetoes, and whether and when that changed.

Vetoes are few and come in series on one subject, so the model is small and its posterior is
exact on a grid: a chance before and one after at most one change at an unknown date, and
subjects that differ from each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Integer

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.vocabulary.estimate import Estimate

FEWEST = 3  # with fewer vetoes the interval is the prior's
CELLS = 100  # of the chance
CHANCES = (np.arange(CELLS) + 0.5) / CELLS
ALIKE = np.array([0.0, 0.03, 0.07, 0.12, 0.2, 0.3, 0.42, 0.56, 0.72, 0.9])  # within a subject
ALIKE_WEIGHT = np.diff(np.array([0.0, 0.015, 0.05, 0.095, 0.16, 0.25, 0.36, 0.49, 0.64, 0.81, 1.0]))
BASIS = "posterior of a chance that may have changed once; vetoes on one subject go together"


@dataclass(frozen=True, slots=True)
class Company:
    """Posterior of the chance that a veto is joined, at dates asked for.

    `changed` is the probability that the chance changed at all (a priori one half), `by` that it
    had changed by each date. `when` is the date of the change if there was one, `before` and
    `after` the chances on its two sides, `alike` the mean correlation within a subject. `density`
    is the posterior over `CHANCES` at each date.
    """

    density: Float[np.ndarray, "date chance"]
    by: Float[np.ndarray, " date"]
    changed: float
    when: Estimate
    before: Estimate
    after: Estimate
    alike: float

    def at(self, place: int) -> Estimate:
        """The chance at one of the dates."""
        return _estimate(self.density[place])


def veto_company(
    joined: Bool[np.ndarray, " veto"],
    dates: Float[np.ndarray, " veto"],
    subjects: Integer[np.ndarray, " veto"],
    asked: Float[np.ndarray, " date"],
) -> Company:
    r"""Chance that a state's veto has an attribute (such as a partner's veto beside it), by date.

    .. math:: k_{st} \sim \mathrm{BetaBinomial}(n_{st}, p_t, \rho), \quad
        p_t = p_1 + 1[t > \tau](p_2 - p_1)

    for the vetoes on subject *s*. A priori the chances are uniform on 0 to 1, a change has
    probability one half and a date uniform between first and last veto, and the correlation
    :math:`\rho` within a subject has the distribution Beta(1, 2) cut to ten values. A subject
    that goes on after the change starts anew. What it says: the chance on a new subject of the
    time, not why; at most one change is looked for.

    Parameters
    ----------
    joined : bool
        Whether each veto of the state has the attribute.
    dates : years
        Ascending; vetoes of one day are never split by a change.
    subjects : code
        What each draft was about.
    asked : years
        Dates for which the chance is wanted.

    Returns
    -------
    company : Company, 1, in [0, 1]
        90 % intervals of the posterior.

    Raises
    ------
    InputError
        If there are fewer than three vetoes, dates that do not ascend, or lengths that differ.

    References
    ----------
    Carlin, B. P., Gelfand, A. E. and Smith, A. F. M. (1992). Hierarchical Bayesian analysis of
    changepoint problems. *Applied Statistics* 41(2), 389-405.
    Skellam, J. G. (1948). A probability distribution derived from the binomial distribution.
    *JRSS B* 10(2), 257-261 (the beta-binomial).

    Examples
    --------
    >>> joined = np.array([False] * 12 + [True] * 12)
    >>> found = veto_company(joined, np.arange(24.0), np.arange(24), np.array([2.0, 22.0]))
    >>> found.changed > 0.99, found.at(1).low > 0.7, 10 < found.when.point < 13
    (True, True, True)
    """
    _refuse(joined, dates, subjects)
    ahead = _running(joined, subjects)
    behind = _running(joined[::-1], subjects[::-1])[::-1]
    gaps, lengths = _gaps(dates)
    # logs of the likelihood by change (none first), correlation and chance, before and after
    early = np.concatenate([ahead[-1:], ahead[gaps]])
    late = np.concatenate([np.zeros_like(ahead[-1:]), behind[gaps + 1]])
    prior = np.concatenate([[0.5], 0.5 * lengths / lengths.sum()]) if gaps.size else np.ones(1)
    return _posterior(early, late, prior, dates, gaps, asked)


def _refuse(joined: np.ndarray, dates: np.ndarray, subjects: np.ndarray) -> None:
    """Raise on too few vetoes, other lengths or disorder."""
    refuse_unless(
        joined.shape == dates.shape == subjects.shape and joined.size >= FEWEST,
        where="veto_company",
        found=f"{joined.size} vetoes, {dates.size} dates, {subjects.size} subjects",
        expected=f"at least {FEWEST} vetoes, each with a date and a subject",
        remedy="Leave the chance absent, or look at more years.",
    )
    refuse_unless(
        bool((np.diff(dates) >= 0).all()),
        where="veto_company",
        found="dates that do not ascend",
        expected="vetoes in the order of their dates",
        remedy="Sort the vetoes by date.",
    )


def _running(joined: np.ndarray, subjects: np.ndarray) -> np.ndarray:
    """Log likelihood of the vetoes up to each one, by correlation and chance (Polya's urn)."""
    rho, chance = ALIKE[:, None], CHANCES[None, :]
    seen: dict[int, tuple[int, int]] = {}
    total = np.zeros((ALIKE.size, CELLS))
    made = np.empty((joined.size, *total.shape))
    for place, (with_partner, subject) in enumerate(
        zip(joined.tolist(), subjects.tolist(), strict=True)
    ):
        yes, number = seen.get(subject, (0, 0))
        next_yes = (chance * (1 - rho) + rho * yes) / (1 - rho + rho * number)
        total = total + np.log(next_yes if with_partner else 1 - next_yes)
        made[place] = total
        seen[subject] = (yes + with_partner, number + 1)
    return made


def _gaps(dates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vetoes after which time passes before the next, and how much."""
    passed = np.diff(dates)
    gaps = np.flatnonzero(passed > 0)
    return gaps, passed[gaps]


def _posterior(
    early: np.ndarray,
    late: np.ndarray,
    prior: np.ndarray,
    dates: np.ndarray,
    gaps: np.ndarray,
    asked: np.ndarray,
) -> Company:
    """Weights of all changes and correlations, and the chances under them."""
    tops = early.max(axis=2, keepdims=True), late.max(axis=2, keepdims=True)
    shapes = np.exp(early - tops[0]), np.exp(late - tops[1])
    height = (tops[0] + tops[1])[..., 0]
    weight = np.exp(height - height.max()) * shapes[0].mean(axis=2) * shapes[1].mean(axis=2)
    weight *= prior[:, None] * ALIKE_WEIGHT
    weight /= weight.sum()
    one, two = (np.einsum("cr,crp->cp", weight / shape.sum(axis=2), shape) for shape in shapes)
    of_change = weight.sum(axis=1)
    passed = _passed(dates, gaps, asked)
    # the first row is the world without a change: its chance holds at every date
    density = one[0] + (1 - passed) @ one[1:] + passed @ two[1:]
    changed = float(of_change[1:].sum())
    return Company(
        density=density,
        by=passed @ of_change[1:],
        changed=changed,
        when=_when(dates, gaps, of_change[1:]),
        before=_estimate(one[1:].sum(axis=0) if gaps.size else one[0]),
        after=_estimate(two[1:].sum(axis=0) if gaps.size else one[0]),
        alike=float(weight.sum(axis=0) @ ALIKE),
    )


def _passed(dates: np.ndarray, gaps: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Part of each gap that lies before each date asked for: ``passed[date, gap]``."""
    begin, end = dates[gaps], dates[gaps + 1]
    return np.clip((asked[:, None] - begin) / (end - begin), 0, 1)


def _when(dates: np.ndarray, gaps: np.ndarray, of_change: np.ndarray) -> Estimate:
    """Date of the change, if there was one."""
    if not gaps.size:
        return Estimate(None, None, None, None, "absent: all vetoes fell on one day")
    reached = np.concatenate([[0.0], np.cumsum(of_change) / of_change.sum()])
    ends = np.concatenate([dates[gaps], dates[gaps[-1:] + 1]])
    middle, low, high = np.interp([0.5, (1 - LEVEL) / 2, (1 + LEVEL) / 2], reached, ends)
    return Estimate(float(middle), float(low), float(high), LEVEL, BASIS, "estimated")


def _estimate(density: np.ndarray) -> Estimate:
    """Mean and central interval of a posterior over the grid of chances."""
    share = density / density.sum()
    reached = np.concatenate([[0.0], np.cumsum(share)])
    low, high = np.interp([(1 - LEVEL) / 2, (1 + LEVEL) / 2], reached, np.arange(CELLS + 1) / CELLS)
    mean = float(share @ CHANCES)
    return Estimate(mean, min(float(low), mean), max(float(high), mean), LEVEL, BASIS, "estimated")
