"""What alternatives could take of a state's trade with its first partner, by draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.pressure.goods import Goods, goods
from steelyard.measures.outside_options import greatest_share
from steelyard.models.games.capacity import overlaps, room

FEWEST = 10  # partners of a state whose greatest share counts as what one partner can reach


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One way of trade: what is sold (or bought), and what others buy (or sell) in all.

    `own` is the state's flow with everybody, `whole` everybody's flow with the world.
    """

    own: np.ndarray
    whole: np.ndarray
    lost: np.ndarray | None  # parts by sector of what is to be moved
    parts: dict[str, np.ndarray]  # parts by sector of what each other trades that way
    reaches: np.ndarray  # greatest shares of one partner, over states
    overlap: tuple[float, float]  # least and greatest overlap among states of the table


def ways(basis: Basis, place: int, state: int, partner: int) -> tuple[Way, Way]:
    """Sales and purchases of a state, to be moved away from a partner."""
    flows = np.nan_to_num(basis.completed.complete(place))
    codes = basis.trade.codes
    table = goods(basis.data)
    ours, theirs = codes[state], codes[partner]
    sold = None if table is None else table.sells(ours, theirs)
    bought = None if table is None else table.buys(ours, theirs)
    return (
        _way(flows[state], flows.sum(axis=0), flows.T, sold, table, "purchases"),
        _way(flows[:, state], flows.sum(axis=1), flows, bought, table, "sales"),
    )


def _way(
    own: np.ndarray,
    whole: np.ndarray,
    by_state: np.ndarray,
    lost: np.ndarray | None,
    table: Goods | None,
    side: str,
) -> Way:
    """One way; ``by_state[j]`` is what *j* trades that way with each partner."""
    usual = by_state[(by_state > 0).sum(axis=1) >= FEWEST]
    found = greatest_share(usual) if len(usual) else np.zeros(0)
    parts: dict[str, np.ndarray] = {}
    overlap = (0.0, 1.0)
    if table is not None:
        rows = table.all_purchases() if side == "purchases" else table.all_sales()
        other = table.all_sales() if side == "purchases" else table.all_purchases()
        parts = {code: rows[at] for code, at in table.places.items()}
        mine = other if lost is None else lost[None]
        each = np.concatenate([overlaps(row, rows) for row in mine])
        overlap = (float(each.min()), float(each.max()))
    return Way(own, whole, lost, parts, found[np.isfinite(found)], overlap)


def capacity(
    pair: tuple[Way, Way], partner: int, other: int, code: str, count: int, seed: int
) -> tuple[float, np.ndarray, bool]:
    """USD m of trade with the partner that another could take: middle, draws, goods known."""
    random = np.random.default_rng(seed + 1000 + other)
    found, known = np.zeros(count + 1), True
    for way in pair:
        reach = np.append(np.median(way.reaches), random.choice(way.reaches, count))
        fits = np.append(np.mean(way.overlap), random.uniform(*way.overlap, count))
        known &= way.lost is not None and code in way.parts
        found += _room(way, partner, other, code, reach, fits)
    return float(found[0]), found[1:], known


def _room(
    way: Way, partner: int, other: int, code: str, reach: np.ndarray, fits: np.ndarray
) -> np.ndarray:
    """Room of another for one way, by goods where both are in the table, else as a whole."""
    lost, taken, market = (float(way.own[partner]), float(way.own[other]), float(way.whole[other]))
    if way.lost is not None and code in way.parts:
        parts = np.tile(market * way.parts[code], (reach.size, 1))
        return room(lost * way.lost, parts, taken * way.lost, reach)
    return room(np.array([lost]), market * fits[:, None], np.array([taken]), reach)
