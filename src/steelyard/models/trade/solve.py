"""Equilibria in exact changes: what a shock does to wages, prices, trade and real income."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from steelyard.models.trade.economy import BALANCE, Economy
from steelyard.models.trade.equilibrium import Certificate, Closure, Equilibrium
from steelyard.models.trade.iteration import Found, anderson, newton
from steelyard.models.trade.links import Links
from steelyard.models.trade.shock import Shock, no_shock
from steelyard.models.trade.sweep import Flows, Point, System, flows
from steelyard.models.trade.system import start_of, system_of
from steelyard.vocabulary.errors import InputError, NotConverged, Unbalanced

TOLERANCE = 1e-11  # error of any equation, in parts, at which an iteration ends
ACCEPTED = 1e-10  # the most that a certificate may show (law 7)
SETTLED = 1e-12  # of a baseline, so that no shock changes exactly nothing
SWEEPS = 400
NEWTON_STEPS = 25
SHORTEST = 1 / 64  # of the way from no shock to the whole, before a solve is given up
PATIENCE = 3000  # sweeps in all


def solve(
    economy: Economy,
    shock: Shock,
    closure: Closure = Closure.ZEROED,
    start: Equilibrium | None = None,
) -> Equilibrium:
    r"""The equilibrium after a shock, in changes from the baseline.

    .. math:: \hat c_{ij} = \hat w_i^{\beta_{ij}} \prod_k \hat P_{ik}^{\gamma_{ikj}} /
        \hat A_{ij}, \quad \hat W_n = \hat I_n \Big/ \prod_j \hat P_{nj}^{\alpha_{nj}}

    One factor in each country that does not leave it, perfect competition, constant shares of
    spending, constant elasticity between sources; all adjustment done. It holds fixed: shares of
    sectors and inputs, elasticities, and under the closure trade deficits. It says nothing of
    the path, of unemployment, or of needs for which there is a substitute in another sector.

    Parameters
    ----------
    economy : Economy
    shock : Shock
    closure : Closure
        Under ZEROED an economy with deficits is settled first (`settle`), and changes are
        counted from there.
    start : Equilibrium
        Where to begin, of the same economy; the answer does not depend on it.

    Returns
    -------
    equilibrium : changes, after over before
        Real income 0 and price infinite where a need cannot be met at any price.

    Raises
    ------
    AxisMismatch
        If the shock has other labels than the economy (law 3).
    Unbalanced
        If the baseline does not satisfy the model (law 8).
    NotConverged
        If an identity fails by more than 1e-10 in the end (law 7); it carries the residual.

    References
    ----------
    Caliendo, L. and Parro, F. (2015). Estimates of the trade and welfare effects of NAFTA.
    *Review of Economic Studies* 82(1), 1-44. Dekle, R., Eaton, J. and Kortum, S. (2007).
    Unbalanced trade. *American Economic Review* 97(2), 351-355.

    Examples
    --------
    >>> from steelyard.models.trade.shock import embargo
    >>> from steelyard.models.trade.tables import economy_from_flows
    >>> economy = economy_from_flows(
    ...     ["A", "B"], ["goods"], np.zeros((2, 2)), np.array([[8.0, 2.0], [2.0, 8.0]]),
    ...     np.array([4.0]))
    >>> cut = solve(economy, embargo(economy, ["A"], ["B"]).then(embargo(economy, "B", "A")))
    >>> cut.percent.round(6).tolist(), round(100 * (0.8 ** (1 / 4) - 1), 6)
    ([-5.425839, -5.425839], -5.425839)
    """
    shock.refuse_other_labels(economy.countries, economy.sectors)
    if closure is Closure.ZEROED and economy.deficit.any():
        economy = settle(economy)
    _refuse_unbalanced(economy)
    system, links = system_of(economy, shock, closure)
    begin = start_of(economy, links) if start is None else _start_at(start, system)
    found = _found(economy, shock, closure, system, begin, TOLERANCE)
    return answer_at(economy, shock, closure, system, links, found)


def settle(economy: Economy) -> Economy:
    """The economy without deficits, all markets clearing: a named step (law 8).

    Wages, prices and shares adjust until every country spends what it earns and every market
    clears at the products, shares of needs and elasticities given; then the data are rewritten.

    Raises
    ------
    NotConverged
        If no such economy is found.
    """
    nothing = no_shock(economy)
    system, links = system_of(economy, nothing, Closure.ZEROED)
    begin = start_of(economy, links)
    found = _found(economy, nothing, Closure.ZEROED, system, begin, SETTLED)
    return settled_at(economy, system, links, found)


def settled_at(economy: Economy, system: System, links: Links, found: Found) -> Economy:
    """The economy rewritten at the point where its markets clear without deficits."""
    nothing = no_shock(economy)
    reached = answer_at(economy, nothing, Closure.ZEROED, system, links, found)
    return replace(
        economy,
        share=reached.share,
        spending=reached.spending,
        product=economy.product * reached.wage,
        deficit=np.zeros_like(economy.deficit),
    )


def _found(
    economy: Economy,
    shock: Shock,
    closure: Closure,
    system: System,
    begin: Point,
    tolerance: float,
) -> Found:
    """The fixed point by the quickest method that reaches it."""
    found = anderson(system, begin, tolerance, SWEEPS)
    if found.error <= tolerance:
        return found
    polished = newton(system, found.point, tolerance, NEWTON_STEPS)
    if polished.error <= ACCEPTED:
        return polished
    return _by_steps(economy, shock, closure, system, tolerance)


def _by_steps(
    economy: Economy, shock: Shock, closure: Closure, system: System, tolerance: float
) -> Found:
    """From no shock to the whole by steps, each begun where the last ended (homotopy in M)."""
    _, whole = system_of(economy, shock, closure)
    point, done, stride, sweeps = start_of(economy, whole), 0.0, 0.5, 0
    found = Found(point, np.inf, 0, "steps")
    while done < 1 and sweeps < PATIENCE:
        part = min(done + stride, 1.0)
        partial = (
            system if part == 1 else system_of(economy, _part(economy, shock, part), closure)[0]
        )
        found = anderson(partial, point, tolerance, SWEEPS)
        if found.error > tolerance:
            found = newton(partial, found.point, tolerance, NEWTON_STEPS)
        sweeps += found.iterations
        if found.error <= ACCEPTED:
            point, done = found.point, part
        else:
            stride /= 2
            if stride < SHORTEST:
                break
    if done < 1:
        return Found(point, np.inf, sweeps, "steps")
    return Found(found.point, found.error, sweeps, "steps")


def _part(economy: Economy, shock: Shock, part: float) -> Shock:
    """A part of a shock: costs and productivity in logs, embargoes and tariffs linearly."""
    tariff = shock.tariff_to
    linear, power = 1 - (1 - shock.multiplier) * part, shock.multiplier**part
    return replace(
        shock,
        multiplier=np.where(shock.multiplier > 0, power, linear),
        productivity=shock.productivity**part,
        tariff_to=None if tariff is None else economy.tariff + (tariff - economy.tariff) * part,
    )


def _start_at(start: Equilibrium, system: System) -> Point:
    """The point of an equilibrium found before."""
    wage = np.log(np.where(start.wage > 0, start.wage, 1.0))
    price = np.log(np.where(np.isfinite(start.price), start.price, 1.0))
    return Point(wage, price, start.spending / (np.exp(wage) * system.product)[:, None])


def _refuse_unbalanced(economy: Economy) -> None:
    """Raise unless the baseline satisfies the model (law 8)."""
    off = economy.imbalance
    worst = int(off.argmax())
    if not off[worst] <= BALANCE:
        raise Unbalanced(
            where=f"baseline, {economy.countries[worst]}",
            found=f"an identity fails by {off[worst]:.3g} of the country's product",
            expected=f"markets that clear within {BALANCE:g} before any shock (law 8)",
            remedy="Balance it with `settle(economy)`, and say that deficits were set to zero.",
        )


def _refuse_debt(economy: Economy, now: Flows) -> None:
    """Raise if a surplus that is held fixed exceeds all that a country still earns."""
    short = [c for c, left in zip(economy.countries, now.income, strict=True) if left <= 0]
    if short:
        raise InputError(
            where="deficits after the shock",
            found=f"a surplus above all that is earned in {', '.join(short)}",
            expected="final spending above zero in every country",
            remedy="Use the closure 'zeroed' or 'multiplicative' for a shock of this size.",
        )


def _certificate(system: System, found: Found, now: Flows) -> Certificate:
    """How far each identity fails at the point found."""
    point = found.point
    needs = system.final * now.income[:, None] + (system.inputs @ now.output[:, :, None])[:, :, 0]
    gap = np.abs(point.spending - needs / now.factors[:, None]).max()
    labour = np.abs(now.labour / now.factors - 1).max()
    spending = point.spending * now.factors[:, None]
    paid = spending * ((system.net @ now.weight[:, :, None])[:, :, 0] / now.index).T
    balance = (paid - now.output).sum(axis=1) - now.deficit
    relative = now.floor - point.price  # shares at the prices found, not at those they imply
    total = now.index.T * np.exp(-system.theta * relative)
    return Certificate(
        market=float(max(gap, labour)),
        balance=float(np.abs(balance / now.factors).max()),
        price=float(np.abs(total - 1).max()),
        fixed_point=found.error,
        iterations=found.iterations,
        method=found.method,
    )


def answer_at(
    economy: Economy,
    shock: Shock,
    closure: Closure,
    system: System,
    links: Links,
    found: Found,
) -> Equilibrium:
    """Changes and levels at the point found; refused unless its certificate holds."""
    with np.errstate(all="ignore"):
        now = flows(np, system, found.point)
        proof = _certificate(system, found, now)
    if not proof.residual <= ACCEPTED:
        raise NotConverged(
            where=f"trade equilibrium, {len(economy.countries)} x {len(economy.sectors)}",
            found=f"a residual of {proof.residual:.3g} after {proof.iterations} sweeps",
            residual=proof.residual,
            expected=f"at most {ACCEPTED:g} in every equation (law 7: no value without it)",
            remedy="Set deficits to zero (closure 'zeroed') where trade all but ends, "
            "use an embargo for a cost that ends it, or raise elasticities far below 1.",
        )
    _refuse_debt(economy, now)
    gone, lost = links.infeasible, ~links.alive
    dead = lost | (gone & (economy.final > 0)).any(axis=1)
    price = np.where(gone, np.inf, np.exp(found.point.price))
    share = system.reach * now.weight[:, None, :] / now.index[:, :, None]
    moved = found.iterations > 0 or found.point.wage.any()
    income = now.income / economy.income if moved else np.ones_like(economy.income)
    income = np.where(lost, 0.0, income)  # what did not move stands exactly, without rounding
    cost_of_living = (economy.final * found.point.price).sum(axis=1)
    idle = gone | lost[:, None]
    return Equilibrium(
        baseline=economy,
        wage=np.where(lost, 0.0, np.exp(found.point.wage)),
        price=price,
        share=np.where(idle.T[:, :, None], 0.0, share),
        spending=np.where(idle, 0.0, found.point.spending * now.factors[:, None]),
        output=np.where(links.made & ~lost[:, None], now.output, 0.0),
        tariff=economy.tariff if shock.tariff_to is None else shock.tariff_to,
        income=income,
        real_income=np.where(dead, 0.0, income * np.exp(-cost_of_living)),
        component=links.component,
        infeasible=tuple((economy.countries[n], economy.sectors[j]) for n, j in np.argwhere(gone)),
        closure=closure,
        certificate=proof,
    )
