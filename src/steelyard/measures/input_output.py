"""Production networks: who uses whose output, as coefficients and their inverse.

``flows[r, c]`` is what cell *r* (a sector of a region) sells to cell *c* for production. What is
lost when a link is cut: `steelyard.models.trade.network`.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_negative, refuse_unless

ROUNDING = 1e-9  # what an inverse of a productive table may have below 0


def technical_coefficients(
    flows: Float[np.ndarray, "cell cell"], output: Float[np.ndarray, " cell"]
) -> Float[np.ndarray, "cell cell"]:
    r"""Input of each cell's product for one unit of output of each cell.

    .. math:: a_{rc} = Z_{rc} / x_c

    Parameters
    ----------
    flows : USD / year
        ``flows[r, c]``: what *r* sells to *c*; complete, no absent cell.
    output : USD / year
        Gross output of each cell.

    Returns
    -------
    coefficients : 1, at least 0
        A cell that makes nothing and uses nothing has a column of zeros.

    Raises
    ------
    InputError
        If a value is negative, absent or infinite, or a cell with zero output uses inputs.

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009). *Input-Output Analysis: Foundations and Extensions*,
    2nd ed., ch. 2.

    Examples
    --------
    >>> flows = np.array([[150.0, 500.0], [200.0, 100.0]])
    >>> technical_coefficients(flows, np.array([1000.0, 2000.0])).tolist()
    [[0.15, 0.25], [0.2, 0.05]]
    """
    _refuse_table("technical_coefficients", flows, output)
    idle = (output == 0) & (flows.sum(axis=0) > 0)
    refuse_unless(
        not bool(idle.any()),
        where="technical_coefficients",
        found=f"{int(idle.sum())} cells use inputs for nothing",
        expected="output above 0 wherever inputs are used",
        remedy="Clean the table first: such a cell has no technology that could be calculated.",
    )
    return np.where(output == 0, 0.0, divide(flows, output))


def allocation_coefficients(
    flows: Float[np.ndarray, "cell cell"], output: Float[np.ndarray, " cell"]
) -> Float[np.ndarray, "cell cell"]:
    r"""Share of each cell's output that goes to each cell as input (Ghosh).

    .. math:: o_{rc} = Z_{rc} / x_r

    Parameters
    ----------
    flows : USD / year
        ``flows[r, c]``: what *r* sells to *c*.
    output : USD / year
        Gross output of each cell.

    Returns
    -------
    coefficients : 1, at least 0
        A cell that makes and sells nothing has a row of zeros.

    Raises
    ------
    InputError
        As `technical_coefficients`.

    References
    ----------
    Ghosh, A. (1958). Input-output approach in an allocation system. *Economica* 25(97), 58-64.

    Examples
    --------
    >>> flows = np.array([[150.0, 500.0], [200.0, 100.0]])
    >>> allocation_coefficients(flows, np.array([1000.0, 2000.0])).tolist()
    [[0.15, 0.5], [0.1, 0.05]]
    """
    return technical_coefficients(flows.T, output).T


def leontief_inverse(
    coefficients: Float[np.ndarray, "cell cell"],
) -> Float[np.ndarray, "cell cell"]:
    r"""Output of each cell needed, directly and indirectly, for one unit of final use of each.

    .. math:: L = (I - A)^{-1}

    Parameters
    ----------
    coefficients : 1, at least 0
        Technical coefficients; pass allocation coefficients for the Ghosh inverse
        :math:`G = (I - O)^{-1}`.

    Returns
    -------
    inverse : 1, at least 0
        At least the identity.

    Raises
    ------
    InputError
        If the table is not productive: it needs more than it makes, so that no positive output
        could meet any final use (Hawkins and Simon).

    References
    ----------
    Miller and Blair (2009), ch. 2; Hawkins, D. and Simon, H. A. (1949). Note: some conditions of
    macroeconomic stability. *Econometrica* 17(3/4), 245-248.

    Examples
    --------
    >>> leontief_inverse(np.array([[0.15, 0.25], [0.20, 0.05]])).round(3).tolist()
    [[1.254, 0.33], [0.264, 1.122]]
    """
    _refuse_table("leontief_inverse", coefficients, np.zeros(len(coefficients)))
    try:
        inverse = np.linalg.inv(np.eye(len(coefficients)) - coefficients)
    except np.linalg.LinAlgError:
        inverse = np.full(coefficients.shape, -np.inf)
    refuse_unless(
        bool((inverse >= -ROUNDING).all()),
        where="leontief_inverse",
        found=f"least element {inverse.min(initial=np.inf):g} of the inverse",
        expected="a productive table: every element of the inverse at least 0",
        remedy="Look for columns whose coefficients add up to 1 or more, and clean the table.",
    )
    return np.maximum(inverse, 0.0)


def _refuse_table(where: str, flows: np.ndarray, output: np.ndarray) -> None:
    """Raise unless the table is square, fits the output and has no absent or negative cell."""
    refuse_unless(
        flows.shape == (output.size, output.size) and not bool(np.isnan(flows).any()),
        where=where,
        found=f"flows {flows.shape}, output {output.shape}, {int(np.isnan(flows).sum())} absent",
        expected="a complete square table with one output for each cell",
        remedy="Fill absent cells in a named step of the table's preparation.",
    )
    refuse_negative(where, flows=flows, output=output)
    refuse_unless(
        not bool(np.isnan(output).any()),
        where=where,
        found=f"{int(np.isnan(output).sum())} outputs absent",
        expected="a known output for each cell",
        remedy="Take output as the row sum of the table, in a step of its own.",
    )
