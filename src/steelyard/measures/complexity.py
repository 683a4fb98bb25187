"""Economic complexity: what the basket of exports says about what a state can make.

Everything starts from ``present[state, product]``, true where a state exports a product with
revealed comparative advantage (`composition.present_products`). The eigenproblem solved is the
small one, states by states: products by products gives the same numbers a thousand times slower.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float

SAME = 1e-9  # eigenvalues or correlations closer than this cannot be told apart
FEWEST = 3  # with two states the index is +1 and -1 whatever they sell


@dataclass(frozen=True, slots=True)
class Complexity:
    """Indices of states (`eci`) and products (`pci`), and why they are absent where they are.

    `state_absent` and `product_absent` hold a reason, or "" where the index is present.
    `offset` is the mean of the raw state index in units of its standard deviation; adding it to
    `pci` gives products a zero at no complexity instead of at the mean state.
    """

    eci: Float[np.ndarray, " state"]
    pci: Float[np.ndarray, " product"]
    diversity: Float[np.ndarray, " state"]
    ubiquity: Float[np.ndarray, " product"]
    eigenvalue: float
    offset: float
    state_absent: tuple[str, ...]
    product_absent: tuple[str, ...]


def complexity(present: Bool[np.ndarray, "state product"]) -> Complexity:
    r"""Economic complexity of states and products, with diversity and ubiquity.

    .. math:: \tilde M = D^{-1} M U^{-1} M^\top, \quad \tilde M v = \lambda_2 v, \quad
        ECI = \frac{v - \bar v}{\sigma(v)}, \quad
        PCI = \frac{U^{-1} M^\top v - \lambda_2 \bar v}{\lambda_2\, \sigma(v)}

    with :math:`D` the diversity of states, :math:`U` the ubiquity of products. Sign: the index
    rises with diversity (positive correlation over states). Standardised over the states that
    have an index, population standard deviation; products on the same scale, so that a state's
    index is the mean PCI of what it exports. It ranks baskets among the states compared: it
    moves when states or products are added, and is no absolute skill. Re-exports and assembly
    raise it; natural riches lower it without a factory being lost.

    Parameters
    ----------
    present : bool
        ``present[i, k]``: state *i* exports product *k* with comparative advantage.

    Returns
    -------
    complexity : Complexity, 1 (standard deviations over states)
        NaN with a reason for a state without any product and a product of no state. All NaN
        where the index is not defined: fewer than three states with products, groups of states
        that share no product (eigenvalue 1 twice), a second eigenvalue that is 0 or not single,
        a vector that leaves the sign open.

    Raises
    ------
    jaxtyping.TypeCheckError
        If `present` is not a boolean matrix (checked in tests).

    References
    ----------
    Hidalgo, C. A. and Hausmann, R. (2009). The building blocks of economic complexity. *PNAS*
    106(26), 10570-10575. Hausmann, R. et al. (2014). *The Atlas of Economic Complexity*, MIT
    Press, technical box 2.1. Scaling as in the Python package ecomplexity 0.5.3.

    Examples
    --------
    >>> found = complexity(np.array([[1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1]], dtype=bool))
    >>> found.eci.round(3).tolist()
    [0.858, 0.545, -1.403]
    >>> found.diversity.tolist(), found.ubiquity.tolist()
    ([3.0, 2.0, 2.0], [1.0, 2.0, 3.0, 1.0])
    """
    matrix = present.astype(float)
    diversity, ubiquity = matrix.sum(axis=1), matrix.sum(axis=0)
    states, products = diversity > 0, ubiquity > 0
    blank = Complexity(
        eci=np.full(diversity.size, np.nan),
        pci=np.full(ubiquity.size, np.nan),
        diversity=diversity,
        ubiquity=ubiquity,
        eigenvalue=float("nan"),
        offset=float("nan"),
        state_absent=_reasons(states, "", "no product with comparative advantage"),
        product_absent=_reasons(products, "", "no state has comparative advantage"),
    )
    kept = matrix if states.all() and products.all() else matrix[np.ix_(states, products)]
    values, vectors = _spectrum(kept, diversity[states], ubiquity[products])
    reason = _undefined(values, vectors, diversity[states])
    if reason:
        return replace(
            blank,
            state_absent=_reasons(states, reason, blank.state_absent),
            product_absent=_reasons(products, reason, blank.product_absent),
        )
    return _filled(blank, kept, states, products, values[1], vectors[:, 1])


def _spectrum(
    matrix: np.ndarray, diversity: np.ndarray, ubiquity: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues, largest first, and vectors of the states-by-states problem.

    The matrix is similar to a symmetric one, whose solver is exact to rounding.
    """
    half = matrix / np.sqrt(diversity)[:, None] / np.sqrt(ubiquity)
    values, vectors = np.linalg.eigh(half @ half.T)
    return values[::-1], vectors[:, ::-1] / np.sqrt(diversity)[:, None]


def _undefined(values: np.ndarray, vectors: np.ndarray, diversity: np.ndarray) -> str:
    """Why there is no index at all, or "" where there is one."""
    if values.size < FEWEST:
        return f"fewer than {FEWEST} states with products"
    if values[1] > 1 - SAME:
        return "groups of states that share no product cannot be ranked together"
    if values[1] < SAME:
        return "all states export alike: no second eigenvalue"
    if values[1] - values[2] < SAME:
        return "two rankings explain the exports equally well: second eigenvalue not single"
    if abs(_correlation(diversity, vectors[:, 1])) < SAME:
        return "the ranking does not correlate with diversity: sign undefined"
    return ""


def _filled(
    blank: Complexity,
    kept: np.ndarray,
    states: np.ndarray,
    products: np.ndarray,
    eigenvalue: float,
    vector: np.ndarray,
) -> Complexity:
    """The record with the indices of the states and products that have one."""
    vector = vector * np.sign(_correlation(blank.diversity[states], vector))
    of_product = (vector @ kept) / blank.ubiquity[products] / eigenvalue
    spread, middle = vector.std(), vector.mean()
    eci, pci = blank.eci.copy(), blank.pci.copy()
    eci[states] = (vector - middle) / spread
    pci[products] = (of_product - middle) / spread
    return replace(
        blank, eci=eci, pci=pci, eigenvalue=float(eigenvalue), offset=float(middle / spread)
    )


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation over states; 0 where one side does not vary."""
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt((one @ one) * (other @ other)))
    return float(one @ other) / size if size > 0 else 0.0


def _reasons(kept: np.ndarray, inside: str, outside: str | tuple[str, ...]) -> tuple[str, ...]:
    """One reason for those kept, another (or their own) for those that are not."""
    others = (outside,) * kept.size if isinstance(outside, str) else outside
    return tuple(inside if one else other for one, other in zip(kept, others, strict=True))
