"""To whom a state could turn: a stated list where there is one, else a rule; and its rival."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.shipped_points import shipped
from steelyard.models.games.joining import Joining, drawn_chances, learnt, nearness
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.blocs import find_bloc, members

FILE = Path(__file__).with_name("alternatives.csv")
BLOC = "SANCTIONS_2022"  # the one cut by a bloc that is on record
CUT_OFF = "RUS"  # whom it cut off, and the state that led it
LEADER = "USA"
MOST = 10
BY_RULE = "among the ten with the most trade for their distance"
BY_TRADE = "among its ten greatest partners, as no distance is known"


@cache
def stated(state: str) -> tuple[tuple[str, str], ...]:
    """Partners listed for a state, each with its reason."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple((row["partner"], row["reason"]) for row in rows if row["state"] == state)


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """Positions of states in the last session of the fit, with their spread."""

    places: dict[str, int]
    position: np.ndarray
    spread: np.ndarray
    origin: str


def votes(data: Dataset) -> Votes | None:
    """None where the dataset has no fit."""
    made = shipped(data)
    if made is None:
        return None
    here = np.flatnonzero(made.session == made.session.max())
    codes = [made.states[number] for number in made.state[here].tolist()]
    return Votes(
        {code: at for at, code in enumerate(codes)},
        made.position[here],
        made.spread[here],
        str(data.table("vote_positions")["origin"][0]),
    )


def rival_of(found: Votes, state: str, partner: str, year: int) -> str | None:
    """The permanent member furthest from a state by votes, its first partner left out."""
    if state not in found.places:
        return None
    own = found.position[found.places[state]]
    others = sorted(members("UNSC_P5", year) - {state, partner})
    far = {
        code: abs(float(found.position[found.places[code]] - own))
        for code in others
        if code in found.places
    }
    return max(far, key=lambda code: far[code]) if far else None


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Chances of joining a cut by the rival's bloc, by state: middle and draws."""

    middle: np.ndarray
    drawn: np.ndarray
    joined: np.ndarray  # whether it did join, where the state is the one that was cut off


def chances(
    basis: Basis, found: Votes, state: str, rival: str, codes: tuple[str, ...], count: int
) -> Chances:
    """From how near each state votes to the rival, by the curve of the bloc on record.

    Who joined that bloc against this very state counts as sure to join. A state without a
    position, which does not vote in the Assembly, has the frequency of joining of all states.
    """
    curve = _curve(basis.data, found)
    random = np.random.default_rng(basis.asked.seed + 11)
    own, far = (float(found.position[found.places[code]]) for code in (state, rival))
    at = np.array([found.places.get(code, -1) for code in codes])
    position = np.where(at >= 0, found.position[at], np.nan)
    noise = found.spread[at] * random.standard_normal((count, len(codes)))
    near = nearness(np.nan_to_num(position, nan=own) + np.vstack([0 * noise[:1], noise]), own, far)
    drawn = drawn_chances(curve, near, basis.asked.seed + 12)
    middle = 1 / (1 + np.exp(-(curve.coefficient[0] + curve.coefficient[1] * near[0])))
    usual = curve.joined / (curve.joined + curve.stayed)
    joined = np.zeros(len(codes), dtype=bool)
    if state == CUT_OFF:
        inside = members(BLOC, basis.asked.years[1])
        joined = np.array([code in inside for code in codes])
    sure = joined | (np.array(codes) == rival)
    middle = np.where(sure, 1.0, np.where(at >= 0, middle, usual))
    return Chances(middle, np.where(sure, 1.0, np.where(at >= 0, drawn[1:], usual)), joined)


def _curve(data: Dataset, found: Votes) -> Joining:
    """Curve of joining the bloc on record; learnt once for a dataset."""
    if "joining" not in data.made:
        codes = [code for code in found.places if code not in (CUT_OFF, LEADER)]
        own, far = (float(found.position[found.places[code]]) for code in (CUT_OFF, LEADER))
        near = nearness(found.position[[found.places[code] for code in codes]], own, far)
        inside = members(BLOC, 2022)
        data.made["joining"] = learnt(near, np.array([code in inside for code in codes]))
    return data.made["joining"]


def told_joining(data: Dataset, found: Votes) -> str:
    """How the chance of joining was learnt, in a sentence."""
    curve = _curve(data, found)
    return (
        f"Chance of joining a cut by the rival's bloc: logistic in how near a state votes to it, "
        f"learnt from {find_bloc(BLOC).title} ({curve.joined} of {curve.joined + curve.stayed} "
        "that vote)."
    )
