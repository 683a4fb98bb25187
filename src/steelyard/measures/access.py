"""What losing access to a partner's goods costs, with constant elasticities of substitution.

A loss without bound is never a number here: it is absent, with the reason beside it. Power over
a buyer, which adds the losses up over products, is in `steelyard.measures.supplier_power`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Shaped

from steelyard.measures.checks import refuse_negative, refuse_parts_over_whole, refuse_unless

UNKNOWN = "share, weight or elasticity unknown"
ALL_LOST = "all supply is lost: the loss has no bound"
NO_SUBSTITUTE = "elasticity of at most 1: the loss of any part has no bound"
SERIES = 1e-9  # below this distance of an elasticity from 1 the limit is used


@dataclass(frozen=True, slots=True)
class AccessLoss:
    """Log rise of the price index, NaN where there is none, and why (empty where there is)."""

    log_price: Float[np.ndarray, "*shape"]
    reason: Shaped[np.ndarray, "*shape"]


def access_loss(
    share: Float[np.ndarray, "*shape"], sigma: float | Float[np.ndarray, "*shape"]
) -> AccessLoss:
    r"""Rise of the price index of a product when suppliers with this share are cut off.

    .. math:: \ln \hat P = -\ln(1 - s) / (\sigma - 1)

    For elasticity :math:`\sigma > 1` between suppliers, the prices of the others unchanged. They
    would rise in truth, so this is a lower bound while the others cannot expand, and an upper
    bound for how the loss looks once new suppliers come in. 0 without a loss, increasing and
    convex in the share, falling in the elasticity.

    Parameters
    ----------
    share : 1, in [0, 1]
        Of expenditure on the product (home goods included, if they are substitutes).
    sigma : 1, above 0
        Elasticity of substitution between suppliers.

    Returns
    -------
    loss : AccessLoss, ln
        At least 0. Absent with a reason where an input is unknown, all supply is lost, or
        anything is lost at an elasticity of at most 1: those losses have no bound.

    Raises
    ------
    InputError
        If a share is outside [0, 1], or an elasticity is not above 0.

    References
    ----------
    Feenstra, R. C. (1994). New product varieties and the measurement of international prices.
    *American Economic Review* 84(1), 157-177.

    Examples
    --------
    >>> loss = access_loss(np.array([0.0, 0.5, 1.0]), 2.0)
    >>> loss.log_price.round(3).tolist(), loss.reason[2]
    ([0.0, 0.693, nan], np.str_('all supply is lost: the loss has no bound'))
    """
    refuse_shares("access_loss", share=share)
    sigma = _elasticity("access_loss", sigma, share.shape)
    reason = np.select(
        [np.isnan(share) | np.isnan(sigma), share == 0, share == 1, sigma <= 1],
        [UNKNOWN, "", ALL_LOST, NO_SUBSTITUTE],
        default="",
    )
    safe = (reason == "") & (share > 0)
    log_price = np.where(reason == "", 0.0, np.nan)
    log_price[safe] = -np.log1p(-share[safe]) / (sigma[safe] - 1.0)
    return AccessLoss(log_price, reason)


def nested_access_loss(
    share: Float[np.ndarray, "*shape"],
    sigma: float | Float[np.ndarray, "*shape"],
    weight: Float[np.ndarray, "*shape"],
    eta: float | Float[np.ndarray, "*shape"],
) -> AccessLoss:
    r"""Rise of the cost of a bundle when part of the supply of one product in it is cut off.

    .. math:: \ln \hat C = \frac{\ln[(1-\omega) + \omega \hat P^{1-\eta}]}{1-\eta},
        \qquad \eta = 1: \; \omega \ln \hat P

    With an outer elasticity above 1 the bundle can do without the product, so that even losing
    all of it is bounded: :math:`-\ln(1-\omega)/(\eta-1)`.

    Parameters
    ----------
    share : 1, in [0, 1]
        Lost share of the supply of the product.
    sigma : 1, above 0
        Elasticity between suppliers of the product.
    weight : 1, in [0, 1]
        Share of the product in the bundle, :math:`\omega`.
    eta : 1, above 0
        Elasticity between the product and the rest of the bundle.

    Returns
    -------
    loss : AccessLoss, ln
        At least 0, at most the loss of the product alone. Absent as for `access_loss`, unless
        the product has no weight or an outer elasticity above 1 bounds the loss.

    Raises
    ------
    InputError
        If a share or weight is outside [0, 1], or an elasticity is not above 0.

    References
    ----------
    Sato, K. (1967). A two-level constant-elasticity-of-substitution production function. *Review
    of Economic Studies* 34(2), 201-218.

    Examples
    --------
    >>> half = np.array([0.5])
    >>> nested_access_loss(half, 2.0, np.array([0.1]), 1.0).log_price.round(4).tolist()
    [0.0693]
    >>> nested_access_loss(np.array([1.0]), 2.0, np.array([0.1]), 3.0).log_price.round(4).tolist()
    [0.0527]
    """
    refuse_shares("nested_access_loss", weight=weight)
    inner = access_loss(share, sigma)
    eta = _elasticity("nested_access_loss", eta, share.shape)
    unknown = (inner.reason == UNKNOWN) | np.isnan(weight) | np.isnan(eta)
    unbounded = (inner.reason == ALL_LOST) | (inner.reason == NO_SUBSTITUTE)
    survives = (weight == 0) | ((eta > 1) & (weight < 1))
    reason = np.select([unknown, unbounded & ~survives], [UNKNOWN, inner.reason], default="")
    log_inner = np.where(unbounded, np.inf, inner.log_price)
    known = reason == ""
    log_price = np.full(share.shape, np.nan)
    log_price[known] = _outer(log_inner[known], weight[known], eta[known])
    return AccessLoss(log_price, reason)


def _outer(log_inner: np.ndarray, weight: np.ndarray, eta: np.ndarray) -> np.ndarray:
    """Log cost of the bundle; exact near eta = 1, and for an infinite inner price if eta > 1."""
    near = np.abs(1.0 - eta) < SERIES
    slope = np.where(near, 1.0, 1.0 - eta)
    exponent = np.where(weight == 0, 0.0, slope * log_inner)  # no weight: whatever the price
    with np.errstate(over="ignore", divide="ignore"):
        small = np.log1p(weight * np.expm1(np.minimum(exponent, 1.0)))
        large = np.logaddexp(np.log1p(-weight), np.log(weight) + exponent)
    limit = np.where(weight == 0, 0.0, weight * np.where(near, log_inner, 0.0))
    return np.where(near, limit, np.where(exponent > 1.0, large, small) / slope)


def refuse_shares(where: str, **shares: np.ndarray) -> None:
    """Raise if a present share lies outside [0, 1]."""
    refuse_negative(where, **shares)
    for name, share in shares.items():
        refuse_parts_over_whole(f"{where}, argument {name!r}", share, np.asarray(1.0))


def _elasticity(where: str, value: object, shape: tuple[int, ...]) -> np.ndarray:
    """Elasticities in the shape of the shares; above 0, NaN where unknown."""
    elasticity = np.broadcast_to(np.asarray(value, dtype=float), shape)
    refuse_negative(where, elasticity=elasticity)
    refuse_unless(
        not bool((elasticity == 0).any()),
        where=where,
        found="an elasticity of 0",
        expected="elasticities above 0, NaN where unknown",
        remedy="Use a small positive value for fixed proportions, and say so.",
    )
    return elasticity
