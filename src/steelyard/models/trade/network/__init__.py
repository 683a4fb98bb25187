"""The production network: who feeds whom, and what goes when a link is cut.

``factor`` a table once; ``deliveries`` names a cut; ``lost_orders`` says what it costs up the
chain (above all the seller), ``lost_inputs`` down it (above all the buyer), ``ration`` what it
costs where inputs complement one another. ``all_pairs`` and ``chokepoints`` ask this of every
link. Nobody buys elsewhere in any of them: for that see the trade equilibrium.
"""

from steelyard.models.trade.network.bilateral import Bilateral, all_pairs
from steelyard.models.trade.network.chokepoints import Chokepoint, chokepoints
from steelyard.models.trade.network.cut import (
    Cut,
    Loss,
    cut,
    deliveries,
    join,
    lost_inputs,
    lost_orders,
)
from steelyard.models.trade.network.draws import CutDraws, FlowError, cut_draws, rescaled
from steelyard.models.trade.network.factor import Network, factor
from steelyard.models.trade.network.rationing import Rationing, ces_output, ration
from steelyard.models.trade.network.reliance import reliance

__all__ = [
    "Bilateral",
    "Chokepoint",
    "Cut",
    "CutDraws",
    "FlowError",
    "Loss",
    "Network",
    "Rationing",
    "all_pairs",
    "ces_output",
    "chokepoints",
    "cut",
    "cut_draws",
    "deliveries",
    "factor",
    "join",
    "lost_inputs",
    "lost_orders",
    "ration",
    "reliance",
    "rescaled",
]
