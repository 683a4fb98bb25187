"""Who can still trade with whom after a shock, and what nobody can supply."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from steelyard.models.trade.economy import Economy


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """What is left of the trade graph.

    `open` are links that can carry trade, [sector, buyer, seller]; `component` numbers the
    countries that share a numeraire; `met` says which needs somebody can supply and `made` which
    sectors can produce, [country, sector]; `alive` are countries with anything to sell.
    """

    open: Bool[np.ndarray, "sector country country"]
    component: Int[np.ndarray, " country"]
    needed: Bool[np.ndarray, "country sector"]
    met: Bool[np.ndarray, "country sector"]
    made: Bool[np.ndarray, "country sector"]
    alive: Bool[np.ndarray, " country"]

    @property
    def infeasible(self) -> Bool[np.ndarray, "country sector"]:
        """Needs that no one can supply."""
        return self.needed & ~self.met


def links_after(
    economy: Economy, multiplier: Float[np.ndarray, "sector country country"], zeroed: bool
) -> Links:
    """Links, components and needs that the multiplier of trade shares leaves.

    A sector that cannot get one of its inputs cannot produce, so that its buyers lose it too:
    followed until nothing more is lost. Without deficits a country that cannot sell to a group
    cannot buy from it (the limit of ever higher costs: trade falls to nothing as the wage does),
    so that components are groups within which goods flow both ways. With deficits, one-way trade
    of the baseline stays where the deficits pay for it.
    """
    before = (economy.share > 0) & _needed(economy, np.ones_like(economy.final, dtype=bool)).T[
        :, :, None
    ]
    old = _groups(before, "strong")
    opened = (economy.share > 0) & (multiplier > 0)
    made = np.ones_like(economy.final, dtype=bool)
    while True:
        needed = _needed(economy, made)
        met = (opened & made.T[:, None, :]).any(axis=2).T
        still = made & ~((economy.inputs > 0) & ~met[:, :, None]).any(axis=1)
        traded = opened & still.T[:, None, :] & needed.T[:, :, None]
        group = _groups(traded, "strong")
        within = group[:, None] == group[None, :]
        if not zeroed:
            within = within | (old[:, None] != old[None, :])
        kept = opened & still.T[:, None, :] & within
        if (still == made).all() and (kept == opened).all():
            break
        opened, made = kept, still
    traded = opened & needed.T[:, :, None]
    alive = np.asarray(traded.any(axis=(0, 1)))
    return Links(opened, _groups(traded, "weak"), needed, met, made, alive)


def _needed(economy: Economy, made: np.ndarray) -> np.ndarray:
    """Needs of final use, and of sectors that can produce and did."""
    running = made & (economy.output > 0)
    return (economy.final > 0) | ((economy.inputs > 0) & running[:, None, :]).any(axis=2)


def _groups(traded: np.ndarray, connection: str) -> np.ndarray:
    """Number of the component of each country."""
    graph = csr_array(traded.any(axis=0))
    return connected_components(graph, directed=True, connection=connection)[1].astype(int)
