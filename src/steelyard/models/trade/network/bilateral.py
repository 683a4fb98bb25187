"""Every pair of regions at once: what each would lose if one stopped delivering to the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.models.trade.network.factor import Network


@dataclass(frozen=True, slots=True, eq=False)
class Bilateral:
    """Value added lost if the first region's deliveries of inputs to the second stop, USD / year.

    ``orders`` go up the chain (`lost_orders`), ``inputs`` down it (`lost_inputs`), each by the
    region that loses. ``seller_orders`` and ``buyer_inputs`` give the two states' own main losses
    by their sector. The diagonal is NaN: a region's deliveries to itself are not cut.
    """

    regions: tuple[str, ...]
    orders: Float[np.ndarray, "seller buyer region"]
    inputs: Float[np.ndarray, "seller buyer region"]
    seller_orders: Float[np.ndarray, "seller buyer sector"]
    buyer_inputs: Float[np.ndarray, "seller buyer sector"]


def all_pairs(network: Network) -> Bilateral:
    """All bilateral extractions, both readings.

    Columns of the inverse are solved for one seller at a time and serve all its cuts, rows for
    one buyer at a time; the inverse is never held. At 77 regions and 45 sectors these are 5,852
    cuts; see `lost_orders` and `lost_inputs` for the formulas.

    Parameters
    ----------
    network : Network

    Returns
    -------
    losses : Bilateral

    Examples
    --------
    >>> from steelyard.models.trade.network.factor import factor
    >>> made = factor(["A", "B"], ["all"], np.array([[150.0, 500.0], [200.0, 100.0]]),
    ...               np.array([[350.0, 0], [0, 1700.0]]))
    >>> all_pairs(made).orders[0, 1].round(1).tolist()
    [382.4, 86.7]
    """
    count, size = len(network.regions), len(network.sectors)
    orders, inputs = np.full((2, count, count, count), np.nan)
    seller_orders, buyer_inputs = np.full((2, count, count, size), np.nan)
    blocks = network.coefficients.reshape(count, size, count, size)
    for region in range(count):
        others = np.delete(np.arange(count), region)
        up = _from_seller(network, blocks[region][:, others].swapaxes(0, 1), region, others)
        orders[region, others], seller_orders[region, others] = up
        down = _to_buyer(network, blocks[others, :, region], region, others)
        inputs[others, region], buyer_inputs[others, region] = down
    return Bilateral(network.regions, orders, inputs, seller_orders, buyer_inputs)


def _cells(network: Network, region: int) -> np.ndarray:
    """Places of the sectors of a region."""
    size = len(network.sectors)
    return np.arange(region * size, (region + 1) * size)


def _summed(network: Network, added: np.ndarray) -> np.ndarray:
    """Sums over the sectors of each region, along the first axis."""
    return added.reshape(len(network.regions), len(network.sectors), -1).sum(axis=1)


def _from_seller(
    network: Network, blocks: np.ndarray, seller: int, buyers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Lost orders of one seller's cuts: value added by region, and the seller's by sector."""
    size, own = len(network.sectors), _cells(network, seller)
    columns = network.columns(own)
    there = columns.reshape(-1, size, size)[buyers]
    needs = network.output.reshape(-1, size)[buyers][:, :, None]
    system = np.eye(size) + there @ blocks
    cut_orders = (blocks @ np.linalg.solve(system, needs))[:, :, 0]  # buyer, sector of the seller
    added = network.added_share[:, None] * columns
    return cut_orders @ _summed(network, added).T, cut_orders @ added[own].T


def _to_buyer(
    network: Network, blocks: np.ndarray, buyer: int, sellers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Lost inputs of one buyer's cuts: value added by region, and the buyer's by sector."""
    size, own = len(network.sectors), _cells(network, buyer)
    rows = network.rows(own)
    from_there = rows.reshape(size, -1, size).swapaxes(0, 1)[sellers]
    system = np.eye(size) + from_there @ blocks
    weight = np.linalg.solve(system.swapaxes(1, 2), blocks.sum(axis=1)[:, :, None])[:, :, 0]
    added = network.value_added[:, None] * rows.T
    return weight @ _summed(network, added).T, weight @ added[own].T
