"""The two directions of a pair, and an estimate as columns of a data file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from steelyard.dossier.records import Dossier
from steelyard.report import svg, words
from steelyard.report.figures.record import Cell
from steelyard.report.theme import HEX
from steelyard.vocabulary.estimate import Estimate

PLACE = "place"  # the part of the page that says where a tie stands
CHANGE = "change"  # the part that says what changed and why


@dataclass(frozen=True, slots=True)
class Side:
    """One direction: who leans on whom, and its colour and mark."""

    subject: str
    partner: str
    name: str
    tone: str  # a or b

    def owns(self, record: object) -> bool:
        """Whether a record is about this direction."""
        return (getattr(record, "subject", None), getattr(record, "partner", None)) == (
            self.subject,
            self.partner,
        )


def sides(dossier: Dossier) -> tuple[Side, Side]:
    """Both directions, the first state's first."""
    a, b = dossier.a, dossier.b
    return (
        Side(a.iso3, b.iso3, f"{a.name} on {b.name}", "a"),
        Side(b.iso3, a.iso3, f"{b.name} on {a.name}", "b"),
    )


def cells(value: Estimate, name: str = "value") -> Mapping[str, Cell]:
    """Point, ends, level and basis of an estimate as columns that begin with `name`."""
    prefix = "" if name == "value" else f"{name}_"
    return {
        name: value.point,
        f"{prefix}low": value.low,
        f"{prefix}high": value.high,
        f"{prefix}level": value.level,
        f"{prefix}interval_basis": value.basis,
    }


def known(value: Estimate, unit: str) -> str:
    """The number with its interval, else its bounds, else that it is not known."""
    if value.present:
        return words.show(value, unit)
    if value.low is None or value.high is None:
        return "not known"
    if unit == words.SHARE and value.high >= 1:
        return f"at least {words.plain(round(value.low, 3), unit)}"
    ends = Estimate((value.low + value.high) / 2, value.low, value.high, None, "bounds")
    return words.interval(ends, unit).strip("()") or "not known"


def mark(x: float, y: float, tone: str, *, size: float = 5.5) -> str:
    """A disc for the first state, a diamond for the second: they differ in grey too."""
    if tone != "b":
        return svg.circle(x, y, size, tone=tone)
    reach = size * 1.25
    corners = " ".join(
        f"{svg.num(x + dx * reach)},{svg.num(y + dy * reach)}"
        for dx, dy in ((0, -1), (1, 0), (0, 1), (-1, 0))
    )
    return (
        f'<polygon points="{corners}" fill="{HEX[tone]}" stroke="{HEX["surface"]}"'
        ' stroke-width="1.5"/>'
    )


def bar(x1: float, x2: float, y: float, tone: str) -> str:
    """The interval as a thick, light line behind its mark."""
    return (
        f'<line x1="{svg.num(x1)}" y1="{svg.num(y)}" x2="{svg.num(max(x2, x1 + 1))}"'
        f' y2="{svg.num(y)}" stroke="{HEX[tone]}" stroke-width="6" stroke-opacity="0.38"'
        ' stroke-linecap="round"/>'
    )


def key(x: float, y: float, pair: tuple[Side, ...], *, size: float = 12.5) -> tuple[str, float]:
    """Marks with their names, and where the line of letters ends."""
    body = ""
    for side in pair:
        body += mark(x + 5, y - size * 0.34, side.tone)
        body += svg.text(x + 15, y, side.name, size=size, tone=f"{side.tone}-ink", bold=True)
        x += svg.text_width(side.name, size, bold=True) + 34
    return body, x
