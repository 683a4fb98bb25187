"""How well the votes of a session tell the slope and the cutpoints of a text."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from scipy.special import ndtr

PRIOR = np.eye(3)  # slopes N(0, 1), as in the model; cutpoints of texts that divide states, alike
RARE = 1e-6  # chances below this teach nothing
NODES = 24  # quantiles that stand for more positions than that


def covariances(
    texts: Float[np.ndarray, "text 3"], positions: Float[np.ndarray, " place"]
) -> Float[np.ndarray, "text 3 3"]:
    r"""Error of slope and cutpoints of texts on which states at known positions voted.

    .. math:: C_k = \Big(P + \sum_i \sum_y \frac{\nabla p_{iky} \nabla p_{iky}'}{p_{iky}}\Big)^{-1}

    with the chance :math:`p_{iky}` that the state at position i votes y on text k: the expected
    information, and the precision P of the prior.

    Parameters
    ----------
    texts : slope, lower and upper cutpoint of each text
    positions : of all states that may have voted

    Returns
    -------
    covariances : one matrix a text

    References
    ----------
    Bock, R. D. and Lieberman, M. (1970). Fitting a response model for n dichotomously scored
    items. *Psychometrika* 35(2), 179-197.

    Examples
    --------
    >>> one = np.array([[1.0, -0.5, 0.5]])
    >>> few, many = (covariances(one, np.linspace(-2, 2, n))[0, 0, 0] for n in (10, 1000))
    >>> bool(0 < many < few < 1)
    True
    """
    weight = max(positions.size / NODES, 1.0)
    if positions.size > NODES:
        positions = np.quantile(positions, (np.arange(NODES) + 0.5) / NODES)
    lean = texts[:, :1] * positions
    cuts = texts[:, 1, None] - lean, texts[:, 2, None] - lean
    low, high = (ndtr(cut) for cut in cuts)
    at_low, at_high = (np.exp(-(cut**2) / 2) / np.sqrt(2 * np.pi) for cut in cuts)
    none = np.zeros_like(lean)
    yes = np.stack([-positions * at_low, at_low, none])
    no = np.stack([positions * at_high, none, -at_high])
    information = PRIOR + weight * sum(
        np.moveaxis(slope, 0, 1) @ np.moveaxis(slope / np.maximum(chance, RARE), 0, 2)
        for slope, chance in ((yes, low), (-(yes + no), high - low), (no, 1 - high))
    )
    return np.linalg.inv(information)
