"""Where a dependence stands among those of all states on their largest partners."""

from __future__ import annotations

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.trade import BASIS, DRAWS, share_of_year
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.interval import draws_of
from steelyard.measures.shares import trade_share
from steelyard.measures.reference_class import FEWEST_MEMBERS
from steelyard.measures.standing import percentile_interval
from steelyard.vocabulary.states import State


def standing_series(basis: Basis) -> tuple[Series, ...]:
    """Percentile of each direction, year by year."""
    if not basis.has_trade:
        return ()
    classes = {place: _largest_shares(basis, place) for place, _ in basis.years()}
    return present(
        _standing(basis, subject, partner, classes) for subject, partner in basis.asked.directions()
    )


def _largest_shares(basis: Basis, place: int) -> np.ndarray:
    """Of every state with trade in that year, the share of its largest partner."""
    shares = trade_share(basis.completed.complete(place))
    known = np.isfinite(shares).any(axis=1)
    return np.nanmax(shares[known], axis=1)


def _standing(
    basis: Basis, subject: State, partner: State, classes: dict[int, np.ndarray]
) -> Series | None:
    """Percentiles of one direction; years with too few states are left out."""
    points = []
    for place, year in basis.years():
        share = share_of_year(basis, place, subject.iso3, partner.iso3, "trade")
        if share.point is None or classes[place].size < FEWEST_MEMBERS:
            continue
        value = percentile_interval(
            share.point,
            draws_of(share, DRAWS, basis.asked.seed + year, within=(0.0, 1.0)),
            classes[place], seed=basis.asked.seed,
        )  # fmt: skip
        estimated = place in basis.completed.places
        points.append(
            point(
                year,
                value,
                "estimated" if estimated else "reconciled",
                [basis.trade.origins[place]],
                f"among {classes[place].size} states",
            )
        )
    return series(
        "trade.standing",
        subject.iso3,
        partner.iso3,
        BASIS,
        points,
        title=f"{subject.adjective} trade with {partner.name} among all states’ largest ties",
    )
