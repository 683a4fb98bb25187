"""From the states, blocs and sectors that a scenario names to those of a baseline.

A baseline keeps a few states apart and sums the others into rest groups. A state inside a rest
group cannot be cut off on its own; a bloc is cut off by those of its members that the baseline
keeps apart, and by a rest group whose states are all members. Who is left out is said.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from steelyard.vocabulary.blocs import all_blocs, find_bloc, members
from steelyard.vocabulary.errors import InputError, NoData, UnknownName, shorten
from steelyard.vocabulary.industries import REST, region_name, region_of, sectors
from steelyard.vocabulary.industries.ladder import MACHINERY
from steelyard.vocabulary.states import all_states, find, nearest

WORLD = "everyone"  # all regions of the baseline; links of a region with itself are never meant


@dataclass(frozen=True, slots=True)
class Placed:
    """Regions of a baseline, and states that were named but cannot be told apart in it."""

    regions: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def placed(names: Iterable[str], known: Sequence[str], on: date | int, where: str) -> Placed:
    """Regions of a baseline for names of states, blocs and regions.

    Raises
    ------
    UnknownName
        If a name is neither a state, nor a bloc, nor a region of the baseline.
    NoData
        If a state lies inside a rest group, or no member of a bloc stands apart.
    InputError
        If a bloc had no member on that day.
    """
    found: dict[str, None] = {}
    left_out: dict[str, None] = {}
    for name in names:
        one = _one(name, tuple(known), on, where)
        found |= dict.fromkeys(one.regions)
        left_out |= dict.fromkeys(one.left_out)
    return Placed(tuple(region for region in known if region in found), tuple(left_out))


def _one(name: str, known: tuple[str, ...], on: date | int, where: str) -> Placed:
    """Regions for one name."""
    if name in known:
        return Placed((name,))
    if name == WORLD:
        return Placed(known)
    bloc = _bloc_or_none(name)
    if bloc is not None:
        return _bloc(bloc, known, on, where)
    try:
        code = find(name, where=where).iso3
    except UnknownName as error:
        near = (*error.nearest, *_near_blocs(name))
        raise UnknownName(
            where=where, kind="state or bloc", name=name, nearest=near or nearest(name)
        ) from error
    if code in known:
        return Placed((code,))
    raise _inside_rest(code, known, where)


def _bloc_or_none(name: str) -> str | None:
    """Id of the bloc of this name, if it is one and no state."""
    try:
        return find_bloc(name).id
    except UnknownName:
        return None


def _near_blocs(name: str) -> tuple[str, ...]:
    """Ids of blocs spelt nearly so."""
    return tuple(difflib.get_close_matches(name.upper(), [each.id for each in all_blocs()], 2, 0.6))


def _bloc(bloc: str, known: tuple[str, ...], on: date | int, where: str) -> Placed:
    """Members that stand apart, rest groups that lie wholly inside, and members left out."""
    inside = members(bloc, on)
    if not inside:
        raise InputError(
            where=where,
            found=f"{find_bloc(bloc).title} had no member on {on}.",
            expected="a day on which the bloc existed",
            remedy="Set `on` to a later day, or name states.",
        )
    whole = [group for group, states in groups(known).items() if states and states <= inside]
    apart = [code for code in known if code in inside]
    covered = set(apart).union(*(groups(known)[group] for group in whole))
    left_out = tuple(sorted(inside - covered))
    if not (apart or whole):
        raise NoData(
            where=where,
            found=f"no member of {find_bloc(bloc).title} stands apart in the baseline: "
            f"{shorten(left_out)} lie inside rest groups.",
            expected=f"a bloc with one of: {_apart(known)}",
            remedy=OWN_TABLE,
        )
    return Placed((*apart, *whole), left_out)


OWN_TABLE = "Name states that stand apart, or add a table that keeps more of them apart (docs)."


def _inside_rest(code: str, known: tuple[str, ...], where: str) -> NoData:
    """A state that the baseline sums into a rest group."""
    group = region_of(code) if region_of(code) in known else REST
    return NoData(
        where=where,
        found=f"{find(code).name} is not told apart in the baseline: its trade is part of "
        f"{region_name(group)!r} ({group}).",
        expected=f"a state that stands apart: {_apart(known)}",
        remedy=OWN_TABLE,
    )


def _apart(known: Sequence[str]) -> str:
    """Regions that are single states."""
    return ", ".join(code for code in known if code not in groups(tuple(known)))


@cache
def groups(known: tuple[str, ...]) -> Mapping[str, frozenset[str]]:
    """Regions of a baseline that are no single state, with the states in them.

    Examples
    --------
    >>> groups(("RUS", "EUX")).keys(), "AUT" in groups(("RUS", "EUX"))["EUX"]
    (dict_keys(['EUX']), True)
    """
    codes = [state.iso3 for state in all_states() if state.iso3]
    states = set(codes)
    return {
        group: frozenset(code for code in codes if region_of(code) == group)
        for group in known
        if group not in states
    }


def sector_places(names: Iterable[str], known: Sequence[str], where: str) -> tuple[str, ...]:
    """Sectors of a baseline for names of sectors and of groups of them.

    Raises
    ------
    UnknownName
        With the nearest names.

    Examples
    --------
    >>> sector_places(["technology"], list(sectors()), "example")
    ('machinery', 'electronics', 'vehicles')
    """
    found: set[str] = set()
    groups = sector_groups()
    for name in names:
        if name in known:
            found.add(name)
        elif name in groups:
            found |= groups[name]
        else:
            choice = (*known, *groups)
            near = difflib.get_close_matches(name.lower(), choice, 3, 0.5)
            raise UnknownName(where=where, kind="sector", name=name, nearest=near or choice)
    return tuple(sector for sector in known if sector in found)


@cache
def sector_groups() -> dict[str, frozenset[str]]:
    """Names for several sectors together."""
    listed = sectors().values()
    return {
        "all": frozenset(each.id for each in listed),
        "goods": frozenset(each.id for each in listed if each.goods),
        "manufacturing": frozenset(each.id for each in listed if each.manufacturing),
        "services": frozenset(each.id for each in listed if not each.goods),
        "technology": frozenset(MACHINERY),
        "energy": frozenset({"mining", "fuels", "utilities"}),
    }
