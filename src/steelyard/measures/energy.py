"""Fuel trade: shares of supplier and buyer, unit values, and discounts with intervals.

One fuel and one year at a time; ``flows[i, j]`` is what *i* sells to *j*.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_negative, refuse_unless
from steelyard.measures.interval import estimate_from_draws
from steelyard.measures.shares import export_share, import_share
from steelyard.vocabulary.estimate import Estimate


def supplier_share(
    flows: Float[np.ndarray, "state state"], total: Float[np.ndarray, " state"] | None = None
) -> Float[np.ndarray, "state state"]:
    r"""Share of each supplier in a buyer's imports of a fuel.

    .. math:: f_{ij} = Q_{ji} / Q_i, \quad Q_i \text{ all imports of the fuel by } i

    Of imports, not of use: a state that produces most of its fuel can have a high supplier share
    and little need. Volume and value shares differ by the discount.

    Parameters
    ----------
    flows : tonne, cubic metre or USD / year
        ``flows[i, j]`` is the fuel that *i* sells to *j*; NaN where absent.
    total : same unit
        All imports of the fuel by each state, on the same basis.

    Returns
    -------
    share : 1, in [0, 1]
        ``share[i, j]``: of the fuel imports of *i*, what comes from *j*. NaN where absent.

    Raises
    ------
    InputError
        If a flow is negative or infinite, or exceeds its total.

    References
    ----------
    Le Coq, C. and Paltseva, E. (2009). Measuring the security of external energy supply in the
    European Union. *Energy Policy* 37(11), 4474-4481.

    Examples
    --------
    >>> supplier_share(np.array([[0.0, 107.0], [0.0, 0.0]]), np.array([1.0, 564.0])).round(3)[1, 0]
    np.float64(0.19)
    """
    return import_share(flows, total)


def buyer_share(
    flows: Float[np.ndarray, "state state"], total: Float[np.ndarray, " state"] | None = None
) -> Float[np.ndarray, "state state"]:
    r"""Share of each buyer in a seller's exports of a fuel.

    .. math:: b_{ij} = Q_{ij} / Q_i, \quad Q_i \text{ all exports of the fuel by } i

    The other direction of `supplier_share` (law 9): the seller's dependence on the buyer.

    Parameters
    ----------
    flows : tonne, cubic metre or USD / year
        ``flows[i, j]`` is the fuel that *i* sells to *j*; NaN where absent.
    total : same unit
        All exports of the fuel by each state, on the same basis.

    Returns
    -------
    share : 1, in [0, 1]
        ``share[i, j]``: of the fuel exports of *i*, what goes to *j*. NaN where absent.

    Raises
    ------
    InputError
        If a flow is negative or infinite, or exceeds its total.

    References
    ----------
    Hirschman, A. O. (1945). *National Power and the Structure of Foreign Trade*, ch. 2.

    Examples
    --------
    >>> buyer_share(np.array([[0.0, 50.0], [0.0, 0.0]]), np.array([200.0, 0.0]))[0, 1]
    np.float64(0.25)
    """
    return export_share(flows, total)


def unit_value(
    value: Float[np.ndarray, "*shape"], volume: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    r"""Mean price paid: value over volume.

    .. math:: p = V / Q

    Not a contract price: grades, freight (CIF or FOB) and lags of the formula are in it.

    Parameters
    ----------
    value : USD / year
    volume : tonne, barrel or cubic metre / year
        The same shipments as `value`.

    Returns
    -------
    price : USD / unit of volume, at least 0
        NaN where a side is absent or the volume is 0.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    United Nations (2011). *International Merchandise Trade Statistics: Concepts and
    Definitions 2010*, ch. 4; IMF (2009). *Export and Import Price Index Manual*, ch. 2 (bias of
    unit values).

    Examples
    --------
    >>> unit_value(np.array([600.0, 5.0]), np.array([10.0, 0.0])).tolist()
    [60.0, nan]
    """
    refuse_negative("unit_value", value=value, volume=volume)
    return divide(value, volume)


def discount(
    price: Float[np.ndarray, "*shape"], benchmark: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    r"""Part of the benchmark price that the seller forgoes.

    .. math:: \delta = 1 - p / p^*

    Quality and freight differ between the two: a discount is not a concession until both have
    been taken off. Below 0 it is a premium.

    Parameters
    ----------
    price, benchmark : USD / unit of volume
        In the same unit, at the same stage (CIF or FOB), for the same months.

    Returns
    -------
    discount : 1, at most 1
        NaN where a side is absent or the benchmark is 0.

    Raises
    ------
    InputError
        If a price is negative or infinite.

    References
    ----------
    Babina, T., Hilgenstock, B., Itskhoki, O., Mironov, M. and Ribakova, E. (2023). Assessing the
    impact of international sanctions on Russian oil exports. SSRN 4366337.

    Examples
    --------
    >>> discount(np.array([60.0]), np.array([80.0])).tolist()
    [0.25]
    """
    refuse_negative("discount", price=price, benchmark=benchmark)
    return 1.0 - divide(price, benchmark)


def unit_value_interval(
    value: tuple[float, float],
    volume: tuple[float, float],
    *,
    draws: int = 4000,
    seed: int = 0,
) -> Estimate:
    r"""Price paid on average, when value and volume are known between two ends each.

    .. math:: p^{(d)} = V^{(d)} / Q^{(d)}, \quad V \sim U(V_0, V_1),\; Q \sim U(Q_0, Q_1)

    The ends come from the last printed digit or from conflicting publishers (see
    `steelyard.measures.noise`), and nothing is known within them.

    Parameters
    ----------
    value : USD / year
        Lower and upper end.
    volume : tonne, barrel or cubic metre / year
        Lower and upper end, above 0.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    price : Estimate, USD / unit of volume
        Point at the middle of both ends, 90 % interval.

    Raises
    ------
    InputError
        If ends are reversed, negative, or the volume reaches 0.

    References
    ----------
    JCGM 100:2008. *Guide to the Expression of Uncertainty in Measurement*, 4.3.7 (rectangular
    distribution between known limits).

    Examples
    --------
    >>> unit_value_interval((59.5, 60.5), (0.995, 1.005)).text(unit="USD/t")
    '60.0 USD/t (59.4 to 60.6)'
    """
    _refuse_ends("unit_value_interval", value=value, volume=volume)
    random = np.random.default_rng(seed)
    drawn = random.uniform(*value, draws) / random.uniform(*volume, draws)
    return estimate_from_draws(sum(value) / sum(volume), drawn, basis="ends of value and volume")


def discount_interval(
    price: tuple[float, float],
    benchmark: tuple[float, float],
    *,
    draws: int = 4000,
    seed: int = 0,
) -> Estimate:
    r"""Discount when price and benchmark are known between two ends each.

    .. math:: \delta^{(d)} = 1 - p^{(d)} / p^{*(d)}

    Parameters
    ----------
    price, benchmark : USD / unit of volume
        Lower and upper end of each, in the same unit; the benchmark above 0.
    draws, seed : count
        Same seed, same interval.

    Returns
    -------
    discount : Estimate, 1, at most 1
        Point at the middle of both ends, 90 % interval; below 0 a premium.

    Raises
    ------
    InputError
        If ends are reversed, negative, or the benchmark reaches 0.

    References
    ----------
    JCGM 100:2008. *Guide to the Expression of Uncertainty in Measurement*, 4.3.7.

    Examples
    --------
    >>> discount_interval((59.5, 60.5), (79.5, 80.5)).text(percent=True)
    '25.0 % (24.2 to 25.8)'
    """
    _refuse_ends("discount_interval", price=price, benchmark=benchmark)
    random = np.random.default_rng(seed)
    drawn = 1.0 - random.uniform(*price, draws) / random.uniform(*benchmark, draws)
    point = 1.0 - sum(price) / sum(benchmark)
    return estimate_from_draws(point, drawn, basis="ends of price and benchmark")


def _refuse_ends(where: str, **ends: tuple[float, float]) -> None:
    """Raise if ends are reversed or negative; the last named one must stay above 0."""
    for name, (low, high) in ends.items():
        above = low > 0 if name == list(ends)[-1] else low >= 0
        refuse_unless(
            bool(above and low <= high < np.inf),
            where=f"{where}, argument {name!r}",
            found=f"ends {low} and {high}",
            expected="lower end first, not negative; a denominator above 0",
            remedy="Order the ends, or leave the figure absent where it is not known.",
        )
