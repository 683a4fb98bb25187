"""A price cap: lanes that need a coalition's services may be used only at or below a price."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
from steelyard.models.energy.response import response
from steelyard.vocabulary.errors import InputError, NotConverged, shorten

STEEP = 1e-6  # of the market: slope from which a price answers
REACHED = 2e-5  # of the cap: what an interior point leaves where the cap is next to the free price
MOST_JOINT = 6
MOST_ROUNDS = 20
MOST_STEPS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Capped:
    """An equilibrium under caps.

    Parameters
    ----------
    equilibrium : Equilibrium
        Its limits include one for each cap: what serviced lanes from that port carry.
    caps : Cap
    state : open, closed or rationed, [cap]
        Open: the price lies at or below the cap and nobody notices it. Closed: what the port gets
        without services is more than the cap, and serviced ships stay away. Rationed: they load
        just as much as keeps the port at the cap.
    serviced : amount / year, [cap]
        What serviced lanes carry from the port.
    buyers_rent : USD m / year, [cap]
        What buyers on serviced lanes of a rationed port save against their own market.
    residual : 1
        Of the market, and of the cap where it rations, the larger.
    """

    equilibrium: Equilibrium
    caps: tuple[Cap, ...]
    state: tuple[str, ...]
    serviced: Float[np.ndarray, " cap"]
    buyers_rent: Float[np.ndarray, " cap"]
    residual: float


def solve_capped(market: Market, caps: tuple[Cap, ...]) -> Capped:
    r"""Equilibrium in which serviced lanes from a port load only at or below its cap.

    .. math:: 0 \le x_i \perp p_i - \bar p_i \le 0 \;\text{on serviced lanes},\quad
        p_i > \bar p_i \Rightarrow x_i = 0

    Other ships (the lanes that are not `serviced`, with their own cost and limit) carry on at any
    price, and what their limit is worth is its rent. Lowering the cap closes or rations serviced
    lanes; it lowers the price at the port only as far as other ships are too few.

    Parameters
    ----------
    market : Market
    caps : Cap
        At most one for each port, at least 0.

    Returns
    -------
    capped : Capped

    Raises
    ------
    UnknownName
        If a port is no node.
    InputError
        If a cap is below 0 or stands twice, if a contract obliges serviced lanes to load above
        it, or what `solve` refuses.
    NotConverged
        If several capped ports do not settle.

    References
    ----------
    Johnson, S., Rachel, L. and Wolfram, C. (2023). A theory of price caps on non-renewable
    resources. NBER Working Paper 31347; complementarity after Takayama and Judge (1964).

    Examples
    --------
    >>> from steelyard.models.energy.curves import demand_through, supply_through
    >>> from steelyard.models.energy.network import Node, lane, market
    >>> seller = Node("S", supply=supply_through(70.0, 100.0, 0.3, "crude oil"))
    >>> buyer = Node("B", demand=demand_through(72.0, 100.0, -0.3, "crude oil"))
    >>> ways = [lane("S", "B", "tanker", 2.0, "crude oil", serviced=True),
    ...         lane("S", "B", "other tanker", 5.0, "crude oil", most=60.0)]
    >>> found = solve_capped(market("crude oil", [seller, buyer], ways), (Cap("S", 60.0),))
    >>> found.state, round(found.equilibrium.price_of("S"), 3)
    (('rationed',), 60.0)
    """
    _refuse(caps)
    held = fenced(market, caps)
    if not caps:
        return capped(solve(held), caps)
    found, allowed, settled = _together(held, caps)
    if not settled:
        found, allowed = _in_turn(held, caps, allowed)
    return capped(found, caps)


def _refuse(caps: tuple[Cap, ...]) -> None:
    """Refuse caps that cannot be."""
    names = [cap.origin for cap in caps]
    refuse_unless(
        len(set(names)) == len(names) and all(0 <= cap.level < np.inf for cap in caps),
        where="price cap",
        found="; ".join(f"{cap.origin} {cap.level:g}" for cap in caps),
        expected="each port once, finite caps of at least 0",
        remedy="Leave out ports that are not capped.",
    )


def _together(market: Market, caps: tuple[Cap, ...]) -> tuple[Equilibrium, np.ndarray, bool]:
    """Amounts by the slope of the market in all caps at once, and whether every cap holds.

    The market is straight in pieces, so that within a piece the slope leads to the caps at once.
    """
    least, allowed = contracted(market, caps), np.full(len(caps), np.inf)
    found = solve(allowing(market, caps, allowed))
    for _ in range(MOST_JOINT):
        ports = ports_of(found, caps)
        if max(each.miss for each in ports) <= TIGHT:
            return found, allowed, True
        gap = np.array([each.gap * each.unit for each in ports])
        allowed = np.array([
            np.inf if each.is_open else now if each.is_closed else min(now, each.carried)
            for each, now in zip(ports, allowed, strict=True)
        ])  # fmt: skip
        work = np.flatnonzero([not each.is_open and not each.is_closed for each in ports])
        step = _step(found, caps, work, gap)
        if step is None:
            break
        allowed[work] = np.maximum(allowed[work] - step, least[work])
        found = solve(allowing(market, caps, allowed))
    settled = max(each.miss for each in ports_of(found, caps)) <= TIGHT
    return found, allowed, settled


def _step(
    found: Equilibrium, caps: tuple[Cap, ...], work: np.ndarray, gap: np.ndarray
) -> np.ndarray | None:
    """Changes of amounts that close these gaps, if each price answers most to its own."""
    first = found.market.limit.size - len(caps)
    ports = [found.market.node(caps[at].origin) for at in work]
    slopes = response(found, [first + int(at) for at in work]).price[ports]
    own = np.abs(np.diag(slopes))
    if (
        not work.size
        or not (np.diag(slopes) > STEEP * top_price(found) / (found.demand.sum() or 1.0)).all()
    ):
        return None
    if (np.abs(slopes).sum(axis=1) - own > 0.9 * own).any():
        return None
    return np.linalg.solve(slopes, gap[work])


def _in_turn(
    market: Market, caps: tuple[Cap, ...], allowed: np.ndarray
) -> tuple[Equilibrium, np.ndarray]:
    """Amounts at which every cap holds, one port after the other, each between two bounds."""
    least, allowed, worst = contracted(market, caps), allowed.copy(), np.inf
    for at in range(len(caps)):  # of ports joined by a lane, one cap does the work of both
        alone = np.full(len(caps), np.inf)
        alone[at] = _allowed(market, caps, alone, at, float(least[at]))
        found = solve(allowing(market, caps, alone))
        if _missed(found, caps) <= REACHED:
            return found, alone
    for _ in range(MOST_ROUNDS):
        before = allowed.copy()
        for at in range(len(caps)):
            allowed[at] = _allowed(market, caps, allowed, at, float(least[at]))
        found = solve(allowing(market, caps, allowed))
        worst = _missed(found, caps)
        if worst <= REACHED:
            return found, allowed
        if _same(before, allowed):
            break
    raise NotConverged(
        where="price cap",
        found=f"ports {', '.join(cap.origin for cap in caps)} did not settle",
        residual=float(worst),
        expected=f"prices within {REACHED:g} of the cap (law 7)",
        remedy="Cap one port; give supply and demand at the ports a slope where they have none.",
    )


def _missed(found: Equilibrium, caps: tuple[Cap, ...]) -> float:
    """How far the caps are missed at ports in use, in parts of them."""
    return max((each.miss for each in ports_of(found, caps) if not each.is_unused), default=0.0)


def _allowed(
    market: Market, caps: tuple[Cap, ...], allowed: np.ndarray, at: int, least: float
) -> float:
    """What serviced lanes of one port may carry, the others as they are."""

    def tried(amount: float) -> tuple[Port, float]:
        """What this amount does at the port, and the slope of its price."""
        trial = allowed.copy()
        trial[at] = amount
        found = solve(allowing(market, caps, trial))
        row = market.limit.size - len(caps) + at
        slope = response(found, [row]).price[market.node(caps[at].origin), 0]
        return ports_of(found, caps)[at], float(slope)

    now = tried(allowed[at])
    if now[0].miss <= TIGHT:
        return allowed[at]
    low, high = (now, tried(np.inf)) if now[0].gap < 0 else (tried(least), now)
    if high[0].is_open:
        return np.inf
    if low[0].gap >= 0:
        return least
    return _root(tried, least, low, high)


def _root(
    tried: Callable[[float], tuple[Port, float]], least: float,
    low: tuple[Port, float], high: tuple[Port, float],
) -> float:  # fmt: skip
    """Amount at which a gap that rises is 0: by the slope at the nearer end, halved when stuck."""
    start, end = low[0].carried, high[0].carried
    for step in range(MOST_STEPS):
        near, far = (low, high) if -low[0].gap < high[0].gap else (high, low)
        guesses = [
            port.carried - port.gap / slope * port.unit for port, slope in (near, far) if slope > 0
        ]
        inside = [each for each in guesses if start < each < end]
        amount = inside[0] if inside and step % 4 < 3 else (start + end) / 2
        now = tried(amount)
        if now[0].miss <= TIGHT:
            return amount
        if now[0].gap < 0:
            low, start = now, amount
        else:
            high, end = now, amount
        if start <= least and now[0].is_closed:
            return least
    return (start + end) / 2


def _same(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether allowed amounts stayed."""
    scale = max(np.abs(second[np.isfinite(second)]).max(initial=0.0), 0.0)
    return bool(np.allclose(first, second, rtol=1e-9, atol=1e-12 * scale))


def capped(found: Equilibrium, caps: tuple[Cap, ...]) -> Capped:
    """What the caps did."""
    ports, first = ports_of(found, caps), found.market.limit.size - len(caps)
    _refuse_contracts(found, caps, ports)
    state = tuple(each.state for each in ports)
    serviced = np.array([each.carried for each in ports])
    missed = [each.miss for each in ports if each.state != "closed"]
    rations = np.array([each == "rationed" for each in state], dtype=bool)
    rent = np.where(rations, found.limit_rent[first:] * serviced, 0.0)
    return Capped(found, caps, state, serviced, rent, max([found.certificate.residual, *missed]))


def _refuse_contracts(found: Equilibrium, caps: tuple[Cap, ...], ports: tuple[Port, ...]) -> None:
    """Refuse contracts on serviced lanes that would have to load above the cap."""
    market, first = found.market, found.market.limit.size - len(caps)
    for row, (cap, port) in enumerate(zip(caps, ports, strict=True)):
        bound = (market.within[first + row] > 0) & (market.least > 0)
        if port.gap > CLOSE and bound.any():
            names = shorten(market.lanes[at] for at in np.flatnonzero(bound))
            raise InputError(
                where=f"price cap at {cap.origin}, lane {names}",
                found=f"a contract that loads at {found.price_of(cap.origin):g}, above the cap",
                expected=f"a price of at most {cap.level:g} on lanes that need services",
                remedy="End the contract, or move it to a lane that needs no services.",
            )
