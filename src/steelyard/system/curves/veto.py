"""Curves by the game of the lone veto: chances in equilibrium, by how much is at stake."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from steelyard.models.games.lone_veto import OUTCOMES, Stances, outcomes

Points = Float[np.ndarray, " point"]
BOTH, SECOND = OUTCOMES.index("both"), OUTCOMES.index("second alone")


def veto_from_other_effort(z: Points, given: Mapping[str, float]) -> Points:
    """Chance that the second member casts no veto, by the drive of the first.

    `steelyard.models.games.lone_veto.outcomes` for a second member to which the veto of the other
    makes its own needless (a premium below 0).
    """
    chances = _chances(given, z, 0 * z)
    return 1 - chances[:, BOTH] - chances[:, SECOND]


def joint_veto_from_stake(z: Points, given: Mapping[str, float]) -> Points:
    """Chance that both cast a veto, by what both have at stake."""
    return _chances(given, z, z)[:, BOTH]


def joint_veto_from_defection(z: Points, given: Mapping[str, float]) -> Points:
    """Less of the chance that both cast a veto, by how far the first leaves the other alone."""
    return -_chances(given, -z, 0 * z)[:, BOTH]


def _chances(
    given: Mapping[str, float], first: Points, second: Points
) -> Float[np.ndarray, "point 4"]:
    """Chances of each outcome, with the drives moved by so many standard deviations of a cause."""
    drive = given["drive"] + given["drive_sd"] * np.stack([first, second], axis=1)
    premium = np.broadcast_to([given["premium_first"], given["premium_second"]], drive.shape)
    every = np.ones(first.size)
    return outcomes(Stances(drive, premium, given["shared"] * every, given["meeting"] * every))
