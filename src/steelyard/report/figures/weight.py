"""Who weighs more in one cell of the contest, how much more, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass

from steelyard.dossier.records import ContestCell, Dossier
from steelyard.report import words

SURE = 0.9  # probability from which a lead is called clear
MUCH = 1.0986  # log ratio of three times, as on the map


@dataclass(frozen=True, slots=True)
class Weight:
    """A cell read: the heavier side ("" where none can be named), its words and its certainty.

    `times` is empty where the values have an order but no ratio.
    """

    cell: ContestCell
    side: str
    clear: bool
    much: bool
    times: str
    span: str
    chance: float | None  # that the heavier side is the heavier one
    name_a: str
    name_b: str

    @property
    def leader(self) -> str:
        """Name of the heavier side."""
        return {"a": self.name_a, "b": self.name_b}.get(self.side, "")

    @property
    def other(self) -> str:
        """Name of the lighter side."""
        return {"a": self.name_b, "b": self.name_a}.get(self.side, "")

    @property
    def tone(self) -> str:
        """Colour of the cell; empty where it is hatched or has no figure."""
        if not self.side:
            return ""
        if not self.clear:
            return "even"
        return self.side if self.much else f"{self.side}-soft"


def weigh(dossier: Dossier, cell: ContestCell) -> Weight:
    """Read one cell."""
    side, clear, chance = _side(cell)
    times, spread = words.times(cell.log_ratio) if side else ("", "")
    return Weight(
        cell=cell,
        side=side,
        clear=clear,
        much=abs(cell.log_ratio.point or 0.0) > MUCH,
        times=times.removesuffix(" times"),
        span=f" ({spread})" if spread else "",
        chance=chance,
        name_a=words.spoken(dossier.a),
        name_b=words.spoken(dossier.b),
    )


def _side(cell: ContestCell) -> tuple[str, bool, float | None]:
    """The heavier side, whether that is clear, and its probability.

    A comparison of two numbers without a probability is as clear as its interval, and clear
    where it has none: the figures are what their publishers say.
    """
    ratio, chance = cell.log_ratio, cell.chance_b
    if chance is not None:
        side = "b" if chance >= 0.5 else "a"
        if ratio.point:
            side = "b" if ratio.point > 0 else "a"
        own = chance if side == "b" else 1 - chance
        return side, own >= SURE, own
    if not ratio.point:
        return "", False, None
    side = "b" if ratio.point > 0 else "a"
    apart = ratio.low is None or ratio.low > 0 or (ratio.high or 0.0) < 0
    return side, apart, None
