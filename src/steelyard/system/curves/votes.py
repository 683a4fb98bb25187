"""Curves by the model of votes: how often two states agree, by how close they stand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from jaxtyping import Float

from steelyard.models.votes.alignment import expected_agreement
from steelyard.reference.dataset import COMPILED, load

Points = Float[np.ndarray, " point"]
LEAST = 1e-9  # between cutpoints, which are rounded


def agreement_from_closeness(z: Points, given: Mapping[str, float]) -> Points:
    """Agreement to be expected over the texts of some sessions, by the distance of two states.

    `steelyard.models.votes.alignment.expected_agreement`. Past the point where both stand in one
    place there is nothing to gain; agreement stays below 1 there, as texts divide the like-minded.
    """
    apart = np.maximum(given["distance"] - given["distance_sd"] * z, 0.0)
    texts = _texts(int(given["first_session"]), int(given["last_session"]))
    items = np.broadcast_to(texts, (z.size, *texts.shape))
    return expected_agreement(given["centre"] + apart / 2, given["centre"] - apart / 2, items)


def _texts(first: int, last: int) -> Float[np.ndarray, "item 3"]:
    """Slope, middle and log of the gap of each text that was voted on."""
    rows = load(COMPILED).table("vote_texts")
    rows = rows.filter(rows["session"].is_between(first, last))
    slope, low, high = (rows[name].to_numpy().astype(float) for name in ("slope", "low", "high"))
    return np.column_stack([slope, (low + high) / 2, np.log(np.maximum(high - low, LEAST))])
