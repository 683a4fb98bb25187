"""Published sets of trade elasticities, side by side on one list of sectors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.industries import sector_of, sectors
from steelyard.vocabulary.states.registry import read_rows

CITED = Path(__file__).with_name("cited_elasticities.csv")


@dataclass(frozen=True, slots=True, eq=False)
class PublishedSets:
    """Trade elasticities, sigma - 1, of every set; NaN where a set has no estimate."""

    origins: tuple[str, ...]
    sectors: tuple[str, ...]
    theta: np.ndarray  # [set, sector]


def published_sets(data: Dataset) -> PublishedSets:
    """The sets of the dataset and those cited as single figures, each median by sector.

    No set has services: nobody charges tariffs on them, and customs do not see them.
    """
    listed = tuple(sectors())
    found: dict[str, dict[str, float]] = {}
    for origin, sector, sigma in (
        data.table("sector_elasticities").select("origin", "sector", "sigma").iter_rows()
    ):
        found.setdefault(origin, {})[sector] = sigma - 1.0
    found |= cited_sets()
    theta = [[found[origin].get(sector, np.nan) for sector in listed] for origin in sorted(found)]
    return PublishedSets(
        tuple(sorted(found)), listed, np.array(theta, dtype=float).reshape(-1, len(listed))
    )


def cited_by_industry(origin: str) -> dict[str, float]:
    """Elasticity of each industry of a cited set, as published.

    Examples
    --------
    >>> cited_by_industry("caliendo_parro_2015")["c15"]
    0.37
    """
    return {row["industry"]: float(row["theta"]) for row in _rows() if row["origin"] == origin}


def cited_sets() -> dict[str, dict[str, float]]:
    """Median over the industries of each sector, by set and sector."""
    gathered: dict[str, dict[str, list[float]]] = {}
    for row in _rows():
        sector = sector_of(row["release"])[row["industry"]]
        by_sector = gathered.setdefault(row["origin"], {})
        by_sector.setdefault(sector, []).append(float(row["theta"]))
    return {
        origin: {sector: float(np.median(values)) for sector, values in by_sector.items()}
        for origin, by_sector in gathered.items()
    }


@cache
def _rows() -> tuple[dict[str, str], ...]:
    return tuple(read_rows(CITED))
