"""The states between: whose weight in their trade is greater, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.contest.chosen import Contested, contested, outside_trade
from steelyard.dossier.contest.declared import Declared, declared
from steelyard.dossier.contest.goods import DIMENSIONS, Weights
from steelyard.dossier.contest.rows import Row, rows
from steelyard.dossier.domains.trade import BASIS
from steelyard.dossier.noise import BASIS as NOISE_BASIS
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.contest import tilt_by_year
from steelyard.measures.noise import share_interval
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.states import State

IMPUTED = "nobody reported a large part of one side's flow"


def region_series(basis: Basis) -> tuple[Series, ...]:
    """Weight of each side in the chosen region's trade, and the tilt of its states by year.

    The region is the one in which the weaker of the two sides weighs most; where in no region
    each has a twentieth of the trade there is no contest to speak of.
    """
    if not basis.has_trade or not contested(basis):
        return ()
    chosen = contested(basis)[0]
    shares = [_side(basis, chosen, side, other) for side, other in basis.asked.directions()]
    return present([*shares, *_tilts(basis)])


def _side(basis: Basis, chosen: Contested, side: State, other: State) -> Series | None:
    """One side's share, which is what the other leans on."""
    places = [basis.trade.state(code) for code in chosen.states]
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
        title=f"Share of {side.sentence_name} in the trade of {chosen.title}",
        part=chosen.region.id,
    )


def _share(basis: Basis, place: int, region: Sequence[int], side: int) -> Estimate | None:
    """Trade of the region with one side, over its trade with everybody outside it."""
    trade = basis.trade
    with_side = np.concatenate(
        [trade.values[place, region, side], trade.values[place, side, region]]
    )
    total = outside_trade(basis, place, list(region))
    flow = float(np.nansum(with_side))
    if not np.isfinite(with_side).any() or total <= 0:
        return None
    sigma = basis.noise.total(with_side)
    found = share_interval(flow, total, sigma, tail=basis.noise.model.tail, seed=basis.asked.seed)
    return Estimate(found.point, found.low, found.high, found.level, NOISE_BASIS)


def _tilts(basis: Basis) -> Iterator[Series | None]:
    """Log ratio of both sides by place and dimension; a state's own figures beside it."""
    for row in rows(basis):
        for dimension in DIMENSIONS:
            yield _tilt(basis, row, dimension, row.weights[dimension])
            own = declared(basis, row.state, dimension)
            if own is not None:
                yield _own(basis, row, dimension, own)


def _title(basis: Basis, row: Row, dimension: str) -> str:
    """Whose trade it is, and who stands above the line."""
    a, b = basis.asked.a, basis.asked.b
    return f"{row.name}: {DIMENSIONS[dimension]}, {b.name} over {a.sentence_name}"


def _tilt(basis: Basis, row: Row, dimension: str, found: Weights) -> Series | None:
    """On the reconciled basis, with imputed flows where nobody reported."""
    values = tilt_by_year(found.b, found.a, found.b_draws, found.a_draws)
    points = []
    for at, (place, year) in enumerate(basis.years()):
        part = float(found.imputed[at])
        points.append(
            point(
                year,
                values[at] if found.sure[at] else absent(IMPUTED),
                "estimated" if part > 0 else "reconciled",
                [basis.trade.origins[place]],
                f"{100 * part:.0f} % of one side's flow imputed" if part > 0 else "",
            )
        )
    return series(
        "region.log_ratio",
        row.code,
        basis.asked.b.iso3,
        BASIS,
        points,
        title=_title(basis, row, dimension),
        part=dimension,
    )


def _own(basis: Basis, row: Row, dimension: str, own: Declared) -> Series | None:
    """As the third state declares its trade with both sides."""
    ratios = np.log(own.b / own.a)
    points = [
        point(year, exact(float(ratio), "published without an error"), "declared", origins)
        for year, ratio, origins in zip(own.years.tolist(), ratios, own.origins, strict=True)
    ]
    return series(
        "region.log_ratio",
        row.code,
        basis.asked.b.iso3,
        f"declared by {row.name}",
        points,
        title=_title(basis, row, dimension),
        part=dimension,
    )
