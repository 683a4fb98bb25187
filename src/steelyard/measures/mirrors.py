"""Missing mirrors: flows that neither side reported, imputed with measured errors.

A blank pair is not a zero (law 1). Each missing flow is imputed from its last known level and
the growth of the flows that are known; how far off that is comes from hiding known flows, and
from rehearsals: the same holes punched in years where the truth is known. The result is a named
step that marks what it made (law 2); `steelyard.measures.mirrors_shares` turns it into shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.measures.checks import refuse_negative
from steelyard.measures.mirrors_errors import (
    MATTERS,
    HiddenErrors,
    common_part,
    fit_spread,
    hidden_errors,
    relative_size,
)
from steelyard.measures.mirrors_growth import two_way_growth, usable
from steelyard.measures.mirrors_silence import silence

FEWEST_ERRORS = 100  # a 5 % quantile of fewer is not worth its name
CEILING = 0.998  # beyond it, draws of a state in turmoil exceed its partner's income
RELATIVE_SIZES = (0.003, 0.01, 0.03)  # of the exporter's exports or the importer's imports


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A pair of years in which the flows that are missing today were known.

    Both matrices are ``[exporter, importer]`` with the same states in the same order, as many
    years apart as today's.
    """

    known: Float[np.ndarray, "state state"]
    last_known: Float[np.ndarray, "state state"]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Standardised log errors of a rehearsal, and the correlation of those sharing a state."""

    error: Float[np.ndarray, " pair"]
    common: float


@dataclass(frozen=True, slots=True)
class Imputation:
    """Known flows, point values for those that are missing, and how far off these may be.

    `made` marks what was imputed; `unknown` what stays absent: never known, or probably ended.
    `error` holds standardised log errors: truth is ``flows * exp(spread * (error - median))``,
    but not above `ceiling`.
    `common` is the correlation of errors that share a state.
    """

    known: Float[np.ndarray, "state state"]
    last_known: Float[np.ndarray, "state state"]
    flows: Float[np.ndarray, "state state"]
    made: Bool[np.ndarray, "state state"]
    unknown: Bool[np.ndarray, "state state"]
    spread: Float[np.ndarray, "state state"]
    ceiling: Float[np.ndarray, "state state"]
    error: Float[np.ndarray, " pair"]
    common: float
    basis: str


def impute(
    known: Float[np.ndarray, "state state"],
    last_known: Float[np.ndarray, "state state"],
    *,
    missing: Bool[np.ndarray, "state state"] | None = None,
    bloc: Int[np.ndarray, " state"] | None = None,
    rehearsals: Sequence[Rehearsal | Rehearsed] = (),
    seed: int = 0,
) -> Imputation:
    r"""Missing flows at their last known level times two-way growth, with measured errors.

    .. math:: \hat X_{ij} = X^{last}_{ij} \exp(\hat g_{ij} + \sigma_{ij} \, \mathrm{med}(u))

    The growth is `two_way_growth`; the spread :math:`\sigma` comes from hiding blocks of this
    year's known flows; the standardised errors *u* come from the rehearsals, where the very
    pairs that are missing now were hidden. Without rehearsals *u* comes from the hidden blocks,
    and intervals come out too narrow, since pairs go missing where records are poor.

    No missing flow grows more than 99.8 % of the known flows that are as great a part of a state's
    trade: otherwise the draws of a state in turmoil would exceed the partner's income.

    A blank pair of which at least one side reports has no trade and stays absent; `silence` tells
    the two kinds apart by their pattern. Set a flow to 0 in `known` where trade is known to have
    ended between two silent states (an embargo, say).

    Parameters
    ----------
    known : USD / year
        ``[exporter, importer]``; NaN where nobody reported, 0 only where 0 was reported.
    last_known : USD / year
        The same flows when last known, on the same basis; NaN where never known.
    missing : bool
        Pairs to impute; those that `silence` finds where not given. Pairs that are known, or
        were never known above 0, are left as they are.
    bloc : label
        Bloc of each state from 0, for growth that differs between blocs.
    rehearsals : Rehearsal or Rehearsed
        Earlier pairs of years, as many years apart, or what `rehearse` made of them.
    seed : count
        For hiding.

    Returns
    -------
    imputation : Imputation, USD / year
        Pairs that stay absent are marked `unknown`.

    Raises
    ------
    InputError
        If flows are negative, or fewer than 100 pairs are known at both times.

    References
    ----------
    Little, R. J. A. and Rubin, D. B. (2019). *Statistical Analysis with Missing Data*, 3rd ed.,
    ch. 4-5. Gaulier, G. and Zignago, S. (2010). BACI. CEPII working paper 2010-23 (what stays
    blank in reconciled trade).

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> last = random.lognormal(5, 1, (30, 30))
    >>> now = 1.5 * last * random.lognormal(0, 0.1, last.shape)
    >>> now[2, 3] = np.nan
    >>> made = impute(now, last, missing=np.isnan(now))
    >>> bool(made.made[2, 3]), bool(1.3 < made.flows[2, 3] / last[2, 3] < 1.7)
    (True, True)
    """
    refuse_negative("impute", known=known, last_known=last_known)
    blank = np.isnan(known) & ~np.eye(len(known), dtype=bool)
    sought = silence(known, last_known).missing if missing is None else missing
    made = blank & sought & (last_known > 0)
    growth, spread, common, hidden = _learn(known, last_known, bloc, seed)
    error, basis = hidden, "missing mirrors: error of the imputation from hidden known flows"
    rehearsed = [
        earlier
        if isinstance(earlier, Rehearsed)
        else rehearse(earlier, sought, bloc=bloc, seed=seed)
        for earlier in rehearsals
    ]
    if sum(part.error.size for part in rehearsed) >= FEWEST_ERRORS:
        error = np.concatenate([part.error for part in rehearsed])
        common = float(np.mean([part.common for part in rehearsed]))
        basis = f"missing mirrors: error of the imputation in {len(rehearsed)} earlier periods"
    ceiling = _ceiling(known, last_known)
    imputed = last_known * np.exp(growth + spread * float(np.median(error)))
    flows = np.where(made, np.minimum(imputed, ceiling), known)
    unknown = blank & ~made
    return Imputation(
        known, last_known, flows, made, unknown, spread, ceiling, error, common, basis
    )


def rehearse(
    earlier: Rehearsal,
    missing: Bool[np.ndarray, "state state"],
    *,
    bloc: Int[np.ndarray, " state"] | None = None,
    seed: int = 0,
) -> Rehearsed:
    r"""Errors of the imputation on today's missing pairs, hidden in an earlier period.

    .. math:: u_{ij} = (\ln (X_{ij} / X^{last}_{ij}) - \hat g_{ij}) / \sigma_{ij}

    Growth and spread are learned from that period's flows without the hidden ones. Kept apart
    from `impute` so that one rehearsal can serve several imputations.

    Parameters
    ----------
    earlier : Rehearsal, USD / year
    missing : bool
        Pairs to hide.
    bloc, seed
        As in `impute`.

    Returns
    -------
    rehearsed : Rehearsed, 1
        Of pairs that are at least a thousandth of one side's trade.

    Raises
    ------
    InputError
        If fewer than 100 pairs are left to learn from.

    References
    ----------
    Roberts, D. R. et al. (2017). *Ecography* 40(8), 913-929 (hiding as the truth is hidden).

    Examples
    --------
    >>> random = np.random.default_rng(0)
    >>> last = random.lognormal(5, 1, (30, 30))
    >>> year = Rehearsal(last * random.lognormal(0, 0.3, last.shape), last)
    >>> rehearse(year, random.random(last.shape) < 0.2).error.size > 100
    True
    """
    growth, spread, _, _ = _learn(
        np.where(missing, np.nan, earlier.known), earlier.last_known, bloc, seed
    )
    use = usable(earlier.known, earlier.last_known)
    judged = use & missing & (relative_size(earlier.last_known, use) >= MATTERS)
    seller, buyer = np.nonzero(judged)
    last = earlier.last_known[judged]
    error = np.log(earlier.known[judged] / last) - growth[judged]
    errors = HiddenErrors(np.zeros_like(seller), seller, buyer, np.log(last), error)
    return Rehearsed(error / spread[judged], common_part(errors, spread))


def _learn(
    known: np.ndarray, last_known: np.ndarray, bloc: np.ndarray | None, seed: int
) -> tuple[np.ndarray, np.ndarray, float, np.ndarray]:
    """Growth, spread, common part and standardised hidden errors of one pair of years."""

    def predict(now: np.ndarray, before: np.ndarray) -> np.ndarray:
        return two_way_growth(now, before, bloc)

    errors = hidden_errors(predict, known, last_known, seed=seed)
    spread = fit_spread(errors, last_known)
    scaled = errors.error / spread[errors.exporter, errors.importer]
    return predict(known, last_known), spread, common_part(errors, spread), scaled


def _ceiling(known: np.ndarray, last_known: np.ndarray) -> np.ndarray:
    """Greatest plausible level: 99.8 % quantile of the growth of flows of like relative size."""
    use = usable(known, last_known)
    relative = relative_size(last_known, last_known > 0)
    growth = np.where(use, known, np.nan) / np.where(use, last_known, np.nan)
    most = np.full_like(relative, np.inf)
    for least in RELATIVE_SIZES:
        alike = use & (relative >= least)
        if alike.sum() >= FEWEST_ERRORS:
            most[relative >= least] = np.quantile(growth[alike], CEILING)
    return np.where(last_known > 0, last_known * most, np.nan)
