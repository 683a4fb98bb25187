"""How observed drivers may go on: back to their mean as they did, with chance of their own size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from jaxtyping import Float

from steelyard.measures.ranges import shares
from steelyard.system.causal_model import Path


def persistence(values: Sequence[float]) -> tuple[float, float]:
    r"""How much of a deviation a year carries on, and the spread of what is new in a year.

    .. math:: x_{t+1} - m = \phi (x_t - m) + s \epsilon_{t+1}

    by least squares, :math:`\phi` freed of its bias in short series by
    :math:`(1 + 3 \phi) / n` and held between 0 and 1.

    References
    ----------
    Kendall, M. G. (1954). Note on bias in the estimation of autocorrelation. *Biometrika* 41.

    Examples
    --------
    >>> persistence([0.0, 1.0, 0.0, 1.0, 0.0, 1.0])[0]
    0.0
    """
    x = np.asarray(values, dtype=float) - np.mean(values)
    phi = float(x[1:] @ x[:-1] / max(x[:-1] @ x[:-1], 1e-12))
    phi = float(np.clip(phi + (1 + 3 * phi) / len(x), 0.0, 1.0))
    new = x[1:] - phi * x[:-1]
    return phi, float(np.sqrt(new @ new / max(len(new) - 1, 1)))


def wandering(
    paths: Mapping[str, Path],
    variables: Sequence[str],
    years: Float[np.ndarray, " year"],
    last: int,
    draws: int,
    seed: int,
    first: int = 0,
) -> Float[np.ndarray, "draw year variable"]:
    """How far drivers go from the value at which they are held after the last year looked at.

    0 up to that year, and for drivers without an observed path, of which only events are known.
    Draws hang on driver, year, seed and number alone.
    """
    from scipy.special import ndtri

    found = np.zeros((draws, len(years), len(variables)))
    for name, path in paths.items():
        phi, spread = persistence(path.values)
        held, middle = path.values[-1], float(np.mean(path.values))
        at = np.full(draws, held)
        for place, year in enumerate(years):
            if year <= last:
                continue
            new = ndtri(shares(f"driver {name} {year:g}", draws, seed, first))
            at = middle + phi * (at - middle) + spread * new
            found[:, place, variables.index(name)] = at - held
    return found
