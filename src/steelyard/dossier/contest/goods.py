"""Goods trade of third states with both sides: imports, exports and both, with draws of each.

A region as one is the sum over its states. Up to the last year whose flows were all reported the
publisher drops flows of zero, so a pair without a row adds nothing to a sum and is absent alone;
in years with missing pairs the imputed flows stand in, and say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.measures.lasting import lasting_errors
from steelyard.measures.mirrors_shares import partner_draws

DRAWS = 500
MOST_IMPUTED = 0.1  # part of a side's weight that may be imputed where a crossing rests on it
MOST_LOST = 0.02  # part of a sum over states that may be without a row
WAYS = ("imports", "exports")  # of the third state
DIMENSIONS = {"trade": "goods trade", "imports": "goods imports", "exports": "goods exports"}


@dataclass(frozen=True, slots=True)
class Weights:
    """What both sides weigh in one place and dimension: USD m by year, with draws.

    `imputed` is the part of either side's weight, whichever is more, that nobody reported.
    """

    years: np.ndarray
    a: np.ndarray
    b: np.ndarray
    a_draws: np.ndarray
    b_draws: np.ndarray
    imputed: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """Years in which both sides are known and above 0."""
        return np.isfinite(self.a) & np.isfinite(self.b) & (self.a > 0) & (self.b > 0)

    @property
    def sure(self) -> np.ndarray:
        """Years in which hardly anything had to be imputed: crossings rest on these."""
        return self.imputed <= MOST_IMPUTED

    def only(self, kept: np.ndarray) -> Weights:
        """The same in some years only."""
        return Weights(
            self.years[kept],
            self.a[kept],
            self.b[kept],
            self.a_draws[:, kept],
            self.b_draws[:, kept],
            self.imputed[kept],
        )


@dataclass(frozen=True, slots=True)
class Flow:
    """One side's flow with one place in one way."""

    value: np.ndarray  # by year
    scale: np.ndarray  # of its log error, by year
    drawn: dict[int, np.ndarray]  # by year's place: draws of sums with imputed flows
    made: np.ndarray  # how much of it was imputed, by year


def errors(basis: Basis, lasting: float) -> dict[tuple[str, str], np.ndarray]:
    """Unit errors of each side and way, the same for every place: only their ratios are used."""
    count = len(list(basis.years()))
    tail = basis.noise.model.tail
    keys = [(side, way) for side in basis.asked.codes for way in WAYS]
    return {
        key: lasting_errors(
            np.ones(count), lasting, tail=tail, draws=DRAWS, seed=basis.asked.seed + 101 * place
        )
        for place, key in enumerate(keys)
    }


def flows_of(basis: Basis, states: Sequence[str]) -> dict[tuple[str, str], Flow]:
    """Flows of a place (one state, or several as one) with each side, each way."""
    rows = [basis.trade.state(code) for code in states]
    return {
        (side, way): _flow(basis, rows, side, way) for side in basis.asked.codes for way in WAYS
    }


def weights(
    basis: Basis,
    flows: dict[tuple[str, str], Flow],
    unit: dict[tuple[str, str], np.ndarray],
) -> dict[str, Weights]:
    """Both sides' weight in each dimension, from flows and their errors."""
    years = np.array([year for _, year in basis.years()])
    drawn = {key: _draws(flow, unit[key]) for key, flow in flows.items()}
    a, b = basis.asked.codes
    found = {}
    for dimension in DIMENSIONS:
        ways = WAYS if dimension == "trade" else (dimension,)
        on_a, on_b = (_sum([flows[side, way].value for way in ways]) for side in (a, b))
        a_draws, b_draws = (_sum([drawn[side, way] for way in ways]) for side in (a, b))
        made_a, made_b = (_sum([flows[side, way].made for way in ways]) for side in (a, b))
        imputed = np.maximum(_part(made_a, on_a), _part(made_b, on_b))
        found[dimension] = Weights(years, on_a, on_b, a_draws, b_draws, imputed)
    return found


def _part(made: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """How much of a weight was imputed; 0 where the weight is 0 or absent."""
    return np.divide(made, whole, out=np.zeros_like(whole), where=whole > 0)


def _flow(basis: Basis, rows: list[int], side: str, way: str) -> Flow:
    """Values and noise of one side's flow with a place."""
    other = basis.trade.state(side)
    places = [place for place, _ in basis.years()]
    cut = (other, rows) if way == "imports" else (rows, other)
    values = np.array([basis.completed.complete(place)[cut] for place in places])
    reported = np.array([basis.trade.values[place][cut] for place in places])
    made = np.where(np.isfinite(reported), 0.0, np.nan_to_num(values)).sum(axis=1)
    drawn = {
        at: np.nansum(_imputed(basis, places[at], side, way)[:, rows], axis=1)
        for at in np.flatnonzero(made).tolist()
    }
    total = np.where(_fullest(values), np.nansum(values, axis=1), np.nan)
    apart = np.sqrt(np.nansum((values * basis.noise.flows(values)) ** 2, axis=1))
    # the states' errors are taken as independent of each other, as in totals of all partners
    scale = np.divide(apart, total, out=np.where(total == 0, 0.0, np.nan), where=total > 0)
    return Flow(total, scale, drawn, made)


def _fullest(values: np.ndarray) -> np.ndarray:
    """Years in which the states that are known make up nearly all of what they ever did.

    A pair without a row may have had no trade, since the publisher drops zeros; but where a
    state with a part in the sum falls out, the sum would shrink without anybody trading less.
    """
    known = np.isfinite(values)
    usual = np.nansum(values, axis=0) / np.maximum(known.sum(axis=0), 1)
    lost = np.where(known, 0.0, usual).sum(axis=1)
    return known.any(axis=1) & (lost <= MOST_LOST * usual.sum())


def _imputed(basis: Basis, place: int, side: str, way: str) -> np.ndarray:
    """Draws of a side's flows with everybody in a year with missing pairs; computed once."""
    # what the third state imports, the side exports
    sells = "exports" if way == "imports" else "imports"
    key = f"draws of {side} {sells} {place}"
    if key not in basis.of_all_pairs:
        drawn = partner_draws(basis.completed.drawn[place], basis.trade.state(side), sells)
        basis.of_all_pairs[key] = drawn
    return basis.of_all_pairs[key]


def _draws(flow: Flow, unit: np.ndarray) -> np.ndarray:
    """What a flow may be: noise of what is known, times draws of what is imputed."""
    value = np.tile(flow.value, (len(unit), 1))
    for at, drawn in flow.drawn.items():
        value[:, at] = np.resize(drawn, len(unit))
    return value * np.exp(flow.scale * unit)


def _sum(parts: list[np.ndarray]) -> np.ndarray:
    """Sum of both ways; absent only where both are, since one way may be zero and dropped."""
    if len(parts) == 1:
        return parts[0]
    absent = [np.isnan(part) for part in parts]
    total = sum(np.where(none, 0.0, part) for none, part in zip(absent, parts, strict=True))
    return np.where(np.logical_and.reduce(absent), np.nan, total)
