"""The stock of knowledge that spending on research has left."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_negative, refuse_unless


def knowledge_stock(
    spending: Float[np.ndarray, " year"], *, depreciation: float, growth: float
) -> Float[np.ndarray, " year"]:
    r"""Stock of knowledge by perpetual inventory.

    .. math:: K_t = (1 - \delta) K_{t-1} + R_t, \qquad K_0 = R_0 / (g + \delta) \cdot (1 + g)

    The start is the stock that spending would have left, had it always grown at *g* until then.
    Its weight in a later year is :math:`(1 - \delta)^t`: of little account after twenty years.

    Parameters
    ----------
    spending : USD / year, constant prices
        In consecutive years, at least 0; NaN where absent.
    depreciation : 1, in (0, 1]
        Part of the stock that is of no more use after a year; 0.15 by custom.
    growth : 1 / year
        Yearly growth of spending before the first year, above minus the depreciation.

    Returns
    -------
    stock : USD, constant prices
        At the end of each year. NaN before the first known year and from the first gap on.

    Raises
    ------
    InputError
        If spending is negative, or a rate is out of range.

    References
    ----------
    Hall, B. H., Mairesse, J. and Mohnen, P. (2010). Measuring the returns to R&D. *Handbook of
    the Economics of Innovation* 2, 1033-1082, section 3.

    Examples
    --------
    >>> knowledge_stock(np.array([15.0, 15.0]), depreciation=0.15, growth=0.0).tolist()
    [100.0, 100.0]
    """
    refuse_negative("knowledge_stock", spending=spending)
    refuse_unless(
        0 < depreciation <= 1 and growth > -depreciation,
        where="knowledge_stock",
        found=f"depreciation {depreciation:g}, growth {growth:g}",
        expected="depreciation in (0, 1], growth above minus the depreciation",
        remedy="Take 0.15 and the growth of the first years, or 0 where spending fell.",
    )
    stock = np.full(spending.shape, np.nan)
    known = np.flatnonzero(np.isfinite(spending))
    if not known.size:
        return stock
    first = int(known[0])
    stock[first] = spending[first] * (1 + growth) / (growth + depreciation)
    for year in range(first + 1, len(spending)):
        stock[year] = (1 - depreciation) * stock[year - 1] + spending[year]
    return stock


def early_growth(spending: Float[np.ndarray, " year"], *, years: int = 5) -> float:
    r"""Mean yearly growth over the first known years; 0 where it fell or is not known.

    .. math:: g = \max\left(0, (R_{t_0 + n} / R_{t_0})^{1/n} - 1\right)

    Parameters
    ----------
    spending : USD / year, constant prices
        By year; NaN where absent.
    years : number of years
        Known years after the first that are looked at.

    Returns
    -------
    growth : 1 / year, at least 0

    Raises
    ------
    InputError
        If spending is negative.

    References
    ----------
    Hall, B. H. and Mairesse, J. (1995). Exploring the relationship between R&D and productivity
    in French manufacturing firms. *Journal of Econometrics* 65(1), 263-293 (start of the stock).

    Examples
    --------
    >>> round(early_growth(np.array([100.0, 110.0, 121.0])), 3)
    0.1
    """
    refuse_negative("early_growth", spending=spending)
    known = np.flatnonzero(np.isfinite(spending) & (spending > 0))[: years + 1]
    if known.size < 2:
        return 0.0
    first, last = int(known[0]), int(known[-1])
    return max(0.0, float((spending[last] / spending[first]) ** (1 / (last - first)) - 1))


def stock_bounds(
    spending: Float[np.ndarray, " year"], depreciations: tuple[float, ...] = (0.10, 0.15, 0.20)
) -> Float[np.ndarray, "choice year"]:
    r"""The stock for each depreciation, from a start grown as later and from one that stood still.

    .. math:: \min_{\delta, g} K_t, \max_{\delta, g} K_t, \qquad
        \partial K_t / \partial \delta < 0, \; \partial K_t / \partial g < 0

    The stock falls with either rate, so the extremes of all rates between are among the rows.

    Parameters
    ----------
    spending : USD / year, constant prices
        In consecutive years; NaN where absent.
    depreciations : 1, in (0, 1]
        Nobody observes it: 10 to 20 % a year covers most estimates for all research together.

    Returns
    -------
    stock : USD, constant prices
        Two rows for each depreciation, the growing start first.

    Raises
    ------
    InputError
        If spending is negative, or a rate is out of range.

    References
    ----------
    Hall, B. H., Mairesse, J. and Mohnen, P. (2010). *Handbook of the Economics of Innovation* 2,
    1033-1082, section 3.

    Examples
    --------
    >>> stock_bounds(np.array([10.0, 11.0])).shape
    (6, 2)
    """
    growth = early_growth(spending)
    return np.stack(
        [
            knowledge_stock(spending, depreciation=rate, growth=start)
            for rate in depreciations
            for start in (growth, 0.0)
        ]
    )
