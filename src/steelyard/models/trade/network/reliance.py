"""Look-through reliance of every region on every other, from a factored network."""

from __future__ import annotations

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.checks import divide, refuse_negative, refuse_unless
from steelyard.models.trade.network.factor import Network


def reliance(
    network: Network,
    weight: Float[np.ndarray, " cell"],
    users: Bool[np.ndarray, " cell"] | None = None,
    *,
    inputs_only: bool = True,
) -> Float[np.ndarray, "region region"]:
    r"""Share of each region in the inputs, direct and indirect, of a region: one solve for each.

    .. math:: R_{ij} \propto \sum_{r \in j} \left[ (I - A)^{-1} w^{(i)} - w^{(i)} \right]_r,
        \qquad w^{(i)}_c = w_c \;\text{if}\; c \in i, \text{ else } 0

    The same numbers as `steelyard.measures.input_reliance.input_reliance` (and, with
    `inputs_only` false, `look_through_reliance`) without ever holding the inverse: as many right
    sides as there are regions instead of cells.

    Parameters
    ----------
    network : Network
    weight : USD / year
        Final use of each cell's product, or its output: state which.
    users : bool
        Which cells are looked at as users; all where not given.
    inputs_only : bool
        Leave out the product's own last unit.

    Returns
    -------
    reliance : 1, in [0, 1]
        ``[who depends, on whom]``; rows add up to 1, own region included. NaN for a region that
        uses no inputs.

    Raises
    ------
    InputError
        If a weight is negative or infinite, or shapes differ.

    References
    ----------
    Baldwin, R., Freeman, R. and Theodorakopoulos, A. (2022). Horses for courses: measuring
    foreign supply chain exposure. NBER working paper 30525 (after a third party's
    implementation; the paper itself was not read).

    Examples
    --------
    >>> from steelyard.models.trade.network.factor import factor
    >>> made = factor(["A", "B"], ["all"], np.array([[2.0, 1.0], [3.0, 4.0]]),
    ...               np.array([[7.0, 0], [0, 3.0]]))
    >>> reliance(made, np.array([10.0, 10.0])).round(3).tolist()
    [[0.333, 0.667], [0.222, 0.778]]
    """
    size = network.output.size
    users = np.ones(size, dtype=bool) if users is None else users
    refuse_negative("reliance", weight=weight)
    refuse_unless(
        weight.shape == users.shape == (size,),
        where="reliance",
        found=f"{weight.size} weights and {users.size} marks of users for {size} cells",
        expected="one of each for every cell",
        remedy="Take weights and marks from the table that was factored.",
    )
    of_region = network.region[:, None] == np.arange(len(network.regions))
    asked = of_region * (weight * users)[:, None]
    needed = network.upstream(asked)
    if inputs_only:
        needed = np.maximum(needed - asked, 0.0)
    blocks = (of_region.T.astype(float) @ needed).T
    return divide(blocks, blocks.sum(axis=1, keepdims=True))
