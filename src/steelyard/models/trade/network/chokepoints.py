"""Which single supplier's product costs most when it stops, and whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.models.trade.network.factor import Network


@dataclass(frozen=True, slots=True)
class Chokepoint:
    """One sector of one region that stops delivering inputs; value added lost, USD / year.

    `users` lose inputs and all who depend on them (the user alone where one is named, else the
    whole world); `supplier` is what the supplying region loses in orders, `world` what all lose
    in orders.
    """

    region: str
    sector: str
    users: float
    supplier: float
    world: float

    @property
    def leverage(self) -> float | None:
        """What the users lose for each unit that the supplier loses; None if it loses nothing."""
        return self.users / self.supplier if self.supplier > 0 else None


def chokepoints(
    network: Network, user: str | None = None, *, first: int | None = None
) -> tuple[Chokepoint, ...]:
    r"""All suppliers' sectors, by what users lose if the sector's deliveries of inputs stop.

    .. math:: \text{users}_r = \frac{b_r' L_{T \cdot} v_U}{1 + b_r' L_{Tr}}, \qquad
        \text{world}_r = \frac{b_r' x_T}{1 + b_r' L_{Tr}}, \qquad
        \text{supplier}_r = \text{world}_r \sum_{j \in p(r)} u_j L_{jr}

    with :math:`b_r` the row of *r* in the columns *T* of its users: a named region's, or all
    abroad. Each cut has rank one. Down the chain by `lost_inputs`, up it by `lost_orders`, so
    that both directions stand side by side: a chokepoint worth pressing is cheap for the one who
    presses. Nothing is replaced; a product that could be bought elsewhere ranks too high.

    Parameters
    ----------
    network : Network
    user : label
        The region whose loss ranks; where not given each supplier stops all deliveries abroad
        and the loss of the world ranks.
    first : count
        How many to give; all where not given.

    Returns
    -------
    ranked : tuple of Chokepoint
        Largest loss first; suppliers that deliver nothing are left out.

    Raises
    ------
    InputError
        If the region is unknown, or `first` is below 1.

    References
    ----------
    Own, from the extractions of Dietzenbacher and Lahr (2013) and Ghosh (1958); ranking of key
    sectors by extraction after Miller, R. E. and Lahr, M. L. (2001). A taxonomy of extractions.

    Examples
    --------
    >>> from steelyard.models.trade.network.factor import factor
    >>> made = factor(["A", "B"], ["all"], np.array([[150.0, 500.0], [200.0, 100.0]]),
    ...               np.array([[350.0, 0], [0, 1700.0]]))
    >>> worst, = chokepoints(made, "B")
    >>> worst.region, round(worst.users, 1), round(worst.supplier, 1)
    ('A', 368.4, 382.4)
    """
    refuse_unless(
        first is None or first >= 1,
        where="chokepoints",
        found=f"first {first}",
        expected="1 or more",
        remedy="Leave `first` out to have all of them.",
    )
    fed, through, used = _abroad(network) if user is None else _of_user(network, user)
    world = used / (1.0 + through)
    own = _own_added(network) * world
    users = fed / (1.0 + through)
    order = [cell for cell in np.argsort(-users, kind="stable") if used[cell] > 0][:first]
    size = len(network.sectors)
    return tuple(
        Chokepoint(
            network.regions[cell // size], network.sectors[cell % size],
            float(users[cell]), float(own[cell]), float(world[cell]),
        )
        for cell in order
    )  # fmt: skip


def _of_user(network: Network, user: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each supplier, not the user itself: value added fed, flow through, inputs used."""
    columns = network.cells([user])
    taken = network.coefficients[:, columns].copy()
    taken[columns] = 0.0
    rows = network.rows(columns)
    fed = taken @ (rows[:, columns] @ network.value_added[columns])
    return fed, np.einsum("rt,tr->r", taken, rows), taken @ network.output[columns]


def _abroad(network: Network) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same for all deliveries abroad and the value added of the world."""
    added = network.upstream(network.value_added[:, None])[:, 0]  # fed by one unit of each cell
    fed, through, used = np.zeros((3, network.output.size))
    for name in network.regions:
        own = network.cells([name])
        taken = network.coefficients[own].copy()
        taken[:, own] = 0.0
        fed[own], used[own] = taken @ added, taken @ network.output
        through[own] = np.einsum("rt,tr->r", taken, network.columns(own))
    return fed, through, used


def _own_added(network: Network) -> Float[np.ndarray, " cell"]:
    """Value added of the own region in one unit of final use of each cell."""
    mark = (network.region[:, None] == np.arange(len(network.regions))) * 1.0
    inside = network.downstream(mark * network.added_share[:, None])
    return inside[np.arange(network.output.size), network.region]
