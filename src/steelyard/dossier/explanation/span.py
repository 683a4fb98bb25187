"""The two years between which a change is explained, moved to years that have data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from steelyard.dossier.basis import Basis
from steelyard.dossier.request import EARLIEST, LATEST
from steelyard.vocabulary.errors import BadYears

USUAL = 10  # years back from the newest, where the first year is left open


@dataclass(frozen=True, slots=True)
class Span:
    """Years asked for, and the nearest ones that the trade of all pairs is known in.

    `first` and `last` are None where the pair has no trade in two different years.
    """

    asked: tuple[int, int]
    first: int | None
    last: int | None

    @property
    def note(self) -> str:
        """Which year stands for which, or nothing."""
        moved = [
            f"trade of all pairs is not known for {wanted}; {used} stands for it"
            for wanted, used in zip(self.asked, (self.first, self.last), strict=True)
            if used is not None and used != wanted
        ]
        return "; ".join(moved)

    def covers(self, year: float) -> bool:
        """Whether a moment lies after the first year and not after the last one's end."""
        return self.asked[0] < year < self.asked[1] + 1


def checked_span(start: int, end: int) -> tuple[int, int]:
    """The two years, or BadYears: equal, reversed, or outside what the dataset covers."""
    if start == end:
        raise BadYears(
            where="--from and --to",
            found=f"both are {start}: nothing can change within one year.",
            expected="two different years",
            remedy=f"Ask for example --from {start - 1} --to {end}.",
        )
    if start > end:
        raise BadYears(
            where="--from and --to",
            found=f"{start} comes after {end}.",
            expected="the earlier year first",
            remedy=f"Swap them: --from {end} --to {start}.",
        )
    if start < EARLIEST or end > LATEST:
        raise BadYears(
            where="--from and --to",
            found=f"{start} to {end} is not within the dataset.",
            expected=f"years from {EARLIEST} to {LATEST}",
            remedy="Ask for a span such as --from 2013 --to 2023.",
        )
    return start, end


def span_of(basis: Basis, start: int | None, end: int | None) -> Span | None:
    """The span asked for; by default the newest year with trade and ten years before it.

    None where nothing was asked and no two years are at hand.
    """
    within = basis.asked.years
    known = [year for _, year in basis.years()]
    last = max(known, default=within[1]) if end is None else end
    first = max(last - USUAL, within[0]) if start is None else start
    if start is None and end is None and first >= last:
        return None
    first, last = checked_span(first, last)
    if first < within[0] or last > within[1]:
        raise BadYears(
            where="--from and --to",
            found=f"{first} to {last} is not within the years {within[0]} to {within[1]}.",
            expected="years within --years",
            remedy="Leave out --years, or widen it.",
        )
    if not known or not basis.has_trade:
        return Span((first, last), None, None)
    near = nearest(known, first), nearest(known, last)
    return Span((first, last), *(near if near[0] < near[1] else (None, None)))


def nearest(years: Sequence[int], wanted: int) -> int:
    """The year next to the one wanted; of two as near, the earlier.

    Examples
    --------
    >>> nearest([2019, 2020, 2023], 2022), nearest([2018, 2020], 2019)
    (2023, 2018)
    """
    return min(years, key=lambda year: (abs(year - wanted), year))
