r"""What fixes the scale: how strongly positions are held together.

Votes leave the scale of positions open, and nearly the place of each session: shift or stretch a
session with its texts and the votes stay as likely. The published sampler settles it by making
positions of mean 0 and standard deviation 1 in every turn. Here a prior does, so that draws have
a law: positions of a session are held about its centre, and centres about 0,

.. math:: \theta_{it} \sim N(\mu_t,\; \bar n / (\kappa n_{it})), \qquad
          \mu_t \sim N(0,\; 1 / (\kappa \textstyle\sum_i n_{it} / \bar n))

more firmly the more votes there are, as standardising does; kappa is the strength under which
positions have standard deviation 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.models.votes.layout import Walk

LEAST = 0.02  # a hold of 0 would leave the scale open where slopes are few and small


@dataclass(frozen=True, slots=True)
class Pull:
    """Log density of each centre, its slope and its information."""

    value: Float[np.ndarray, " session"]
    slope: Float[np.ndarray, " session"]
    information: Float[np.ndarray, " session"]


def session_weight(walk: Walk) -> Float[np.ndarray, " session"]:
    """Sum of the weights of a session's places."""
    return np.bincount(walk.session, walk.weight)


def centre_pull(walk: Walk, hold: float, centre: Float[np.ndarray, " session"]) -> Pull:
    """Log density of centres."""
    sharp = hold * session_weight(walk)
    return Pull(-sharp * centre**2 / 2, -sharp * centre, sharp)


def balanced(
    walk: Walk,
    theta: Float[np.ndarray, " place"],
    centre: Float[np.ndarray, " session"],
    beta: Float[np.ndarray, " item"],
) -> float:
    """The hold under which these positions, of standard deviation 1, are in balance with slopes.

    Stretching everything changes the log density at the rate places + sessions - items + sum of
    squared slopes - what the walk takes - hold times what the hold takes; on average that is 0.
    """
    linked = walk.before >= 0
    step = (theta - theta[walk.before])[linked]
    gain = theta.size + centre.size - beta.size + (beta**2).sum()
    gain -= (step**2 / walk.variance[linked]).sum()
    off = theta - centre[walk.session]
    cost = (walk.weight * off**2).sum() + (session_weight(walk) * centre**2).sum()
    return max(float(gain / cost), LEAST)
