"""Curves by the bargain over a fuel: the price below that of the world, by what else there is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from steelyard.models.energy.bargain.split import constrained_price

Points = Float[np.ndarray, " point"]


def discount_from_options(z: Points, given: Mapping[str, float]) -> Points:
    """Less of a discount, by what the seller gets elsewhere, in parts of the world price.

    `steelyard.models.energy.bargain.split.constrained_price`: an option below the split within is
    no threat, a better one is matched, up to what the buyer would pay at most.
    """
    option = given["option"] + given["option_sd"] * z
    best = np.clip(option, given["cost"], given["value"])  # past it no price suits both
    price = constrained_price(given["value"], given["cost"], given["power"], best, np.inf)
    return np.asarray(price, dtype=float)
