"""Scenarios that are known by name: those that ship, and the cuts between any two states."""

from __future__ import annotations

import difflib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

from steelyard.scenarios.amounts import Amount
from steelyard.scenarios.read import read_file, read_text
from steelyard.scenarios.schema import Cut, Scenario, Sides
from steelyard.vocabulary.errors import InputError, UnknownName
from steelyard.vocabulary.states import State, find

SHIPPED = (  # in the order in which a reader meets them
    "china-cuts-technology",
    "full-cut",
    "west-cuts-russia",
    "west-and-china-cut-russia",
    "doubled-barriers",
    "west-reopens",
)
ONE_WAY = re.compile(r"^(?P<seller>.+)-cuts-(?P<buyer>[^-].*)$")
BOTH = re.compile(r"^(?P<a>.+)-and-(?P<b>.+)-cut$")
GENERATED = "A-cuts-B (A stops selling to B) and A-and-B-cut (no trade), A and B any two states"


def named(name: str) -> Scenario:
    """The scenario of this name: shipped, or made for two states, or a file.

    Raises
    ------
    UnknownName
        With the nearest names.
    UnreadableFile, BadRows
        If it names a file that cannot be read.

    Examples
    --------
    >>> named("full-cut").cut[0].both_ways, named("DEU-cuts-POL").title
    (True, 'Germany stops selling to Poland')
    """
    if name in SHIPPED:
        return shipped(name)
    if name.endswith(".toml") or Path(name).is_file():
        return read_file(Path(name))
    one_way, both = ONE_WAY.match(name), BOTH.match(name)
    if both:
        return full_cut(_state(both["a"]), _state(both["b"]))
    if one_way:
        return delivery_cut(_state(one_way["seller"]), _state(one_way["buyer"]))
    near = difflib.get_close_matches(name, SHIPPED, 3, 0.4)
    raise UnknownName(where="simulate", kind="scenario", name=name, nearest=near or SHIPPED)


@cache
def shipped(name: str) -> Scenario:
    """A scenario of the package."""
    return read_text(text_of(name), f"library/{name}.toml")


def text_of(name: str) -> str:
    """The file of a scenario of the package, as it stands."""
    return (files("steelyard.scenarios") / "library" / f"{name}.toml").read_text(encoding="utf-8")


def delivery_cut(seller: State, buyer: State, sectors: tuple[str, ...] = ("all",)) -> Scenario:
    """One state stops selling to another: side a is the buyer, b the seller."""
    _refuse_same(seller, buyer)
    return Scenario(
        name=f"{seller.iso3}-cuts-{buyer.iso3}",
        title=f"{_first(seller)} stops selling to {buyer.sentence_name}",
        question=f"What would it cost each side if {seller.sentence_name} stopped selling to "
        f"{buyer.sentence_name}?",
        note="An exact embargo on deliveries in one direction; the other direction goes on.",
        sides=Sides(a=(buyer.iso3,), b=(seller.iso3,)),
        cut=(_cut(seller, buyer, sectors, both_ways=False),),
    )


def full_cut(a: State, b: State, sectors: tuple[str, ...] = ("all",)) -> Scenario:
    """Two states end trade with each other."""
    _refuse_same(a, b)
    return Scenario(
        name=f"{a.iso3}-and-{b.iso3}-cut",
        title=f"{_first(a)} and {b.sentence_name} end trade with each other",
        question=f"What would it cost each side if {a.sentence_name} and {b.sentence_name} "
        "ended all trade?",
        note="An exact embargo in both directions on goods and services.",
        sides=Sides(a=(a.iso3,), b=(b.iso3,)),
        cut=(_cut(a, b, sectors, both_ways=True),),
    )


def of_pair(a: State, b: State) -> tuple[Scenario, Scenario, Scenario]:
    """B stops selling to A, A stops selling to B, and both."""
    return delivery_cut(b, a), delivery_cut(a, b), full_cut(a, b)


def _cut(seller: State, buyer: State, sectors: tuple[str, ...], *, both_ways: bool) -> Cut:
    return Cut(
        sellers=(seller.iso3,),
        buyers=(buyer.iso3,),
        sectors=sectors,
        both_ways=both_ways,
        share=Amount(low=1.0, high=1.0),
    )


def _state(name: str) -> State:
    """A state by code or name, words joined by underscores."""
    return find(name.replace("_", " "), where="simulate")


def _first(state: State) -> str:
    """The name of a state at the start of a sentence."""
    return state.sentence_name[0].upper() + state.sentence_name[1:]


def _refuse_same(a: State, b: State) -> None:
    """Raise if it is one state twice."""
    if a.iso3 == b.iso3:
        raise InputError(
            where="simulate",
            found=f"{a.name} cannot be cut off from itself.",
            expected="two different states",
            remedy="Name another state, for example `CHN-cuts-RUS`.",
        )
