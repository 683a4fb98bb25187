"""The network of a fuel from the reference tables: all lanes ever open, drawn costs and amounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from jaxtyping import Float

from steelyard.measures.ranges import Range, drawn
from steelyard.models.energy.curves import UNITS
from steelyard.models.energy.network import Lane, Limit, Market, Node, market
from steelyard.models.energy.price_cap import Cap
from steelyard.reference import energy_market as rows
from steelyard.scenarios.energy.amounts import in_market_units

OUTSIDE = "own"  # lanes of ships outside it
PREMIUM = "tanker outside Western services, premium, distance"
TRACE = 1e-6  # of the largest flow: what an interior point leaves on lanes that nobody uses
OPEN_ENDED = 1e12  # stands for no limit where draws are kept as numbers


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """All lanes and limits of a fuel, whatever the date, with draws of each number.

    Row 0 of every draw holds the usual values. Tankers of one fuel share one draw of freight, and
    so do LNG carriers: rates move together; pipes are drawn apart.
    """

    fuel: str
    skeleton: Market
    lanes: tuple[rows.Lane, ...]
    limits: tuple[rows.Limit, ...]
    rates: tuple[rows.TransportRate, ...]
    policies: tuple[rows.Policy, ...]
    cost: Float[np.ndarray, "draw lane"]
    capacity: Float[np.ndarray, "draw lane"]
    amount: Float[np.ndarray, "draw limit"]
    premium: Float[np.ndarray, "draw rate"]
    shares: Float[np.ndarray, "draw policy"]
    produced: Float[np.ndarray, " own"]
    piped: Float[np.ndarray, "own lane"]

    def at(
        self, when: date, draw: int = 0, *, flow: Flow | None = None, without: Iterable[str] = ()
    ) -> Market:
        """The network as it stood on a day, less the measures and limits named.

        `flow` is what lanes carried before any measure: a measure that leaves a share of trade
        leaves that share of it. Without `flow` measures are left out.
        """
        left_out = frozenset(without)
        most, cost = self.capacity[draw].copy(), self.cost[draw].copy()
        for row, lane in enumerate(self.lanes):
            if not in_force(lane.opened, lane.closed, when):
                most[row] = 0.0
            if lane.services == ABOVE and not self.caps(when, without=left_out):
                most[row] = 0.0
            if lane.services == OUTSIDE:
                cost[row] += self._premium(when, draw) * (lane.distance or 0.0) / 1000
        own = self.skeleton.limit[len(self.limits) :]
        if flow is not None:  # an empty or closed pipe lets nobody pass on what ships brought
            used = np.where(flow > TRACE * flow.max(initial=0.0), flow, 0.0)
            own = self.produced + self.piped @ np.minimum(most, used)
        limits = np.concatenate([self._limits(when, draw, left_out), own])
        market = replace(
            self.skeleton, cost=cost, most=np.where(most >= OPEN_ENDED, np.inf, most), limit=limits
        )
        return market if flow is None else self._measured(market, when, draw, flow, left_out)

    def caps(self, when: date, *, without: Iterable[str] = ()) -> tuple[Cap, ...]:
        """Price caps in force on a day, one for each port that they reach."""
        active = [
            policy for policy in self._active(when, frozenset(without))
            if policy.kind == CAPPING and policy.level is not None
        ]  # fmt: skip
        ports = {
            self.lanes[self.skeleton.lane(name)].start for policy in active for name in policy.lanes
        }
        level = min((policy.level.usual for policy in active if policy.level), default=np.inf)
        return tuple(Cap(port, level) for port in sorted(ports))

    def ramped(self, year: int, when: date, draw: int) -> Float[np.ndarray, " node"]:
        """What fields that feed a line in ramp-up produce more than in the year of the balance."""
        more = np.zeros(len(self.skeleton.nodes))
        middle = date(year, 7, 1)
        for each, amount in zip(self.limits, self.amount[draw], strict=True):
            if RAMP in each.limit:
                sign = in_force(each.start, each.end, when) - in_force(each.start, each.end, middle)
                start = self.lanes[self.skeleton.lane(each.lanes[0])].start
                more[self.skeleton.node(start)] += sign * amount
        return more

    def unrepresented(self, when: date) -> tuple[rows.Policy, ...]:
        """Measures in force that the market does not know how to act on."""
        return tuple(
            policy for policy in self._active(when, frozenset())
            if policy.kind != CAPPING and (policy.level is None or _left(policy) is None)
        )  # fmt: skip

    def _limits(self, when: date, draw: int, left_out: frozenset[str]) -> np.ndarray:
        """Joint limits of a day."""
        return np.array([
            amount if in_force(each.start, each.end, when) and each.limit not in left_out
            else np.inf
            for each, amount in zip(self.limits, self.amount[draw], strict=True)
        ])  # fmt: skip

    def _measured(
        self, market: Market, when: date, draw: int, flow: Flow, left_out: frozenset[str]
    ) -> Market:  # fmt: skip
        """With a limit for every measure that leaves a share of trade, or an amount."""
        names, within, limit = [], [], []
        for at, policy in enumerate(self.policies):
            if policy.level is None or _left(policy) is None:
                continue
            named = self._capped() if policy.unit == IGNORED else policy.lanes
            row = np.zeros(len(self.lanes))
            row[[market.lane(name) for name in named]] = 1.0
            active = in_force(policy.start, policy.end, when) and policy.policy not in left_out
            names.append(f"{policy.policy}, from {policy.start}")
            within.append(row)
            carried = np.where(np.isfinite(market.most), np.minimum(market.most, flow), flow)
            level = self.shares[draw, at]
            limit.append(_left(policy, level, float(carried @ row)) if active else np.inf)
            if policy.unit == IGNORED:
                within[-1] = self._twins(policy)
                limit[-1] = limit[-1] if active else 0.0
        if not names:
            return market
        return replace(
            market,
            limits=(*market.limits, *names),
            within=np.vstack([market.within, *within]),
            limit=np.concatenate([market.limit, np.array(limit, dtype=float)]),
        )

    def _capped(self) -> list[str]:
        """Lanes that a cap ever reaches."""
        return [
            name for policy in self.policies if policy.kind == CAPPING for name in policy.lanes
        ]  # fmt: skip

    def _twins(self, policy: rows.Policy) -> np.ndarray:
        """Lanes on which the cargoes of a capped lane go above the cap."""
        twins = {f"{name}{ABOVE_CAP}" for name in policy.lanes}
        return np.array([lane.lane in twins for lane in self.lanes], dtype=float)

    def _active(self, when: date, without: frozenset[str]) -> Iterable[rows.Policy]:
        """Measures in force."""
        return (
            policy for policy in self.policies
            if in_force(policy.start, policy.end, when) and policy.policy not in without
        )  # fmt: skip

    def _premium(self, when: date, draw: int) -> float:
        """What a thousand sea miles cost more outside the coalition's services."""
        found = [
            self.premium[draw, at]
            for at, rate in enumerate(self.rates)
            if in_force(rate.start, rate.end, when)
        ]
        return float(found[0]) if found else 0.0


CAPPING = "price cap"
OWN = "own fuel of"
IGNORED = "share above the cap"
ABOVE, ABOVE_CAP = "above the cap", ", above the cap"
RAMP = "ramp-up"  # limits of lines whose fields were opened with them
Flow = Float[np.ndarray, " lane"]


def _left(policy: rows.Policy, level: float = 1.0, carried: float = 0.0) -> float | None:
    """What a measure leaves of its lanes; None where it is not told as an amount or a share."""
    amounts = {
        "share left": level * carried,
        IGNORED: level * carried,
        "share given up": (1.0 - level) * carried,
        "bcm/y": level,
    }
    return amounts.get(policy.unit)


def in_force(start: date | None, end: date | None, when: date) -> bool:
    """Whether a day lies within [start, end)."""
    return (start is None or start <= when) and (end is None or when < end)


def network(
    fuel: str, produced: Mapping[str, float], draws: int = 1, seed: int = 0
) -> Network:  # fmt: skip
    """Read a fuel's network and draw its costs and amounts.

    `produced` is the most that each node ever supplied: no more than that, and what pipes bring
    it, leaves it by ship. A ban on fuel of one origin would else end where a neighbour passes it
    on. In a year's own balance pipes count with their capacity, on a day with what they carried
    before any measure.
    """
    lanes = all_lanes(fuel)
    limits = tuple(_with_twins(each, lanes) for each in rows.limits(fuel))
    rates = tuple(rate for rate in rows.transport_rates(fuel) if rate.item == PREMIUM)
    own = _shipping(lanes, produced)
    return Network(
        fuel, _skeleton(fuel, lanes, limits, produced), lanes, limits, rates, rows.policies(fuel),
        drawn(((_moves_with(lane), _ends(lane.cost)) for lane in lanes), draws, seed),
        drawn(((f"{lane.lane}, capacity", _capacity(lane)) for lane in lanes), draws, seed),
        drawn(((f"{each.limit}, limit", _amount(fuel, each)) for each in limits), draws, seed),
        drawn(((PREMIUM, _ends(rate.amount)) for rate in rates), draws, seed),
        drawn(((each.policy, _level(each)) for each in rows.policies(fuel)), draws, seed),
        np.array([produced[node] for node in own]),
        np.array([[_pipe_to(each, node) for each in lanes] for node in own], dtype=float).reshape(
            len(own), len(lanes)),
    )  # fmt: skip


def all_lanes(fuel: str) -> tuple[rows.Lane, ...]:
    """Lanes of the tables, then those on which their cargoes go above a price cap.

    Examples
    --------
    >>> [each.lane for each in all_lanes("crude oil") if each.lane.startswith("crude RUS-TUR")][-1]
    'crude RUS-TUR tanker, Black Sea, above the cap'
    """
    return (*rows.lanes(fuel), *_above_cap(fuel))


def _above_cap(fuel: str) -> Iterable[rows.Lane]:
    """Lanes of cargoes that load above the cap with the coalition's services all the same."""
    names = {n for each in rows.policies(fuel) if each.unit == IGNORED for n in each.lanes}
    return (
        replace(lane, lane=f"{lane.lane}{ABOVE_CAP}", services=ABOVE)
        for lane in rows.lanes(fuel)
        if lane.lane in names
    )


def _with_twins(limit: rows.Limit, lanes: tuple[rows.Lane, ...]) -> rows.Limit:
    """A port or plant holds for cargoes above the cap as well."""
    named = {f"{name}{ABOVE_CAP}" for name in limit.lanes}
    more = tuple(lane.lane for lane in lanes if lane.lane in named)
    return replace(limit, lanes=(*limit.lanes, *more))


def _skeleton(
    fuel: str, lanes: tuple[rows.Lane, ...], limits: tuple[rows.Limit, ...],
    produced: Mapping[str, float],
) -> Market:  # fmt: skip
    """Places, lanes and limits without curves, costs of today, everything open."""
    units = UNITS[fuel]
    capped = {
        name for policy in rows.policies(fuel) if policy.kind == CAPPING for name in policy.lanes
    }
    return market(
        fuel,
        [Node(node.node) for node in rows.nodes(fuel)],
        [
            Lane(each.start, each.end, each.kind, each.cost.usual, units[0], each.cost_unit,
                 serviced=each.lane in capped, name=each.lane)
            for each in lanes
        ],
        [
            Limit(f"{each.limit}, from {each.start or 'the first year'}", each.lanes, np.inf)
            for each in limits
        ]
        + list(_own(lanes, produced)),
    )  # fmt: skip


def _own(lanes: tuple[rows.Lane, ...], produced: Mapping[str, float]) -> Iterable[Limit]:
    """What may leave each node by ship: its own fuel, and what pipes bring it."""
    for node in _shipping(lanes, produced):
        ships = tuple(each.lane for each in lanes if each.start == node and each.kind != "pipe")
        piped = sum(_capacity(each)[2] for each in lanes if _pipe_to(each, node))
        yield Limit(f"{OWN} {node}", ships, produced[node] + piped)


def _shipping(lanes: tuple[rows.Lane, ...], produced: Mapping[str, float]) -> tuple[str, ...]:
    """Nodes of a balance that ships leave."""
    ports = {each.start for each in lanes if each.kind != "pipe"}
    return tuple(node for node in produced if node in ports)


def _pipe_to(lane: rows.Lane, node: str) -> bool:
    """Whether a lane brings fuel to a node by pipe."""
    return lane.kind == "pipe" and lane.end == node


def _moves_with(lane: rows.Lane) -> str:
    """Name of the draw of a lane's cost."""
    return f"{lane.fuel}, {lane.kind}" if lane.kind != "pipe" else f"{lane.lane}, cost"


def _ends(amount: rows.Range) -> Range:
    """A range as numbers."""
    return amount.low, amount.usual, amount.high


def _capacity(lane: rows.Lane) -> Range:
    """Own capacity in the market's unit; a huge number where it has none."""
    if lane.capacity is None:
        return OPEN_ENDED, OPEN_ENDED, OPEN_ENDED
    return in_market_units(lane.fuel, _ends(lane.capacity), lane.capacity_unit, lane.lane)


def _amount(fuel: str, limit: rows.Limit) -> Range:
    """A limit in the market's unit."""
    return in_market_units(fuel, _ends(limit.amount), limit.unit, limit.limit)


def _level(policy: rows.Policy) -> Range:
    """The level of a measure as a range; 0 where it has none."""
    return (0.0, 0.0, 0.0) if policy.level is None else _ends(policy.level)
