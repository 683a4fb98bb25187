r"""How likely votes are, given positions and items, and which way they pull.

A state at :math:`\theta` sees a text as :math:`z = \beta\theta + e`, *e* standard normal. It
votes yes where :math:`z < g_1`, abstains between :math:`g_1` and :math:`g_2`, votes no above.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Float32

from steelyard.models.votes.layout import Cells
from steelyard.models.votes.normal import log_cdf

_LEAST = np.float32(1e-7)  # the least width of an abstention in logs that single precision keeps


@dataclass(frozen=True, slots=True)
class Items:
    """What each text asks: slope `beta`, `middle` and log of the `gap` of the two cutpoints."""

    beta: Float[np.ndarray, " item"]
    middle: Float[np.ndarray, " item"]
    log_gap: Float[np.ndarray, " item"]

    @property
    def gap(self) -> Float[np.ndarray, " item"]:
        """Distance of the cutpoints."""
        return np.exp(self.log_gap)

    @property
    def lower(self) -> Float[np.ndarray, " item"]:
        """Cutpoint between yes and abstain."""
        return self.middle - self.gap / 2

    @property
    def upper(self) -> Float[np.ndarray, " item"]:
        """Cutpoint between abstain and no."""
        return self.middle + self.gap / 2


@dataclass(frozen=True, slots=True)
class Mild:
    """Abstentions: log likelihood, and its slopes in the lower and the upper cutpoint."""

    value: Float32[np.ndarray, " cell"]
    lower: Float32[np.ndarray, " cell"]
    upper: Float32[np.ndarray, " cell"]


def plain_margins(
    cells: Cells, items: Items
) -> tuple[Float32[np.ndarray, " cell"], Float32[np.ndarray, " cell"]]:
    """Coefficients (a, b) of each yes or no, whose likelihood is Phi(a + b theta)."""
    cuts = np.concatenate([items.lower, -items.upper]).astype(np.float32)
    slopes = np.concatenate([-items.beta, items.beta]).astype(np.float32)
    return np.take(cuts, cells.cut), np.take(slopes, cells.cut)


def abstained(lower: Float32[np.ndarray, " cell"], gap: Float32[np.ndarray, " cell"]) -> Mild:
    r"""Log probability of falling between *l* and *l* + gap, with slopes in both ends.

    The two ends are mirrored where they are mostly positive, so that the difference of the two
    distribution functions keeps its digits.

    Examples
    --------
    >>> made = abstained(np.array([-1.0], dtype=np.float32), np.array([2.0], dtype=np.float32))
    >>> made.value.round(3).tolist(), made.upper.round(3).tolist()
    ([-0.38199999928474426], [0.3540000021457672])
    """
    upper = lower + gap
    mirrored = (lower + upper) > 0
    low = np.where(mirrored, -upper, lower)
    value_low, slope_low = log_cdf(low)
    value_high, slope_high = log_cdf(low + gap)
    width = np.maximum(value_high - value_low, _LEAST)
    log_share = np.log(-np.expm1(-width))
    high = slope_high * np.exp(-log_share)
    below = slope_low * np.exp(-width - log_share)
    return Mild(
        value_high + log_share,
        -np.where(mirrored, high, below),
        np.where(mirrored, below, high),
    )
