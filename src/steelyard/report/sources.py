"""Source lines and the numbered list of sources, generated from the dossier's origins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from steelyard.dossier.records import Dossier
from steelyard.report import words
from steelyard.vocabulary.provenance import Origin

FULLY = 3  # sources that a line names with title and version
MOST = 5  # names that a line holds


@dataclass(frozen=True, slots=True)
class Reference:
    """An origin with its number on the page."""

    number: int
    origin: Origin


class Sources:
    """The origins of a dossier, numbered in the order in which it lists them."""

    def __init__(self, dossier: Dossier):
        self.all = tuple(
            Reference(number, origin) for number, origin in enumerate(dossier.origins, start=1)
        )
        self._by_id = {reference.origin.id: reference for reference in self.all}
        self._as_of = words.day(dossier.as_of)

    def of(self, ids: Iterable[str]) -> list[Reference]:
        """References of these origins in order of their number; unknown ids are left out."""
        found = {self._by_id[id_] for id_ in ids if id_ in self._by_id}
        return sorted(found, key=lambda reference: reference.number)

    def line(self, ids: Iterable[str]) -> str:
        """Source and licence of a figure in one line of text."""
        origins = [reference.origin for reference in self.of(ids)]
        if not origins:
            return "Source: not named in the data."
        names = self._names(origins)
        more = f"; and {len(names) - MOST} more, listed under Sources" if len(names) > MOST else ""
        return f"Source: {'; '.join(names[:MOST])}{more}. Licence: {licences(origins)}."

    def dated_line(self, ids: Iterable[str]) -> str:
        """The same for a figure that leaves the page, with the date of the data."""
        origins = [reference.origin for reference in self.of(ids)]
        named = "; ".join(self._names(origins)) or "not named in the data"
        licence = f" Licence: {licences(origins)}." if origins else ""
        return f"Source: {named}.{licence} Data as of {self._as_of}. Steelyard."

    @staticmethod
    def _names(origins: Sequence[Origin]) -> list[str]:
        """Each producer once; with title and version where there are few."""
        full = len(origins) <= FULLY
        return list(dict.fromkeys(_name(o) if full else o.producer for o in origins))


def licences(origins: Sequence[Origin]) -> str:
    """The licences of several origins, each once."""
    return "; ".join(dict.fromkeys(origin.licence.rstrip(". ") for origin in origins))


def _name(origin: Origin) -> str:
    version = f" ({origin.version})" if origin.version else ""
    return f"{origin.producer}, {origin.title}{version}"
