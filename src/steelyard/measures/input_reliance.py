"""How much of what a region's producers use comes from each other region.

Two readings: at face value, what was bought from abroad; looked through, what stands behind it,
for a part bought at home may be made of parts from abroad. Results are indexed
``[who depends, on whom]``.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float, Int

from steelyard.measures.checks import divide, refuse_negative, refuse_unless


def direct_reliance(
    flows: Float[np.ndarray, "cell cell"],
    region: Int[np.ndarray, " cell"],
    users: Bool[np.ndarray, " cell"] | None = None,
) -> Float[np.ndarray, "region region"]:
    r"""Share of each region in the inputs that producers of a region buy: face value.

    .. math:: f_{ij} = \sum_{r \in j,\, c \in i} Z_{rc} \Big/ \sum_{r,\, c \in i} Z_{rc}

    It sees only the last seller: an input from a third region made of *j*'s parts counts as the
    third region's.

    Parameters
    ----------
    flows : USD / year
        ``flows[r, c]``: what cell *r* sells to cell *c* for production.
    region : index
        Region of each cell, counted from 0.
    users : bool
        Which cells are looked at as users (manufacturing, for example); all where not given.

    Returns
    -------
    reliance : 1, in [0, 1]
        Rows add up to 1, own region included. NaN for a region whose users buy nothing.

    Raises
    ------
    InputError
        If a flow is negative or infinite, or shapes differ.

    References
    ----------
    Baldwin, R., Freeman, R. and Theodorakopoulos, A. (2022). Horses for courses: measuring
    foreign supply chain exposure. NBER working paper 30525 (face-value exposure). Definition
    after a third party's implementation; the paper itself was not read.

    Examples
    --------
    >>> flows = np.array([[60.0, 10.0], [20.0, 30.0]])
    >>> direct_reliance(flows, np.array([0, 1])).tolist()
    [[0.75, 0.25], [0.25, 0.75]]
    """
    refuse_negative("direct_reliance", flows=flows)
    return _shares_by_region("direct_reliance", flows, region, users)


def look_through_reliance(
    inverse: Float[np.ndarray, "cell cell"],
    final_use: Float[np.ndarray, " cell"],
    region: Int[np.ndarray, " cell"],
    users: Bool[np.ndarray, " cell"] | None = None,
) -> Float[np.ndarray, "region region"]:
    r"""Share of each region in all output that a region's final products need (FPEM).

    .. math:: F_{ij} = \sum_{r \in j,\, c \in i} L_{rc} f_c \Big/ \sum_{r,\, c \in i} L_{rc} f_c

    Gross output along the whole chain, so that a part counts again each time it is passed on
    inside a further product; value added would weigh each step once. The product's own last
    unit is included, so the own region's share is high; see `input_reliance` for inputs alone.
    Splitting a cell in two with the same technology and buyers changes nothing between regions;
    merging cells of different technology changes it (aggregation bias).

    Parameters
    ----------
    inverse : 1
        Leontief inverse.
    final_use : USD / year
        Final use of the product of each cell, by all regions.
    region : index
        Region of each cell, counted from 0.
    users : bool
        Which cells' products are looked at; all where not given.

    Returns
    -------
    reliance : 1, in [0, 1]
        Rows add up to 1, own region included. NaN for a region without final products.

    Raises
    ------
    InputError
        If a value is negative or infinite, or shapes differ. Final use may be below 0 where
        inventories fall; set such cells to 0 in a named step.

    References
    ----------
    Baldwin, Freeman and Theodorakopoulos (2022), as for `direct_reliance` (look-through
    exposure, production side); same caveat.

    Examples
    --------
    >>> from steelyard.measures.input_output import leontief_inverse
    >>> inverse = leontief_inverse(np.array([[0.2, 0.1], [0.3, 0.4]]))
    >>> look_through_reliance(inverse, np.array([10.0, 10.0]), np.array([0, 1])).round(3).tolist()
    [[0.667, 0.333], [0.111, 0.889]]
    """
    refuse_negative("look_through_reliance", inverse=inverse, final_use=final_use)
    return _shares_by_region("look_through_reliance", inverse * final_use, region, users)


def input_reliance(
    inverse: Float[np.ndarray, "cell cell"],
    weight: Float[np.ndarray, " cell"],
    region: Int[np.ndarray, " cell"],
    users: Bool[np.ndarray, " cell"] | None = None,
) -> Float[np.ndarray, "region region"]:
    r"""Share of each region in the inputs, direct and indirect, of a region (FIR).

    .. math:: R_{ij} = \sum_{r \in j,\, c \in i} (L - I)_{rc} w_c
        \Big/ \sum_{r,\, c \in i} (L - I)_{rc} w_c

    Like `look_through_reliance` without the product's own final unit, so that it says what the
    inputs consist of.

    Parameters
    ----------
    inverse : 1
        Leontief inverse.
    weight : USD / year
        Final use of each cell's product, or its output: state which.
    region : index
        Region of each cell, counted from 0.
    users : bool
        Which cells are looked at as users; all where not given.

    Returns
    -------
    reliance : 1, in [0, 1]
        Rows add up to 1, own region included. NaN for a region that uses no inputs.

    Raises
    ------
    InputError
        If a value is negative or infinite, or shapes differ.

    References
    ----------
    Baldwin, Freeman and Theodorakopoulos (2022), as for `direct_reliance` (foreign input
    reliance); same caveat.

    Examples
    --------
    >>> from steelyard.measures.input_output import leontief_inverse
    >>> inverse = leontief_inverse(np.array([[0.2, 0.1], [0.3, 0.4]]))
    >>> input_reliance(inverse, np.array([10.0, 10.0]), np.array([0, 1])).round(3).tolist()
    [[0.333, 0.667], [0.222, 0.778]]
    """
    refuse_negative("input_reliance", inverse=inverse, weight=weight)
    inputs = np.maximum(inverse - np.eye(len(inverse)), 0.0)
    return _shares_by_region("input_reliance", inputs * weight, region, users)


def _shares_by_region(
    where: str, table: np.ndarray, region: np.ndarray, users: np.ndarray | None
) -> np.ndarray:
    """Share of each region's rows in the columns of each region."""
    users = np.ones(region.size, dtype=bool) if users is None else users
    refuse_unless(
        table.shape == (region.size, region.size) == (users.size, users.size)
        and bool((region >= 0).all()),
        where=where,
        found=f"table {table.shape}, {region.size} regions' labels, {users.size} marks of users",
        expected="one region, counted from 0, and one mark for each cell of a square table",
        remedy="Take cells, regions and marks from the same table.",
    )
    belongs = (region[:, None] == np.arange(region.max(initial=-1) + 1)).astype(float)
    blocks = (belongs.T @ table @ (belongs * users[:, None])).T
    return divide(blocks, blocks.sum(axis=1, keepdims=True))
