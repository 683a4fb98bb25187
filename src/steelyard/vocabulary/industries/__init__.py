"""Industries of world input-output tables, and the sectors and regions they are summed into."""

from steelyard.vocabulary.industries.lookup import (
    REST,
    Sector,
    economy_of,
    region_name,
    region_of,
    releases,
    sector_of,
    sectors,
)

__all__ = [
    "REST",
    "Sector",
    "economy_of",
    "region_name",
    "region_of",
    "releases",
    "sector_of",
    "sectors",
]
