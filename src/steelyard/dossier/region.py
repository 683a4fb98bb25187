"""The states between: whose weight in their trade is greater, and since when."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from steelyard.dossier.noise import BASIS as NOISE_BASIS
from steelyard.dossier.records import Series
from steelyard.dossier.request import Request
from steelyard.dossier.series import point, present, series
from steelyard.dossier.trade import BASIS, Basis
from steelyard.measures.noise import share_interval
from steelyard.vocabulary.blocs import members
from steelyard.vocabulary.estimate import Estimate

REGION = "CAS"
REGION_NAME = "Central Asia"
FIRST_YEAR = 2000


def region_of(asked: Request) -> tuple[str, ...]:
    """The five Central Asian states, less the pair itself; empty unless both sides trade there.

    Russia and China both border the region; for other pairs it is shown where they ask for a
    state of it or for one of the two.
    """
    states = set(members(REGION, asked.years[1]))
    near = {"RUS", "CHN", *states}
    return tuple(sorted(states - set(asked.codes))) if near & set(asked.codes) else ()


def region_series(basis: Basis) -> tuple[Series, ...]:
    """Share of each side in the trade of the region, taken as one."""
    region = region_of(basis.asked)
    if len(region) < 2:
        return ()
    places = [basis.trade.state(code) for code in region]
    found: list[Series | None] = []
    for side, other in basis.asked.directions():
        points = []
        for place, year in basis.years():
            if place in basis.completed.places:
                continue
            value = _share(basis, place, places, basis.trade.state(side.iso3))
            if value is not None:
                points.append(point(year, value, "reconciled", [basis.trade.origins[place]]))
        found.append(
            series(
                "region.share",
                other.iso3,
                side.iso3,
                BASIS,
                points,
                title=f"Share of {side.name} in the trade of {REGION_NAME}",
                part=REGION,
            )
        )
    return present(found)


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
