"""The drawing of product ties: bars of value, and what is known about each beside them."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.dossier.records import ProductTie
from steelyard.report import svg, words
from steelyard.report.figures.record import Drawing, Hover
from steelyard.report.figures.sides import Side, known, mark
from steelyard.report.theme import FULL, NARROW
from steelyard.vocabulary.estimate import Estimate

Panel = tuple[Side, str, list[ProductTie]]
ROW = 30.0
SMALLEST = 0.001  # shares below it say little more with their digits
LEFT, ROOM = 300.0, 250.0  # of the bars on a desk
COLUMNS = ((640.0, "Share"), (770.0, "Loss"), (900.0, "Power"), (1020.0, "Dependent"))


def wide(panels: Sequence[Panel], most: int) -> Drawing:
    """A panel for each direction and kind."""
    largest, body, hovers, y = _largest(panels), "", [], 0.0
    for side, heading, ties in panels:
        body += mark(6, y + 12, side.tone)
        told = f"{side.name}. {heading}"
        body += svg.text(18, y + 17, told, size=13.5, tone=f"{side.tone}-ink", bold=True)
        for x, name in COLUMNS:
            body += svg.text(x, y + 17, name, size=12, tone="ink-soft", bold=True)
        y += 26
        for tie in ties[:most]:
            body += svg.line(0, y, FULL, y, tone="grid")
            body += _wide_row(tie, side, y, largest, max(t.year for t in ties))
            hovers.append(Hover(LEFT, y + ROW / 2, said(tie)))
            y += ROW
        body += _rest(len(ties) - most, y)
        y += 34
    return Drawing(FULL, int(y - 10), body, tuple(hovers))


def _wide_row(tie: ProductTie, side: Side, y: float, largest: float, year: int) -> str:
    name = svg.wrap(_named(tie, year), LEFT - 16, 12.5, most=1)[0]
    body = svg.text(0, y + 19, name, size=12.5, tone="ink")
    length = tie.value / largest * ROOM
    body += svg.rect(LEFT, y + 8, length, 14, fill=side.tone)
    shown = f"{billions(tie.value)}"
    body += svg.text(LEFT + length + 7, y + 19, shown, size=12, tone="ink-soft")
    numbers = (*(_brief(v) for v in (tie.share, tie.loss, tie.power)), chance(tie))
    for (x, _), number in zip(COLUMNS, numbers, strict=True):
        tone = "muted" if number == UNKNOWN else "ink"
        body += svg.text(x, y + 19, number, size=12, tone=tone)
    return body


UNKNOWN = "not known"


def narrow(panels: Sequence[Panel], most: int) -> Drawing:
    """Title, bar and a line of what is known, one below the other."""
    largest, body, y = _largest(panels), "", 0.0
    for side, heading, ties in panels:
        body += mark(6, y + 12, side.tone)
        body += svg.text(18, y + 17, side.name, size=13.5, tone=f"{side.tone}-ink", bold=True)
        body += svg.text(18, y + 33, heading, size=11.5, tone="muted")
        y += 42
        newest = max(tie.year for tie in ties)
        for tie in ties[:most]:
            name = svg.wrap(_named(tie, newest), NARROW, 12, most=1)[0]
            body += svg.text(0, y + 12, name, size=12, tone="ink")
            length = tie.value / largest * (NARROW - 60)
            body += svg.rect(0, y + 17, length, 11, fill=side.tone)
            body += svg.text(length + 6, y + 27, billions(tie.value), size=11.5, tone="ink-soft")
            lines = svg.wrap(_known(tie), NARROW, 10.5)
            body += svg.lines_of_text(0, y + 41, lines, size=10.5, tone="muted")
            y += 40 + 14 * len(lines)
        body += _rest(len(ties) - most, y)
        y += 34
    return Drawing(NARROW, round(y - 10), body)


def _rest(count: int, y: float) -> str:
    if count <= 0:
        return ""
    return svg.text(0, y + 13, f"{count} more in the table", size=11, tone="muted")


def _largest(panels: Sequence[Panel]) -> float:
    return max((tie.value for _, _, ties in panels for tie in ties), default=1.0) or 1.0


def _known(tie: ProductTie) -> str:
    """What is known beside the value; one phrase where nothing is."""
    told = [
        f"{name} {number}"
        for name, number in (
            ("share", _brief(tie.share)),
            ("loss", _brief(tie.loss)),
            ("power", _brief(tie.power)),
            ("dependent", chance(tie)),
        )
        if number != UNKNOWN
    ]
    return ", ".join(told) or "share not known: other suppliers are not in the data"


def _named(tie: ProductTie, newest: int) -> str:
    """The title, with its year where that is an earlier one than its neighbours’."""
    return tie.title if tie.year == newest else f"{tie.year}: {tie.title}"


def _brief(value: Estimate) -> str:
    """A share; what lies below a tenth of a per cent with its whole interval is said so."""
    if value.present and value.high is not None and 0 < value.high < SMALLEST:
        return "under 0.1 %"
    return known(value, words.SHARE)


def chance(tie: ProductTie) -> str:
    """The probability of dependence in per cent, its bounds, or that it is not known."""
    value = tie.dependent
    if value.point is not None:
        return f"{value.point * 100:.0f} %"
    if value.low is None or value.high is None:
        return UNKNOWN
    return f"{value.low * 100:.0f} to {value.high * 100:.0f} %"


def said(tie: ProductTie) -> str:
    """One tie as a sentence without its full stop."""
    return f"{tie.title}, {tie.year}: {billions(tie.value)} USD bn; {_known(tie)}"


def billions(millions: float) -> str:
    """Millions as billions, with a digit that can be read.

    Examples
    --------
    >>> billions(60679.0), billions(394.0)
    ('60.7', '0.39')
    """
    value = millions / 1000
    return f"{value:.1f}" if value >= 1 else f"{value:.2f}"
