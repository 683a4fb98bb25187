"""Which regions the two sides compete in: a rule on their trade, not a list of pairs.

Of the regions of the vocabulary, without the two sides themselves, those count in whose outside
trade each side has at least a twentieth. They are ordered by the share of the side that weighs
less: a contest is where the weaker side is still strong.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.vocabulary.regions import Region, all_regions
from steelyard.vocabulary.states import find

LEAST = 0.05
MOST_STATES = 8  # of the first region; the rest is in its total
MOST_REGIONS = 5


@dataclass(frozen=True, slots=True)
class Contested:
    """A region in which both sides weigh, its states in the trade table, largest first."""

    region: Region
    title: str
    states: tuple[str, ...]
    share_a: float
    share_b: float
    year: int

    @property
    def name(self) -> str:
        """Title as a heading."""
        return f"{self.title[:1].upper()}{self.title[1:]}"


def contested(basis: Basis) -> tuple[Contested, ...]:
    """The regions that pass the rule, the closest contest first; computed once."""
    if "contested regions" not in basis.of_all_pairs:
        basis.of_all_pairs["contested regions"] = _contested(basis)
    return basis.of_all_pairs["contested regions"]


def _contested(basis: Basis) -> tuple[Contested, ...]:
    """Judged in the last year whose flows were all reported."""
    place = _judged_in(basis)
    if place is None or not basis.has_trade:
        return ()
    weighed = (_weighed(basis, region, place) for region in all_regions())
    found = [
        each for each in weighed if each is not None and min(each.share_a, each.share_b) >= LEAST
    ]
    found.sort(key=lambda each: -min(each.share_a, each.share_b))
    return tuple(found[:MOST_REGIONS])


def _judged_in(basis: Basis) -> int | None:
    """Place of the last year asked for; one without missing pairs where there is one."""
    asked = [place for place, _ in basis.years()]
    whole = [place for place in asked if place not in basis.completed.places]
    return max(whole or asked, default=None)


def _weighed(basis: Basis, region: Region, place: int) -> Contested | None:
    """Both sides' shares in a region without them; None where nothing of it is known."""
    trade = basis.trade
    states = [s for s in region.states if s in trade.codes and s not in basis.asked.codes]
    if not states:
        return None
    rows = [trade.state(code) for code in states]
    values = trade.values[place]
    total = outside_trade(basis, place, rows)
    sides = [trade.state(code) for code in basis.asked.codes]
    with_sides = [float(np.nansum(values[rows, s]) + np.nansum(values[s, rows])) for s in sides]
    if total <= 0:
        return None
    size = np.nansum(values[rows][:, sides], axis=1) + np.nansum(values[sides][:, rows], axis=0)
    order = np.argsort(-size, kind="stable")
    without = [find(code).sentence_name for code in basis.asked.codes if code in region.states]
    title = f"{region.title} without {' and '.join(without)}" if without else region.title
    ordered = tuple(states[at] for at in order.tolist())
    on_a, on_b = (value / total for value in with_sides)
    return Contested(region, title, ordered, on_a, on_b, trade.years[place])


def outside_trade(basis: Basis, place: int, rows: list[int]) -> float:
    """Trade of a group of states with everybody outside it, USD m."""
    trade = basis.trade
    within = trade.values[place][np.ix_(rows, rows)]
    return float(
        np.nansum(trade.exports[place, rows])
        + np.nansum(trade.imports[place, rows])
        - 2 * np.nansum(within)
    )
