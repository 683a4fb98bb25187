"""Curves by models of trade: what the loss of a partner costs, by its share."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from steelyard.measures.interdependence import supply_effect

Points = Float[np.ndarray, " point"]
MOST = 0.99  # of all that is bought: the formula has no answer for everything


def loss_from_trade_share(z: Points, given: Mapping[str, float]) -> Points:
    """Part of real expenditure on traded goods that is lost without a partner, by its share.

    `steelyard.measures.interdependence.supply_effect`; the part of income that traded goods make
    up is a factor, which a curve of slope 1 does not keep.
    """
    share = np.clip(given["share"] + given["share_sd"] * z, 0.0, MOST)
    bought = np.ones_like(share)
    return supply_effect(share[:, None], bought, given["elasticity"])[:, 0]
