"""Numeric code systems: M49 of the United Nations, Correlates of War (COW), Gleditsch-Ward (GW).

A COW or GW code can pass from one state to the next: 365 is Russia, then the Soviet Union, then
Russia. A year means its middle, 1 July, so that 1991 is still a year of the Soviet Union. M49
codes include those of trade statistics that differ from the standard (842 for the United States
with Puerto Rico, 251 for France with Monaco, 490 for Other Asia, which is Taiwan in practice).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from steelyard.vocabulary.errors import BadYears, UnknownName, UnknownNames
from steelyard.vocabulary.states.registry import (
    all_states,
    by_iso3,
    covers,
    day_or_none,
    read_rows,
)

if TYPE_CHECKING:
    import polars as pl

System = Literal["m49", "cow", "gw"]
CODES = Path(__file__).with_name("codes.csv")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a code from `start` until the day before `end`."""

    iso3: str
    start: date | None = None
    end: date | None = None


@cache
def holders(system: System) -> dict[int, tuple[Holder, ...]]:
    """Who has held each code of a system, in order of time."""
    table: dict[int, tuple[Holder, ...]] = {}
    for row in read_rows(CODES):
        if row["system"] == system:
            holder = Holder(row["iso3"], day_or_none(row["from"]), day_or_none(row["until"]))
            table[int(row["code"])] = (*table.get(int(row["code"]), ()), holder)
    for state in all_states():
        # Data in the GW system give microstates, which it does not list, their COW code.
        code = state.gw or state.cow if system == "gw" else getattr(state, system)
        if code is not None:
            table.setdefault(code, (Holder(state.iso3),))
    return table


def _holder(system: System, code: int, year: int | None) -> str | None:
    held = holders(system).get(code, ())
    if len(held) == 1:
        return held[0].iso3
    if held and year is None:
        raise BadYears(
            where=f"{system.upper()} code {code}",
            found=f"no year, and the code has been held by {_names(held)}",
            expected="a year",
            remedy="Give the year that the data refer to.",
        )
    if not held or year is None:
        return None
    middle = date(year, 7, 1)
    return next((one.iso3 for one in held if covers(one.start, one.end, middle)), None)


def _names(held: tuple[Holder, ...]) -> str:
    return ", then ".join(by_iso3()[one.iso3].name for one in held)


def _known(system: System, code: int, year: int | None, where: str) -> str:
    iso3 = _holder(system, code, year)
    if iso3 is None:
        kind = f"{system.upper()} code"
        raise UnknownName(where=where, kind=kind, name=str(code), nearest=())
    return iso3


def from_cow(code: int, year: int, *, where: str = "COW code") -> str:
    """ISO3 code of the state that held this COW code in the middle of `year`.

    Examples
    --------
    >>> from_cow(365, 1985), from_cow(365, 2000), from_cow(345, 2000)
    ('SUN', 'RUS', 'SCG')
    """
    return _known("cow", int(code), year, where)


def from_gw(code: int, year: int, *, where: str = "GW code") -> str:
    """ISO3 code of the state that held this GW code in the middle of `year`."""
    return _known("gw", int(code), year, where)


def from_m49(code: int | str, *, where: str = "M49 code") -> str:
    """ISO3 code of an M49 code, written as a number or as digits with leading zeros.

    Examples
    --------
    >>> from_m49("004"), from_m49(842)
    ('AFG', 'USA')
    """
    iso3 = from_m49_or_none(int(code)) if str(code).strip().isdecimal() else None
    if iso3 is None:
        raise UnknownName(where=where, kind="M49 code", name=str(code), nearest=())
    return iso3


def from_m49_or_none(code: int) -> str | None:
    """ISO3 code of an M49 code, or None."""
    return _holder("m49", code, None)


def to_m49(iso3: str, *, where: str = "state") -> str | None:
    """M49 code of a state as three digits, None where the standard gives it none (Kosovo).

    Examples
    --------
    >>> to_m49("AFG")
    '004'
    """
    if iso3 not in by_iso3():
        raise UnknownName(where=where, kind="ISO3 code", name=iso3, nearest=())
    code = by_iso3()[iso3].m49
    return None if code is None else f"{code:03d}"


def mapping(system: System, year: int | None = None) -> dict[int, str]:
    """Every code of a system with its ISO3 code, for ``Series.replace_strict``.

    COW and GW need a `year`, since codes change hands.
    """
    pairs = ((code, _holder(system, code, year)) for code in holders(system))
    return {code: iso3 for code, iso3 in pairs if iso3 is not None}


def to_iso3(
    codes: pl.Series, system: System, years: pl.Series | int | None = None, *, where: str
) -> pl.Series:
    """ISO3 codes of a column of numeric codes; a missing code stays missing.

    Parameters
    ----------
    codes : Series of integers
    system : "m49", "cow" or "gw"
    years : Series of integers or int
        The year of each row, or one for all; COW and GW need it.
    where : str
        File and column, for the error message.

    Raises
    ------
    UnknownNames
        One error for all codes that nobody knows.
    """
    if years is None or isinstance(years, int):
        pairs = [(code, years) for code in codes]
    else:
        pairs = list(zip(codes, years, strict=True))
    found = {
        (code, year): None if code is None else _holder(system, int(code), year)
        for code, year in dict.fromkeys(pairs)
    }
    unknown = dict.fromkeys(
        str(code) for (code, _), iso3 in found.items() if iso3 is None and code is not None
    )
    if unknown:
        kind = f"{system.upper()} code"
        raise UnknownNames(where=where, kind=kind, names=list(unknown), nearest=lambda _: ())
    return type(codes)(codes.name, [found[pair] for pair in pairs])
