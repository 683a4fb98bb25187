"""Many shocks of one economy: Newton's method with the slope of the baseline kept throughout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from scipy.linalg import lu_factor, lu_solve

from steelyard.models.trade.economy import Economy
from steelyard.models.trade.equilibrium import Closure, Equilibrium
from steelyard.models.trade.iteration import Found, importance, packed, unpacked
from steelyard.models.trade.shock import Shock, no_shock
from steelyard.models.trade.solve import TOLERANCE, answer_at, settle, solve
from steelyard.models.trade.sweep import System, sweep
from steelyard.models.trade.system import start_of, system_of

NUDGE = 1e-6  # relative step of the slope; an error of it costs steps, not accuracy
MOST = 40  # steps; a shock that needs more is solved from the start


def solve_many(
    economy: Economy, shocks: Iterable[Shock], closure: Closure = Closure.ZEROED
) -> Iterator[Equilibrium]:
    r"""Equilibria of many shocks of one economy, each as `solve` gives it.

    .. math:: z_{k+1} = z_k + (I - S_0')^{-1} (S(z_k) - z_k)

    with the slope :math:`S_0'` of the sweep at the baseline, factored once: worth its cost from
    about ten shocks on, since cuts between two countries move the rest of the world little. What
    does not converge goes to `solve`, and every answer carries its certificate (law 7).

    Parameters
    ----------
    economy : Economy
    shocks : Shock, in any number
    closure : Closure

    Yields
    ------
    equilibrium : changes, after over before

    Raises
    ------
    AxisMismatch, Unbalanced, NotConverged
        As `solve`.

    References
    ----------
    Ortega, J. M. and Rheinboldt, W. C. (1970). *Iterative Solution of Nonlinear Equations in
    Several Variables*, ch. 7 (the chord method).

    Examples
    --------
    >>> from steelyard.models.trade.shock import embargo
    >>> from steelyard.models.trade.tables import economy_from_flows
    >>> economy = economy_from_flows(
    ...     ["A", "B", "C"], ["goods"], np.zeros((3, 3)), np.eye(3) * 7 + 1, np.array([4.0]))
    >>> cuts = [embargo(economy, ["A"], ["B"]), embargo(economy, ["B"], ["C"])]
    >>> found = [cut.of("B") for cut in solve_many(economy, cuts)]
    >>> [round(each - solve(economy, cut).of("B"), 8) for each, cut in zip(found, cuts)]
    [0.0, 0.0]
    """
    if closure is Closure.ZEROED and economy.deficit.any():
        economy = settle(economy)
    still, links = system_of(economy, no_shock(economy), closure)
    shape = still.final.shape
    begin = packed(start_of(economy, links))
    factors = lu_factor(np.eye(begin.size) - _slope(still, begin, shape))
    weight = importance(still)
    for shock in shocks:
        shock.refuse_other_labels(economy.countries, economy.sectors)
        system, links = system_of(economy, shock, closure)
        whole = system.group.shape == still.group.shape and not links.infeasible.any()
        found = _chord(system, begin, shape, factors, weight) if whole else None
        if found is None:
            yield solve(economy, shock, closure)
        else:
            yield answer_at(economy, shock, closure, system, links, found)


def _chord(
    system: System, begin: np.ndarray, shape: tuple[int, int], factors: tuple, weight: np.ndarray
) -> Found | None:
    """The point that a sweep leaves unchanged, or None where these steps do not reach it."""
    now, before = begin, np.inf
    with np.errstate(all="ignore"):
        for step in range(MOST):
            gap = packed(sweep(np, system, unpacked(now, shape))) - now
            error = float(np.max(np.abs(gap * weight)))
            if error <= TOLERANCE:
                return Found(unpacked(now, shape), error, step, "chord")
            if not error < 10 * before:
                return None
            before = error
            now = now + lu_solve(factors, gap, check_finite=False)
    return None


def _slope(system: System, at: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Derivatives of a sweep, [output, input], by forward differences."""
    base = packed(sweep(np, system, unpacked(at, shape)))
    slope = np.empty((at.size, at.size))
    for column in range(at.size):
        nudged = at.copy()
        nudged[column] += NUDGE
        slope[:, column] = (packed(sweep(np, system, unpacked(nudged, shape))) - base) / NUDGE
    return slope
