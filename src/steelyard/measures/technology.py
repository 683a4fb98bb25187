"""Technology: who supplies it, how far up the ladder trade stands, and what is spent on it."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.checks import divide, refuse_negative, refuse_parts_over_whole


def technology_supplier_share(
    imports: Float[np.ndarray, "product supplier"], in_group: Bool[np.ndarray, " product"]
) -> Float[np.ndarray, " supplier"]:
    r"""Share of each supplier in a state's imports of a group of technology products.

    .. math:: t_j = \frac{\sum_{k \in G} M_{kj}}{\sum_{k \in G} \sum_l M_{kl}}

    By value and by where goods were sent from. The maker may sit elsewhere, and price mark-ups
    under sanctions raise a share without one more piece being shipped.

    Parameters
    ----------
    imports : USD / year
        ``imports[k, j]`` is what the state buys of product *k* from *j*; NaN where absent.
    in_group : bool
        Which products belong to the group.

    Returns
    -------
    share : 1, in [0, 1]
        Of what is known. NaN for a supplier of whom nothing is known, and for all if the group
        is not imported.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Lall, S. (2000). The technological structure and performance of developing country
    manufactured exports, 1985-98. *Oxford Development Studies* 28(3), 337-369 (groups).

    Examples
    --------
    >>> bought = np.array([[30.0, 10.0], [30.0, 30.0], [999.0, 0.0]])
    >>> technology_supplier_share(bought, np.array([True, True, False])).tolist()
    [0.6, 0.4]
    """
    refuse_negative("technology_supplier_share", imports=imports)
    group = imports[in_group]
    known = np.isfinite(group).any(axis=0) if len(group) else np.zeros(imports.shape[1], bool)
    supplied = np.where(known, np.nansum(group, axis=0), np.nan)
    return divide(supplied, np.nansum(group))


def lall_share(values: Float[np.ndarray, "state step"]) -> Float[np.ndarray, "state step"]:
    r"""Composition of a state's trade by step of the technology ladder.

    .. math:: c_{is} = V_{is} / \sum_r V_{ir}

    Steps are for example primary, resource-based, low, medium and high technology. The ladder
    grades products, not the task done: assembly of phones counts as high.

    Parameters
    ----------
    values : USD / year
        ``values[i, s]`` is what *i* sells (or buys) of step *s*; every step must be known.

    Returns
    -------
    share : 1, in [0, 1]
        Sums to 1 over the steps. NaN for a state with an absent step or no trade.

    Raises
    ------
    InputError
        If a value is negative or infinite.

    References
    ----------
    Lall, S. (2000). *Oxford Development Studies* 28(3), 337-369, table 1.

    Examples
    --------
    >>> lall_share(np.array([[6.0, 3.0, 1.0], [1.0, np.nan, 1.0]])).tolist()
    [[0.6, 0.3, 0.1], [nan, nan, nan]]
    """
    refuse_negative("lall_share", values=values)
    return divide(values, values.sum(axis=1, keepdims=True))


def rd_intensity(
    spending: Float[np.ndarray, "*shape"], gdp: Float[np.ndarray, "*shape"]
) -> Float[np.ndarray, "*shape"]:
    r"""Research and development spending in units of GDP.

    .. math:: g_i = R_i / Y_i

    Effort, not result; small states with one laboratory can top the list.

    Parameters
    ----------
    spending, gdp : USD / year
        In the same prices.

    Returns
    -------
    intensity : 1, in [0, 1]
        NaN where a side is absent or GDP is 0.

    Raises
    ------
    InputError
        If a value is negative or infinite, or spending exceeds GDP.

    References
    ----------
    OECD (2015). *Frascati Manual 2015*, ch. 4 (GERD over GDP).

    Examples
    --------
    >>> rd_intensity(np.array([2.0]), np.array([100.0])).tolist()
    [0.02]
    """
    refuse_negative("rd_intensity", spending=spending, gdp=gdp)
    refuse_parts_over_whole("rd_intensity", spending, gdp)
    return divide(spending, gdp)
