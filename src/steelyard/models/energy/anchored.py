"""A market under caps whose price is known at one place: demand is lifted until it is met."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.models.energy.cap_ports import (
    CLOSE,
    TIGHT,
    Cap,
    Port,
    allowing,
    contracted,
    fenced,
    ports_of,
    top_price,
)
from steelyard.models.energy.equilibrium import Equilibrium, solve
from steelyard.models.energy.network import Market
from steelyard.models.energy.price_cap import Capped, capped, solve_capped
from steelyard.models.energy.response import response
from steelyard.vocabulary.errors import InputError, NotConverged

MET = 1e-7  # of the price: how near the anchor must come to it
SAME = 1e-7  # of an amount: what has been tried already
MOST_JOINT = 16
MOST_STEPS = 60
STATES = ("open", "rationed", "closed")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place whose price is known, and the price.

    `weight`: by how much the worth of a unit is lifted at each node where the anchor's is by 1;
    everywhere the same where it is left out.
    """

    node: str
    level: float
    weight: Float[np.ndarray, " node"] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Met:
    """A capped market that meets a price; `lifted` was added to what every use is worth."""

    market: Market
    capped: Capped
    lifted: float


def lift(market: Market, by: float, weight: Float[np.ndarray, " node"] | None = None) -> Market:
    """Demand everywhere moved up by an amount of money, times a weight of each node."""
    more = by if weight is None else by * weight[market.demand.node]
    return replace(market, demand=replace(market.demand, intercept=market.demand.intercept + more))


def solve_met(market: Market, caps: tuple[Cap, ...], anchor: Anchor, start: float = 0.0) -> Met:
    r"""Capped equilibrium with demand everywhere lifted by one amount that meets a price.

    .. math:: p_{anchor}(b, x) = \bar p, \qquad
        0 \le x_i \perp p_i(b, x) - \bar p_i \le 0 \;\text{on serviced lanes}

    in the lift *b* and what serviced lanes of each port may carry, *x*. Prices are straight in
    pieces: within one their slopes lead to the solution at once, whichever ports are open,
    rationed or closed there. Each step takes the assignment that these slopes contradict least
    (a Newton method for the complementarity problem). Where it goes round in circles the lift is
    sought between two bounds, and the caps are met anew at each.

    Parameters
    ----------
    market : Market
    caps : Cap
    anchor : Anchor
        Its level is above 0.
    start : money / unit
        Lift from which the search begins; it moves the number of steps and not the result.

    Returns
    -------
    met : Met

    Raises
    ------
    UnknownName
        If the anchor is no node.
    InputError
        If the level is not above 0, or what `solve_capped` refuses.
    NotConverged
        If no lift meets the price.

    References
    ----------
    Josephy, N. (1979). Newton's method for generalized equations. Mathematics Research Center,
    Wisconsin, report 1965; for caps see `solve_capped`.

    Examples
    --------
    >>> from steelyard.models.energy.curves import demand_through, supply_through
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> seller = Node("S", supply=supply_through(70.0, 100.0, 0.3, "crude oil"))
    >>> buyer = Node("B", demand=demand_through(72.0, 100.0, -0.3, "crude oil"))
    >>> ways = [lane("S", "B", "tanker", 2.0, "crude oil")]
    >>> met = solve_met(market("crude oil", [seller, buyer], ways), (), Anchor("B", 90.0))
    >>> round(met.capped.equilibrium.price_of("S"), 6)
    88.0
    """
    refuse_unless(0 < anchor.level < np.inf, where=f"price of {market.fuel} at {anchor.node}",
                  found=f"{anchor.level:g}", expected="a price above 0",
                  remedy="Take the mean of a month with a price above 0.")  # fmt: skip
    market.node(anchor.node)
    return _by_slopes(market, caps, anchor, start) or _between(market, caps, anchor, start)


def _by_slopes(
    market: Market, caps: tuple[Cap, ...], anchor: Anchor, start: float
) -> Met | None:  # fmt: skip
    """Lift and allowed amounts at once; None where the steps do not settle."""
    held, by = fenced(market, caps), start
    least, allowed = contracted(held, caps), np.full(len(caps), np.inf)
    low, high = -allowed, allowed
    tried: list[np.ndarray] = []
    for _ in range(MOST_JOINT):
        lifted = lift(held, by, anchor.weight)
        try:
            found = solve(allowing(lifted, caps, allowed))
        except (InputError, NotConverged):
            return None
        ports = ports_of(found, caps)
        gap = found.price_of(anchor.node) - anchor.level
        if abs(gap) <= MET * anchor.level and all(
            each.miss <= TIGHT or each.is_unused for each in ports
        ):
            return Met(lift(market, by, anchor.weight), capped(found, caps), by)
        step = _step(found, caps, ports, anchor, least)
        if step is None:
            return None
        low, high = _bounds(ports, low, high)
        tried.append(allowed)
        by, allowed = by + step[0], _untried(step[1], tried, low, high)
    return None


def _bounds(
    ports: tuple[Port, ...], low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Amounts known to be too small or too large: a port's price rises with what may leave it."""
    carried = np.array([each.carried for each in ports])
    dear = np.array([each.gap > TIGHT for each in ports], dtype=bool)
    cheap = np.array([each.gap < -TIGHT and not each.is_open for each in ports], dtype=bool)
    return np.where(cheap, carried, low), np.where(dear, carried, high)


def _untried(
    allowed: np.ndarray, tried: list[np.ndarray], low: np.ndarray, high: np.ndarray
) -> np.ndarray:  # fmt: skip
    """What the slopes say; where they lead back, halfway between too small and too large.

    What others carry moves the bounds of a port, so that they only guide the steps.
    """
    if not any(np.allclose(allowed, each, rtol=SAME, atol=0) for each in tried):
        return allowed
    known = np.isfinite(low) & np.isfinite(high) & (low < high)
    beyond = known & ((allowed <= low) | (allowed >= high))
    return np.where(beyond, (np.where(known, low, 0.0) + np.where(known, high, 0.0)) / 2, allowed)


def _step(
    found: Equilibrium, caps: tuple[Cap, ...], ports: tuple[Port, ...], anchor: Anchor,
    least: np.ndarray,
) -> tuple[float, np.ndarray] | None:  # fmt: skip
    """By how much to lift, and what to allow, if slopes stay as they are."""
    count, first = len(caps), found.market.limit.size - len(caps)
    slopes = response(found, [first + at for at in range(count)], anchor.weight)
    nodes = [found.market.node(cap.origin) for cap in caps]
    prices = np.column_stack([slopes.lifted[nodes], slopes.price[nodes]])
    rents = np.column_stack([slopes.rent_lifted, slopes.rent])
    at = found.market.node(anchor.node)
    top = np.concatenate([[slopes.lifted[at]], slopes.price[at]])
    now = _Now(
        np.array([each.gap * each.unit for each in ports]), found.limit_rent[first:],
        np.array([each.carried for each in ports]) - least, prices, rents,
    )  # fmt: skip
    gap, best, worst = found.price_of(anchor.node) - anchor.level, None, np.inf
    for states, step in _assignments(now, top, gap):
        wrong = _wrong(now, states, step, top_price(found), float(found.demand.sum()))
        if wrong < worst - CLOSE:
            best, worst = (states, step), wrong
    if best is None:
        return None
    states, step = best
    more = {"open": np.full(count, np.inf), "closed": np.zeros(count),
            "rationed": np.maximum(now.carried + step[1:], 0.0)}  # fmt: skip
    allowed = [least[at] + more[state][at] for at, state in enumerate(states)]
    return float(step[0]), np.array(allowed)


@dataclass(frozen=True, slots=True, eq=False)
class _Now:
    """Prices less caps, rents of caps, amounts above contracts, and their slopes."""

    gap: Float[np.ndarray, " cap"]
    rent: Float[np.ndarray, " cap"]
    carried: Float[np.ndarray, " cap"]
    prices: Float[np.ndarray, "cap step"]
    rents: Float[np.ndarray, "cap step"]


def _assignments(
    now: _Now, top: np.ndarray, gap: float
) -> Iterator[tuple[tuple[str, ...], np.ndarray]]:
    """Steps that meet the anchor's price with each port open, rationed or closed."""
    count = now.gap.size
    for states in product(STATES, repeat=count):
        rows, right = np.zeros((count + 1, count + 1)), np.zeros(count + 1)
        rows[0], right[0] = top, -gap
        for at, state in enumerate(states):
            if state == "rationed":
                rows[at + 1], right[at + 1] = now.prices[at], -now.gap[at]
            elif state == "open":
                rows[at + 1], right[at + 1] = now.rents[at], -now.rent[at]
            else:
                rows[at + 1, at + 1], right[at + 1] = 1.0, -now.carried[at]
        if np.linalg.matrix_rank(rows, tol=1e-9 * np.abs(rows).max()) == count + 1:
            yield states, np.linalg.solve(rows, right)


def _wrong(
    now: _Now, states: tuple[str, ...], step: np.ndarray, top: float, size: float
) -> float:  # fmt: skip
    """By how much an assignment contradicts itself, in parts of prices and of the market."""
    gap, rent = now.gap + now.prices @ step, now.rent + now.rents @ step
    carried = now.carried + step[1:]
    told = {"open": gap / top, "closed": -gap / top,
            "rationed": np.maximum(-rent / top, -carried / size)}  # fmt: skip
    return max((float(told[state][at]) for at, state in enumerate(states)), default=0.0)


def _between(market: Market, caps: tuple[Cap, ...], anchor: Anchor, start: float) -> Met:
    """The lift between two bounds: a root of a rising function."""
    ends: dict[bool, tuple[float, float]] = {}
    by, step, gap = start, 0.0, np.inf
    for turn in range(MOST_STEPS):
        lifted = lift(market, by, anchor.weight)
        found = solve_capped(lifted, caps)
        gap = found.equilibrium.price_of(anchor.node) - anchor.level
        if abs(gap) <= CLOSE * anchor.level:
            return Met(lifted, found, by)
        ends[gap > 0] = (by, gap)
        if len(ends) == 2:
            (low, below), (high, above) = ends[False], ends[True]
            by = low - below * (high - low) / (above - below) if turn % 3 < 2 else (low + high) / 2
        else:
            step = max(2 * step, abs(gap))
            by -= np.sign(gap) * step
    raise NotConverged(
        where=f"price of {market.fuel} at {anchor.node}",
        found=f"off by {gap:.3g} at a lift of {by:.3g}",
        residual=abs(gap) / anchor.level,
        expected=f"within {CLOSE:g} of {anchor.level:g} (law 7)",
        remedy="Take a price nearer to those of the years of the balances.",
    )
