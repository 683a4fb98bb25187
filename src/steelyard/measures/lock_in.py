"""How far a fuel is bound to its buyer: how full the line is, and what else could take the flow."""

from __future__ import annotations

import numpy as np

from steelyard.measures.checks import refuse_unless
from steelyard.measures.fuel_price import price
from steelyard.measures.fuel_quantity import Quantity
from steelyard.vocabulary.errors import UnitMismatch
from steelyard.vocabulary.estimate import Estimate, absent

OVER = 1.1  # a line may run a little above its design; beyond this the figures differ in scope


def fill(flow: Quantity, capacity: Quantity) -> Estimate:
    r"""Part of a line's capacity that is used.

    .. math:: f = Q / K

    A full line cannot carry more at any price; an empty one binds its owner, who has paid for it.

    Parameters
    ----------
    flow, capacity : the same unit in the same time
        Capacity above 0.

    Returns
    -------
    fill : Estimate, 1, at least 0
        Absent where the flow is more than a tenth above the capacity: then it covers more lines
        than the capacity does.

    Raises
    ------
    UnitMismatch
        If the units differ; both are named.
    InputError
        If the capacity reaches 0.

    References
    ----------
    International Energy Agency (2023). *Gas Market Report*, definitions (utilisation rate).

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> flow = between(15.5, 15.1, 15.5, "bcm", "two figures", seed=1)
    >>> fill(flow, between(38.0, 37.5, 38.5, "bcm", "rounding")).text(percent=True)
    '40.8 % (39.5 to 41.0)'
    """
    _refuse_units("fill of a line", flow, capacity)
    used = price(flow, capacity)  # the same division, of a flow by a capacity
    if used.point > OVER:
        return absent(
            f"the flow of {flow.point:.4g} {flow.unit} is above the capacity of "
            f"{capacity.point:.4g}: it covers other lines too"
        )
    return Quantity(used.point, used.draws, "1", used.why).estimate()


def bound_share(bound: Quantity, free: Quantity) -> Quantity:
    r"""Part of a flow that only this buyer can be sent.

    .. math:: l = B / (B + F)

    Parameters
    ----------
    bound, free : the same unit
        What goes by pipe, and what goes by ship (or another way that has other ends).

    Returns
    -------
    share : Quantity, 1, in [0, 1]

    Raises
    ------
    UnitMismatch
        If the units differ; both are named.
    InputError
        If nothing flows.

    References
    ----------
    Joskow, P. L. (1987). Contract duration and relationship-specific investments. *American
    Economic Review* 77(1), 168-185 (assets that serve one buyer).

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> pipe, ship = (between(x, x, x, "bcm", "exact") for x in (3.881, 6.924))
    >>> round(bound_share(pipe, ship).point, 3)
    0.359
    """
    _refuse_units("share of a flow that is bound", bound, free)
    whole = bound.draws + free.draws
    refuse_unless(
        bool((whole > 0).all() and (bound.draws >= 0).all() and (free.draws >= 0).all()),
        where="bound_share",
        found=f"flows of {bound.point:g} and {free.point:g} {bound.unit}",
        expected="flows of at least 0, one of them above 0",
        remedy="Leave the share absent where nothing flows.",
    )
    why = tuple(dict.fromkeys((*bound.why, *free.why)))
    return Quantity(bound.point / (bound.point + free.point), bound.draws / whole, "1", why)


def movable_share(bound: Quantity) -> Estimate:
    r"""Most of a flow that could go to somebody else, as far as pipes allow.

    .. math:: 0 \le m \le 1 - l

    An upper limit: what is not in a pipe still needs ships, buyers with spare capacity and time.
    Where those are known, `steelyard.measures.outside_options.outlets` says how much and when.

    Parameters
    ----------
    bound : 1
        Part that is bound to this buyer.

    Returns
    -------
    movable : Estimate, 1, in [0, 1]
        Ends are bounds (`level` None); the point is the upper one.

    Raises
    ------
    InputError
        If the part is outside [0, 1].

    References
    ----------
    Own definition.

    Examples
    --------
    >>> from steelyard.measures.fuel_quantity import between
    >>> movable_share(between(0.4, 0.4, 0.4, "1", "exact")).text(percent=True)
    '60 % (0 to 60)'
    """
    refuse_unless(
        bool((bound.draws >= 0).all() and (bound.draws <= 1).all()),
        where="movable_share",
        found=f"a bound part of {bound.point:g}, draws to {bound.draws.max():g}",
        expected="a part between 0 and 1",
        remedy="Take both flows from one source on one basis.",
    )
    free = 1.0 - bound.point
    return Estimate(
        free,
        0.0,
        max(free, float(np.quantile(1.0 - bound.draws, 0.95))),
        None,
        "upper limit: what is not in a pipe; no spare capacity or lead time of others is known",
        "estimated",
    )


def _refuse_units(where: str, first: Quantity, second: Quantity) -> None:
    """Raise, naming both, if two units differ."""
    if first.unit != second.unit:
        raise UnitMismatch(
            where=where,
            found=f"{first.unit} and {second.unit}",
            expected="both in one unit (law 4)",
            remedy="Convert one of them first, with a rate that has a source.",
        )
