"""Stated ranges of what no source measures, read once from ``assumptions.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("assumptions.toml")


@dataclass(frozen=True, slots=True)
class Range:
    """Two ends above 0, and why these."""

    title: str
    least: float
    most: float
    reason: str

    def drawn(self, count: int, random: np.random.Generator) -> np.ndarray:
        """Draws that are even in logarithms."""
        return np.exp(random.uniform(np.log(self.least), np.log(self.most), count))

    @property
    def middle(self) -> float:
        """Geometric mean of the ends."""
        return float(np.sqrt(self.least * self.most))


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All ranges; the first of `resolve` is the main one."""

    backing_down: Range
    worth: Range
    resolve: tuple[Range, ...]

    def told(self) -> tuple[str, ...]:
        """Each range with its reason, as sentences."""
        parts = [("Backing down", self.backing_down)]
        parts += [(each.title.capitalize(), each) for each in self.resolve]
        return (
            *(
                f"{name}: {100 * each.least:g} to {100 * each.most:g} % of the sender's income; "
                f"{each.reason}."
                for name, each in parts
            ),
            f"Worth: {self.worth.least:g} to {self.worth.most:g}; {self.worth.reason}.",
        )


@cache
def assumptions() -> Assumptions:
    """The ranges of the file."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Assumptions(
        backing_down=Range("backing down", **found["backing_down"]),
        worth=Range("worth", **found["worth"]),
        resolve=tuple(Range(**each) for each in found["resolve"]),
    )
