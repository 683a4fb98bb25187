"""Production networks: who uses whose output, and what is lost when a link is cut.

``flows[r, c]`` is what cell *r* (a sector of a region) sells to cell *c* for production. Nothing
is replaced anywhere in this module: its losses are upper bounds for the first weeks, no forecast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import divide, refuse_negative, refuse_unless

ROUNDING = 1e-9  # what an inverse of a productive table may have below 0


@dataclass(frozen=True, slots=True)
class Extraction:
    """Gross output after a cut, and what was lost."""

    output: Float[np.ndarray, " cell"]
    loss: Float[np.ndarray, " cell"]


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


def extraction(
    inverse: Float[np.ndarray, "cell cell"],
    coefficients: Float[np.ndarray, "cell cell"],
    output: Float[np.ndarray, " cell"],
    sellers: Int[np.ndarray, " seller"],
    buyers: Int[np.ndarray, " buyer"],
) -> Extraction:
    r"""Output after inputs from some cells to others are cut and nothing takes their place.

    .. math:: x' = x - L_{\cdot S} B \,(I + L_{T S} B)^{-1} x_T, \qquad B = A_{S T}

    Hypothetical extraction: final use is met as before, but the buyers *T* no longer use the
    product of the sellers *S*. It measures how much output exists only because of the link, not
    what happens after a cut: a buyer who lacks an input would stop or find another. Exact, by the
    identity of Woodbury, at the price of one small system instead of a new inverse.

    Parameters
    ----------
    inverse : 1
        `leontief_inverse` of the coefficients, calculated once for all cuts.
    coefficients : 1
    output : USD / year
        Gross output before, consistent with both.
    sellers, buyers : indices of cells, each once

    Returns
    -------
    extraction : Extraction, USD / year
        Loss at least 0 in every cell.

    Raises
    ------
    InputError
        If shapes differ, a cell is named twice or does not exist.

    References
    ----------
    Dietzenbacher, E. and Lahr, M. L. (2013). Expanding extractions. *Economic Systems Research*
    25(3), 341-360; Woodbury, M. A. (1950). *Inverting Modified Matrices*.

    Examples
    --------
    >>> a = np.array([[0.15, 0.25], [0.20, 0.05]])
    >>> cut = extraction(leontief_inverse(a), a, np.array([1000.0, 2000.0]),
    ...                  np.array([0]), np.array([1]))
    >>> cut.loss.round(1).tolist()
    [588.2, 123.8]
    """
    _refuse_cells("extraction", inverse, coefficients, output, sellers, buyers)
    block = coefficients[np.ix_(sellers, buyers)]
    system = np.eye(buyers.size) + inverse[np.ix_(buyers, sellers)] @ block
    loss = inverse[:, sellers] @ (block @ np.linalg.solve(system, output[buyers]))
    return Extraction(output - loss, loss)


def supply_extraction(
    ghosh_inverse: Float[np.ndarray, "cell cell"],
    allocation: Float[np.ndarray, "cell cell"],
    output: Float[np.ndarray, " cell"],
    sellers: Int[np.ndarray, " seller"],
    buyers: Int[np.ndarray, " buyer"],
) -> Extraction:
    r"""Output that passes, directly and further on, through a cut link (Ghosh).

    .. math:: x'^\top = x^\top - x_S^\top C (I + G_{T S} C)^{-1} G_{T \cdot}, \qquad C = O_{S T}

    With value added given, output is pushed forward by fixed shares of sale. As a theory of
    quantities the Ghosh model is doubtful (output grows without inputs); read the result as the
    value of output downstream that the link feeds.

    Parameters
    ----------
    ghosh_inverse : 1
        `leontief_inverse` of the allocation coefficients.
    allocation : 1
    output : USD / year
        Gross output before, consistent with both.
    sellers, buyers : indices of cells, each once

    Returns
    -------
    extraction : Extraction, USD / year

    Raises
    ------
    InputError
        As `extraction`.

    References
    ----------
    Ghosh (1958); Oosterhaven, J. (1988). On the plausibility of the supply-driven input-output
    model. *Journal of Regional Science* 28(2), 203-217.

    Examples
    --------
    >>> o = np.array([[0.15, 0.5], [0.1, 0.05]])
    >>> cut = supply_extraction(leontief_inverse(o), o, np.array([1000.0, 2000.0]),
    ...                         np.array([0]), np.array([1]))
    >>> cut.loss.round(1).tolist()
    [61.9, 526.3]
    """
    return extraction(ghosh_inverse.T, allocation.T, output, buyers, sellers)


def value_at_risk(
    value_added: Float[np.ndarray, " cell"],
    output: Float[np.ndarray, " cell"],
    loss: Float[np.ndarray, " cell"],
) -> Float[np.ndarray, " cell"]:
    r"""Value added that goes with lost output.

    .. math:: (v_c / x_c) \, \Delta x_c

    Parameters
    ----------
    value_added, output : USD / year
        Of each cell before the cut. Value added may be negative (subsidised cells).
    loss : USD / year
        From `extraction` or `supply_extraction`.

    Returns
    -------
    value : USD / year
        0 in cells without output.

    Raises
    ------
    InputError
        If output or loss is negative or infinite, or a cell without output loses some.

    References
    ----------
    Miller and Blair (2009), ch. 6 (value-added multipliers).

    Examples
    --------
    >>> value_at_risk(np.array([65.0]), np.array([100.0]), np.array([20.0])).tolist()
    [13.0]
    """
    loss = np.where(np.abs(loss) <= ROUNDING * np.abs(output), np.maximum(loss, 0.0), loss)
    refuse_negative("value_at_risk", output=output, loss=loss)
    refuse_unless(
        not bool(((output == 0) & (loss > 0)).any()),
        where="value_at_risk",
        found="losses in cells that make nothing",
        expected="losses only where there is output",
        remedy="Take output and loss from the same table.",
    )
    return np.where(output == 0, 0.0, divide(value_added * loss, output))


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


def _refuse_cells(
    where: str,
    inverse: np.ndarray,
    coefficients: np.ndarray,
    output: np.ndarray,
    sellers: np.ndarray,
    buyers: np.ndarray,
) -> None:
    """Raise unless shapes agree and each cell is named once."""
    cells = np.arange(output.size)
    known = all(np.isin(side, cells).all() for side in (sellers, buyers))
    once = all(np.unique(side).size == side.size for side in (sellers, buyers))
    refuse_unless(
        inverse.shape == coefficients.shape == (output.size, output.size) and known and once,
        where=where,
        found=f"{inverse.shape}, {coefficients.shape}, {output.shape}; "
        f"{sellers.size} sellers, {buyers.size} buyers",
        expected="square tables of one size, and existing cells named once on each side",
        remedy="Resolve regions and sectors to indices of the same table first.",
    )
