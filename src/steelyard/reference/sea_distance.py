"""How far it is by sea between the ports of the energy market, by a small chart of seaways.

Places stand in `energy/places.csv`, the ways between neighbours in `energy/seaways.csv`; a way is
a great circle unless the chart gives its length. Canals and the northern passage can be closed.
Port tables give 0 to 10 per cent more or less, since ships keep to lanes.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from heapq import heappop, heappush
from math import asin, cos, radians, sin, sqrt

from steelyard.reference.energy_rows import rows_of
from steelyard.vocabulary.errors import NoData, UnknownName

EARTH = 3440.065  # mean radius, nautical miles
PASSAGES = ("Suez", "Panama", "Northern Sea Route")


def sea_miles(start: str, end: str, closed: Collection[str] = ()) -> float:
    """Nautical miles of the shortest way by sea that uses no closed passage.

    Parameters
    ----------
    start, end : str
        Places of the chart.
    closed : collection of str
        Passages that may not be used, of `PASSAGES`.

    Raises
    ------
    UnknownName
        A place that the chart does not have.
    NoData
        No way is left.

    Examples
    --------
    >>> round(sea_miles("Ras Tanura", "Ningbo"), -2)
    5700.0
    """
    for place in (start, end):
        if place not in places():
            raise UnknownName(where="chart of seaways", kind="place", name=place, nearest=())
    waiting, seen = [(0.0, start)], set()
    while waiting:
        miles, place = heappop(waiting)
        if place == end:
            return miles
        if place not in seen:
            seen.add(place)
            for other, length, passage in _ways().get(place, ()):
                if passage not in closed:
                    heappush(waiting, (miles + length, other))
    raise NoData(
        where="chart of seaways",
        found=f"no way from {start} to {end} with {', '.join(closed)} closed.",
        expected="at least one open way",
        remedy="Open a passage.",
    )


def great_circle(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Nautical miles between two points given as latitude and longitude in degrees.

    Examples
    --------
    >>> round(great_circle((0.0, 0.0), (0.0, 1.0)))
    60
    """
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(radians, point)) for point in (a, b))
    half = sin((lat_b - lat_a) / 2) ** 2
    half += cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH * asin(sqrt(half))


@cache
def places() -> dict[str, tuple[float, float]]:
    """Latitude and longitude of every place."""
    return {
        row["place"]: (row.number("latitude"), row.number("longitude"))
        for row in rows_of("places.csv")
    }


@cache
def _ways() -> dict[str, list[tuple[str, float, str]]]:
    """From each place: neighbour, miles, passage."""
    found: dict[str, list[tuple[str, float, str]]] = {}
    for row in rows_of("seaways.csv"):
        a, b = row["from"], row["to"]
        miles = row.number("miles") if row["miles"] else great_circle(places()[a], places()[b])
        found.setdefault(a, []).append((b, miles, row["passage"]))
        found.setdefault(b, []).append((a, miles, row["passage"]))
    return found
