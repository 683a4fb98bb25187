"""A threat to cut a link: who threatens, who yields, who defies, and what can be extracted.

The sender demands, the target yields or defies, and a defied sender cuts or backs down. Costs are
parts of each side's own real income. Whether the sender would cut is what the target has to guess.
All functions are closed forms that take numbers or arrays, so that other models may call them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless

Number = Float[np.ndarray, "*games"] | float


@dataclass(frozen=True, slots=True)
class Threat:
    """What goes into the game; numbers or arrays of one shape.

    `defiance`: what a cut costs the target, part of its own income, at least 0. `coercion`: what
    it costs the sender, of its own. `backing_down`: what the sender loses by not cutting once
    defied, above 0. `resolve`: what a resolved sender gains by having cut, at least 0. `worth`:
    value to the sender of a concession of one part of the target's income, above 0.
    """

    defiance: Any
    coercion: Any
    backing_down: Any
    resolve: Any
    worth: Any


@dataclass(frozen=True, slots=True)
class Play:
    """Probabilities of what happens, before the sender's type is known, and the strategies.

    `threat`, `yields` (threatened and conceded), `cut`, `backs_down` and `quiet` (no threat) are
    probabilities; `quiet + yields + cut + backs_down = 1`. `bluff`: chance that a sender who
    would not cut threatens; `firm`: that one who would, does; `belief`: the target's after a
    threat; `given_in`: chance that a threatened target yields.
    """

    threat: Any
    yields: Any
    cut: Any
    backs_down: Any
    quiet: Any
    bluff: Any
    firm: Any
    belief: Any
    given_in: Any


def credible(coercion: Number, stake: Number) -> Any:
    r"""Whether a defied sender cuts rather than backs down.

    .. math:: C \le a + r

    Parameters
    ----------
    coercion : 1, at least 0
        Cost of the cut to the sender.
    stake : 1, at least 0
        What backing down loses plus what having cut gains: the sender's resolve as a whole.

    Returns
    -------
    credible : bool
        Always true where the cut costs the sender nothing.

    Raises
    ------
    InputError
        If a number is negative or not finite.

    References
    ----------
    Schelling, T. C. (1960). *The Strategy of Conflict*, ch. 2. Fearon, J. D. (1994). Domestic
    political audiences and the escalation of international disputes. *American Political
    Science Review* 88(3), 577-592.

    Examples
    --------
    >>> bool(credible(0.0, 0.0)), bool(credible(0.03, 0.01))
    (True, False)
    """
    _refuse("credible", least=0.0, coercion=coercion, stake=stake)
    return np.asarray(coercion) <= np.asarray(stake)


def extractable(defiance: Number, would_cut: Number = 1.0) -> Any:
    r"""Greatest concession that the target makes for sure: where yielding and defying are alike.

    .. math:: x^* = q D

    Hirschman's influence effect as a number: it rises with what the target would lose, and
    through the belief *q* falls with what the sender would lose. It says what can be asked
    without a crisis, not what is asked.

    Parameters
    ----------
    defiance : 1, at least 0
        *D*, cost of a cut to the target, part of its own income. 0: nothing can be extracted.
    would_cut : 1, in [0, 1]
        *q*, the target's belief that the sender would cut; 1 or 0 where it knows.

    Returns
    -------
    concession : 1, of the target's income, in [0, defiance]

    Raises
    ------
    InputError
        If a cost is negative or a belief lies outside 0 to 1.

    References
    ----------
    Hirschman, A. O. (1945). *National Power and the Structure of Foreign Trade*, ch. 2. Clayton,
    C., Maggiori, M. and Schreger, J. (2024). A framework for geoeconomics. NBER Working Paper
    31852 (a target gives up to its participation constraint).

    Examples
    --------
    >>> float(extractable(0.04, 0.5)), float(extractable(0.0))
    (0.02, 0.0)
    """
    _refuse("extractable", least=0.0, defiance=defiance, would_cut=would_cut)
    refuse_unless(
        bool(np.all(np.asarray(would_cut) <= 1)),
        where="extractable",
        found=f"a belief up to {np.max(would_cut):g}",
        expected="probabilities from 0 to 1",
        remedy="Give the belief as a probability.",
    )
    return np.asarray(would_cut) * np.asarray(defiance)


def would_cut(coercion: Number, backing_down: Number, least: Number, most: Number) -> Any:
    r"""Belief that the sender would cut, where all that is known of its resolve is a range.

    .. math:: q = P(r \ge C - a) = \frac{\ln r_1 - \ln (C - a)}{\ln r_1 - \ln r_0}, \quad
        \ln r \sim U(\ln r_0, \ln r_1)

    cut off at 0 and 1. Never rises with the sender's cost. Resolve is not observed: the range is
    an assumption, and the answer should be shown over several.

    Parameters
    ----------
    coercion, backing_down : 1, at least 0
        *C* and *a*, of the sender's own income.
    least, most : 1, above 0
        Ends of the range of what having cut is worth to the sender.

    Returns
    -------
    belief : 1, in [0, 1]
        1 where backing down costs at least as much as cutting.

    Raises
    ------
    InputError
        If a cost is negative, or the range is empty or reaches 0.

    References
    ----------
    Morrow, J. D. (1999). The strategic setting of choices: signaling, commitment, and
    negotiation in international politics. In Lake and Powell (eds), *Strategic Choice and
    International Relations*, 77-114.

    Examples
    --------
    >>> would_cut(np.array([0.0, 0.001, 0.01, 0.5]), 0.0, 0.0001, 0.01).round(3).tolist()
    [1.0, 0.5, 0.0, 0.0]
    """
    _refuse("would_cut", least=0.0, coercion=coercion, backing_down=backing_down)
    refuse_unless(
        bool(np.all(np.asarray(least) > 0) and np.all(np.asarray(most) > np.asarray(least))),
        where="would_cut",
        found=f"a range of resolve from {np.min(least):g} to {np.max(most):g}",
        expected="two numbers above 0, the first below the second",
        remedy="Correct the range.",
    )
    short = np.asarray(coercion) - np.asarray(backing_down)
    needed = np.where(short > 0, short, least)
    chance = np.log(np.asarray(most) / needed) / np.log(np.asarray(most) / np.asarray(least))
    return np.where(short > 0, np.clip(chance, 0.0, 1.0), 1.0)


def play(threat: Threat, demand: Number, prior: Number) -> Play:
    r"""Equilibrium of the game when the target does not know whether the sender would cut.

    .. math:: x \le qD: \text{ both threaten, it yields};\quad
        qD < x \le D: \; \beta = \frac{q(D - x)}{(1 - q)x}, \; y = \frac{a}{a + vx};\quad
        x > D: \text{ it defies}

    A sender is resolved with chance *q* (it cuts if defied) or bluffs (it backs down). A bluffer
    threatens with chance :math:`\beta`, so that a threat is believed with :math:`x / D`; the
    target yields with chance *y*, so that bluffing is worth nothing. A demand above *D* is
    defied and made only by a sender that would rather cut than not (:math:`r > C`). The
    perfect Bayesian equilibrium that survives the D1 criterion: the one in which nobody threatens
    because every threat is taken for a bluff needs a belief against who gains most by it.

    What it does not say: a demand is given, not chosen; there is one round. That sanctions are
    mostly seen where threats failed is what it implies: a threat that works is not carried out.

    Parameters
    ----------
    threat : Threat
    demand : 1, of the target's income, above 0
        *x*, what the concession costs the target.
    prior : 1, in [0, 1]
        *q*, before any threat.

    Returns
    -------
    play : Play

    Raises
    ------
    InputError
        If a cost is negative, `backing_down`, `worth` or the demand is not above 0, or the
        prior lies outside 0 to 1.

    References
    ----------
    Morrow (1999), as in `would_cut`. Drezner, D. W. (2003). The hidden hand of economic
    coercion. *International Organization* 57(3), 643-659. Cho, I.-K. and Kreps, D. M. (1987).
    Signaling games and stable equilibria. *Quarterly Journal of Economics* 102(2), 179-221.

    Examples
    --------
    A demand between the sure concession 0.02 and the cost of defiance 0.04:

    >>> game = Threat(0.04, 0.003, 0.001, 0.01, 0.1)
    >>> found = play(game, 0.03, 0.5)
    >>> round(float(found.bluff), 3), round(float(found.given_in), 3), round(float(found.belief), 3)
    (0.333, 0.25, 0.75)
    """
    _refuse_threat("play", threat, demand, prior)
    d, x, q = np.broadcast_arrays(np.asarray(threat.defiance, float), demand, prior)
    rather = np.asarray(threat.resolve) > np.asarray(threat.coercion)
    sure = x <= q * d
    beyond = ~sure & (x > d)
    between = ~sure & ~beyond & (q > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mixed = np.where(between, q * (d - x) / ((1 - q) * x), 0.0)
        back = np.asarray(threat.backing_down)
        given = np.where(between, back / (back + np.asarray(threat.worth) * x), 0.0)
    bluff, given_in = np.where(sure, 1.0, mixed), np.where(sure, 1.0, given)
    firm = np.where(sure | between, 1.0, np.where(beyond & rather, 1.0, 0.0)) * (q > 0)
    bluff = np.where(q > 0, bluff, 0.0)
    made_firm, made_bluff = q * firm, (1 - q) * bluff
    made = made_firm + made_bluff
    belief = np.divide(made_firm, made, out=np.full(made.shape, np.nan), where=made > 0)
    refused = 1 - given_in
    return Play(
        threat=made,
        yields=made * given_in,
        cut=made_firm * refused,
        backs_down=made_bluff * refused,
        quiet=1 - made,
        bluff=bluff,
        firm=firm,
        belief=belief,
        given_in=given_in,
    )


def best_demand(threat: Threat, prior: Number) -> Any:
    r"""Demand that a resolved sender prefers: the sure one or the whole cost of defiance.

    .. math:: v q D \;\text{ against }\; \frac{v D (a + w)}{a + v D}, \quad w = r - C

    In between its payoff rises with the demand, so that one of these two ends is best. Asking
    for everything separates the types and risks the cut.

    Parameters
    ----------
    threat : Threat
    prior : 1, in [0, 1]

    Returns
    -------
    demand : 1, of the target's income
        :math:`qD`, or *D* where that is worth more.

    Raises
    ------
    InputError
        As `play`.

    References
    ----------
    Own derivation from the equilibrium in `play`.

    Examples
    --------
    >>> float(best_demand(Threat(0.04, 0.003, 0.001, 0.003, 0.1), 0.5))
    0.02
    >>> float(best_demand(Threat(0.04, 0.003, 0.001, 0.02, 0.1), 0.05))
    0.04
    """
    _refuse_threat("best_demand", threat, 1.0, prior)
    d, q = np.broadcast_arrays(np.asarray(threat.defiance, float), prior)
    back, worth = np.asarray(threat.backing_down), np.asarray(threat.worth)
    net = np.asarray(threat.resolve) - np.asarray(threat.coercion)
    bold = worth * d * (back + net) / (back + worth * d)
    return np.where(bold > worth * q * d, d, q * d)


def _refuse_threat(where: str, threat: Threat, demand: Any, prior: Any) -> None:
    """Raise unless all that goes into the game can be."""
    _refuse(
        where, least=0.0, defiance=threat.defiance, coercion=threat.coercion,
        resolve=threat.resolve, prior=prior,
    )  # fmt: skip
    above = {"backing_down": threat.backing_down, "worth": threat.worth, "demand": demand}
    for name, values in above.items():
        _refuse(where, least=np.nextafter(0, 1), **{name: values})
    refuse_unless(
        bool(np.all(np.asarray(prior) <= 1)),
        where=where,
        found=f"a prior up to {np.max(prior):g}",
        expected="probabilities from 0 to 1",
        remedy="Give the belief as a probability.",
    )


def _refuse(where: str, *, least: float, **named: Any) -> None:
    """Raise unless every number is finite and at least so much."""
    for name, values in named.items():
        found = np.asarray(values, dtype=float)
        refuse_unless(
            bool(np.isfinite(found).all() and (found >= least).all()),
            where=f"{where}, {name}",
            found=f"values from {found.min(initial=np.inf):g} to {found.max(initial=-np.inf):g}",
            expected="finite numbers, " + ("at least 0" if least == 0 else "above 0"),
            remedy="Leave the game absent where a cost is not known.",
        )
