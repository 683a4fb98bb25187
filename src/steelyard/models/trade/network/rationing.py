"""Inputs that run short and do not replace one another: exact CES, through the whole network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide, refuse_unless
from steelyard.models.trade.network.cut import Cut
from steelyard.models.trade.network.factor import Network
from steelyard.vocabulary.errors import shorten

Rule = Literal["alike", "producers first"]
RULES: tuple[Rule, ...] = ("alike", "producers first")
CLOSE = 1e-12  # largest change of activity in a last step
MOST_STEPS = 5_000
NOTHING = 1e-9  # activity below which a cell has stopped


@dataclass(frozen=True, slots=True, eq=False)
class Rationing:
    """Activity of each cell after a cut, 1 where nothing changed, and what was lost.

    `residual` is the largest failure of any cell's production function at the answer.
    """

    activity: Float[np.ndarray, " cell"]
    output: Float[np.ndarray, " cell"]  # lost
    value_added: Float[np.ndarray, " cell"]  # lost
    residual: float
    steps: int
    stopped: tuple[str, ...]  # cells that lack an input altogether and make nothing


def ces_output(share: float, quantity: float, elasticity: float) -> float:
    r"""Output, as a part of what it was, when one input falls to a part of its quantity: exact.

    .. math:: \frac{Y'}{Y} = \left[ a\, e^{\frac{s-1}{s}} + (1 - a) \right]^{\frac{s}{s-1}}

    Parameters
    ----------
    share : 1, in [0, 1]
        Share *a* of the input in cost before.
    quantity : 1, at least 0
        What is left of it, *e*.
    elasticity : 1, at least 0
        Of substitution *s*; 0 is fixed proportions, infinity perfect substitutes.

    Returns
    -------
    output : 1
        0 if nothing of an input with an elasticity of 1 or less is left.

    Raises
    ------
    InputError
        If an argument is outside its range.

    References
    ----------
    Bachmann, R., Baqaee, D., Bayer, C., Kuhn, M., Loeschel, A., Moll, B., Peichl, A., Pittel, K.
    and Schularick, M. (2022). What if? The economic effects for Germany of a stop of energy
    imports from Russia. ECONtribute Policy Brief 28.

    Examples
    --------
    >>> round(100 * (ces_output(0.04, 0.9, 0.04) - 1), 2)
    -1.57
    """
    _refuse_elasticity(elasticity)
    refuse_unless(
        0.0 <= share <= 1.0 and 0.0 <= quantity < np.inf,
        where="ces_output",
        found=f"share {share:g}, quantity {quantity:g}",
        expected="a share between 0 and 1 and a quantity of at least 0",
        remedy="Give parts of cost and of quantity before, not per cent.",
    )
    shares = np.array([[share], [1.0 - share]])
    return float(_ces(shares, np.array([[quantity], [1.0]]), elasticity)[0])


def ces_output_second_order(share: float, quantity: float, elasticity: float) -> float:
    r"""The same to second order in logarithms: shown only to say how wrong it is.

    .. math:: \frac{Y'}{Y} \approx \exp\left[ a \ln e
        + \tfrac12 \left( 1 - \tfrac1s \right) a (1 - a) (\ln e)^2 \right] \approx 1 + [\cdot]

    Never used for a loss: with complements it understates an embargo severalfold.

    Parameters
    ----------
    share, quantity, elasticity : as `ces_output`
        Both of the latter above 0.

    Returns
    -------
    output : 1

    References
    ----------
    Bachmann et al. (2022); Baqaee, D. and Farhi, E. (2019). The macroeconomic impact of
    microeconomic shocks: beyond Hulten's theorem. *Econometrica* 87(4), 1155-1203.

    Examples
    --------
    >>> round(100 * (ces_output_second_order(0.04, 0.9, 0.04) - 1), 2)
    -0.93
    """
    fall = np.log(quantity)
    curve = 0.5 * (1.0 - 1.0 / elasticity) * share * (1.0 - share) * fall**2
    return float(1.0 + share * fall + curve)


def ration(
    network: Network,
    what: Cut,
    elasticity: float,
    *,
    sources: float = np.inf,
    rule: Rule = "alike",
) -> Rationing:
    r"""What can still be made when deliveries stop and nobody buys elsewhere.

    .. math:: y_c = \left[ a_{0c} + \sum_k a_{kc}\, q_{kc}^{\frac{s-1}{s}}
        \right]^{\frac{s}{s-1}}, \qquad
        q_{kc} = \left[ \sum_{r \in k} w_{rc} (m_{rc} d_r)^{\frac{t-1}{t}} \right]^{\frac{t}{t-1}}

    Factors stay where they are; inputs of different sectors complement one another (*s*), those
    of one sector from several regions replace one another (*t*), but no supplier delivers more
    than before: no re-sourcing. :math:`m` is what the cut leaves of a delivery, :math:`w` its
    weight among all of the sector, :math:`d_r` what *r* still delivers. Under the rule "alike"
    all users of a product get the same part, :math:`d_r = y_r`; under "producers first" final
    use gives way before producers do. The greatest solution, found from above: each step lowers
    activity no further than it must fall, so the sequence descends to it.

    With :math:`s = t = \infty` and the rule "alike" this is exactly the Ghosh model; complements
    lose more. The two rules are a range: stocks, re-sourcing and orders that are withdrawn too
    would lower the loss, bottlenecks inside a sector raise it.

    Parameters
    ----------
    network : Network
        Value added of every cell at least 0.
    what : Cut
        Final deliveries in it have no effect here.
    elasticity : 1, at least 0
        Between inputs of different sectors, *s*. 0.2 among intermediate inputs in Baqaee and
        Farhi (2024); 0.04 to 0.1 for energy in Bachmann et al. (2022). From memory.
    sources : 1, above 1 or infinite
        Between regions within a sector, *t*.
    rule : "alike" or "producers first"

    Returns
    -------
    rationing : Rationing, USD / year
        A cell that lacks a needed input altogether stops: all its value added is lost.

    Raises
    ------
    InputError
        If an elasticity is outside its range, value added is negative (the cell is named), or
        the steps do not settle to 1e-12: no answer without convergence (law 7).

    References
    ----------
    Bachmann et al. (2022), form of production; Baqaee, D. and Farhi, E. (2024). Networks,
    barriers, and trade. *Econometrica* 92(2), 505-541; Pichler, A. and Farmer, J. D. (2022).
    Simultaneous supply and demand constraints in input-output networks. *Economic Systems
    Research* 34(3), 273-293 (rules of rationing). Critique: Geerolf, F. (2022). IMK Working
    Paper 218.

    Examples
    --------
    >>> from steelyard.models.trade.network.cut import deliveries
    >>> from steelyard.models.trade.network.factor import factor
    >>> made = factor(["A", "B"], ["x", "y"], np.ones((4, 4)), np.full((4, 2), 8.0))
    >>> stop = deliveries(made, ["A"], ["B"])
    >>> [round(float(ration(made, stop, s).output.sum()), 2) for s in (np.inf, 1.0, 0.5)]
    [4.94, 7.1, 11.27]
    """
    _refuse_elasticity(elasticity)
    refuse_unless(
        sources > 1.0 and rule in RULES,
        where="ration",
        found=f"elasticity between sources {sources:g}, rule {rule!r}",
        expected=f"above 1 (a missing source cannot stop a sector), and one of {', '.join(RULES)}",
        remedy="Use `elasticity` for inputs that complement one another.",
    )
    given = _added_or_refuse(network)
    table = _Inputs.of(network, what, given, sources)
    activity, wrong, steps = np.ones(network.output.size), np.inf, 0
    while wrong > CLOSE and steps < MOST_STEPS:
        after = np.minimum(table.made(activity, elasticity, rule), activity)
        wrong, activity, steps = float(np.abs(after - activity).max()), after, steps + 1
    refuse_unless(
        wrong <= CLOSE,
        where="ration",
        found=f"activity still moving by {wrong:.1e} after {steps} steps",
        expected=f"steps below {CLOSE:g}",
        remedy="Raise the elasticity, or cut less: the network is at the edge of collapse.",
    )
    activity = np.where(activity < NOTHING, 0.0, activity)
    residual = float(np.abs(table.made(activity, elasticity, rule) - activity).max())
    lost = np.where(activity >= 1.0 - CLOSE, 0.0, 1.0 - activity) * network.output
    stopped = np.flatnonzero((activity == 0.0) & (network.output > 0))
    return Rationing(
        activity, lost, network.added_share * lost, residual, steps,
        tuple(network.name(cell) for cell in stopped),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Inputs:
    """What every cell uses: shares in cost by sector, weights of sources, and what is delivered."""

    shares: np.ndarray  # value added first, then sectors; by cell
    weights: np.ndarray  # sector, supplying region, cell: with what the cut leaves of each
    bound: np.ndarray  # part of each cell's output that producers still take
    sources: float

    @classmethod
    def of(cls, network: Network, what: Cut, given: np.ndarray, sources: float) -> _Inputs:
        """From a table and a cut."""
        kept = np.ones(network.flows.shape)
        kept[np.ix_(what.sellers, what.buyers)] -= what.share
        size = network.output.size
        shape = (len(network.regions), len(network.sectors), size)
        flows = network.flows.reshape(shape)
        total = flows.sum(axis=0)
        parts = np.where(total > 0, divide(total, network.output), 0.0)
        power = 1.0 if np.isinf(sources) else (sources - 1.0) / sources
        kept_part = kept.reshape(shape) ** power
        weights = np.where(total > 0, divide(flows, total), 0.0) * kept_part
        weights = np.ascontiguousarray(weights.swapaxes(0, 1))
        left = (network.flows * kept).sum(axis=1)
        bound = np.where(network.output > 0, divide(left, network.output), 0.0)
        return cls(np.vstack([given, parts]), weights, np.minimum(bound, 1.0), sources)

    def made(self, activity: np.ndarray, elasticity: float, rule: Rule) -> np.ndarray:
        """Activity that the inputs delivered at this activity allow."""
        delivered = activity
        if rule == "producers first":
            delivered = np.minimum(np.where(self.bound > 0, divide(activity, self.bound), 1.0), 1.0)
        power = 1.0 if np.isinf(self.sources) else (self.sources - 1.0) / self.sources
        sectors, regions, size = self.weights.shape
        each = (delivered**power).reshape(regions, sectors).T[:, None, :]
        quantity = (each @ self.weights)[:, 0] ** (1.0 / power)
        return _ces(self.shares, np.vstack([np.ones((1, size)), quantity]), elasticity)


def _ces(shares: np.ndarray, quantities: np.ndarray, elasticity: float) -> np.ndarray:
    """Exact CES over the first axis; inputs with no share are not needed."""
    needed = shares > 0
    quantities = np.where(needed, quantities, 1.0)
    if np.isinf(elasticity):
        made = (shares * quantities).sum(axis=0)
    elif elasticity == 0:
        made = quantities.min(axis=0)
    elif elasticity == 1:
        made = np.prod(quantities**shares, axis=0)
    else:
        power = (elasticity - 1.0) / elasticity
        # relative to the scarcest, so that a large negative power does not overflow
        least = quantities.min(axis=0) if power < 0 else np.ones(quantities.shape[1])
        scale = np.where(least > 0, least, 1.0)
        lacking = quantities <= 0
        terms = shares * np.where(lacking, 1.0, quantities / scale) ** power
        total = np.where(lacking, 0.0, terms).sum(axis=0)
        made = scale * np.where(total > 0, total, 1.0) ** (1.0 / power)
        made = np.where(least > 0, made, 0.0)  # without a complement nothing is made
    return np.where(needed.any(axis=0), made, 1.0)


def _refuse_elasticity(elasticity: float) -> None:
    """Raise for elasticities of substitution below zero."""
    refuse_unless(
        elasticity >= 0.0,
        where="elasticity of substitution",
        found=f"{elasticity:g}",
        expected="0 (fixed proportions) or more; infinity for perfect substitutes",
        remedy="Give the elasticity itself, not a tariff elasticity with its sign.",
    )


def _added_or_refuse(network: Network) -> np.ndarray:
    """Share of value added in output; raises, naming cells, where it is negative."""
    given = network.added_share
    wrong = np.flatnonzero(given < 0)
    refuse_unless(
        not wrong.size,
        where="ration",
        found="value added below 0 in " + shorten(network.name(cell) for cell in wrong),
        expected="inputs of at most output in each cell",
        remedy="Clean the table first (`steelyard.models.trade.cleaning.clean`).",
    )
    return given
