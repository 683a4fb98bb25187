"""A partner's share of a state's exports, imports and trade.

Everywhere here ``flows[i, j]`` is what *i* sells to *j*, and every result is indexed
``[who depends, on whom]``.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import (
    divide,
    refuse_negative,
    refuse_parts_over_whole,
    refuse_unless,
    total_of_known,
)


def known_exports(flows: Float[np.ndarray, "state state"]) -> Float[np.ndarray, " state"]:
    r"""Sum of the exports of each state that are known.

    .. math:: X_i = \sum_{j\,known} X_{ij}

    Too small wherever a pair is absent, so that shares of it are upper bounds: see
    `steelyard.measures.mirrors`.

    Parameters
    ----------
    flows : USD / year
        ``flows[i, j]`` is what *i* sells to *j*; NaN where nobody reported.

    Returns
    -------
    exports : USD / year, at least 0
        NaN for a state without one known flow.

    Raises
    ------
    InputError
        If a flow is negative or infinite.

    References
    ----------
    United Nations (2011). *International Merchandise Trade Statistics: Concepts and
    Definitions 2010*, ch. 6 (partner country).

    Examples
    --------
    >>> known_exports(np.array([[0.0, 3.0], [np.nan, np.nan]])).tolist()
    [3.0, nan]
    """
    refuse_negative("known_exports", flows=flows)
    return total_of_known(flows, axis=1)


def known_imports(flows: Float[np.ndarray, "state state"]) -> Float[np.ndarray, " state"]:
    r"""Sum of the imports of each state that are known.

    .. math:: M_i = \sum_{j\,known} X_{ji}

    Too small wherever a pair is absent, so that shares of it are upper bounds.

    Parameters
    ----------
    flows : USD / year
        ``flows[i, j]`` is what *i* sells to *j*; NaN where nobody reported.

    Returns
    -------
    imports : USD / year, at least 0
        NaN for a state without one known flow.

    Raises
    ------
    InputError
        If a flow is negative or infinite.

    References
    ----------
    United Nations (2011). *International Merchandise Trade Statistics: Concepts and
    Definitions 2010*, ch. 6 (partner country).

    Examples
    --------
    >>> known_imports(np.array([[0.0, 3.0], [np.nan, np.nan]])).tolist()
    [0.0, 3.0]
    """
    refuse_negative("known_imports", flows=flows)
    return total_of_known(flows, axis=0)


def export_share(
    flows: Float[np.ndarray, "state state"], total: Float[np.ndarray, " state"] | None = None
) -> Float[np.ndarray, "state state"]:
    r"""Share of each state's exports that goes to each partner.

    .. math:: x_{ij} = X_{ij} / X_i

    It says how much of the sales would have to find another buyer; not whether another buyer
    exists, nor what the loss would cost.

    Parameters
    ----------
    flows : USD / year
        ``flows[i, j]`` is what *i* sells to *j*; NaN where nobody reported.
    total : USD / year
        Exports of each state to the world on the same basis. Without it the known flows are
        summed, and the share is an upper bound wherever flows are absent.

    Returns
    -------
    share : 1, in [0, 1]
        ``share[i, j]``: of the exports of *i*, what goes to *j*. NaN where the flow or the
        total is absent, or the total is 0.

    Raises
    ------
    InputError
        If a flow is negative or infinite, or exceeds its total (two bases were mixed).

    References
    ----------
    Hirschman, A. O. (1945). *National Power and the Structure of Foreign Trade*, ch. 2.

    Examples
    --------
    >>> export_share(np.array([[0.0, 30.0], [10.0, 0.0]]), np.array([60.0, 10.0])).tolist()
    [[0.0, 0.5], [1.0, 0.0]]
    """
    refuse_negative("export_share", flows=flows)
    whole = total_of_known(flows, axis=1) if total is None else total
    refuse_negative("export_share", total=whole)
    refuse_parts_over_whole("export_share", flows, whole[:, None])
    return divide(flows, whole[:, None])


def import_share(
    flows: Float[np.ndarray, "state state"], total: Float[np.ndarray, " state"] | None = None
) -> Float[np.ndarray, "state state"]:
    r"""Share of each state's imports that comes from each partner.

    .. math:: m_{ij} = X_{ji} / M_i

    It says how much of the purchases would have to be found elsewhere or done without; not how
    hard that is.

    Parameters
    ----------
    flows : USD / year
        ``flows[i, j]`` is what *i* sells to *j*; NaN where nobody reported.
    total : USD / year
        Imports of each state from the world on the same basis. Without it the known flows are
        summed, and the share is an upper bound wherever flows are absent.

    Returns
    -------
    share : 1, in [0, 1]
        ``share[i, j]``: of the imports of *i*, what comes from *j*. NaN where the flow or the
        total is absent, or the total is 0.

    Raises
    ------
    InputError
        If a flow is negative or infinite, or exceeds its total (two bases were mixed).

    References
    ----------
    Hirschman, A. O. (1945). *National Power and the Structure of Foreign Trade*, ch. 2.

    Examples
    --------
    >>> import_share(np.array([[0.0, 30.0], [10.0, 0.0]]), np.array([40.0, 60.0])).tolist()
    [[0.0, 0.25], [0.5, 0.0]]
    """
    return export_share(flows.T, total)


def trade_share(
    flows: Float[np.ndarray, "state state"],
    exports: Float[np.ndarray, " state"] | None = None,
    imports: Float[np.ndarray, " state"] | None = None,
) -> Float[np.ndarray, "state state"]:
    r"""Share of each state's trade, both ways together, that is with each partner.

    .. math:: s_{ij} = (X_{ij} + X_{ji}) / (X_i + M_i)

    Not the mean of the export and the import share: the greater flow weighs more.

    Parameters
    ----------
    flows : USD / year
        ``flows[i, j]`` is what *i* sells to *j*; NaN where nobody reported.
    exports, imports : USD / year
        World totals of each state on the same basis. Without them the known flows are summed,
        and the share is an upper bound wherever flows are absent.

    Returns
    -------
    share : 1, in [0, 1]
        NaN where one of the two flows or a total is absent, or both totals are 0.

    Raises
    ------
    InputError
        If a flow is negative or infinite, or exceeds its total (two bases were mixed).

    References
    ----------
    Gartzke, E. and Li, Q. (2003). Measure for measure: concept operationalization and the
    trade interdependence-conflict debate. *Journal of Peace Research* 40(5), 553-571.

    Examples
    --------
    >>> trade_share(np.array([[0.0, 30.0], [10.0, 0.0]]), np.array([60.0, 10.0]),
    ...             np.array([20.0, 30.0])).tolist()
    [[0.0, 0.5], [1.0, 0.0]]
    """
    refuse_negative("trade_share", flows=flows)
    exports = total_of_known(flows, axis=1) if exports is None else exports
    imports = total_of_known(flows, axis=0) if imports is None else imports
    refuse_negative("trade_share", exports=exports, imports=imports)
    both_ways = flows + flows.T
    whole = exports + imports
    refuse_parts_over_whole("trade_share", both_ways, whole[:, None])
    return divide(both_ways, whole[:, None])


def window_share(
    flow: Float[np.ndarray, " year"], total: Float[np.ndarray, " year"], window: int
) -> Float[np.ndarray, " year"]:
    r"""Share of a flow in a total over the years of a window that ends in each year.

    .. math:: s_t = \sum_{\tau = t-w+1}^{t} f_\tau \Big/ \sum_{\tau = t-w+1}^{t} F_\tau

    For lumpy flows, such as deliveries of ships, of which single years say little.

    Parameters
    ----------
    flow, total : any unit, the same
        One value for each year without a break; NaN where absent.
    window : years

    Returns
    -------
    share : 1, in [0, 1]
        NaN in the first ``window - 1`` years, where a year of the window is absent, and where
        the total is 0.

    Raises
    ------
    InputError
        If a value is negative or infinite, the flow exceeds its total, or the window is not
        above 0.

    References
    ----------
    Holtom, P., Bromley, M. and Simmel, V. (2012). *Measuring International Arms Transfers*.
    SIPRI Fact Sheet (five-year averages against yearly swings).

    Examples
    --------
    >>> window_share(np.array([1.0, 0.0, 3.0]), np.array([2.0, 2.0, 4.0]), 2).tolist()
    [nan, 0.25, 0.5]
    """
    refuse_negative("window_share", flow=flow, total=total)
    refuse_unless(
        window >= 1 and not bool((flow > total * (1 + 1e-9) + 1e-9).any()),
        where="window_share",
        found=f"a window of {window}, {int((flow > total).sum())} years with more than the total",
        expected="a window from 1 year, and no flow above its total",
        remedy="Take flow and total from one source.",
    )
    if flow.size < window:
        return np.full(flow.shape, np.nan)
    summed = [
        np.lib.stride_tricks.sliding_window_view(each, window).sum(axis=1) for each in (flow, total)
    ]
    early = np.full(window - 1, np.nan)
    return np.concatenate([early, np.minimum(divide(*summed), 1.0)])
