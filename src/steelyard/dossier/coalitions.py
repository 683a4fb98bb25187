"""Who stands beside a state in arms: members of its military blocs in a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from steelyard.vocabulary.blocs import members

# Blocs whose members are bound to defend one another, and the state to which a bloc is bound
# where that state is not itself a member.
MILITARY = {"NATO": "", "US_PACIFIC": "USA", "CSTO": ""}
LEADER = "USA"
LEADS = {"NATO": "NATO", "US_PACIFIC": "its Pacific allies"}


@dataclass(frozen=True, slots=True)
class Side:
    """A state with those bound to it, by the blocs that bind them."""

    states: frozenset[str]
    blocs: tuple[str, ...]


@cache
def side_of(state: str, year: int) -> Side:
    """The state and the members of every military bloc to which it belongs or that it leads."""
    blocs = {
        bloc: members(bloc, year) | ({leader} if leader else set())
        for bloc, leader in MILITARY.items()
    }
    ours = tuple(bloc for bloc, inside in blocs.items() if state in inside)
    return Side(frozenset({state}).union(*(blocs[bloc] for bloc in ours)), ours)


@cache
def led(blocs: tuple[str, ...], year: int) -> frozenset[str]:
    """The leading power with the members of some of its blocs."""
    return frozenset({LEADER}).union(*(members(bloc, year) for bloc in blocs))
