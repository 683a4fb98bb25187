"""Full equilibrium of one-sector gravity in exact changes: prices, incomes and trade react."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_negative, refuse_unless
from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.gravity.markets import Model, solved
from steelyard.models.trade.gravity.world import World, joined
from steelyard.vocabulary.errors import NotConverged, shorten

ACCEPTED = 1e-10  # above this no answer is given (law 7)


@dataclass(frozen=True, slots=True)
class Certificate:
    """How well the answer solves the model: largest relative errors, and how it was reached.

    `adding_up` is world spending less world income; `steps` counts evaluations of the markets.
    """

    market_clearing: float
    price_identity: float
    adding_up: float
    steps: int

    @property
    def worst(self) -> float:
        """The largest of the errors."""
        return max(self.market_clearing, self.price_identity, self.adding_up)


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """After over before, by state; `trade` in money after the change.

    `price` is that of what a state makes (its wage), with world output as numeraire within each
    connected `part` of the world; `index` that of what it buys; `welfare` real spending,
    `real_income` real output; `before` what each sold abroad at the start. `note` names deficits
    that a cut left without counterpart.
    """

    countries: tuple[str, ...]
    price: Float[np.ndarray, " country"]
    index: Float[np.ndarray, " country"]
    spending: Float[np.ndarray, " country"]
    trade: Float[np.ndarray, "exporter importer"]
    before: Float[np.ndarray, " country"]
    part: Int[np.ndarray, " country"]
    closure: Closure
    certificate: Certificate
    note: str = ""

    @property
    def welfare(self) -> Float[np.ndarray, " country"]:
        """Real spending, deficit included, after over before."""
        return self.spending / self.index

    @property
    def real_income(self) -> Float[np.ndarray, " country"]:
        """Real value of output, after over before."""
        return self.price / self.index

    def relative_to(self, country: str) -> Float[np.ndarray, " country"]:
        """Prices of makers with the price index of one buyer as numeraire."""
        return self.price / self.index[self.countries.index(country)]


def equilibrium(
    start: World,
    multiplier: Float[np.ndarray, "exporter importer"],
    *,
    closure: Closure = Closure.ADDITIVE,
    prices: Float[np.ndarray, " country"] | None = None,
) -> Equilibrium:
    r"""Equilibrium after trade costs change: endowments stay, prices clear every market.

    .. math:: \pi'_{ij} = \frac{\pi_{ij} M_{ij} p_i^{-\theta}}
        {\sum_k \pi_{kj} M_{kj} p_k^{-\theta}}, \quad
        p_i Y_i = \sum_j \pi'_{ij} E'_j, \quad M_{ij} = \hat t_{ij}^{-\theta}

    Expenditure follows the closure: *additive* :math:`E'_j = p_j Y_j + D_j` with deficits fixed
    as a share of world output; *multiplicative* :math:`E'_j = s\,p_j E_j`, a fixed ratio to
    income up to the one factor *s* that lets world spending equal world income (without it the
    equations have no solution unless trade is balanced); *zeroed*, all deficits closed first and
    the change measured from there. Newton's steps with an analytic derivative, held back to
    price adjustment where they lead away. Multiplying all trade by a number changes nothing.

    Parameters
    ----------
    start : World
    multiplier : 1, at least 0
        Of the trade shares at unchanged prices: 0 is an exact embargo, 1 no change; an estimated
        effect *b* of a policy is exp(*b*).
    closure : what becomes of deficits
    prices : 1, above 0
        Where to start; 1 if left out.

    Returns
    -------
    equilibrium : Equilibrium
        Each connected part of the world after the change has its own numeraire; deficits that
        lost their counterpart are spread over their part in proportion to output, and named.

    Raises
    ------
    InputError
        If a multiplier is negative or absent, a state is left without any supplier (its loss is
        infinite) or any buyer, or a fixed surplus eats up more than income.
    NotConverged
        If a market fails to clear to 1e-10 (law 7).

    References
    ----------
    Dekle, R., Eaton, J. and Kortum, S. (2008). *IMF Staff Papers* 55(3), 511-540. Baier, S. L.,
    Yotov, Y. V. and Zylkin, T. (2019). *Journal of International Economics* 116, 206-226 (the
    two closures). Yotov, Y. V. et al. (2016). *An Advanced Guide to Trade Policy Analysis*, ch. 2.

    Examples
    --------
    >>> from steelyard.models.trade.gravity.world import world
    >>> start = world(("A", "B"), np.array([[8.0, 2.0], [2.0, 8.0]]), 4.0)
    >>> alone = equilibrium(start, np.eye(2))
    >>> alone.welfare.round(6).tolist()  # 0.8 to the power of 1 / 4: autarky
    [0.945742, 0.945742]
    """
    _refuse_bad_change(start, multiplier)
    note = ""
    if closure is Closure.ZEROED:
        start, note = _without_deficits(start)
    open_pairs = start.trade * multiplier
    part = joined(open_pairs)
    output, deficit = start.output, start.expenditure - start.output
    lost = ""
    if closure is not Closure.MULTIPLICATIVE:
        deficit, lost = _within_parts(output, deficit, part, start.countries)
    # a shape that does not depend on the unit of money
    weight = output / output.sum()
    share = start.trade / start.expenditure
    fixed_ratio = closure is Closure.MULTIPLICATIVE
    model = Model(
        share * multiplier, weight, deficit / output.sum(), part, start.theta, fixed_ratio
    )
    found, p, steps = solved(model, np.ones(weight.size) if prices is None else prices.copy())
    p, steps = model.normalised(p), steps + 1
    found = model.at(p)
    index = found.index_power ** (-1 / start.theta)
    spending = found.spending * (output.sum() / start.expenditure)
    _refuse_unsolved("gravity equilibrium", found.error, steps)
    trade = found.share * found.spending * output.sum()
    return Equilibrium(
        start.countries,
        p,
        index,
        spending,
        trade,
        start.exports,
        part,
        closure,
        _certificate(start, multiplier, p, index, trade, steps),
        "; ".join(text for text in (start.note, note, lost) if text),
    )


def _certificate(
    start: World,
    multiplier: np.ndarray,
    p: np.ndarray,
    index: np.ndarray,
    trade: np.ndarray,
    steps: int,
) -> Certificate:
    """Errors computed anew from the answer, by other expressions than those that led to it."""
    value = p * start.output
    power = -start.theta
    relative = (p**power) @ (start.trade * multiplier) / (start.expenditure * index**power)
    return Certificate(
        float(np.abs(trade.sum(axis=1) / value - 1).max()),
        float(np.abs(relative - 1).max()),
        float(abs(trade.sum() / value.sum() - 1)),
        steps,
    )


def _without_deficits(start: World) -> tuple[World, str]:
    """The same world after all deficits are closed, which is an equilibrium of its own."""
    output = start.output
    share = start.trade / start.expenditure
    part = joined(start.trade)
    model = Model(
        share, output / output.sum(), np.zeros(output.size), part, start.theta, fixed_ratio=False
    )
    found, _, steps = solved(model, np.ones(output.size))
    _refuse_unsolved("gravity equilibrium, closing deficits", found.error, steps)
    trade = found.share * found.spending * output.sum()
    return World(start.countries, trade, start.theta, start.note), "deficits closed beforehand"


def _within_parts(
    output: np.ndarray, deficit: np.ndarray, part: np.ndarray, countries: tuple[str, ...]
) -> tuple[np.ndarray, str]:
    """Deficits that add up to 0 within each part of the world, and which did not."""
    excess = np.bincount(part, deficit)
    size = np.bincount(part, output)
    broken = np.flatnonzero(np.abs(excess) > 1e-9 * size)
    if part.max() == 0 or not broken.size:
        return deficit, ""
    named = [name for name, k in zip(countries, part, strict=True) if k in broken]
    return deficit - output * (excess / size)[part], (
        f"the world falls into {int(part.max()) + 1} parts; deficits that lost their counterpart "
        f"are spread over: {shorten(named, 8)}"
    )


def _refuse_unsolved(where: str, error: float, steps: int) -> None:
    """Raise where markets do not clear: no answer without convergence (law 7)."""
    if not error <= ACCEPTED:
        raise NotConverged(
            where=where,
            found=f"markets are off by {error:.1e} after {steps} steps",
            residual=error,
            expected=f"at most {ACCEPTED:.0e}",
            remedy="Take smaller steps of the change, starting each from the prices of the last.",
        )


def _refuse_bad_change(start: World, multiplier: np.ndarray) -> None:
    """Raise for a multiplier that is no number, or one that leaves a state without partner."""
    refuse_unless(
        multiplier.shape == start.trade.shape and not np.isnan(multiplier).any(),
        where="gravity equilibrium, multiplier",
        found=f"shape {multiplier.shape}, {int(np.isnan(multiplier).sum())} absent",
        expected=f"a number for each of {start.trade.shape} pairs, 1 where nothing changes",
        remedy="Set pairs without a change to 1.",
    )
    refuse_negative("gravity equilibrium", multiplier=multiplier)
    left = start.trade * multiplier
    for axis, what in ((0, "supplier: its loss is infinite"), (1, "buyer, its own included")):
        alone = [
            name
            for name, total in zip(start.countries, left.sum(axis=axis), strict=True)
            if total <= 0
        ]
        refuse_unless(
            not alone,
            where="gravity equilibrium, multiplier",
            found=f"{shorten(alone, 5)} left without any {what}",
            expected="at least trade with oneself, or one partner, for each state",
            remedy="Keep one flow of each state open, or leave the state out of the world.",
        )
