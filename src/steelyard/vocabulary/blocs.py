"""Blocs of states and who belonged to them, to the day.

A membership holds from the day of joining to the day before leaving. A year means its
31 December: in ``members("EU", 2020)`` the United Kingdom is gone, in 2019 it is there. This is
a snapshot of the year's end, unlike `states.from_cow`, which reads a year by its middle.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.states import by_iso3, nearest
from steelyard.vocabulary.states.names import key
from steelyard.vocabulary.states.registry import covers, day_or_none, read_rows

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Membership:
    """One spell of membership; `precision` says how exactly the day of joining is known."""

    iso3: str
    joined: date
    left: date | None
    precision: Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Bloc:
    """A bloc, where its dates come from, and what to know when using it."""

    id: str
    title: str
    source: str
    note: str
    memberships: tuple[Membership, ...]
    aliases: tuple[str, ...] = ()


@cache
def all_blocs() -> tuple[Bloc, ...]:
    """All blocs, in the order of the registry."""
    spells: dict[str, list[Membership]] = {}
    for row in read_rows(HERE / "bloc_members.csv"):
        spells.setdefault(row["bloc"], []).append(_membership(row))
    return tuple(
        Bloc(
            id=row["bloc"],
            title=row["title"],
            source=row["source"],
            note=row["note"],
            memberships=tuple(spells[row["bloc"]]),
            aliases=tuple(alias.strip() for alias in row["aliases"].split(";") if alias.strip()),
        )
        for row in read_rows(HERE / "blocs.csv")
    )


def _membership(row: dict[str, str]) -> Membership:
    return Membership(
        iso3=row["iso3"],
        joined=date.fromisoformat(row["joined"]),
        left=day_or_none(row["left"]),
        precision=row["precision"],  # type: ignore[arg-type]  # checked by a test
    )


@cache
def _by_name() -> dict[str, Bloc]:
    return {_key(name): bloc for bloc in all_blocs() for name in _names(bloc)}


def _names(bloc: Bloc) -> tuple[str, ...]:
    return (bloc.id, bloc.title, *bloc.aliases)


def _key(name: str) -> str:
    """OPEC and OPEC+ differ by the sign alone."""
    return key(name.replace("+", " plus").replace("_", " "))


def find_bloc(name: str, *, where: str = "bloc") -> Bloc:
    """The bloc with this id, title or alias.

    Raises
    ------
    UnknownName
        With the nearest ids.
    """
    found = _by_name().get(_key(name))
    if found is None:
        ids = {_key(each): bloc.id for bloc in all_blocs() for each in _names(bloc)}
        close = difflib.get_close_matches(_key(name), ids, 6, 0.5)
        near = tuple(dict.fromkeys(ids[match] for match in close))[:3]
        raise UnknownName(where=where, kind="bloc", name=name, nearest=near)
    return found


@cache
def members(bloc: str, on: date | int) -> frozenset[str]:
    """ISO3 codes of the members on a day; a year means its 31 December.

    Examples
    --------
    >>> sorted(members("EAEU", date(2015, 1, 1)))
    ['BLR', 'KAZ', 'RUS']
    >>> "GBR" in members("EU", 2019), "GBR" in members("EU", 2020)
    (True, False)
    """
    day = _day(on)
    spells = find_bloc(bloc).memberships
    return frozenset(spell.iso3 for spell in spells if covers(spell.joined, spell.left, day))


def belongs(iso3: str, bloc: str, on: date | int) -> bool:
    """Whether a state was a member on a day; a year means its 31 December.

    Examples
    --------
    >>> belongs("ZAF", "BRICS", 2010), belongs("RUS", "WTO", date(2012, 8, 21))
    (True, False)
    """
    if iso3 not in by_iso3():
        raise UnknownName(where="belongs", kind="ISO3 code", name=iso3, nearest=nearest(iso3))
    return iso3 in members(bloc, on)


def blocs_of(iso3: str, on: date | int) -> tuple[str, ...]:
    """Ids of the blocs that a state belonged to on a day, in the order of the registry.

    Examples
    --------
    >>> blocs_of("KGZ", 2024)
    ('SCO', 'CSTO', 'EAEU', 'CIS', 'CAS', 'POST_SOVIET', 'WTO')
    """
    return tuple(bloc.id for bloc in all_blocs() if belongs(iso3, bloc.id, on))


def _day(on: date | int) -> date:
    return date(on, 12, 31) if isinstance(on, int) else on
