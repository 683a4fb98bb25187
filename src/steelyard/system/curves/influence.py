"""Curves by contests and bodies: shares of influence that somebody else's growth takes away."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from steelyard.measures.institutions import voting_power
from steelyard.models.games.contest import influence_share

Points = Float[np.ndarray, " point"]
FEWEST = 2  # members: a body of one has no others


def share_from_power(z: Points, given: Mapping[str, float]) -> Points:
    """Share of influence over third states, by the ratio of powers.

    `steelyard.models.games.contest.influence_share`, strength the ratio of means to the power of
    how strongly shares answer to them.
    """
    power = given["log_strength"] + given["decisive"] * given["log_ratio_sd"] * z
    return np.asarray(influence_share(np.exp(power)))


def share_lost_to_rival(z: Points, given: Mapping[str, float]) -> Points:
    """Less of the share of influence, by the strength of the other power."""
    rival = influence_share(np.exp(given["log_strength"] + given["log_ratio_sd"] * z))
    return np.asarray(rival)


def weight_lost_to_members(z: Points, given: Mapping[str, float]) -> Points:
    """Less of a member's power in a body where all have one vote, by how many there are.

    `steelyard.measures.institutions.voting_power`, Shapley's, under the rule that all must agree;
    linear between whole numbers of members.
    """
    members = np.maximum(given["members"] + given["members_sd"] * z, FEWEST)
    whole = np.arange(FEWEST, int(np.ceil(members.max())) + 2)
    return -np.interp(members, whole, [_power(int(each)) for each in whole])


def _power(members: int) -> float:
    """Power of one of so many members."""
    found = voting_power({f"member {each}": 1 for each in range(members)}, members)
    return float(found.shapley[0])
