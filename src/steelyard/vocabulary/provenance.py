"""Where a number comes from, and how far it has been processed (law 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Literal

Terms = Literal["ship", "figures", "restricted"]


class Processing(IntEnum):
    """How far a number is from what its publisher printed. Combining takes the maximum."""

    AS_PUBLISHED = 0
    MINOR = 1  # renamed, rescaled, converted to another unit
    MAJOR = 2  # combined, divided, imputed, estimated


@dataclass(frozen=True, slots=True)
class Origin:
    """One dated copy of one product of one publisher.

    `terms` says what may leave the user's machine inside our own package: `ship`, derived
    figures may be redistributed with citation; `figures`, single cited figures at most;
    `restricted`, nothing: the user brings the file.
    """

    id: str
    producer: str
    title: str
    version: str
    citation: str
    url: str
    licence: str
    accessed: date
    terms: Terms
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """The origins of a number, in order and without repetition, and its processing level."""

    origins: tuple[Origin, ...]
    processing: Processing = Processing.AS_PUBLISHED

    def at_least(self, level: Processing) -> Provenance:
        """The same origins at this processing level or a higher one."""
        return Provenance(self.origins, max(self.processing, level))


def combine(parts: Iterable[Provenance], level: Processing = Processing.MAJOR) -> Provenance:
    """Union of the origins and maximum of the processing levels, never under `level`.

    Examples
    --------
    >>> combine([]).processing
    <Processing.MAJOR: 2>
    """
    parts = tuple(parts)
    origins = tuple(dict.fromkeys(origin for part in parts for origin in part.origins))
    return Provenance(origins, max([level, *(part.processing for part in parts)]))
