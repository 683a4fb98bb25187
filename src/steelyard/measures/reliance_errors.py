"""How far reliance may be off, when flows between economies are known only up to noise.

World input-output tables come without errors. What they say of a pair can be set against what
reconciled trade statistics say of the same pair and year: the spread of that difference is taken
as the error of a flow between economies. Inputs of an economy in all are known far better, from
its own accounts, and stay as they are: what a foreign supplier gains, the others lose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_negative, refuse_unless

MAIN_FLOWS = 64  # drawn one by one; all others together move reliance by far less


@dataclass(frozen=True, slots=True)
class RelianceDraws:
    """Factors by which each reading of the reliance of one economy on one supplier may be off."""

    direct: Float[np.ndarray, " draw"]
    through: Float[np.ndarray, " draw"]


def reliance_factors(
    flows: Float[np.ndarray, "region region"],
    output: Float[np.ndarray, " region"],
    scale: Float[np.ndarray, "region region"],
    tail: float,
    user: int,
    supplier: int,
    *,
    draws: int = 1000,
    seed: int = 0,
) -> RelianceDraws:
    r"""Draws of the reliance of *i* on *s* over its value at the point.

    .. math:: Z^{(d)}_{jk} = Z_{jk} (1 + \eta^{(d)}_{jk}), \quad
        \eta_{jk} = e^{\sigma_{jk} t_{jk}} - 1 \; (j \ne k), \qquad
        \frac{R^{(d)}}{R} = 1 + \sum_{jk} G_{jk} \eta_{jk}, \qquad
        G_{jk} = a_{jk} L_{ki} \left( \frac{L_{sj} - L_{sk}}{L_{si}}
        - \frac{c_j - c_k}{c_i - 1} \right)

    The own flow :math:`Z_{kk}` takes up what others gain or lose, so that inputs in all stay as
    they are, and direct reliance moves by :math:`1 + \eta_{si}`. Looked through,
    :math:`R = L_{si} / (c_i - 1)` moves with every flow on the way, to first order, with
    :math:`L = (I - A)^{-1}` and its column sums *c*; the flows that matter most are drawn one by
    one. No balancing after the draw (RAS): it would spread a pair's error over all others. One
    sector for each economy: factors are meant for reliance calculated on all industries, which
    moves with the same flows.

    Parameters
    ----------
    flows : USD / year
        ``flows[j, k]``: what *j* sells to producers of *k*; own economy on the diagonal.
    output : USD / year
        Gross output, above inputs.
    scale : 1, at least 0
        Scale of the log error of each flow; the diagonal is not used.
    tail : count
        Degrees of freedom of Student's t.
    user, supplier : places of two different economies
    draws, seed : count
        Same seed, same draws.

    Returns
    -------
    factors : RelianceDraws, 1, at least 0
        NaN where the user's producers buy nothing, or nothing of the supplier even indirectly.

    Raises
    ------
    InputError
        If a value is negative, shapes differ, an economy uses more than it makes, or user and
        supplier are the same.

    References
    ----------
    Own; errors of input-output tables as multiplicative draws after Lenzen, M., Wood, R. and
    Wiedmann, T. (2010). Uncertainty analysis for multi-region input-output models. *Economic
    Systems Research* 22(1), 43-63 (title and idea from memory); Miller and Blair (2009), ch. 12,
    for the change of an inverse.

    Examples
    --------
    >>> flows = np.array([[50.0, 10.0], [5.0, 60.0]])
    >>> found = reliance_factors(flows, np.array([100.0, 100.0]), np.zeros((2, 2)), 4.0, 0, 1)
    >>> float(found.direct.max()), float(found.through.max())
    (1.0, 1.0)
    """
    _refuse(flows, output, scale, user, supplier)
    gradient = _gradient(flows, output, user, supplier)
    weight = np.where(np.eye(len(output), dtype=bool), 0.0, np.abs(gradient) * scale)
    main = np.argsort(-weight, axis=None)[:MAIN_FLOWS]
    first = supplier * len(output) + user
    main = np.concatenate([[first], main[main != first]])
    random = np.random.default_rng(seed)
    change = np.expm1(scale.flat[main] * random.standard_t(tail, (draws, main.size)))
    share = divide(flows[supplier, user], flows[:, user].sum())
    if share > 0:
        change[:, 0] = np.minimum(change[:, 0], 1.0 / share - 1.0)  # all inputs at most
    return RelianceDraws(
        1.0 + change[:, 0] + 0.0 * share,
        np.maximum(1.0 + change @ gradient.flat[main], 0.0),
    )


def _gradient(flows: np.ndarray, output: np.ndarray, user: int, supplier: int) -> np.ndarray:
    """What one more part of each flow, taken from the buyer's own, adds to reliance in parts."""
    coefficients = flows / np.where(output > 0, output, 1.0)
    inverse = np.linalg.inv(np.eye(len(output)) - coefficients)
    sums = inverse.sum(axis=0)
    bought = divide(inverse[supplier][:, None] - inverse[supplier], inverse[supplier, user])
    whole = divide(sums[:, None] - sums, sums[user] - 1.0)
    return coefficients * inverse[:, user] * (bought - whole)


def _refuse(
    flows: np.ndarray, output: np.ndarray, scale: np.ndarray, user: int, supplier: int
) -> None:
    """Raise unless the table is whole and productive, and the pair is of two economies."""
    where = "reliance_factors"
    refuse_negative(where, flows=flows, output=output, scale=scale)
    size = len(output)
    refuse_unless(
        flows.shape == scale.shape == (size, size),
        where=where,
        found=f"flows {flows.shape}, scales {scale.shape}, output of {size}",
        expected="a square table with one output and one scale for each economy",
        remedy="Take all three from the same table.",
    )
    refuse_unless(
        bool(np.isfinite(flows).all() and (flows.sum(axis=0) <= output).all()),
        where=where,
        found="an absent flow, or an economy that uses more than it makes",
        expected="a whole, productive table",
        remedy="Clean the table first, and say how.",
    )
    refuse_unless(
        0 <= user < size and 0 <= supplier < size and user != supplier,
        where=where,
        found=f"user {user} and supplier {supplier} among {size} economies",
        expected="two different places",
        remedy="Resolve the states to places on the axis first.",
    )
