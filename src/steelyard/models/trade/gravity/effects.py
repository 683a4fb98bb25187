"""A policy seen three ways: at given resistances, at given incomes, and with all reacting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import divide
from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.gravity.equilibrium import Equilibrium, equilibrium
from steelyard.models.trade.gravity.resistances import fitted
from steelyard.models.trade.gravity.world import World, abroad
from steelyard.vocabulary.errors import InputError, NotConverged


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """Change of what each state sells abroad, as a part of what it sold, and of its welfare.

    `partial` holds resistances, prices and incomes; `conditional` lets resistances react at fixed
    outputs and expenditures; `full` lets all react. A state that sells nothing abroad has NaN.
    `note` says why `conditional` is absent, where it is: NaN for all.
    """

    countries: tuple[str, ...]
    partial: Float[np.ndarray, " country"]
    conditional: Float[np.ndarray, " country"]
    full: Float[np.ndarray, " country"]
    welfare: Float[np.ndarray, " country"]
    answer: Equilibrium
    note: str = ""


def effects(
    start: World,
    multiplier: Float[np.ndarray, "exporter importer"],
    *,
    closure: Closure = Closure.ADDITIVE,
) -> Effects:
    r"""Partial, conditional and full effects of a change of trade costs, side by side.

    .. math:: \hat X_{ij} - 1 = M_{ij} - 1 \;\to\;
        M_{ij} (\hat\Pi_i \hat P_j)^{\sigma-1} - 1 \;\to\;
        M_{ij} (\hat\Pi_i \hat P_j)^{\sigma-1} \hat Y_i \hat E_j / \hat Y - 1

    The first is the coefficient that a regression prints and overstates what happens: what is
    not sold to one is sold to another. Values of the full effect are in the numeraire of
    `equilibrium`: world output.

    Parameters
    ----------
    start : World
    multiplier : 1, at least 0
        Of trade shares at unchanged prices; 0 is an exact embargo.
    closure : what becomes of deficits, in the full effect

    Returns
    -------
    effects : Effects

    Raises
    ------
    InputError, NotConverged
        As `equilibrium`. Where outputs and expenditures cannot be held, as after a cut between
        states whose trade is unbalanced, the conditional effect alone is absent.

    References
    ----------
    Head, K. and Mayer, T. (2014). Gravity equations: workhorse, toolkit, and cookbook. *Handbook
    of International Economics* 4, 131-195 (the three names: partial, modular, general).

    Examples
    --------
    >>> from steelyard.models.trade.gravity.world import world
    >>> start = world(("A", "B"), np.array([[8.0, 2.0], [2.0, 8.0]]), 4.0)
    >>> dearer = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> found = effects(start, dearer)
    >>> found.partial[0].round(3), found.conditional[0].round(3), found.full[0].round(3)
    (np.float64(-0.5), np.float64(-0.444), np.float64(-0.444))
    """
    before = start.exports
    note, conditional = "", np.full(before.size, np.nan)
    try:
        held = fitted(start.trade * multiplier, start.output, start.expenditure)
        conditional = divide(abroad(held.trade), before) - 1
    except (InputError, NotConverged) as error:
        note = f"outputs and expenditures cannot be held: {error.found}"
    answer = equilibrium(start, multiplier, closure=closure)
    return Effects(
        start.countries,
        divide(abroad(start.trade * multiplier), before) - 1,
        conditional,
        divide(abroad(answer.trade), answer.before) - 1,
        answer.welfare - 1,
        answer,
        note,
    )
