"""Small builders that keep every series of a dossier alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from steelyard.dossier.records import Point, Series, Status
from steelyard.measures.catalogue import get
from steelyard.vocabulary.estimate import Estimate


@lru_cache(maxsize=4096)
def place(period: str) -> float:
    """Where a period lies on an axis of years; a month lies in its middle, a year at its number.

    Examples
    --------
    >>> place("2023"), round(place("2023-07"), 3)
    (2023.0, 2023.042)
    """
    year, _, month = period.partition("-")
    # a year's value stands for its middle, so months spread half a year to either side
    return float(year) if not month else int(year) - 0.5 + (int(month[:2]) - 0.5) / 12


def point(
    period: str | int,
    value: Estimate,
    status: Status,
    origins: Iterable[str],
    note: str = "",
) -> Point:
    """One value of a series."""
    period = str(period)
    return Point(
        period=period,
        x=place(period),
        value=value,
        status="absent" if not value.present else status,
        origins=tuple(dict.fromkeys(origins)),
        note=note,
    )


def series(
    measure: str,
    subject: str,
    partner: str | None,
    basis: str,
    points: Sequence[Point],
    *,
    title: str,
    unit: str | None = None,
    part: str = "",
) -> Series | None:
    """A series with its definition from the catalogue; None where no point has a value.

    `part` tells series apart that share measure, states and basis, such as one fuel or product.
    """
    if not any(item.value.present for item in points):
        return None
    indicator = get(measure)
    name = ".".join(
        filter(None, (measure, subject, partner or "", part.replace(" ", "-"), _slug(basis)))
    )
    return Series(
        id=name,
        measure=measure,
        title=title,
        definition=indicator.definition,
        domain=indicator.domain,
        unit=indicator.unit if unit is None else unit,
        subject=subject,
        partner=partner,
        part=part,
        basis=basis,
        points=tuple(sorted(points, key=lambda item: item.x)),
    )


def present(found: Iterable[Series | None]) -> tuple[Series, ...]:
    """Those that exist."""
    return tuple(item for item in found if item is not None)


@lru_cache(maxsize=1024)
def _slug(text: str) -> str:
    """A basis as part of an id and a file name."""
    kept = "".join(letter if letter.isalnum() else "-" for letter in text.lower())
    return "-".join(filter(None, kept.split("-")))[:40]
