"""From an HS code to its sector and groups."""

from __future__ import annotations

import difflib
from functools import lru_cache

from steelyard.vocabulary.commodities.registry import chapters, groups
from steelyard.vocabulary.errors import UnknownName


def hs6(code: str | int, *, where: str = "HS code") -> str:
    """The six digits of an HS code whose leading zero may have been lost.

    A longer national code (CN8, HTS10) is cut to six digits.

    Raises
    ------
    UnknownName
        If it is not a code of at least five digits in a chapter that exists.

    Examples
    --------
    >>> hs6(10620), hs6("270900"), hs6("85423190")
    ('010620', '270900', '854231')
    """
    text = str(code).strip()
    if len(text) in (5, 7, 9):
        text = "0" + text
    if not (text.isascii() and text.isdigit() and len(text) >= 6 and text[:2] in chapters()):
        raise UnknownName(where=where, kind="HS code of six digits", name=str(code), nearest=())
    return text[:6]


@lru_cache(maxsize=16_384)
def sector_of(code: str | int, *, where: str = "HS code") -> str:
    """The one sector of a good.

    Examples
    --------
    >>> sector_of("270900"), sector_of("854231"), sector_of(10620)
    ('energy', 'electronics', 'food')
    """
    return chapters()[hs6(code, where=where)[:2]].sector


@lru_cache(maxsize=16_384)
def groups_of(code: str | int, *, where: str = "HS code") -> tuple[str, ...]:
    """All groups of a good, its sector last; they overlap.

    Examples
    --------
    >>> groups_of("271111")
    ('gas', 'lng', 'raw_materials', 'energy')
    """
    digits = hs6(code, where=where)
    return tuple(group.id for group in groups().values() if digits.startswith(group.codes))


def codes_of(group: str, *, where: str = "commodity group") -> tuple[str, ...]:
    """First digits of all codes of a group or sector.

    Raises
    ------
    UnknownName
        With the nearest ids.

    Examples
    --------
    >>> codes_of("semiconductors")
    ('8541', '8542')
    """
    if group not in groups():
        near = difflib.get_close_matches(group, groups(), 3, 0.5)
        raise UnknownName(where=where, kind="commodity group", name=group, nearest=near)
    return groups()[group].codes


def in_group(code: str | int, group: str, *, where: str = "HS code") -> bool:
    """Whether a good belongs to a group or sector."""
    return hs6(code, where=where).startswith(codes_of(group))
