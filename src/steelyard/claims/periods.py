"""Periods as people write them: a year, a month, a day, spans, and two spans compared."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

EARLIEST, LATEST = 1000, 2200
FORMS = "2020, 2020-03, 2020-03-17, 2013-2021, 2013-, 2013-2021/2022-2024, 2014;2021, 1930s"
DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
YEARS = re.compile(r"(\d{4})-(\d{4})")


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last date, both inside; ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

    first: str
    last: str

    @property
    def years(self) -> tuple[int, int]:
        """First and last year."""
        return int(self.first[:4]), int(self.last[:4])

    def holds(self, period: str) -> bool:
        """Whether a date lies inside: a month of a year does, a year of a month does not."""
        first, last = self.first, self.last
        return (
            len(period) >= max(len(first), len(last))
            and first <= period[: len(first)]
            and period[: len(last)] <= last
        )

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


def spans(text: str) -> tuple[Span, ...]:
    """The spans of a period, in the order in which they are written.

    ``-`` joins two years, ``/`` two dates or two spans, ``;`` dates apart; an open end reaches
    to the last year that can be asked for.

    Raises
    ------
    ValueError
        If it is no period, an impossible date, or one that ends before it starts.

    Examples
    --------
    >>> [str(span) for span in spans("2010-2015/2016-2021")]
    ['2010 to 2015', '2016 to 2021']
    >>> str(spans("2021-12/2022-04")[0])
    '2021-12 to 2022-04'
    """
    text = text.strip().replace(" and ", ";")
    if ";" in text:
        return tuple(_span(part) for part in text.split(";"))
    if "/" in text and YEARS.fullmatch(text.split("/")[0]):
        return tuple(_span(part) for part in text.split("/"))
    return (_span(text),)


def _span(text: str) -> Span:
    """One span."""
    text = text.strip()
    if decade := re.fullmatch(r"(\d{3})0s", text):
        return Span(f"{decade[1]}0", f"{decade[1]}9")
    if years := YEARS.fullmatch(text):
        return _ordered(years[1], years[2], text)
    if open_end := re.fullmatch(r"(\d{4})-", text):
        return Span(_date(open_end[1]), str(LATEST))
    if "/" in text:
        first, last = text.split("/", 1)
        last = first[: -len(last)] + last if len(last) < 4 else last  # 2022-04/05
        return _ordered(first, last, text)
    return Span(_date(text), _date(text))


def _ordered(first: str, last: str, text: str) -> Span:
    """A span whose end is not before its start."""
    if _date(first) > _date(last):
        raise ValueError(f"{text!r} ends before it starts")
    return Span(first, last)


def _date(text: str) -> str:
    """The date itself, if there is such a day."""
    found = DATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no date")
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    if not EARLIEST <= year <= LATEST or not 1 <= month <= 12:
        raise ValueError(f"{text!r} is an impossible date")
    if not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError(f"{text!r} is an impossible date")
    return text
