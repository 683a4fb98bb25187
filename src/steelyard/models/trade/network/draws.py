"""What a cut would cost if the flows that stop were recorded wrongly.

Input-output tables come without errors; how far a flow between two regions may be off is learned
elsewhere (gap to reconciled trade statistics) and given here as a scale. All inputs of a cell
are known far better, from its own country's accounts, and stay as they are: what the foreign
seller gains, the buyer's own producers of the same sector lose.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.models.trade.network.factor import Network, factor


@dataclass(frozen=True, slots=True, eq=False)
class FlowError:
    """Error of the flows of one seller to one buyer, Student's t in logarithms.

    `pair` is the scale of what all sectors share, `sector` that of each sector's flow, the
    shared part included; `tail` counts degrees of freedom.
    """

    pair: float
    sector: Float[np.ndarray, " sector"]
    tail: float

    def factors(self, draws: int, seed: int) -> Float[np.ndarray, "draw sector"]:
        """What the recorded flows are to be multiplied by."""
        random = np.random.default_rng(seed)
        shared = self.pair * random.standard_t(self.tail, (draws, 1))
        rest = np.sqrt(np.maximum(self.sector**2 - self.pair**2, 0.0))
        return np.exp(shared + rest * random.standard_t(self.tail, (draws, self.sector.size)))


@dataclass(frozen=True, slots=True, eq=False)
class CutDraws:
    """Value added lost in each draw, by cell: in orders and for want of inputs, USD / year."""

    orders: Float[np.ndarray, "draw cell"]
    inputs: Float[np.ndarray, "draw cell"]


def cut_draws(
    network: Network,
    seller: str,
    buyer: str,
    error: FlowError,
    *,
    final: bool = False,
    draws: int = 300,
    seed: int = 0,
) -> CutDraws:
    r"""Losses from the end of one region's deliveries to another, table by drawn table.

    .. math:: \Delta x = x - \left[ g - C M^{-1} g_T \right], \quad
        C = L_{\cdot S} B + L_{\cdot T} D, \quad M = I + C_T, \quad
        g = x - (L_{\cdot S} - L_{\cdot T}) D x_T - L_{\cdot S}\, d

    .. math:: \Delta x_j = x_j \left[ \mathbf{1}'(B + D)\, M^{-1} L_{T \cdot} \right]_j, \qquad
        D = \min\left( (\phi - 1) \circ B,\; A_{TT} \right)

    for orders and for inputs. The drawn table has :math:`B + D` from *S* to *T* instead of *B*,
    and :math:`A_{TT} - D` at home; output and inputs in all are as recorded. Exact in every draw
    by the identity of Woodbury, at the price of one system of the size of a region's sectors.
    Flows between other regions are not drawn: they move the loss far less.

    Parameters
    ----------
    network : Network
    seller, buyer : labels of two different regions
    error : FlowError
        Scales at least 0, at least one degree of freedom.
    final : bool
        Whether deliveries for final use stop too; they err by the same factors.
    draws, seed : count
        Same seed, same draws.

    Returns
    -------
    draws : CutDraws, USD / year, at least 0

    Raises
    ------
    InputError
        If a label is unknown, both are the same, or a scale is negative or absent.

    References
    ----------
    Own; Lenzen, M., Wood, R. and Wiedmann, T. (2010). Uncertainty analysis for multi-region
    input-output models. *Economic Systems Research* 22(1), 43-63 (idea of multiplicative draws).

    Examples
    --------
    >>> made = factor(["A", "B"], ["all"], np.array([[150.0, 500.0], [200.0, 100.0]]),
    ...               np.array([[350.0, 0], [0, 1700.0]]))
    >>> sure = cut_draws(made, "A", "B", FlowError(0.0, np.zeros(1), 4.0), draws=1)
    >>> sure.orders.round(1).tolist(), sure.inputs.round(1).tolist()
    ([[382.4, 86.7]], [[40.2, 368.4]])
    """
    rows, columns = network.cells([seller]), network.cells([buyer])
    _refuse(seller, buyer, error, rows.size, draws)
    factors = error.factors(draws, seed)
    block, change = _changes(network, rows, columns, factors)
    size = rows.size
    solved = network.columns(np.concatenate([rows, columns]))
    from_seller, from_buyer = solved[:, :size], solved[:, size:]
    system = (
        np.eye(size) + from_seller[columns] @ block + from_buyer[columns] @ change
    )  # draw, sector, sector
    taken = network.output[columns]
    moved = change @ taken  # draw, sector
    stopped = np.zeros_like(moved)
    if final:
        stopped = factors * network.final[rows, network.regions.index(buyer)].clip(min=0.0)
    needs = network.output - moved @ (from_seller - from_buyer).T - stopped @ from_seller.T
    orders = np.linalg.solve(system, needs[:, columns, None])
    left = needs - (orders[:, :, 0] @ block.T) @ from_seller.T
    left -= (change @ orders)[:, :, 0] @ from_buyer.T
    weight = np.linalg.solve(system.swapaxes(1, 2), (block + change).sum(axis=1)[:, :, None])
    part = weight[:, :, 0] @ network.rows(columns)
    share = network.added_share
    return CutDraws(
        np.maximum(network.output - left, 0.0) * share,
        np.maximum(part, 0.0) * network.output * share,
    )


def rescaled(network: Network, seller: str, buyer: str, factors: np.ndarray) -> Network:
    """The same network with one region's deliveries of inputs to another times these factors.

    Inputs in all and output stay: the buyer's own producers of each sector take up the
    difference, and at most all that they deliver. Final use follows from both.
    """
    rows, columns = network.cells([seller]), network.cells([buyer])
    _, change = _changes(network, rows, columns, np.asarray(factors, dtype=float)[None])
    moved = change[0] * network.output[columns]
    flows, final = network.flows.copy(), network.final.copy()
    flows[np.ix_(rows, columns)] += moved
    flows[np.ix_(columns, columns)] -= moved
    at_home = network.regions.index(buyer)
    final[rows, network.regions.index(seller)] -= moved.sum(axis=1)
    final[columns, at_home] += moved.sum(axis=1)
    return factor(network.regions, network.sectors, np.maximum(flows, 0.0), final)


def _changes(
    network: Network,
    rows: Int[np.ndarray, " seller"],
    columns: Int[np.ndarray, " buyer"],
    factors: Float[np.ndarray, "draw seller"],
) -> tuple[np.ndarray, np.ndarray]:
    """The block as recorded, and what each draw adds to it."""
    block = network.coefficients[np.ix_(rows, columns)]
    at_home = network.coefficients[np.ix_(columns, columns)]
    return block, np.minimum((factors[:, :, None] - 1.0) * block, at_home)


def _refuse(seller: str, buyer: str, error: FlowError, sectors: int, draws: int) -> None:
    """Raise for a region and itself, and for scales that are none."""
    refuse_negative("cut_draws", pair=error.pair, sector=error.sector)
    refuse_unless(
        seller != buyer
        and error.sector.shape == (sectors,)
        and bool(np.isfinite([error.pair, *error.sector]).all())
        and error.tail >= 1
        and draws >= 1,
        where="cut_draws",
        found=f"{seller} to {buyer}, {error.sector.size} scales, tail {error.tail:g}, "
        f"{draws} draws",
        expected=f"two regions, a known scale for each of {sectors} sectors, a tail of at least 1",
        remedy="Give the scale of every sector's flow; use that of small flows where unknown.",
    )
