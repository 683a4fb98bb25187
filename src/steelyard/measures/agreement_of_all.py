"""How alike all pairs of states vote at once, and a percentile of that when roll calls are redrawn.

The percentile is a yardstick for one pair: whether it votes more alike than most. Redrawing it
under the same weights as the pair keeps what the agenda does to both.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Integer

from steelyard.measures.checks import refuse_unless
from steelyard.measures.vote_codes import refuse_other_codes

FEWEST_ROLL_CALLS = 10  # of a pair; below it agreement is mostly noise
WINDOW = 5.0  # percentiles to each side whose pairs stand for one when it is redrawn; tried 2-20


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Agreement of all pairs, ``values[state, state]``; NaN on the diagonal and where unknown."""

    values: Float[np.ndarray, "state state"]
    ordered: Float[np.ndarray, " pair"]

    @property
    def spread(self) -> float:
        """Standard deviation over all pairs; NaN without any."""
        return float(self.ordered.std()) if self.ordered.size else float("nan")

    def percentile(
        self,
        votes: Integer[np.ndarray, "roll_call state"],
        weights: Float[np.ndarray, "draw roll_call"],
        level: float,
    ) -> tuple[float, Float[np.ndarray, " draw"]]:
        r"""A percentile over all pairs, and what it would be with roll calls weighted anew.

        .. math:: q^{(d)} = q + \bar g^{(d)}_N - \bar g_N

        *N* are the pairs within five percentiles of the level: to first order a quantile moves as
        the mean of those that lie at it.

        Parameters
        ----------
        votes : code
            Those that the pairs come from: 0 absent, 1 yes, 2 abstain, 3 no.
        weights : 1
            Of each roll call under each draw.
        level : 0 to 100

        Returns
        -------
        percentile, draws : 1
            NaN without pairs.

        Raises
        ------
        InputError
            If the level is not between 0 and 100 or a roll call has no weight.

        References
        ----------
        van der Vaart, A. W. (1998). *Asymptotic Statistics*. Cambridge, ch. 21 (quantiles).

        Examples
        --------
        >>> votes = np.random.default_rng(0).integers(1, 4, (60, 30))
        >>> point, draws = pair_agreement(votes).percentile(votes, np.ones((2, 60)), 50.0)
        >>> round(point, 3), bool(np.allclose(draws, point))
        (0.558, True)
        """
        refuse_unless(
            0 < level < 100 and weights.shape[1] == len(votes),
            where="percentile",
            found=f"level {level:g}, {weights.shape[1]} weights for {len(votes)} roll calls",
            expected="a level between 0 and 100 and a weight for each roll call",
            remedy="Correct the argument that does not fit.",
        )
        if not self.ordered.size:
            return float("nan"), np.full(len(weights), np.nan)
        ends = np.clip([level - WINDOW, level, level + WINDOW], 0, 100)
        # already in order: `percentile` would sort again
        at = ends / 100 * (self.ordered.size - 1)
        low, point, high = np.interp(at, np.arange(self.ordered.size), self.ordered)
        near = ((self.values >= low) & (self.values <= high)).astype(np.float32)
        together, apart = _sums_over(votes, near)
        usual = 1 - apart.sum() / (2 * together.sum())
        moved = 1 - (weights @ apart) / (2 * (weights @ together))
        return float(point), point + moved - usual


def pair_agreement(votes: Integer[np.ndarray, "roll_call state"]) -> PairAgreement:
    r"""Agreement of every pair of states: 1 alike, 1/2 one step apart, 0 opposed, on average.

    .. math:: g_{ij} = 1 - \frac{\sum_v |y_{vi} - y_{vj}|}{2 n_{ij}}

    The same as `agreement.vote_agreement` of every pair, by a few matrix products.

    Parameters
    ----------
    votes : code
        ``votes[v, i]``: 0 absent, 1 yes, 2 abstain, 3 no.

    Returns
    -------
    agreement : PairAgreement, 1, in [0, 1]
        NaN for pairs with fewer than ten common roll calls.

    Raises
    ------
    InputError
        If a code is none of 0 to 3.

    References
    ----------
    Voeten, E. (2013). Data and analyses of voting in the UN General Assembly. In Reinalda (ed.),
    *Routledge Handbook of International Organization*, ch. 4.

    Examples
    --------
    >>> made = pair_agreement(np.array([[1, 1, 3]] * 10 + [[1, 2, 3]] * 10))
    >>> made.values[0].tolist()
    [nan, 0.75, 0.0]
    """
    refuse_other_codes("pair_agreement", votes)
    there = (votes > 0).astype(np.float32)
    common = there.T @ there
    apart = np.zeros_like(common)
    for step in (2, 3):  # |y_i - y_j| is the number of steps between the two
        above = (votes >= step).astype(np.float32)
        one_side = above.T @ there
        apart += one_side + one_side.T - 2 * (above.T @ above)
    enough = common >= FEWEST_ROLL_CALLS
    np.fill_diagonal(enough, val=False)
    values = np.full(common.shape, np.nan)
    values[enough] = 1 - apart[enough].astype(float) / (2 * common[enough])
    first, second = np.triu_indices(len(values), k=1)
    each = values[first, second]
    return PairAgreement(values, np.sort(each[np.isfinite(each)]))


def _sums_over(votes: np.ndarray, near: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """By roll call, over chosen pairs: how many took part, and the sum of their steps apart."""
    there = (votes > 0).astype(np.float32)
    weighed = there @ near
    together = (weighed * there).sum(axis=1)
    apart = np.zeros_like(together)
    for step in (2, 3):
        above = (votes >= step).astype(np.float32)
        apart += 2 * ((weighed * above).sum(axis=1) - ((above @ near) * above).sum(axis=1))
    return together.astype(float), apart.astype(float)
