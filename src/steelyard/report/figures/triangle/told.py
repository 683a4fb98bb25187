"""The triangle in words: who is between, who is outside, how sure."""

from __future__ import annotations

from steelyard.dossier.records import Dossier, TieDefinition, Triangle, TriangleYear
from steelyard.report import words


def names(dossier: Dossier, triangle: Triangle) -> tuple[str, ...]:
    """The three states as within a sentence."""
    return tuple(words.place(dossier, code) for code in triangle.states)


def spoken(dossier: Dossier, triangle: Triangle) -> tuple[str, ...]:
    """The three states with their articles."""
    a, b = words.spoken(dossier.a), words.spoken(dossier.b)
    return a, b, words.place(dossier, triangle.states[2])


def shown(triangle: Triangle) -> tuple[TieDefinition, ...]:
    """Definitions that have a year, the main one first."""
    there = {one.definition for one in triangle.years}
    return tuple(one for one in triangle.definitions if one.id in there)


def leading(triangle: Triangle, year: TriangleYear) -> tuple[str, float]:
    """The likeliest type and its probability."""
    place = max(range(len(year.types)), key=lambda at: year.types[at])
    return triangle.types[place], year.types[place]


def singled(triangle: Triangle, year: TriangleYear) -> tuple[str, int, float] | None:
    """The state that the likeliest type singles out: role, place and probability of that role."""
    name, _ = leading(triangle, year)
    role = {"one between": "pivot", "two and one apart": "outside"}.get(name)
    if role is None:
        return None
    at = triangle.roles.index(role)
    place = max(range(3), key=lambda state: year.roles[state][at])
    return role, place, year.roles[place][at]


def likeliest(dossier: Dossier, triangle: Triangle, year: TriangleYear) -> str:
    """The likeliest type with its probability and the state that it singles out."""
    name, probability = leading(triangle, year)
    told = f"{name} {words.chance(probability)}"
    one = singled(triangle, year)
    if one is None:
        return told
    role, place, _ = one
    who = spoken(dossier, triangle)[place]
    return f"{told}, {who} {'between' if role == 'pivot' else 'outside'}"


def percent(probability: float) -> str:
    """A probability as a short number."""
    if probability > 0.99:
        return ">99 %"
    return "<1 %" if probability < 0.01 else f"{probability * 100:.0f} %"


def term(triangle: Triangle, name: str) -> str:
    """Dittmer's term for a type."""
    return triangle.terms[triangle.types.index(name)]
