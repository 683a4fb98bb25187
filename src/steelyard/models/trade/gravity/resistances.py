"""Multilateral resistances: trade costs fitted to given sales and purchases (conditional)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.models.trade.gravity.world import joined
from steelyard.vocabulary.errors import NotConverged

CLOSE = 1e-13  # relative gap of any total
ACCEPTED = 1e-10  # above this no answer is given (law 7)
SWEEPS = 12  # scaling steps before Newton's
MOST_STEPS = 500


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Trade with the wanted totals; `sales` and `purchases` are the factors that lead there."""

    trade: Float[np.ndarray, "exporter importer"]
    sales: Float[np.ndarray, " exporter"]
    purchases: Float[np.ndarray, " importer"]
    residual: float
    steps: int


def fitted(
    openness: Float[np.ndarray, "exporter importer"],
    output: Float[np.ndarray, " exporter"],
    expenditure: Float[np.ndarray, " importer"],
) -> Fitted:
    r"""Conditional equilibrium: trade at given costs, outputs and expenditures.

    .. math:: X_{ij} = \frac{Y_i E_j}{Y}
        \left(\frac{t_{ij}}{\Pi_i P_j}\right)^{1-\sigma}, \quad
        \sum_j X_{ij} = Y_i, \; \sum_i X_{ij} = E_j

    Alternate scaling of rows and columns, then Newton's steps on the concave dual, which do not
    slow down where costs part the world into blocs.

    Parameters
    ----------
    openness : 1, at least 0
        :math:`t_{ij}^{1-\sigma}`, up to factors of exporter and importer.
    output, expenditure : money / year, above 0, of equal sum

    Returns
    -------
    fitted : Fitted
        Factors are unique up to one constant of each connected part.

    Raises
    ------
    InputError
        If the totals cannot be reached: they differ in sum, also within a part of the world
        that is cut off from the rest, or costs leave a state without buyer or seller.
    NotConverged
        If flows of 0 leave the totals out of reach (law 7).

    References
    ----------
    Anderson, J. E. and van Wincoop, E. (2003). *American Economic Review* 93(1), 170-192. Sinkhorn,
    R. (1967). *American Mathematical Monthly* 74(4), 402-405.

    Examples
    --------
    >>> both = np.array([4.0, 6.0])
    >>> fitted(np.array([[1.0, 0.5], [0.5, 1.0]]), both, both).trade.sum(axis=1).round(9).tolist()
    [4.0, 6.0]
    """
    _refuse_unreachable(openness, output, expenditure)
    parts = joined(openness)
    purchases, residual, steps = np.ones(expenditure.size), np.inf, 0
    sales, trade = output, openness
    for steps in range(1, MOST_STEPS + 1):
        reach = openness @ purchases
        sales = output / reach
        trade = sales[:, None] * openness * purchases
        bought = trade.sum(axis=0)
        before, residual = residual, float(np.abs(bought / expenditure - 1).max())
        if residual <= CLOSE or (residual < 1e-12 and residual >= before):
            break
        if steps <= SWEEPS or residual > 2 * before:
            purchases = purchases * (expenditure / bought)
        else:
            purchases = purchases * _newton(trade, output, expenditure, bought, parts)
    if not residual < ACCEPTED:
        raise NotConverged(
            where="conditional equilibrium",
            found=f"totals are off by {residual:.1e} after {steps} steps",
            residual=residual,
            expected="totals that these trade costs can carry",
            remedy="Look for states whose only partners are cut off.",
        )
    return Fitted(trade, sales, purchases, residual, steps)


def _newton(
    trade: np.ndarray,
    output: np.ndarray,
    expenditure: np.ndarray,
    bought: np.ndarray,
    parts: np.ndarray,
) -> np.ndarray:
    """Factor on purchases; each connected part keeps its level."""
    matrix = np.diag(bought) - trade.T @ (trade / output[:, None])
    for part in range(int(parts.max()) + 1):
        inside = np.where(parts == part, expenditure, 0.0)
        matrix += np.outer(inside, inside) / inside.sum()
    step = np.linalg.solve(matrix, expenditure - bought)
    return np.exp(np.clip(step, -2.0, 2.0))


def _refuse_unreachable(openness: np.ndarray, output: np.ndarray, expenditure: np.ndarray) -> None:
    """Raise where no trade can have these totals."""
    parts = joined(openness)
    gaps = [
        abs(output[parts == part].sum() / expenditure[parts == part].sum() - 1)
        for part in range(int(parts.max()) + 1)
    ]
    refuse_unless(
        bool((openness.sum(axis=0) > 0).all() and (openness.sum(axis=1) > 0).all()),
        where="conditional equilibrium",
        found="a state without any seller or any buyer",
        expected="at least its own market for each state",
        remedy="Keep trade within the state open.",
    )
    refuse_unless(
        bool(max(gaps) < 1e-9),
        where="conditional equilibrium",
        found=f"sales and purchases differ by {max(gaps):.1e} in one of {len(gaps)} connected "
        "parts of the world",
        expected="equal sums in each: outputs and expenditures are held fixed here",
        remedy="Use the full equilibrium, in which incomes react to a cut.",
    )
