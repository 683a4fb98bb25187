"""Curves by sufficient statistics of trade: what a cut costs, by the share of the partner."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from steelyard.measures.interdependence import supply_effect
from steelyard.measures.supplier_power import partner_power

Points = Float[np.ndarray, " point"]
MOST = 0.99  # of all that is bought: the formulas have no answer for everything


def loss_from_trade_share(z: Points, given: Mapping[str, float]) -> Points:
    """Part of real expenditure on traded goods that is lost without a partner, by its share.

    `steelyard.measures.interdependence.supply_effect`; the part of income that traded goods make
    up is a factor, which a curve of slope 1 does not keep.
    """
    share = _share(z, given)
    bought = np.ones_like(share)
    return supply_effect(share[:, None], bought, given["elasticity"])[:, 0]


def power_from_input_share(z: Points, given: Mapping[str, float]) -> Points:
    """Log cost of a buyer's inputs without a supplier, by its share of them.

    `steelyard.measures.supplier_power.partner_power` of one input. It grows without bound as the
    share nears 1; the elasticity is a factor, which a curve of slope 1 does not keep.
    """
    one = np.ones(1)
    found = [partner_power(one, np.array([each]), 2.0).total for each in _share(z, given)]
    return np.array([np.nan if each is None else each for each in found])


def _share(z: Points, given: Mapping[str, float]) -> Points:
    return np.clip(given["share"] + given["share_sd"] * z, 0.0, MOST)
