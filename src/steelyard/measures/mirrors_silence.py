"""Which states are silent, and so which blank pairs were missed rather than ended.

Reconciled trade has a pair as soon as one side reports it. A blank therefore means either that
trade ended or was never more than a trace, or that both sides are silent. Silence shows as a
block: everything among the silent states is gone at once, whatever its size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.checks import refuse_negative, refuse_unless

SIZE_BINS = 10
STEPS, SETTLED = 3000, 1e-4
START_SILENT, START_ENDED = 0.3, 0.1


@dataclass(frozen=True, slots=True)
class Silence:
    """Probability that each state is silent, and that each blank pair has ended.

    `ended` is NaN for pairs that are known or never were. `missing` marks the blank pairs that
    were more probably missed than ended.
    """

    state: Float[np.ndarray, " state"]
    ended: Float[np.ndarray, "state state"]
    missing: Bool[np.ndarray, "state state"]


def silence(
    known: Float[np.ndarray, "state state"], last_known: Float[np.ndarray, "state state"]
) -> Silence:
    r"""Silent states and missed pairs, from the pattern of blanks.

    .. math:: P(\text{blank}_{ij}) = c_{b(ij)} + (1 - c_{b(ij)})\, s_i s_j

    with :math:`s_i` the probability that *i* is silent towards a partner and :math:`c_b` the
    probability that trade of size class *b* ends by itself. Maximum likelihood by expectation
    and maximisation.

    Parameters
    ----------
    known, last_known : USD / year
        ``[exporter, importer]`` now and when last known; NaN where absent.

    Returns
    -------
    silence : Silence, 1, in [0, 1]

    Raises
    ------
    InputError
        If flows are negative, no pair was ever known, or the fit does not settle.

    References
    ----------
    Dempster, A. P., Laird, N. M. and Rubin, D. B. (1977). Maximum likelihood from incomplete
    data via the EM algorithm. *Journal of the Royal Statistical Society B* 39(1), 1-38.

    Examples
    --------
    >>> last = np.random.default_rng(0).lognormal(5, 2, (30, 30))
    >>> now = last.copy()
    >>> now[:5, :5] = np.nan
    >>> found = silence(now, last)
    >>> found.state.round(1)[[0, 29]].tolist(), int(found.missing.sum())
    ([0.9, 0.0], 20)
    """
    refuse_negative("silence", known=known, last_known=last_known)
    traded = (last_known > 0) & ~np.eye(len(known), dtype=bool)
    blank = np.isnan(known) & traded
    refuse_unless(
        bool(traded.any()),
        where="silence",
        found="no pair with a last known level above 0",
        expected="an earlier year to compare with",
        remedy="Pass the last year in which most states reported as `last_known`.",
    )
    size_class = _size_class(last_known, traded)
    silent = np.full(len(known), START_SILENT)
    ends = np.full(SIZE_BINS, START_ENDED)
    for _ in range(STEPS):
        before = silent
        silent, ends = _step(silent, ends, blank, traded, size_class)
        if np.abs(silent - before).max() < SETTLED:
            break
    else:
        refuse_unless(
            False,
            where="silence",
            found=f"probabilities still moving after {STEPS} steps",
            expected=f"changes below {SETTLED} (law 7)",
            remedy="Pass the missing pairs yourself (argument `missing` of `impute`).",
        )
    chance = ends[size_class]
    both = np.outer(silent, silent)
    ended = np.where(blank, chance / (chance + (1 - chance) * both), np.nan)
    return Silence(silent, ended, blank & (np.nan_to_num(ended, nan=1.0) < 0.5))


def _size_class(flows: np.ndarray, traded: np.ndarray) -> np.ndarray:
    """Class of equal numbers of pairs by size, from the smallest; 0 where never traded."""
    edges = np.quantile(flows[traded], np.linspace(0, 1, SIZE_BINS + 1)[1:-1])
    return np.where(traded, np.digitize(np.where(traded, flows, 0.0), edges), 0)


def _step(
    silent: np.ndarray,
    ends: np.ndarray,
    blank: np.ndarray,
    traded: np.ndarray,
    size_class: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """One step of expectation and maximisation; weak priors keep off 0 and 1."""
    seller, buyer, chance = silent[:, None], silent[None, :], ends[size_class]
    is_blank = chance + (1 - chance) * seller * buyer
    open_pair = 1 - seller * buyer
    silent_seller = np.where(
        blank, seller * (chance + (1 - chance) * buyer) / is_blank, seller * (1 - buyer) / open_pair
    )
    silent_buyer = np.where(
        blank, buyer * (chance + (1 - chance) * seller) / is_blank, buyer * (1 - seller) / open_pair
    )
    times = (traded * silent_seller).sum(1) + (traded * silent_buyer).sum(0)
    pairs = traded.sum(1) + traded.sum(0)
    ended = np.where(blank, chance / is_blank, 0.0)
    number = np.bincount(size_class[traded], minlength=SIZE_BINS)
    total = np.bincount(size_class[traded], ended[traded], minlength=SIZE_BINS)
    return (times + 0.02) / (pairs + 1.0), (total + 0.5) / (number + 10.0)
