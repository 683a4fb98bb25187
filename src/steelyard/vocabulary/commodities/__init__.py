"""Goods by code of the Harmonized System: chapters, exclusive sectors, overlapping groups."""

from steelyard.vocabulary.commodities.lookup import codes_of, groups_of, hs6, in_group, sector_of
from steelyard.vocabulary.commodities.registry import (
    Chapter,
    Group,
    chapters,
    groups,
    sections,
    sectors,
)

__all__ = [
    "Chapter",
    "Group",
    "chapters",
    "codes_of",
    "groups",
    "groups_of",
    "hs6",
    "in_group",
    "sections",
    "sector_of",
    "sectors",
]
