"""Which rows a strip chart of standing has, and where the labels of its comparators go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from steelyard.dossier.records import Comparison, Dossier, Placed
from steelyard.report import svg
from steelyard.report.figures.sides import Side, sides
from steelyard.vocabulary.estimate import Estimate

MAIN = "trade.trade_share"  # what the main definition of the classes ranks
LETTERS = 10.5
GAP = 8.0
MIDDLE = 50.0  # percentile from which a label stands left of its tick


@dataclass(frozen=True, slots=True)
class Row:
    """One measure: both directions of the pair, and the ties named beside it."""

    measure: str
    domain: str
    title: str
    largest: bool  # ranked among largest ties, else among all pairs
    members: str
    own: tuple[tuple[Side, Placed | None], ...]
    beside: tuple[Placed, ...]

    def rank(self, one: Placed | None) -> Estimate | None:
        """The percentile in this row's class, if there is one."""
        if one is None:
            return None
        found = one.among_largest if self.largest else one.percentile
        return found if found.present else None

    @property
    def year(self) -> int:
        """The year of the pair's own figures."""
        return max((one.year for _, one in self.own if one is not None), default=0)


def rows(dossier: Dossier) -> list[Row]:
    """Rows among largest ties, then rows among all pairs: trade again, and the other domains."""
    if dossier.comparison is None:
        return []
    ranked = [_row(dossier, item.measure, largest=True) for item in _of(dossier, "largest")]
    with_largest = {row.measure for row in ranked}
    plain = [
        _row(dossier, item.measure, largest=False)
        for item in _of(dossier, "pairs")
        if item.measure == MAIN or item.measure not in with_largest
    ]
    return [row for row in (*ranked, *plain) if any(row.rank(one) for _, one in row.own)]


def _of(dossier: Dossier, kind: str):  # type: ignore[no-untyped-def]
    comparison = dossier.comparison
    return [] if comparison is None else [d for d in comparison.distributions if d.kind == kind]


def _row(dossier: Dossier, measure: str, *, largest: bool) -> Row:
    comparison = dossier.comparison
    assert comparison is not None
    kind = "largest" if largest else "pairs"
    about = next(d for d in comparison.distributions if (d.measure, d.kind) == (measure, kind))
    placed = [one for one in comparison.placed if one.measure == measure]
    plain = [one for one in placed if not one.named]
    own = tuple(
        (side, _as_said(comparison, next(filter(side.owns, plain), None)))
        for side in sides(dossier)
    )
    held = "states" if largest else "pairs"
    members = f"among {about.count:,} {held}, {about.year}"
    leaning = _leaning(comparison)
    beside = tuple(one for one in placed if one.named and one.title in leaning)
    return Row(measure, about.domain, about.title, largest, members, own, beside)


def _as_said(comparison: Comparison, one: Placed | None) -> Placed | None:
    """The tie with the percentile of the classes, where there is one.

    It is the same number from more draws: the strip, the sentence and the classes then agree.
    """
    main = next((d.id for d in comparison.definitions if d.main), None)
    for odds in comparison.odds:
        if (
            one is not None
            and odds.value.present
            and (odds.definition, odds.measure) == (main, one.measure)
            and (odds.subject, odds.partner, odds.year) == (one.subject, one.partner, one.year)
        ):
            return one.model_copy(update={"among_largest": odds.value})
    return one


def _leaning(comparison: Comparison) -> set[str]:
    """Of each named tie the direction that was stated: the first of the two."""
    first: dict[frozenset[str], str] = {}
    for one in comparison.placed:
        if one.named:
            first.setdefault(frozenset((one.subject, one.partner)), one.title)
    return set(first.values())


@dataclass(frozen=True, slots=True)
class Flag:
    """The label of a comparator: its tick, its edge and its lane above the strip."""

    x: float
    lane: int
    text: str
    left: bool  # letters stand left of the tick

    @property
    def span(self) -> tuple[float, float]:
        """Left and right edge of the letters."""
        width = svg.text_width(self.text, LETTERS)
        return (self.x - width, self.x) if self.left else (self.x, self.x + width)


def flags(named: Sequence[tuple[float, float, str]], most: int) -> list[Flag]:
    """Labels of (percentile, pixel, text) in lanes so that no stem runs through letters.

    Labels beyond `most` lanes are left out.
    """
    placed: list[Flag] = []
    low = sorted((n for n in named if n[0] < MIDDLE), key=lambda n: -n[1])
    high = sorted((n for n in named if n[0] >= MIDDLE), key=lambda n: n[1])
    for left, group in ((True, high), (False, low)):
        for _, x, text in group:
            flag = Flag(x, _lane(placed, Flag(x, 0, text, left)), text, left)
            if flag.lane < most:
                placed.append(flag)
    return placed


def _lane(placed: Iterable[Flag], fresh: Flag) -> int:
    """Above every label that this one would touch, or whose stem it would cover."""
    low, high = fresh.span
    touching = [
        flag.lane for flag in placed if flag.span[0] - GAP < high and flag.span[1] + GAP > low
    ]
    return max(touching, default=-1) + 1
