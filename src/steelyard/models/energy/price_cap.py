"""A price cap: lanes that need a coalition's services may be used only at or below a price."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.models.energy.equilibrium import Equilibrium, solve
from steelyard.models.energy.network import Market
from steelyard.vocabulary.errors import NotConverged

CLOSE = 1e-5  # of the cap: how near the price of a rationed port must come to it
MOST_ROUNDS = 20
MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Cap:
    """The highest price at a port at which serviced lanes may load."""

    origin: str
    level: float


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
        If a cap is below 0 or stands twice, or what `solve` refuses.
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
    fenced = _fenced(market, caps)
    allowed = np.full(len(caps), np.inf)
    if not caps:
        return _result(solve(fenced), caps, allowed)
    worst = np.inf
    for _ in range(MOST_ROUNDS):
        before = allowed.copy()
        for at, cap in enumerate(caps):
            allowed[at] = _allowed(fenced, caps, allowed, at, cap)
        if _same(before, allowed) or len(caps) == 1:
            found = solve(_with(fenced, caps, allowed))
            if _kept(found, caps, allowed):
                return _result(found, caps, allowed)
        worst = max(np.abs(np.nan_to_num(allowed - before, posinf=0.0)), default=0.0)
    raise NotConverged(
        where="price cap",
        found=f"ports {', '.join(cap.origin for cap in caps)} did not settle",
        residual=float(worst),
        expected=f"amounts that stay after {MOST_ROUNDS} rounds (law 7)",
        remedy="Cap one port, or look for ports joined by a lane without cost.",
    )


def _refuse(caps: tuple[Cap, ...]) -> None:
    """Refuse caps that cannot be."""
    names = [cap.origin for cap in caps]
    refuse_unless(
        len(set(names)) == len(names) and all(cap.level >= 0 for cap in caps),
        where="price cap",
        found="; ".join(f"{cap.origin} {cap.level:g}" for cap in caps),
        expected="each port once, caps of at least 0",
        remedy="Leave out ports that are not capped.",
    )


def _fenced(market: Market, caps: tuple[Cap, ...]) -> Market:
    """The market with one more limit for each cap."""
    rows = [market.serviced & (market.origin == market.node(cap.origin)) for cap in caps]
    return replace(
        market,
        limits=(*market.limits, *(f"serviced from {cap.origin}" for cap in caps)),
        within=np.vstack([market.within, *(row[None].astype(float) for row in rows)]),
        limit=np.concatenate([market.limit, np.full(len(caps), np.inf)]),
    )


def _with(market: Market, caps: tuple[Cap, ...], allowed: np.ndarray) -> Market:
    """The market with these amounts allowed on serviced lanes."""
    own = market.limit[: market.limit.size - len(caps)]
    return replace(market, limit=np.concatenate([own, allowed]))


def _allowed(
    market: Market, caps: tuple[Cap, ...], allowed: np.ndarray, at: int, cap: Cap
) -> float:
    """What serviced lanes of one port may carry, the others as they are."""

    def tried(amount: float) -> tuple[float, float]:
        """Price at the port less the cap, and what is carried."""
        trial = allowed.copy()
        trial[at] = amount
        found = solve(_with(market, caps, trial))
        carried = market.within[market.limit.size - len(caps) + at] @ found.flow
        return found.price_of(cap.origin) - cap.level, float(carried)

    gap, most = tried(np.inf)
    if gap <= CLOSE * cap.level / 2:
        return np.inf
    lowest, _ = tried(0.0)
    if lowest >= 0:
        return 0.0
    return _root(lambda amount: tried(amount)[0], 0.0, lowest, most, gap, CLOSE * cap.level / 4)


def _root(gap, low: float, at_low: float, high: float, at_high: float, close: float) -> float:
    """Amount at which a gap that rises is 0: straight between the ends, halved when stuck.

    The gap is piecewise straight in the amount, so that a few steps are exact.
    """
    for step in range(MOST_STEPS):
        straight = low - at_low * (high - low) / (at_high - at_low)
        amount = straight if step % 3 < 2 else (low + high) / 2
        value = gap(amount)
        if abs(value) <= close:
            return amount
        if value < 0:
            low, at_low = amount, value
        else:
            high, at_high = amount, value
    return (low + high) / 2


def _same(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether allowed amounts stayed."""
    return bool(np.allclose(first, second, rtol=1e-6, atol=1e-9))


def _kept(found: Equilibrium, caps: tuple[Cap, ...], allowed: np.ndarray) -> bool:
    """Whether every cap holds: open below it, closed above it, rationed at it."""
    return all(
        _miss(found, cap, amount) <= CLOSE for cap, amount in zip(caps, allowed, strict=True)
    )


def _miss(found: Equilibrium, cap: Cap, amount: float) -> float:
    """How far a cap is missed, in parts of it."""
    gap = (found.price_of(cap.origin) - cap.level) / (cap.level or 1.0)
    return max(gap, 0.0) if np.isinf(amount) else max(-gap, 0.0) if amount == 0 else abs(gap)


def _result(found: Equilibrium, caps: tuple[Cap, ...], allowed: np.ndarray) -> Capped:
    """What the caps did."""
    rows = found.market.within[found.market.limit.size - len(caps) :]
    rent = found.limit_rent[found.market.limit.size - len(caps) :]
    state = tuple(
        "open" if np.isinf(amount) else "closed" if amount == 0 else "rationed"
        for amount in allowed
    )
    serviced = rows @ found.flow
    missed = [_miss(found, cap, amount) for cap, amount in zip(caps, allowed, strict=True)]
    worst = max([found.certificate.residual, *missed])
    rations = np.array([each == "rationed" for each in state], dtype=bool)
    return Capped(found, caps, state, serviced, np.where(rations, rent * serviced, 0.0), worst)
