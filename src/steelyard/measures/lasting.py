"""Errors that last: how much of an error is the same every year, and draws that keep it so.

A source that counts transit as trade does so every year. If such errors are drawn anew for each
year, two series seem to touch that in truth are apart, and averages look surer than they are.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_negative, refuse_unless

FAR = 3.0  # scaled errors beyond it count as this much: a few wild pairs must not decide
FEWEST_GROUPS = 5


def lasting_part(errors: Float[np.ndarray, " error"], source: Int[np.ndarray, " error"]) -> float:
    r"""Part of the variance of errors that a source makes alike every time.

    .. math:: \rho = \frac{MS_b - MS_w}{MS_b + (n_0 - 1) MS_w}, \quad
        n_0 = \frac{N - \sum_g n_g^2 / N}{G - 1}

    The intraclass correlation of a one-way layout with groups of unequal size; errors are cut
    off at three scales. 1: each source is off by the same amount for ever; 0: every year anew.
    Errors that last some years and then change count partly.

    Parameters
    ----------
    errors : 1
        In units of their scale.
    source : label
        Whose error each one is; a source with one error says nothing about lasting but counts.

    Returns
    -------
    part : 1, in [0, 1]

    Raises
    ------
    InputError
        If an error is not finite, there are fewer than five sources, or none has two errors.

    References
    ----------
    Donner, A. (1986). A review of inference procedures for the intraclass correlation
    coefficient in the one-way random effects model. *International Statistical Review* 54(1).

    Examples
    --------
    >>> source = np.repeat(np.arange(6), 3)
    >>> round(lasting_part(np.linspace(-1, 1, 6)[source], source), 3)
    1.0
    """
    labels, place, size = np.unique(source, return_inverse=True, return_counts=True)
    refuse_unless(
        bool(np.isfinite(errors).all() and labels.size >= FEWEST_GROUPS and size.max() > 1),
        where="lasting_part",
        found=f"{errors.size} errors of {labels.size} sources",
        expected=f"finite errors of at least {FEWEST_GROUPS} sources, one of them with two",
        remedy="Pool more sources, or show results for lasting and for passing errors.",
    )
    kept = np.clip(errors, -FAR, FAR)
    means = np.bincount(place, kept) / size
    between = float((size * (means - kept.mean()) ** 2).sum() / (labels.size - 1))
    within = float(((kept - means[place]) ** 2).sum() / (errors.size - labels.size))
    typical = (errors.size - float((size**2).sum()) / errors.size) / (labels.size - 1)
    whole = between + (typical - 1) * within
    return float(np.clip((between - within) / whole, 0.0, 1.0)) if whole > 0 else 0.0


def lasting_errors(
    scale: Float[np.ndarray, " year"],
    lasting: float,
    *,
    tail: float = np.inf,
    draws: int = 1000,
    seed: int = 0,
) -> Float[np.ndarray, "draw year"]:
    r"""Draws of the log errors of one series, of which a part is the same in all years.

    .. math:: e_t^{(d)} = \sigma_t \, h_t^{(d)}
        \left( \sqrt{\rho} \, z^{(d)} + \sqrt{1 - \rho} \, z_t^{(d)} \right)

    with :math:`h_t` such that every year alone has Student's t.

    Parameters
    ----------
    scale : 1, at least 0
        Scale of the log error of each year; NaN where the year is absent.
    lasting : 1, in [0, 1]
        From `lasting_part`.
    tail : degrees of freedom
        Infinite is normal.
    draws, seed : count
        Same seed, same draws.

    Returns
    -------
    errors : 1
        NaN in absent years.

    Raises
    ------
    InputError
        If a scale is negative or the lasting part lies outside [0, 1].

    References
    ----------
    Searle, S. R., Casella, G. and McCulloch, C. E. (1992). *Variance Components*. Wiley, ch. 3.

    Examples
    --------
    >>> drawn = lasting_errors(np.array([0.1, 0.1]), 1.0, draws=4)
    >>> bool((drawn[:, 0] == drawn[:, 1]).all())
    True
    """
    refuse_negative("lasting_errors", scale=scale)
    refuse_unless(
        0 <= lasting <= 1,
        where="lasting_errors",
        found=f"lasting part {lasting:g}",
        expected="a part between 0 and 1",
        remedy="Take it from `lasting_part`.",
    )
    random = np.random.default_rng(seed)
    always = random.standard_normal((draws, 1))
    passing = random.standard_normal((draws, scale.size))
    heavy = 1.0 if np.isinf(tail) else np.sqrt(tail / random.chisquare(tail, (draws, scale.size)))
    return scale * heavy * (np.sqrt(lasting) * always + np.sqrt(1 - lasting) * passing)
