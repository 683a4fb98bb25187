"""Industries of world input-output tables as fifteen sectors, economies as twenty regions.

Publishers cut industries differently (35 of ISIC revision 3, 56 or 45 of revision 4). The sectors
are cut so that each industry of each release lies in one of them; where a revision moved
something across (publishing, repair, waste), the row of the CSV beside this file says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from steelyard.vocabulary.states import find
from steelyard.vocabulary.states.registry import read_rows

HERE = Path(__file__).parent
REST = "ROW"  # all economies that the table does not list
REGION_NAMES = {REST: "Rest of the world", "EUX": "Other members of the EU"}
# Parts of an economy that some releases keep apart (export processing and other firms).
PARTS = {"CN1": "CHN", "CN2": "CHN", "MX1": "MEX", "MX2": "MEX", "RoW": REST}


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: its name, and whether it makes goods, and by manufacturing."""

    id: str
    name: str
    manufacturing: bool
    goods: bool
    holds: str


@cache
def sectors() -> dict[str, Sector]:
    """The sectors in the order of the industrial classification."""
    return {
        row["sector"]: Sector(
            id=row["sector"],
            name=row["name"],
            manufacturing=row["manufacturing"] == "yes",
            goods=row["goods"] == "yes",
            holds=row["holds"],
        )
        for row in read_rows(HERE / "sectors.csv")
    }


@cache
def _industries() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in read_rows(HERE / "industries.csv"):
        found.setdefault(row["release"], {})[row["industry"]] = row["sector"]
    return found


def releases() -> tuple[str, ...]:
    """Products whose industries are known, by their id among the sources."""
    return tuple(_industries())


def sector_of(release: str) -> dict[str, str]:
    """Sector of each industry of a release.

    Examples
    --------
    >>> sector_of("wiod_2013")["c14"], sector_of("icio")["C26"]
    ('electronics', 'electronics')
    """
    return dict(_industries()[release])


def economy_of(code: str) -> str:
    """ISO 3166 code of a table's economy; ``ROW`` for the rest of the world.

    Raises
    ------
    UnknownName
        For a code that is no economy.

    Examples
    --------
    >>> economy_of("ROM"), economy_of("CN2"), economy_of("RoW")
    ('ROU', 'CHN', 'ROW')
    """
    if code in PARTS or code == REST:
        return PARTS.get(code, code)
    return find(code).iso3


@cache
def _regions() -> dict[str, str]:
    return {row["economy"]: row["region"] for row in read_rows(HERE / "regions.csv")}


def region_of(economy: str) -> str:
    """Region of an economy; what the list does not name is in the rest of the world.

    Examples
    --------
    >>> region_of("RUS"), region_of("AUT"), region_of("KAZ")
    ('RUS', 'EUX', 'ROW')
    """
    return _regions().get(economy, REST)


def region_name(region: str) -> str:
    """Name of a region."""
    return REGION_NAMES.get(region) or find(region).name


def final_use_of(release: str) -> dict[str, str]:
    """Kind of each final use of a release: ``final``, or ``stocks`` for their changes.

    Examples
    --------
    >>> final_use_of("wiod_2016")["INVEN"], final_use_of("icio")["HFCE"]
    ('stocks', 'final')
    """
    return {
        row["use"]: row["kind"]
        for row in read_rows(HERE / "final_uses.csv")
        if row["release"] == release
    }


@cache
def _products() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in read_rows(HERE / "products.csv"):
        found.setdefault(row["classification"], {})[row["code"]] = row["sector"]
    return found


def sector_of_gtap(code: str) -> str | None:
    """Sector of a GTAP 10 sector, None for services.

    Examples
    --------
    >>> sector_of_gtap("oil"), sector_of_gtap("ele")
    ('mining', 'electronics')
    """
    return _products()["gtap"].get(code.lower())


def sector_of_hs(code: str) -> str | None:
    """Sector of a code of the Harmonized System by its longest listed beginning.

    Examples
    --------
    >>> sector_of_hs("2709"), sector_of_hs("271"), sector_of_hs("8542")
    ('mining', 'fuels', 'electronics')
    """
    listed = _products()["hs"]
    return listed.get(code[:3]) or listed.get(code[:2])
