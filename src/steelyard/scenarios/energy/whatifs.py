"""What-ifs of the fuel markets: one named change, held against the market as it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from steelyard.measures.checks import refuse_unless
from steelyard.models.energy.network import Market
from steelyard.reference.energy_rows import Cells
from steelyard.scenarios.energy.amounts import in_market_units
from steelyard.scenarios.energy.network import in_force
from steelyard.scenarios.energy.outcome import (
    REFUSED,
    Key,
    Numbers,
    Progress,
    estimates,
    measures_of,
    numbers,
    plain,
    usual,
)
from steelyard.scenarios.energy.world import World, Worlds, world
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states.registry import read_rows

TABLE = Path(__file__).with_name("whatifs.csv")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A change of a market.

    `without`: kinds of measures, or beginnings of their names, that are lifted. `shut`, `opened`:
    lanes by the beginning of their names, the fuel left out or not. `limits`: joint limits by the
    beginning of their names, times a factor, at their low end, or none. `use`: what each place
    would use at the same price, times a factor. `cap`: the level of caps in force.
    """

    name: str
    fuel: str
    title: str
    without: tuple[str, ...] = ()
    shut: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    limits: tuple[tuple[str, str], ...] = ()
    use: tuple[tuple[str, float], ...] = ()
    cap: float | None = None
    horizon: str = "short"
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """What a what-if changes: its market less the actual one, draw by draw.

    `holds`: probability that a difference has the sign of its point; 1 where it is 0 in all.
    """

    what: WhatIf
    when: date
    change: Mapping[Key, Estimate]
    holds: Mapping[Key, float]
    draws: int
    refused: int


@cache
def what_ifs() -> tuple[WhatIf, ...]:
    """The named what-ifs that ship."""
    found = []
    for line, cells in enumerate(read_rows(TABLE), 2):
        row = Cells(TABLE.name, line, cells)
        pairs = [each.rpartition("=") for each in row.parts("limits")]
        uses = [each.rpartition("=") for each in row.parts("use")]
        found.append(WhatIf(
            row["name"], row["fuel"], row["title"], row.parts("without"), row.parts("shut"),
            row.parts("opened"), tuple((a, b) for a, _, b in pairs),
            tuple((a, float(b)) for a, _, b in uses), row.number("cap") if row["cap"] else None,
            row["horizon"], row["reason"],
        ))  # fmt: skip
    return tuple(found)


def named(name: str) -> WhatIf:
    """A what-if that ships; raises UnknownName with those near to it."""
    known = {each.name: each for each in what_ifs()}
    if name not in known:
        near = get_close_matches(name, known, 3, 0.3) or list(known)[:3]
        raise UnknownName(where="what-ifs", kind="what-if", name=name, nearest=near)
    return known[name]


def what_if(
    of: Worlds, what: WhatIf | str, when: date, level: float, *,
    progress: Progress = lambda step, done: None,
) -> Difference:  # fmt: skip
    """A what-if against the market of a day, each draw against itself.

    Both markets of a draw have the same costs, elasticities, measures and lift of demand; the
    price at the anchor is met in the actual one, and answers in the other.

    Parameters
    ----------
    of : Worlds
        Of the what-if's fuel, and with elasticities of its horizon where it names the long run.
    what : WhatIf or name
    when : a day in or after the year of the first balance
    level : price at the anchor on that day

    Raises
    ------
    UnknownName
        If no what-if, lane, limit, measure or place of that name is there.
    InputError
        For a day before the first balance, or a what-if of another fuel.
    """
    what = named(what) if isinstance(what, str) else what
    refuse_unless(what.fuel == of.fuel, where=f"what-if {what.name}", found=of.fuel,
                  expected=what.fuel, remedy="Take the market of its fuel.")  # fmt: skip
    changes, refused = [], 0
    for draw in range(of.draws):
        progress(what.title, draw / of.draws)
        try:
            changes.append(_of_draw(of, what, when, level, draw))
        except REFUSED:
            if draw == 0:
                raise
            refused += 1
    found = estimates(changes)
    holds = {key: _holds([each.get(key, 0.0) for each in changes]) for key in found}
    return Difference(what, when, found, holds, len(changes), refused)


def _of_draw(of: Worlds, what: WhatIf, when: date, level: float, draw: int) -> Numbers:
    """Changed less actual, of one draw."""
    now, free = _actual(of, when, level, draw), usual(of, when, level, draw)
    before = numbers(of, now, free)
    after = numbers(of, changed(of, what, when, now, draw), free)
    keys = dict.fromkeys([*before, *after])
    found = {key: after.get(key, 0.0) - before.get(key, 0.0) for key in keys}
    return {key: plain(value, level) for key, value in found.items()}


@lru_cache(maxsize=512)
def _actual(of: Worlds, when: date, level: float, draw: int) -> World:
    """The market as it was, kept: every what-if of a day is held against it."""
    return world(of, when, level, draw=draw)


def changed(of: Worlds, what: WhatIf, when: date, now: World, draw: int) -> World:
    """The market of a what-if, with the lift of demand of the actual one."""
    return world(
        of, when, now.level, draw=draw, without=_lifted(of, what), met=False, lifted=now.lifted,
        cap=what.cap, change=_change(of, what, when, draw),
    )  # fmt: skip


def _lifted(of: Worlds, what: WhatIf) -> tuple[str, ...]:
    """Measures that a what-if lifts."""
    kinds = {policy.policy: policy.kind for policy in of.network.policies}
    found = [
        name for name, kind in kinds.items()
        for asked in what.without if kind == asked or name.startswith(asked)
    ]  # fmt: skip
    for asked in what.without:
        _known("measure", asked, (*kinds.values(), *measures_of(of)))
    return tuple(dict.fromkeys(found))


def _change(of: Worlds, what: WhatIf, when: date, draw: int) -> Callable[[Market], Market]:
    """The change of lanes, limits and use."""

    def apply(market: Market) -> Market:
        most, limit = market.most.copy(), market.limit.copy()
        for asked in what.shut:
            most[_lanes(of, asked)] = 0.0
        for asked in what.opened:
            rows = _lanes(of, asked)
            most[rows] = np.maximum(most[rows], of.network.capacity[draw, rows])
        for asked, to in what.limits:
            _limit(of, asked, to, when, limit)
        return _used(replace(market, most=most, limit=limit), what.use)

    return apply


def _lanes(of: Worlds, asked: str) -> np.ndarray:
    """Rows of lanes whose name begins so, or that lead from one place to another."""
    rows = [
        at for at, lane in enumerate(of.network.lanes)
        if lane.lane.startswith(asked) or f"{lane.start}-{lane.end}" == asked
    ]  # fmt: skip
    _known("lane", asked, of.network.skeleton.lanes if not rows else (asked,))
    return np.array(rows, dtype=int)


def _limit(of: Worlds, asked: str, to: str, when: date, limit: np.ndarray) -> None:
    """Set the limits of a name that are in force, in place."""
    found = [at for at, each in enumerate(of.network.limits) if each.limit.startswith(asked)]
    _known("limit", asked, (asked,) if found else tuple(x.limit for x in of.network.limits))
    for at in found:
        each = of.network.limits[at]
        if not in_force(each.start, each.end, when):
            continue
        if to == "low":
            ends = (each.amount.low, each.amount.usual, each.amount.high)
            limit[at] = in_market_units(of.fuel, ends, each.unit, each.limit)[0]
        else:
            limit[at] = np.inf if to == "none" else limit[at] * float(to)


def _used(market: Market, use: tuple[tuple[str, float], ...]) -> Market:
    """Use at each price times a factor: the curve turns about its choke price."""
    slope = market.demand.slope.copy()
    for node, factor in use:
        refuse_unless(factor > 0, where=f"use of {node}", found=f"times {factor:g}",
                      expected="a factor above 0",
                      remedy="Shut the lanes that lead there.")  # fmt: skip
        slope[market.demand.node == market.node(node)] /= factor
    return replace(market, demand=replace(market.demand, slope=slope))


def _known(kind: str, asked: str, known: tuple[str, ...]) -> None:
    """Refuse a name that nothing begins with."""
    if not any(name.startswith(asked) for name in known):
        near = get_close_matches(asked, known, 3, 0.3)
        raise UnknownName(where="what-if", kind=kind, name=asked, nearest=near)


def _holds(values: list[float]) -> float:
    """Part of draws whose sign is that of their median."""
    drawn = np.array(values)
    return float(np.mean(np.sign(drawn) == np.sign(np.median(drawn))))
