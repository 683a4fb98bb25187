"""The drawing of the classes: a dot for each class, sized by its probability."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING

from steelyard.dossier.records import ClassDefinition
from steelyard.report import svg, words
from steelyard.report.figures.passages import passages_words
from steelyard.report.figures.record import Drawing, Hover
from steelyard.report.figures.sides import mark
from steelyard.report.theme import FULL, HEX, NARROW

if TYPE_CHECKING:
    from steelyard.report.figures.classes import Answer, Line

LARGEST = 23.0  # radius of a certainty
FAINT = 0.05  # below it a class has a speck
INSIDE = 0.35  # from it the number stands inside the dot


def draw(dossier, lines: Sequence[Line], *, roomy: bool) -> Drawing:  # type: ignore[no-untyped-def]
    """All definitions, one below the other."""
    return _wide(lines) if roomy else _narrow(lines)


def _wide(lines: Sequence[Line]) -> Drawing:
    """Definition, then both directions beside each other."""
    starts, width, row = (330.0, 740.0), 360.0, 118.0
    body, hovers = "", []
    for answer, x in zip(lines[0][1], starts, strict=True):
        body += _side(answer, x, 14)
        body += _heads(lines[0][0], x, width, 38)
    y = 48.0
    for definition, both in lines:
        body += svg.line(0, y, FULL, y, tone="grid")
        body += _definition(definition, y + 26, 300)
        for answer, x in zip(both, starts, strict=True):
            drawn, told = _dots(answer, definition, x, width, y + 36)
            body += drawn + _below(answer, x, y + 76, width - 10)
            hovers += told
        y += row
    return Drawing(FULL, int(y), body, tuple(hovers))


def _narrow(lines: Sequence[Line]) -> Drawing:
    """A block for each definition with both directions below each other."""
    body, hovers, y = "", [], 0.0
    for definition, both in lines:
        title = svg.wrap(_titled(definition), NARROW / 1.06, 13)
        body += svg.line(0, y, NARROW, y, tone="axis")
        body += svg.lines_of_text(0, y + 20, title, size=13, tone="ink", bold=True)
        y += 24 + 17 * len(title)
        body += _heads(definition, 70, NARROW - 70, y)
        for answer in both:
            codes = f"{answer.side.subject} on", answer.side.partner
            body += mark(5, y + 26, answer.side.tone)
            body += svg.lines_of_text(
                14, y + 30, codes, size=11.5, tone=f"{answer.side.tone}-ink", bold=True
            )
            drawn, told = _dots(answer, definition, 70, NARROW - 70, y + 32)
            lines_ = _words(answer, NARROW)
            body += drawn + svg.lines_of_text(0, y + 72, lines_, size=11, tone="muted")
            hovers += told
            y += 74 + 14.3 * len(lines_)
        y += 8
    return Drawing(NARROW, round(y), body, tuple(hovers))


def _side(answer: Answer, x: float, y: float) -> str:
    tone = answer.side.tone
    return mark(x + 6, y - 5, tone) + svg.text(
        x + 18, y, answer.side.name, size=14, tone=f"{tone}-ink", bold=True
    )


def _columns(count: int, x: float, width: float) -> list[float]:
    return [x + width * (place + 0.5) / count for place in range(count)]


def _heads(definition: ClassDefinition, x: float, width: float, y: float) -> str:
    centres = _columns(len(definition.names), x, width)
    return "".join(
        svg.text(at, y, name, size=12, tone="ink-soft", anchor="middle")
        for at, name in zip(centres, definition.names, strict=True)
    )


def _titled(definition: ClassDefinition) -> str:
    return f"{definition.title} (main)" if definition.main else definition.title


def _definition(definition: ClassDefinition, y: float, width: float) -> str:
    """Title, cuts and the day on which they were fixed."""
    title = svg.wrap(_titled(definition), width / 1.06, 13.5)
    cuts = words.listed(f"{cut:g}" for cut in definition.cuts)
    about = svg.wrap(f"Cuts at {cuts}, {definition.unit}; stated {definition.stated}", width, 11)
    return svg.lines_of_text(0, y, title, size=13.5, tone="ink", bold=True) + svg.lines_of_text(
        0, y + 18 * len(title), about, size=11, tone="muted"
    )


def _dots(
    answer: Answer, definition: ClassDefinition, x: float, width: float, y: float
) -> tuple[str, list[Hover]]:
    """A dot for each class on one line; its number inside, or beside where it is small."""
    now = answer.now
    centres = _columns(len(definition.names), x, width)
    body = svg.line(centres[0], y, centres[-1], y, tone="grid", width=2)
    if now is None or not now.probabilities:
        return body + svg.text(x + 8, y + 4, "no answer", size=12, tone="muted", halo=True), []
    hovers = []
    highest = max(chance for _, chance, _ in now.probabilities)
    for at, (name, chance, _) in zip(centres, now.probabilities, strict=True):
        body += _dot(at, y, chance, answer.side.tone, leads=chance == highest)
        hovers.append(Hover(at, y, f"{answer.side.name}, {name}: {words.chance(chance)}"))
    return body, hovers


def _dot(x: float, y: float, chance: float, tone: str, *, leads: bool) -> str:
    radius = max(3.0, LARGEST * sqrt(chance))
    if chance < FAINT:
        hollow = svg.circle(x, y, 3.5, tone="axis", hollow=True)
        shown = "<1" if chance < 0.005 else f"{chance * 100:.0f}"
        return hollow + svg.text(x + 9, y - 6, shown, size=10.5, tone="muted")
    fill = "" if leads else ' fill-opacity="0.55"'
    body = f'<circle cx="{svg.num(x)}" cy="{svg.num(y)}" r="{svg.num(radius)}"'
    body += f' fill="{HEX[tone if leads else f"{tone}-soft"]}"{fill}/>'
    number = ">99" if chance > 0.995 else f"{chance * 100:.0f}"
    if chance >= INSIDE:
        ink = "surface" if leads else "ink"
        return body + svg.text(x, y + 4.5, number, size=13.5, tone=ink, anchor="middle", bold=True)
    return body + svg.text(x + radius + 4, y + 4.5, number, size=12, tone="ink-soft")


def _words(answer: Answer, width: float) -> list[str]:
    """The likeliest class in words, then when it was entered."""
    now, leading = answer.now, answer.leading
    if now is None or leading is None:
        return svg.wrap(words.why(now.value) if now else "no figure", width, 11, most=2)
    told = f"{now.year}: {leading[0]} {words.chance(leading[1])}"
    return [*svg.wrap(told, width, 11), *svg.wrap(passages_words(now.passages), width, 11)]


def _below(answer: Answer, x: float, y: float, width: float) -> str:
    return svg.lines_of_text(x + 10, y, _words(answer, width), size=11, tone="muted")
