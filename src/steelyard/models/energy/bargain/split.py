"""How two sides share what a deal is worth: the rules, apart from any market."""

from __future__ import annotations

from typing import Literal

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless

Number = float | Float[np.ndarray, "..."]


def nash_price(highest: Number, least: Number, power: Number) -> Number:
    r"""Price that two sides agree on between what each would walk away from.

    .. math:: p = b\,r_B + (1 - b)\,r_S = \arg\max_p\; (p - r_S)^b (r_B - p)^{1-b}

    The logarithm of the product has the derivative :math:`b/(p - r_S) - (1-b)/(r_B - p)`, which
    falls in *p* and is 0 at that price alone. Reservation prices hold what each side gets
    without the deal: alternatives that a side draws on *while* it has not agreed (FORMULAS B11:
    :math:`r_B = v - d_b`, :math:`r_S = c + d_s`). Options that it can only take by leaving for
    good belong into `constrained_price`.

    Parameters
    ----------
    highest, least : money / unit
        Reservation price of the buyer and of the seller, at the same place.
    power : 1, in [0, 1]
        *b*, the seller's.

    Returns
    -------
    price : money / unit
        NaN where the highest lies below the least: no deal.

    Raises
    ------
    InputError
        If the power lies outside [0, 1].

    References
    ----------
    Nash, J. (1950). The bargaining problem. *Econometrica* 18(2), 155-162; Roth, A. (1979).
    *Axiomatic Models of Bargaining* (unequal power).

    Examples
    --------
    >>> nash_price(400.0, 200.0, 0.25), nash_price(200.0, 400.0, 0.25)
    (250.0, nan)
    """
    refuse_power(power)
    price = power * np.asarray(highest) + (1 - np.asarray(power)) * np.asarray(least)
    return _plain(np.where(np.asarray(highest) >= least, price, np.nan))


def constrained_price(
    value: Number, cost: Number, power: Number, seller_option: Number, buyer_option: Number
) -> Number:
    r"""Price when outside options only bound it.

    .. math:: p = \min\bigl(\max(b\,v + (1-b)\,c,\; o_S),\; o_B\bigr)

    Two readings of an alternative. It moves the price all the way (`nash_price`) where a side
    enjoys it while the two still disagree, or where talks may break down by chance: a buyer that
    burns LNG until the pipe is agreed on. It bounds the price alone where a side must leave the
    talks to have it and what hurts is delay: then an option worse than the split is no threat,
    and one better is just matched. Markets re-solved without a link (`reservation`) give the
    first; contracts with somebody else that exclude this one are of the second kind.

    Parameters
    ----------
    value, cost : money / unit
        Ends of the surplus inside: price at which buyer and seller gain nothing while nobody
        else is there.
    power : 1, in [0, 1]
        The seller's.
    seller_option : money / unit
        Netback of the seller's best sale elsewhere; -inf where it has none.
    buyer_option : money / unit
        What the buyer's best supply elsewhere costs, at the same place; inf where it has none.

    Returns
    -------
    price : money / unit
        NaN where no price suits both: value below cost, or the buyer's option, or its value,
        below the seller's option, or its cost.

    Raises
    ------
    InputError
        If the power lies outside [0, 1].

    References
    ----------
    Binmore, K., Rubinstein, A. and Wolinsky, A. (1986). The Nash bargaining solution in economic
    modelling. *RAND Journal of Economics* 17(2), 176-188.

    Examples
    --------
    >>> constrained_price(400.0, 200.0, 0.5, 150.0, 350.0)  # neither option is a threat
    300.0
    >>> constrained_price(400.0, 200.0, 0.5, 150.0, 260.0)  # the buyer's is matched
    260.0
    """
    inside = np.asarray(nash_price(value, cost, power))
    most, least = np.minimum(value, buyer_option), np.maximum(cost, seller_option)
    clipped = np.minimum(np.maximum(inside, seller_option), buyer_option)
    return _plain(np.where(most >= least, clipped, np.nan))


def patience_power(
    seller_discount: float, buyer_discount: float, first: Literal["seller", "buyer"] = "seller"
) -> float:
    r"""Seller's part of the surplus when offers alternate and delay costs.

    .. math:: b = \frac{1 - \delta_b}{1 - \delta_s \delta_b}

    where the seller offers first; where the buyer does,
    :math:`b = \delta_s (1 - \delta_b) / (1 - \delta_s \delta_b)`. With ever shorter periods both
    tend to :math:`\rho_b / (\rho_s + \rho_b)` of the rates of time preference: who can wait, wins.

    Parameters
    ----------
    seller_discount, buyer_discount : 1, in [0, 1)
        What money one round later is worth to each.
    first : who offers first

    Returns
    -------
    power : 1, in [0, 1]

    Raises
    ------
    InputError
        If a discount factor lies outside [0, 1).

    References
    ----------
    Rubinstein, A. (1982). Perfect equilibrium in a bargaining model. *Econometrica* 50(1), 97-109.

    Examples
    --------
    >>> round(patience_power(0.9, 0.95), 4), round(patience_power(0.9, 0.95, "buyer"), 4)
    (0.3448, 0.3103)
    """
    for who, factor in (("seller", seller_discount), ("buyer", buyer_discount)):
        refuse_unless(0 <= factor < 1, where=f"discount factor of the {who}", found=f"{factor:g}",
                      expected="at least 0 and below 1",
                      remedy="Take 1 / (1 + rate of time preference per round).")  # fmt: skip
    part = (1 - buyer_discount) / (1 - seller_discount * buyer_discount)
    return part if first == "seller" else seller_discount * part


def monopsony_markdown(elasticity: Number) -> Number:
    r"""How far a lone buyer holds the price below what the fuel is worth to it.

    .. math:: \frac{MV - p}{p} = \frac{1}{\eta}

    A buyer who takes less pays less for all of it. The bound of what one buyer without rivals
    reaches by its size alone, as against a bargain over one link; also the tariff that serves it
    best.

    Parameters
    ----------
    elasticity : 1, above 0
        Of the supply that it faces.

    Returns
    -------
    markdown : 1, in parts of the price paid

    Raises
    ------
    InputError
        If the elasticity is not above 0.

    References
    ----------
    Robinson, J. (1933). *The Economics of Imperfect Competition*, ch. 18.

    Examples
    --------
    >>> monopsony_markdown(4.0)
    0.25
    """
    values = np.asarray(elasticity, dtype=float)
    refuse_unless(
        bool((values > 0).all()),
        where="monopsony mark-down",
        found=f"an elasticity of supply of {np.min(values):g}",
        expected="above 0",
        remedy="Supply that does not answer to its price has no monopsony price.",
    )
    return _plain(1 / values)


def refuse_power(power: Number, where: str = "bargain") -> None:
    """Raise unless every bargaining power lies in [0, 1]."""
    values = np.asarray(power, dtype=float)
    wrong = values[~((values >= 0) & (values <= 1))]
    refuse_unless(
        not wrong.size,
        where=where,
        found=f"a seller's power of {wrong.flat[0] if wrong.size else 0:g}",
        expected="between 0 (the buyer takes all) and 1 (the seller does)",
        remedy="Estimate it with `power.posterior`, or give a range within 0 to 1.",
    )


def _plain(values: np.ndarray | np.floating) -> Number:
    """A float for a single number."""
    return float(values) if np.ndim(values) == 0 else np.asarray(values)
