"""Fans over years as records."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.scenarios.system.outcome import LEVELS, Fan


def fan_of(values: Float[np.ndarray, "draw year"]) -> Fan:
    """Quantiles by year.

    Examples
    --------
    >>> fan_of(np.arange(5.0)[:, None]).p50
    (2.0,)
    """
    found = np.quantile(values, LEVELS, axis=0)
    p05, p25, p50, p75, p95 = (tuple(map(float, each)) for each in found)
    return Fan(p05=p05, p25=p25, p50=p50, p75=p75, p95=p95)


def array_of(fan: Fan) -> Float[np.ndarray, "5 year"]:
    """A fan as an array, for pictures."""
    return np.array([fan.p05, fan.p25, fan.p50, fan.p75, fan.p95])
