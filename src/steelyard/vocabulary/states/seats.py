"""Seats in the United Nations that passed from one holder to another."""

from __future__ import annotations

from datetime import date

from steelyard.vocabulary.errors import BadYears, UnknownName
from steelyard.vocabulary.states.registry import covers

# General Assembly resolution 2758 (XXVI) of 25 October 1971; letter of 24 December 1991 by which
# the Russian Federation continued the membership of the USSR.
SEATS: dict[str, tuple[tuple[str, date, date | None], ...]] = {
    "CHN": (
        ("TWN", date(1945, 10, 24), date(1971, 10, 25)),
        ("CHN", date(1971, 10, 25), None),
    ),
    "RUS": (
        ("SUN", date(1945, 10, 24), date(1991, 12, 24)),
        ("RUS", date(1991, 12, 24), None),
    ),
}


def un_seat(seat: str, on: date | int) -> str:
    """Code of the government that held the seat of China (``CHN``) or Russia (``RUS``).

    TWN stands for the government of the Republic of China, whose statistics carry that code. A
    year means its 31 December.

    Examples
    --------
    >>> un_seat("CHN", 1970), un_seat("CHN", date(1971, 10, 25)), un_seat("RUS", 1985)
    ('TWN', 'CHN', 'SUN')
    """
    if seat not in SEATS:
        raise UnknownName(where="un_seat", kind="seat", name=seat, nearest=tuple(SEATS))
    day = date(on, 12, 31) if isinstance(on, int) else on
    for iso3, start, end in SEATS[seat]:
        if covers(start, end, day):
            return iso3
    raise BadYears(
        where=f"UN seat {seat}",
        found=str(day),
        expected="a day since 24 October 1945, when the Charter came into force",
        remedy="Give a later year.",
    )
