"""How much of a state's company in the minority one partner provides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int, Integer

from steelyard.measures.checks import divide, refuse_unless
from steelyard.measures.interval import LEVEL
from steelyard.measures.similarity import contested
from steelyard.measures.vote_codes import CHOICES, refuse_other_codes
from steelyard.vocabulary.estimate import Estimate, absent

FEWEST = 5  # with fewer occasions the interval spans nearly everything


def support_interval(
    together: int,
    minority: int,
    *,
    effective: float | None = None,
    draws: int = 5_000,
    seed: int = 0,
) -> Estimate:
    r"""Share of a state's minority votes that a partner shared.

    .. math:: u_{ij} = \frac{\#\{v : y_i = y_j \ne m_v\}}{\#\{v : y_i \ne m_v\}}

    with :math:`m_v` the most frequent vote on roll call *v*. Unlike agreement it has a
    direction: the common votes are the same for both sides, their lone votes are not. It does
    not say why the votes coincide, and an abstention counts as a position of its own.

    Parameters
    ----------
    together : count
        Roll calls on which both cast the same vote, and not the most frequent one.
    minority : count
        Roll calls with both present on which the state did not cast the most frequent vote.
    effective : count
        How many independent occasions the roll calls are worth: paragraphs of one text are not
        independent. With texts of :math:`n_t` roll calls it is
        :math:`(\sum_t n_t)^2 / \sum_t n_t^2`. None: every roll call stands alone.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    support : Estimate, 1, in [0, 1]
        Interval of the Jeffreys posterior, Beta(k + 1/2, n - k + 1/2): roll calls are taken as
        a sample of those that could have come up. Absent with fewer than five occasions.

    Raises
    ------
    InputError
        If a count is negative, or more were together than the state was in the minority.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial
    proportion. *Statistical Science* 16(2), 101-133.
    Kish, L. (1965). *Survey Sampling*. New York: Wiley, 8.2 (the effective number).

    Examples
    --------
    >>> support_interval(27, 37).text(percent=True)
    '73 % (60 to 83)'
    """
    refuse_unless(
        0 <= together <= minority,
        where="support_interval",
        found=f"{together} votes together out of {minority}",
        expected="0 <= together <= minority",
        remedy="Count both over the same roll calls.",
    )
    if minority < FEWEST:
        return absent(f"in the minority on only {minority} roll calls")
    point = together / minority
    occasions = minority if effective is None else min(effective, minority)
    random = np.random.default_rng(seed)
    drawn = random.beta(point * occasions + 0.5, (1 - point) * occasions + 0.5, draws)
    tail = (1 - LEVEL) / 2
    low, high = (float(end) for end in np.quantile(drawn, [tail, 1 - tail]))
    basis = "roll calls" if effective is None else "texts voted on"
    return Estimate(
        point, min(low, point), max(high, point), LEVEL, f"{basis} as a sample (Jeffreys)"
    )


@dataclass(frozen=True, slots=True)
class SupportCounts:
    """Lone votes of all ordered pairs: ``minority[i, j]`` of *i* with *j* present.

    `together` (symmetric) counts those on which *j* cast the same vote. Diagonals are 0.
    """

    together: Int[np.ndarray, "state state"]
    minority: Int[np.ndarray, "state state"]

    @property
    def share(self) -> Float[np.ndarray, "state state"]:
        """``share[i, j]`` of the minority votes of *i* that *j* shared; NaN with fewer than 5."""
        few = self.minority < FEWEST
        return divide(self.together, np.where(few, np.nan, self.minority))


def usual_votes(votes: Integer[np.ndarray, "roll_call state"]) -> Int[np.ndarray, " roll_call"]:
    r"""The most frequent vote on each roll call; the one nearest to yes where two are level.

    .. math:: m_v = \arg\max_a \#\{i : y_{vi} = a\}

    Parameters
    ----------
    votes : code
        ``votes[v, i]`` of all states: 0 absent, 1 yes, 2 abstain, 3 no.

    Returns
    -------
    usual : code
        0 where nobody voted.

    Raises
    ------
    InputError
        If a code is none of 0 to 3.

    References
    ----------
    Haege, F. M. (2011). *Political Analysis* 19(3), 287-305 (why majorities hide alignment).

    Examples
    --------
    >>> usual_votes(np.array([[1, 1, 3], [2, 3, 0], [0, 0, 0]])).tolist()
    [1, 2, 0]
    """
    refuse_other_codes("usual_votes", votes)
    counts = np.stack([(votes == choice).sum(axis=1) for choice in CHOICES])
    return np.where(counts.any(axis=0), counts.argmax(axis=0) + 1, 0)


def support_counts(votes: Integer[np.ndarray, "roll_call state"]) -> SupportCounts:
    r"""Lone votes, and those shared, of every ordered pair of states, by matrix products.

    .. math:: t_{ij} = \sum_v 1[y_{vi} = y_{vj} \ne m_v], \quad
        n_{ij} = \sum_v 1[y_{vi} \ne m_v]\, 1[y_{vj} \ne 0]

    Support of *i* by *j* is :math:`u_{ij} = t_{ij} / n_{ij}`, see `support_interval`. Roll calls
    without a dissenting vote have no minority and do not count.

    Parameters
    ----------
    votes : code
        ``votes[v, i]`` of all states that voted, so that the most frequent vote is right: 0
        absent, 1 yes, 2 abstain, 3 no.

    Returns
    -------
    counts : SupportCounts, count of roll calls

    Raises
    ------
    InputError
        If a code is none of 0 to 3.

    References
    ----------
    Haege, F. M. (2011). *Political Analysis* 19(3), 287-305 (the critique that this answers).

    Examples
    --------
    >>> votes = np.array([[1, 1, 3, 3, 1], [1, 2, 2, 1, 1], [1, 1, 3, 0, 1]])
    >>> counts = support_counts(votes)
    >>> counts.together[2].tolist(), counts.minority[2].tolist()
    ([0, 1, 0, 1, 0], [3, 3, 0, 2, 3])
    """
    votes = votes[contested(votes)]
    usual = usual_votes(votes)[:, None]
    there = (votes > 0).astype(np.float32)  # counts below 2^24 are exact
    alone = there * (votes != usual)
    # one product over all choices: many small ones wait for each other's threads
    chosen = np.concatenate([(votes == choice) * alone for choice in CHOICES])
    return SupportCounts(_off_diagonal(chosen.T @ chosen), _off_diagonal(alone.T @ there))


def _off_diagonal(counts: np.ndarray) -> np.ndarray:
    """Whole counts with 0 for a state and itself."""
    whole = np.rint(counts).astype(int)
    np.fill_diagonal(whole, 0)
    return whole
