"""Which products lie near each other, and what a state could make next.

`proximity` is a matrix of products by products by its nature; the other functions walk through
it in blocks of columns and never hold it whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.complexity import Complexity

BLOCK = 512  # products whose proximities are held at a time


@dataclass(frozen=True, slots=True)
class Outlook:
    """How near a state is to each product, and how much lies within its reach.

    `density` is known for every product; `gain` only for products that the state lacks. `index`
    is in units of PCI, not standardised over states.
    """

    density: Float[np.ndarray, "state product"]
    index: Float[np.ndarray, " state"]
    gain: Float[np.ndarray, "state product"]


def proximity(
    present: Bool[np.ndarray, "state product"],
) -> Float[np.ndarray, "product product"]:
    r"""How often two products are exported together.

    .. math:: \phi_{kl} = \frac{\sum_i M_{ik} M_{il}}{\max(U_k, U_l)}
        = \min \{P(k \mid l), P(l \mid k)\}

    Parameters
    ----------
    present : bool
        ``present[i, k]``: state *i* exports product *k* with comparative advantage.

    Returns
    -------
    proximity : 1, in [0, 1], symmetric
        1 on the diagonal. NaN for a product that no state exports.

    Raises
    ------
    jaxtyping.TypeCheckError
        If `present` is not a boolean matrix (checked in tests).

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabasi, A.-L. and Hausmann, R. (2007). The product space
    conditions the development of nations. *Science* 317(5837), 482-487.

    Examples
    --------
    >>> proximity(np.array([[1, 1], [1, 0]], dtype=bool)).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    exported = present.any(axis=0)
    full = np.full((exported.size, exported.size), np.nan)
    blocks = [block for _, block in _blocks(present[:, exported])]
    full[np.ix_(exported, exported)] = np.concatenate([np.empty((exported.sum(), 0)), *blocks], 1)
    return full


def outlook(present: Bool[np.ndarray, "state product"], found: Complexity) -> Outlook:
    r"""Density of each state's exports around each product, and what it could gain.

    .. math:: d_{ik} = \frac{\sum_l M_{il} \phi_{lk}}{\sum_l \phi_{lk}}, \quad
        COI_i = \sum_k d_{ik} (1 - M_{ik}) PCI_k

    .. math:: COG_{ik} = \sum_l \frac{\phi_{kl}}{\sum_m \phi_{ml}} (1 - M_{il}) PCI_l
        - d_{ik} PCI_k

    Density says how much of what is made alongside a product the state makes already. PCI is
    standardised as in `complexity`, so the index depends on where its zero lies: compare states,
    not signs. The package ecomplexity uses PCI without centring and leaves out the last term.

    Parameters
    ----------
    present : bool
        ``present[i, k]``: state *i* exports product *k* with comparative advantage.
    found : Complexity
        From `complexity` of the same matrix.

    Returns
    -------
    outlook : Outlook, density 1, in [0, 1]; index and gain in units of PCI
        NaN for products of no state; index and gain NaN where complexity is absent, gain also
        where the state has the product.

    Raises
    ------
    jaxtyping.TypeCheckError
        If `present` is not a boolean matrix (checked in tests).

    References
    ----------
    Hausmann, R. et al. (2014). *The Atlas of Economic Complexity*, MIT Press, technical boxes
    5.1-5.4.

    Examples
    --------
    >>> from steelyard.measures.complexity import complexity
    >>> sold = np.array([[1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool)
    >>> outlook(sold, complexity(sold)).density[1].round(2).tolist()
    [0.45, 0.77, 0.71, 0.25]
    """
    exported = found.ubiquity > 0
    sold, value = present[:, exported], found.pci[exported]
    nearby = np.concatenate([np.empty(0), *(block.sum(axis=0) for _, block in _blocks(sold))])
    held, reach = sold.astype(float), (~sold) * value
    density, gathered = np.empty(sold.shape), np.empty(sold.shape)
    for columns, block in _blocks(sold):
        density[:, columns] = held @ block / nearby[columns]
        gathered[:, columns] = (reach / nearby) @ block
    index = np.where(np.isfinite(found.eci), (density * reach).sum(axis=1), np.nan)
    gain = np.where(sold, np.nan, gathered - density * value)
    return Outlook(_spread(density, exported), index, _spread(gain, exported))


def _spread(values: np.ndarray, exported: np.ndarray) -> np.ndarray:
    """Columns of exported products back among all, NaN elsewhere."""
    full = np.full((len(values), exported.size), np.nan)
    full[:, exported] = values
    return full


def _blocks(sold: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Proximities of all products, each sold by some state, to a block of them."""
    matrix = sold.astype(np.float32)  # counts of states: exact
    ubiquity = sold.sum(axis=0).astype(float)
    for start in range(0, sold.shape[1], BLOCK):
        columns = slice(start, start + BLOCK)
        together = (matrix.T @ matrix[:, columns]).astype(float)
        yield columns, together / np.maximum(ubiquity[:, None], ubiquity[None, columns])
