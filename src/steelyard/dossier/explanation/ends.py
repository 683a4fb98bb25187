"""A state's trade by partner at both ends of a change, with draws of what it may be in truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.measures.interval import LEVEL, Z90
from steelyard.measures.mirrors_shares import partner_draws

DRAWS = 400
BASIS = "noise of both years' flows, drawn together: mirror gap"
COMPLETED = "noise of both years' flows and imputed missing flows, drawn together"
WAYS = ("export", "import")


@dataclass(frozen=True, slots=True)
class Ends:
    """Flows by way, year (start, end) and partner, USD m; a flow that nobody reported is NaN.

    `flows` is the point, ``drawn[way]`` the draws (draw, year, partner). `unlisted` is trade with
    economies that are in the state's total but in no pair, by way and year.
    """

    state: int
    places: tuple[int, int]
    flows: dict[str, np.ndarray]
    drawn: dict[str, np.ndarray]
    unlisted: dict[str, np.ndarray]
    basis: str

    def of(self, way: str) -> np.ndarray:
        """Flows of one way, or of both together where `way` is trade; absent ones count as 0."""
        return self._sum(way, self.flows)

    def draws(self, way: str) -> np.ndarray:
        """Draws of the same."""
        return self._sum(way, self.drawn)

    def rest(self, way: str) -> np.ndarray:
        """Trade outside all pairs, by year."""
        return self._sum(way, self.unlisted)

    @staticmethod
    def _sum(way: str, parts: dict[str, np.ndarray]) -> np.ndarray:
        if way != "trade":
            return np.nan_to_num(parts[way])
        return np.nan_to_num(parts["export"]) + np.nan_to_num(parts["import"])


def ends(basis: Basis, state: str, first: int, last: int) -> Ends:
    """Both ways of a state's trade in two years; errors of a flow last from one to the other."""
    places = basis.trade.year(first), basis.trade.year(last)
    row = basis.trade.state(state)
    made = any(place in basis.completed.places for place in places)
    flows = {way: np.stack([_flows(basis, p, row, way) for p in places]) for way in WAYS}
    return Ends(
        row,
        places,
        flows,
        {way: _drawn(basis, places, row, way, flows[way]) for way in WAYS},
        {
            way: np.array(
                [_unlisted(basis, p, row, way, flows[way][k]) for k, p in enumerate(places)]
            )
            for way in WAYS
        },
        COMPLETED if made else BASIS,
    )


def _flows(basis: Basis, place: int, row: int, way: str) -> np.ndarray:
    """One state's flows of a year, imputed where they are missing."""
    matrix = basis.completed.complete(place)
    values = (matrix[row] if way == "export" else matrix[:, row]).copy()
    values[row] = np.nan
    return values


def _unlisted(basis: Basis, place: int, row: int, way: str, flows: np.ndarray) -> float:
    """What the total holds beside the pairs; nothing in a year whose total is made of pairs."""
    if place in basis.completed.places:
        return 0.0
    trade = basis.trade
    total = (trade.exports if way == "export" else trade.imports)[place, row]
    return float(total - np.nansum(flows)) if np.isfinite(total) else 0.0


def _drawn(
    basis: Basis, places: tuple[int, int], row: int, way: str, flows: np.ndarray
) -> np.ndarray:
    """Draws of both years' flows: part of every error is the same in both."""
    noise, seed = basis.noise, basis.asked.seed
    random = np.random.default_rng([seed, row, WAYS.index(way)])
    partners = flows.shape[1]
    lasting = random.standard_normal((DRAWS, 1, partners))
    passing = random.standard_normal((DRAWS, 2, partners))
    # normal errors as wide as the fitted tail: with the tail itself one tiny flow in two
    # hundred would outgrow all others
    wide = float(np.quantile(np.abs(random.standard_t(noise.model.tail, 20_000)), LEVEL)) / Z90
    unit = np.sqrt(noise.lasting) * lasting + np.sqrt(1 - noise.lasting) * passing
    scales = np.stack([noise.flows(year) for year in flows])
    before = np.stack(
        [_imputed(basis, place, row, way, flows[k]) for k, place in enumerate(places)], 1
    )
    return before * np.exp(wide * scales * unit)


def _imputed(basis: Basis, place: int, row: int, way: str, flows: np.ndarray) -> np.ndarray:
    """Draws of a year's imputed flows; known flows as they are."""
    if place not in basis.completed.places:
        return np.broadcast_to(flows, (DRAWS, flows.size))
    direction = "exports" if way == "export" else "imports"
    return partner_draws(basis.completed.drawn[place], row, direction)[:DRAWS]
