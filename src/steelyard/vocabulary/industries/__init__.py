"""Industries of world input-output tables, and the sectors and regions they are summed into."""

from steelyard.vocabulary.industries.lookup import (
    REGION_NAMES,
    REST,
    Sector,
    economy_of,
    final_use_of,
    region_name,
    region_of,
    releases,
    sector_of,
    sector_of_gtap,
    sector_of_hs,
    sectors,
)

__all__ = [
    "REGION_NAMES",
    "REST",
    "Sector",
    "economy_of",
    "final_use_of",
    "region_name",
    "region_of",
    "releases",
    "sector_of",
    "sector_of_gtap",
    "sector_of_hs",
    "sectors",
]
