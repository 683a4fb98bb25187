"""The states between: whose weight in their trade is greater, and since when."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.trade import BASIS
from steelyard.dossier.noise import BASIS as NOISE_BASIS
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.noise import share_interval
from steelyard.vocabulary.blocs import members
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State

REGION = "CAS"
REGION_NAME = "Central Asia"
LEAST = 0.05


def region_series(basis: Basis) -> tuple[Series, ...]:
    """Share of each side in the trade of the region, taken as one.

    Shown where both sides are outside the region and each has at least a twentieth of its trade:
    elsewhere there is no contest to speak of.
    """
    region = sorted(members(REGION, basis.asked.years[1]))
    if not basis.has_trade or set(region) & set(basis.asked.codes):
        return ()
    found = [_side(basis, region, side, other) for side, other in basis.asked.directions()]
    weights = [item.points[-1].value.point or 0.0 if item else 0.0 for item in found]
    return present(found) if min(weights) >= LEAST else ()


def _side(basis: Basis, region: Sequence[str], side: State, other: State) -> Series | None:
    """One side's share, which is what the other leans on."""
    places = [basis.trade.state(code) for code in region]
    points = []
    for place, year in basis.years():
        if place in basis.completed.places:
            continue
        value = _share(basis, place, places, basis.trade.state(side.iso3))
        if value is not None:
            points.append(point(year, value, "reconciled", [basis.trade.origins[place]]))
    return series(
        "region.share",
        other.iso3,
        side.iso3,
        BASIS,
        points,
        title=f"Share of {side.name} in the trade of {REGION_NAME}",
        part=REGION,
    )


def _share(basis: Basis, place: int, region: Sequence[int], side: int) -> Estimate | None:
    """Trade of the region with one side, over its trade with everybody outside it."""
    trade = basis.trade
    with_side = np.concatenate(
        [trade.values[place, region, side], trade.values[place, side, region]]
    )
    within = trade.values[place][np.ix_(region, region)]
    total = (
        np.nansum(trade.exports[place, region])
        + np.nansum(trade.imports[place, region])
        - 2 * np.nansum(within)
    )
    flow = float(np.nansum(with_side))
    if not np.isfinite(with_side).any() or total <= 0:
        return None
    sigma = basis.noise.total(with_side)
    found = share_interval(
        flow, float(total), sigma, tail=basis.noise.model.tail, seed=basis.asked.seed
    )
    return Estimate(found.point, found.low, found.high, found.level, NOISE_BASIS)
