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
    uses = economy.inputs > 0  # country, input, sector
    asked = economy.final > 0
    sold = economy.output > 0
    traded_before = economy.share > 0
    needed = asked | _any(uses, sold)
    old = _groups(traded_before, needed, "strong")
    opened, made = traded_before & (multiplier > 0), np.ones_like(asked)
    while True:
        needed = asked | _any(uses, made & sold)
        met = np.asarray(opened.any(axis=2)).T
        lost = made & _any(uses.transpose(0, 2, 1), ~met)
        group = _groups(opened, needed, "strong")
        within = group[:, None] == group[None, :]
        if not zeroed:
            within |= old[:, None] != old[None, :]
        if not lost.any() and (within.all() or not (opened & ~within).any()):
            break
        made = made & ~lost
        opened = opened & made.T[:, None, :] & within
    alive = np.asarray((opened & needed.T[:, :, None]).any(axis=(0, 1)))
    component = group if within.all() else _groups(opened, needed, "weak")
    return Links(opened, component, needed, met, made, alive)


def _any(uses: np.ndarray, where: np.ndarray) -> np.ndarray:
    """Whether any use, [country, row, column], stands in a column that is marked."""
    return (uses @ where[:, :, None].astype(np.float32))[:, :, 0] > 0


def _groups(opened: np.ndarray, needed: np.ndarray, connection: str) -> np.ndarray:
    """Number of the component of each country, by trade that is open and wanted."""
    graph = np.asarray((opened & needed.T[:, :, None]).any(axis=0))
    if graph.all():
        return np.zeros(len(graph), dtype=int)
    return connected_components(csr_array(graph), directed=True, connection=connection)[1].astype(
        int
    )
