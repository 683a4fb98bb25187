"""What evidence is found in: the dataset, trade with its noise, a pair's series; each made once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from steelyard.claims.claim import Document
from steelyard.dossier.flows import Flows, flows
from steelyard.dossier.noise import Noise, noise
from steelyard.dossier.request import DEFAULT_YEARS, request
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.blocs import all_blocs, members
from steelyard.vocabulary.regions import all_regions

if TYPE_CHECKING:
    from steelyard.dossier.basis import Basis
    from steelyard.dossier.records import Series

# codes of claims: blocs or regions of the vocabulary
SAME = {"EUU": "EU", "CA5": "CAS", "WEST": "SANCTIONS_2022"}
WORLD = "WLD"
FIXED = {"SANCTIONS_2022": 2022}  # a list of states that was drawn up once, used for all years


@dataclass
class World:
    """All that finders read. `document` is the one whose own figures may not be used."""

    data: Dataset
    document: Document | None = None
    made: dict[Any, Any] = field(default_factory=dict)

    @property
    def trade(self) -> Flows:
        """The trade table as arrays."""
        return flows(self.data)

    @property
    def noise(self) -> Noise:
        """The error of its flows."""
        return noise(self.data, self.trade)

    def basis(self, a: str, b: str) -> Basis:
        """The basis of a pair's series; takes about 0.3 s for the first time."""
        from steelyard.dossier.basis import Basis
        from steelyard.dossier.mirrors import completed

        key = ("basis", *sorted((a, b)))
        if key not in self.made:
            one, other = sorted((a, b))
            asked = request(one, other, DEFAULT_YEARS, self.data.as_of)
            done = completed(self.trade, asked)
            self.made[key] = Basis(self.data, self.trade, self.noise, done, asked)
        return self.made[key]

    def series(self, maker: str, a: str, b: str) -> tuple[Series, ...]:
        """What one maker of the dossier makes for a pair, made once."""
        from steelyard.dossier.domains.makers import MAKERS

        key = ("series", maker, *sorted((a, b)))
        if key not in self.made:
            make = dict(MAKERS).get(maker)
            if make is None:
                raise ValueError(f"no maker {maker!r}; expected one of {[n for n, _ in MAKERS]}")
            self.made[key] = tuple(make(self.basis(a, b)))
        return self.made[key]

    def members(self, code: str, year: int) -> tuple[str, ...]:
        """The states behind a code in a year: a bloc's members, or the state itself.

        Several codes joined by spaces are their members together.
        """
        if " " in code:
            return tuple(
                sorted({each for part in code.split() for each in self.members(part, year)})
            )
        code = SAME.get(code, code)
        year = max(year, FIXED.get(code, year))
        if code in {bloc.id for bloc in all_blocs()}:
            return tuple(sorted(members(code, year)))
        for region in all_regions():
            if region.id == code:
                return tuple(sorted(region.states))
        return (code,)

    def own(self, origins: Iterable[str]) -> bool:
        """Whether one of these origins is the document under audit itself."""
        words = self.document.own if self.document else ()
        for name in origins:
            origin = self.data.origins.get(name)
            text = name if origin is None else f"{origin.producer} {origin.title} {origin.url}"
            if any(word.lower() in text.lower() for word in words):
                return True
        return False


def named(code: str) -> str:
    """A code in words, as it stands inside a sentence."""
    from steelyard.claims.read import actors

    if " " in code:
        return ", ".join(named(part) for part in code.split())
    return "the world" if code == WORLD else actors().get(code, code)
