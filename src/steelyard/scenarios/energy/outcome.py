"""What a fuel market of a day says, in numbers of one draw and as estimates of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from steelyard.models.energy.equilibrium import Equilibrium
from steelyard.models.energy.price_cap import Capped
from steelyard.scenarios.energy.network import ABOVE, OUTSIDE
from steelyard.scenarios.energy.world import ANCHOR, World, Worlds, world
from steelyard.vocabulary.errors import InputError, NotConverged, Unbalanced
from steelyard.vocabulary.estimate import Estimate, absent

LEVEL = 0.9
DRAWN = "draws of costs, capacities, elasticities and measures; the point is their median"
LEAST_DRAWS = 20
NOISE = 3e-6  # of the world price
BILLION = 1000.0  # USD m
Key = tuple[str, ...]  # what about, then where: ("price", "EUR"), ("flow", "RUS", "CHN", "pipe")
Numbers = Mapping[Key, float]
Progress = Callable[[str, float], None]
REFUSED = (InputError, NotConverged, Unbalanced)


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A market of a day as estimates; `refused` draws had no solution and are left out.

    `states`: part of the draws in which the cap of a port is open, closed or rationed.
    """

    fuel: str
    when: date
    level: float
    numbers: Mapping[Key, Estimate]
    draws: int
    refused: int
    residual: float
    states: Mapping[tuple[str, str], float]


def measures_of(of: Worlds) -> tuple[str, ...]:
    """Names of all measures of a fuel."""
    return tuple(policy.policy for policy in of.network.policies)


def usual(of: Worlds, when: date, level: float, draw: int = 0) -> World:
    """The same market at the same world price without any measure."""
    return world(of, when, level, draw=draw, without=measures_of(of))


def numbers(of: Worlds, found: World, free: World) -> dict[Key, float]:
    """Everything that one solved market says.

    `discount` is by how much measures widen the gap of a place's price to the anchor's; `free` is
    the market without them. `revenue`: what leaves a place at its own price, less what came there
    from others at theirs, none where that is below 0; `gain`: surplus of
    those who use and of those who produce there, USD bn. `scarcity`: what lanes earn beyond cost,
    by carrier; `cap`: what buyers under a price cap save.
    """
    solved, market = found.solved.equilibrium, found.market
    other = free.solved.equilibrium
    told: dict[Key, float] = {}
    for at, node in enumerate(market.nodes):
        gap = solved.price_of(ANCHOR) - solved.price[at]
        told["price", node] = float(solved.price[at])
        wider = gap - (other.price_of(ANCHOR) - other.price[at])
        told["discount", node] = plain(float(wider), found.level)
        told["supply", node], told["use", node] = float(solved.supply[at]), float(solved.demand[at])
        told["exports", node] = float(solved.exports[at])
        told["revenue", node] = _revenue(solved, at) / BILLION
        gain = solved.consumer_surplus[at] + solved.producer_surplus[at]
        told["gain", node] = float(gain) / BILLION
    earned = solved.earned()
    for row, lane in enumerate(of.network.lanes):
        kind = carrier(lane.kind, lane.services)
        way = ("flow", lane.start, lane.end, kind)
        told[way] = told.get(way, 0.0) + float(solved.flow[row])
        told["scarcity", kind] = told.get(("scarcity", kind), 0.0) + float(earned[row]) / BILLION
    told.update(_caps(found.solved))
    return told


def plain(value: float, level: float) -> float:
    """A difference of two solved markets; 0 where it is no more than their tolerance."""
    return 0.0 if abs(value) <= NOISE * level else value


def _revenue(solved: Equilibrium, at: int) -> float:
    """What a place earns by exports, USD m; places of transshipment what they add."""
    market, price = solved.market, np.nan_to_num(solved.price)
    out, into = solved.flow[market.origin == at], market.destination == at
    paid = float(solved.flow[into] @ price[market.origin[into]])
    return max(float(out.sum() * price[at]) - paid, 0.0)


def carrier(kind: str, services: str) -> str:
    """How a lane carries fuel, as the tables say it."""
    if services in (OUTSIDE, ABOVE):
        return "outside" if services == OUTSIDE else "above"
    return {"pipe": "pipe", "LNG": "lng"}.get(kind, "ship")


def _caps(solved: Capped) -> dict[Key, float]:
    """Whether each cap is open, closed or rationed, and what buyers save by it."""
    told: dict[Key, float] = {
        ("state", cap.origin, state): float(state == now)
        for cap, now in zip(solved.caps, solved.state, strict=True)
        for state in ("open", "closed", "rationed")
    }
    told["cap",] = float(solved.buyers_rent.sum()) / BILLION
    return told


def outcome(
    of: Worlds, when: date, level: float, *, progress: Progress = lambda step, done: None
) -> Outcome:
    """The market of a day over all draws.

    Draws that have no market with prices above 0 are left out and counted (law 12).

    Raises
    ------
    InputError
        If the market at usual values has no solution, or for a day before the first balance.
    """
    found: list[Numbers] = []
    refused, residual = 0, 0.0
    for draw in range(of.draws):
        progress(f"{of.fuel}, {when}", draw / of.draws)
        try:
            now = world(of, when, level, draw=draw)
            found.append(numbers(of, now, usual(of, when, level, draw)))
            residual = max(residual, now.solved.residual)
        except REFUSED:
            if draw == 0:
                raise
            refused += 1
    states = {
        (key[1], key[2]): float(np.mean([each[key] for each in found]))
        for key in found[0] if key[0] == "state"
    }  # fmt: skip
    return Outcome(of.fuel, when, level, estimates(found), len(found), refused, residual, states)


def estimates(found: list[Numbers]) -> dict[Key, Estimate]:
    """Estimates of all numbers of draws, the usual values first.

    A way or a state that a draw does not have is 0 there: nothing flowed.
    """
    keys = dict.fromkeys(key for each in found for key in each)
    return {key: estimate([each.get(key, 0.0) for each in found]) for key in keys}


def estimate(values: Iterable[float]) -> Estimate:
    """The median of the draws with the 90 % of all; of too few draws, the usual value alone.

    Not the usual value: where a cap rations in some draws and not in others, the usual numbers
    fall on one side of a jump, and most draws on the other.
    """
    drawn = np.array(list(values), dtype=float)
    if not drawn.size or not np.isfinite(drawn[0]):
        return absent("no price there")
    drawn = drawn[np.isfinite(drawn)]
    if drawn.size < LEAST_DRAWS:
        return Estimate(float(drawn[0]), None, None, None, "none: too few draws for quantiles",
                        "simulated")  # fmt: skip
    low, point, high = np.quantile(drawn, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2])
    return Estimate(float(point), float(low), float(high), LEVEL, DRAWN, "simulated")
