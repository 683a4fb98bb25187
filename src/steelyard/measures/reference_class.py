"""A reference class: its members, who shares a state, and what a percentile in it may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.measures.interval import Z90, estimate_from_draws
from steelyard.vocabulary.estimate import Estimate

FEWEST_MEMBERS = 20  # below this a percentile says little
BASIS = "noise of the value and choice of the reference class"


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """Members and, for each side of the pairs, the state of each; made by `reference_class`.

    `ordered` holds the members in ascending order, `sizes` how many each state has, by side.
    """

    members: Float[np.ndarray, " member"]
    ordered: Float[np.ndarray, " member"]
    sides: tuple[Int[np.ndarray, " member"], ...]
    sizes: tuple[Int[np.ndarray, " _"], ...]

    def below(self, values: Float[np.ndarray, "*shape"]) -> Float[np.ndarray, "*shape"]:
        """Share of the members below each value, ties counted half."""
        left, right = (np.searchsorted(self.ordered, values, side) for side in ("left", "right"))
        return (left + right) / (2 * self.ordered.size)

    def percentile(self, value: float) -> float:
        """Percentile of a value, ties counted half."""
        return 100 * float(self.below(np.array([value]))[0])

    def independent(self, value: float) -> float:
        """Number of independent members whose share below the value would vary as this one's."""
        if not self.sides:
            return float(self.members.size)
        below = 0.5 * (self.members < value) + 0.5 * (self.members <= value)
        share = float(below.mean())
        gap = below - share
        sums = [
            np.bincount(states, gap, size.size)
            for states, size in zip(self.sides, self.sizes, strict=True)
        ]
        # two-way: what a member shares with nobody adds once more
        variance = sum(float((each**2).sum()) for each in sums)
        variance += float((gap**2).sum()) if len(sums) == 2 else 0.0
        if share in (0.0, 1.0):  # beyond all members: as many as there are states
            return float(min(size.size for size in self.sizes))
        variance *= max(_few(size) for size in self.sizes)
        # members of a state can also balance each other out: never more than there are
        return min(float(gap.size), share * (1 - share) * gap.size**2 / max(variance, 1e-12))

    def draws(
        self,
        value: float,
        drawn: Float[np.ndarray, "*shape"],
        chance: Float[np.ndarray, "*shape"] | np.random.Generator,
    ) -> Float[np.ndarray, "*shape"]:
        """What the percentile may be, where the value may be `drawn`.

        `chance` is a generator, or numbers in (0, 1): the quantile of Jeffreys' posterior that
        each draw takes. The same numbers in two years mean the same choice of members.
        """
        return posterior(self.below(drawn), self.independent(value), chance)

    def interval(self, value: float, drawn: Float[np.ndarray, " draw"], seed: int = 0) -> Estimate:
        """Percentile of a value with its 90 % interval."""
        random = np.random.default_rng(seed)
        return estimate_from_draws(
            self.percentile(value), self.draws(value, drawn, random), basis=BASIS
        )


def posterior(
    below: Float[np.ndarray, "*shape"],
    number: Float[np.ndarray, "*#shape"] | float,
    chance: Float[np.ndarray, "*#shape"] | np.random.Generator,
) -> Float[np.ndarray, "*shape"]:
    r"""Percentiles in truth where a share of a class lies below a value.

    .. math:: 100\,B, \quad B \sim \mathrm{Beta}(m p + \tfrac12,\; m (1 - p) + \tfrac12)

    with *m* independent members: Jeffreys' posterior.

    Parameters
    ----------
    below : 1, in [0, 1]
        Share below, by draw.
    number : count
        `ReferenceClass.independent`.
    chance : generator, or 1 in (0, 1)
        Which quantile of the posterior each draw takes.

    Returns
    -------
    percentile : 0 to 100

    Raises
    ------
    InputError
        Never.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial
    proportion. *Statistical Science* 16(2), 101-133.

    Examples
    --------
    >>> posterior(np.array([0.5, 0.9]), 100.0, np.array([0.5, 0.5])).round(1).tolist()
    [50.0, 89.9]
    """
    above_zero, above_one = number * below + 0.5, number * (1 - below) + 0.5
    if isinstance(chance, np.random.Generator):
        return 100 * chance.beta(above_zero, above_one)
    from scipy.special import betaincinv

    return 100 * betaincinv(above_zero, above_one, chance)


def _few(sizes: np.ndarray) -> float:
    """How much a variance learned from few states of unequal size must grow to cover 90 %.

    Student's t with one degree of freedom less than there are states of equal size, by the first
    term of its expansion at 95 %.
    """
    alike = float(sizes.sum()) ** 2 / float((sizes**2).sum())
    freedom = max(alike - 1, 1.0)
    return alike / freedom * (1 + (Z90**2 + 1) / (4 * freedom)) ** 2


def reference_class(
    members: Float[np.ndarray, " member"],
    clusters: Sequence[Sequence[str] | Int[np.ndarray, " member"]] = (),
) -> ReferenceClass:
    r"""Members of a class, sorted once so that many values can be placed in it.

    .. math:: m = \min\left(n, \frac{n^2 p (1 - p)}{\sum_i e_{i\cdot}^2 + \sum_j e_{\cdot j}^2
        + \sum_{ij} e_{ij}^2}\right), \quad e_{ij} = 1[r_{ij} < v] - p

    is the number of independent members whose share *p* below a value *v* would vary as this
    one's when whole states are drawn anew, both sides apart; with one side :math:`\sum_i
    e_{i\cdot}^2` alone. It is the variance of the pigeonhole bootstrap in closed form, widened by
    Student's t for few states of unequal size.

    Parameters
    ----------
    members : any unit
        NaN ones are left out.
    clusters : labels
        For each side of the pairs, at most two, the state of each member: text or whole numbers.

    Returns
    -------
    reference : ReferenceClass

    Raises
    ------
    InputError
        If fewer than 20 members have a value, one is infinite, or labels do not match.

    References
    ----------
    Owen, A. B. (2007). The pigeonhole bootstrap. *Annals of Applied Statistics* 1(2), 386-411.
    Carter, A. V., Schnepel, K. T. and Steigerwald, D. G. (2017). Asymptotic behavior of a t-test
    robust to cluster heterogeneity. *Review of Economics and Statistics* 99(4), 698-709.

    Examples
    --------
    >>> pairs = reference_class(np.arange(200.0))
    >>> pairs.percentile(150.0), pairs.independent(150.0)
    (75.25, 200.0)
    """
    refuse_unless(
        len(clusters) <= 2 and all(len(labels) == members.size for labels in clusters),
        where="reference_class, argument 'clusters'",
        found=f"{[len(labels) for labels in clusters]} labels for {members.size} members",
        expected="one label for each member, on at most two sides",
        remedy="Give a list of labels for each side of the pairs.",
    )
    known = ~np.isnan(members)
    kept = members[known]
    refuse_unless(
        kept.size >= FEWEST_MEMBERS and bool(np.isfinite(kept).all()),
        where="reference_class",
        found=f"{kept.size} members with a value",
        expected=f"at least {FEWEST_MEMBERS} finite members",
        remedy="Widen the class (more pairs or years), or leave the percentile absent.",
    )
    sides = tuple(_coded(np.asarray(side)[known]) for side in clusters)
    return ReferenceClass(kept, np.sort(kept), sides, tuple(map(np.bincount, sides)))


def _coded(labels: np.ndarray) -> np.ndarray:
    """Labels as whole numbers from 0, none left out; small numbers need no sorting."""
    if labels.dtype.kind not in "iu":
        return np.unique(labels, return_inverse=True)[1]
    there = np.bincount(labels) > 0
    return (np.cumsum(there) - 1)[labels]
