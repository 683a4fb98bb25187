"""All games of pressure of a pair, and why one is missing."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.pressure.coercion import coercion_games
from steelyard.dossier.pressure.contest import contest_games
from steelyard.dossier.pressure.hedging import hedge_games
from steelyard.dossier.records.pressure import Pressure

KEPT = "games of pressure"
NO_CUT = (
    "no cut between the two is simulated: the world table does not tell them apart, or the "
    "simulations that ship do not hold them"
)
NO_CONTEST = "the two weigh in no region together, or no trade with it is known on both sides"


def pressure(basis: Basis) -> Pressure:
    """Computed once for a dossier."""
    if KEPT not in basis.of_all_pairs:
        basis.of_all_pairs[KEPT] = _pressure(basis)
    return basis.of_all_pairs[KEPT]


def _pressure(basis: Basis) -> Pressure:
    threats, contests = coercion_games(basis), contest_games(basis)
    hedging, missing = hedge_games(basis)
    absent = list(missing)
    if not threats:
        absent.append(("what a threat could extract", NO_CUT))
    if not contests:
        absent.append(("a contest over third states", NO_CONTEST))
    return Pressure(coercion=threats, hedging=hedging, contests=contests, missing=tuple(absent))


def pressure_origins(found: Pressure) -> list[str]:
    """Ids of every origin that a game rests on."""
    games = (*found.coercion, *found.hedging, *found.contests)
    return list(dict.fromkeys(origin for game in games for origin in game.origins))
