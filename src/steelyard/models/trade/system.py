"""A counterfactual as a system of equations: baseline, shock, closure and links put together."""

from __future__ import annotations

import numpy as np

from steelyard.models.trade.economy import Economy
from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.links import Links, links_after
from steelyard.models.trade.shock import Shock
from steelyard.models.trade.sweep import Point, System
from steelyard.vocabulary.errors import InputError


def system_of(economy: Economy, shock: Shock, closure: Closure) -> tuple[System, Links]:
    """Equations of the counterfactual, and the links that the shock leaves.

    What cannot be had is taken out of the equations and reported through the links: spending on
    a final need that nobody can supply goes to the other needs; a country that can sell nothing
    has no income and stands alone.
    """
    links = links_after(economy, shock.multiplier, closure is Closure.ZEROED)
    tariff = economy.tariff if shock.tariff_to is None else shock.tariff_to
    reach = np.where(links.open, economy.share * shock.multiplier, 0.0)
    if shock.tariff_to is not None:
        reach = reach * ((1 + tariff) / (1 + economy.tariff)) ** -economy.theta[:, None, None]
    net = reach if not tariff.any() else reach / (1 + tariff)
    final, value_added, inputs = economy.final, economy.value_added, economy.inputs
    if not (links.met.all() and links.made.all() and links.alive.all()):
        reach, net, final, value_added, inputs = _without_the_lost(economy, links, reach, net)
    group = (links.component[None, :] == np.unique(links.component)[:, None]).astype(float)
    system = System(
        reach=reach,
        net=net,
        final=final,
        value_added=value_added,
        inputs=inputs,
        product=economy.product,
        deficit=_deficits(economy, closure, group),
        spread=_spread(economy, closure, links),
        theta=economy.theta,
        productivity=np.log(shock.productivity),
        group=group,
        step=_steps(economy),
    )
    return system, links


def start_of(economy: Economy, links: Links) -> Point:
    """No change in wages and prices, and the spending of the baseline."""
    spending = np.where(links.met & links.needed, economy.spending, 0.0)
    # who has nothing left to sell stands alone in the equations, and buys of itself
    idle = ~links.alive | (spending.sum(axis=1) == 0)
    spending = np.where(idle[:, None], economy.final * economy.product[:, None], spending)
    return Point(
        np.zeros_like(economy.product),
        np.zeros_like(economy.final),
        spending / economy.product[:, None],
    )


def _without_the_lost(
    economy: Economy, links: Links, reach: np.ndarray, net: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Equations in which lost needs, lost sectors and lost countries ask for nothing."""
    held = links.met & links.alive[:, None]
    final = np.where(held, economy.final, 0.0)
    nothing = final.sum(axis=1) == 0
    final[nothing] = economy.final[nothing]
    final = final / final.sum(axis=1, keepdims=True)
    value_added = np.where(links.made, economy.value_added, 1.0)
    inputs = np.where(links.made[:, None, :], economy.inputs, 0.0)
    # a need that is not met, or of a country without income, is its own supplier at no cost
    own = np.zeros_like(reach)
    lost = ~held | nothing[:, None]
    at = np.arange(len(economy.countries))
    own[:, at, at] = lost.T
    value_added = np.where(lost.all(axis=1)[:, None], 1.0, value_added)
    inputs = np.where(lost.all(axis=1)[:, None, None], 0.0, inputs)
    foreign = np.where(lost.T[:, :, None], own, reach)
    return foreign, np.where(lost.T[:, :, None], own, net), final, value_added, inputs


def _deficits(economy: Economy, closure: Closure, group: np.ndarray) -> np.ndarray:
    """Deficits after the shock, those of a component summing to zero.

    What a component owes to others can no longer be paid; it is spread by product.
    """
    if closure is not Closure.ADDITIVE:
        return np.zeros_like(economy.deficit)
    owed = (group @ economy.deficit) / (group @ economy.product)
    left = economy.deficit - economy.product * (owed @ group)
    short = [c for c, v in zip(economy.countries, economy.product + left, strict=True) if v <= 0]
    if short:
        raise InputError(
            where="deficits after the shock",
            found=f"a surplus above all that is earned in {', '.join(short)}",
            expected="income above zero in every component of the trade graph",
            remedy="Use the closure 'zeroed' for a shock that splits the world.",
        )
    return left


def _spread(economy: Economy, closure: Closure, links: Links) -> np.ndarray:
    """Final spending over what is earned in the baseline, where that ratio is kept."""
    if closure is not Closure.MULTIPLICATIVE:
        return np.ones_like(economy.product)
    return economy.income / (economy.product + economy.revenue)


def _steps(economy: Economy) -> np.ndarray:
    """Share of the gap in a labour market that a wage closes: one over its slope at home."""
    at = np.arange(len(economy.countries))
    output = economy.output
    abroad = output - economy.share[:, at, at].T * economy.spending
    total = output.sum(axis=1)
    slope = (np.maximum(abroad, 0) @ economy.theta) / np.where(total > 0, total, 1.0)
    return 1 / (1 + slope)
