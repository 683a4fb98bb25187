"""Ties by trade: what two exchange over what their sizes alone would give, as a logarithm."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison.imputed import imputed
from steelyard.dossier.mirrors import DIRECTIONS
from steelyard.dossier.triangle.measured import DRAWS, Measured, fixed
from steelyard.measures.checks import total_of_known
from steelyard.measures.mirrors_shares import flow_and_total
from steelyard.measures.trade_intensity import trade_intensity
from steelyard.models.games.triangle import TIES

BASIS = "mirror gap of both flows and totals; imputed flows drawn where reporters are missing"


def traded(basis: Basis, codes: Sequence[str], cuts: Sequence[float]) -> Measured | None:
    """Ties of three states by the logarithm of their trade intensity.

    None where one of them is not in the trade table.
    """
    if not set(codes) <= set(basis.trade.codes):
        return None
    states = [basis.trade.state(code) for code in codes]
    span = list(basis.years())
    values, draws = np.full((len(span), 3), np.nan), np.full((DRAWS, len(span), 3), np.nan)
    spread = np.full(len(span), np.nan)
    for row, (place, _) in enumerate(span):
        totals, spread[row] = _totals(basis, place)
        random = np.random.default_rng([basis.asked.seed, place, *sorted(states)])
        for tie, (i, j) in enumerate(TIES):
            one, other = states[i], states[j]
            values[row, tie], draws[:, row, tie] = _tie(basis, place, (one, other), totals, random)
    return Measured(
        years=tuple(year for _, year in span),
        value=values,
        draws=draws,
        cuts=fixed(cuts, len(span), lambda cut: log(cut)),
        spread=spread,
        origins={year: (basis.trade.origins[place],) for place, year in span},
        basis=BASIS,
        scale="log",
    )


def _totals(basis: Basis, place: int) -> tuple[np.ndarray, float]:
    """Trade of every economy with all, and how far logarithms of intensity lie apart."""
    flows = basis.completed.complete(place)
    totals = basis.trade.exports[place] + basis.trade.imports[place]
    if place in basis.completed.places:  # totals of missing reporters hold their own side only
        totals = total_of_known(flows, 1) + total_of_known(flows, 0)
    both = flows + flows.T
    world = np.full(both.shape, np.nansum(totals))
    across = np.broadcast_to(totals, both.shape)
    found = trade_intensity(both, across.T, across, world)[np.triu_indices(len(both), k=1)]
    known = found[np.isfinite(found) & (found > 0)]
    return totals, float(np.log(known).std()) if known.size else float("nan")


def _tie(
    basis: Basis, place: int, pair: tuple[int, int], totals: np.ndarray, random: np.random.Generator
) -> tuple[float, np.ndarray]:
    """The logarithm of one intensity, and its draws; NaN where a flow or a total is absent."""
    noise, one, other = basis.noise, *pair
    flows = basis.completed.complete(place)
    ways = np.array([flows[one, other], flows[other, one]])
    whole = [np.concatenate([flows[state], flows[:, state]]) for state in pair]
    if not (np.isfinite(ways).all() and (ways.sum() > 0) and (totals[list(pair)] > 0).all()):
        return float("nan"), np.full(DRAWS, np.nan)
    known = [np.full(DRAWS, value) for value in (ways.sum(), *totals[list(pair)])]
    if place in basis.completed.places:
        flow, own = _imputed(basis, place, one, other)
        known = [flow, own, _imputed(basis, place, other, one)[1]]
    # both directions err apart; their sum by its parts
    tail = noise.model.tail
    errors = np.exp(noise.flows(ways) * random.standard_t(tail, (DRAWS, 2)))
    between = known[0] * (errors @ ways) / ways.sum()
    sides = [
        total * np.exp(noise.total(parts) * random.standard_t(tail, DRAWS))
        for total, parts in zip(known[1:], whole, strict=True)
    ]
    world = np.full(DRAWS, np.nansum(totals))
    usual = [np.full(1, value) for value in (ways.sum(), *totals[list(pair)], world[0])]
    point = trade_intensity(usual[0], usual[1], usual[2], usual[3])
    return float(np.log(point[0])), np.log(trade_intensity(between, sides[0], sides[1], world))


def _imputed(basis: Basis, place: int, state: int, partner: int) -> tuple[np.ndarray, np.ndarray]:
    """Draws of the trade of two and of all trade of the first, missing flows drawn."""
    made = imputed(basis, place, state)
    flow, total = flow_and_total(made, state, partner, DIRECTIONS["trade"])
    return flow[:DRAWS], total[:DRAWS]
