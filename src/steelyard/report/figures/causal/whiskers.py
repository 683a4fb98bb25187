"""Rows of dots over intervals on one axis: what a change does, beside its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from steelyard.report import svg
from steelyard.report.figures.frame import nice_ticks, tick_letters
from steelyard.report.figures.record import Hover
from steelyard.report.figures.sides import bar
from steelyard.report.theme import NARROW
from steelyard.vocabulary.estimate import Estimate

NUMBERS = 64.0  # room for the words on the right


@dataclass(frozen=True, slots=True)
class Dot:
    """One estimate of a row; hollow ones are the earlier of two."""

    value: Estimate
    said: str
    hollow: bool = False
    tone: str = "a"


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its words, its dots, and what stands on the right."""

    words: str
    dots: tuple[Dot, ...]
    right: str


def whiskers(
    lines: Sequence[Line],
    span: tuple[float, float],
    box: tuple[float, float, float],
    *,
    label: float,
    unit: str,
    above: bool = False,
) -> tuple[str, list[Hover], float]:
    """Rows from a height on within `box` (left, width, top), and where they end.

    `label` is the room for words on the left; `above` puts them above their dots instead.
    """
    left, width, top = box
    begin, end = left + label + (10 if above else 0), left + width - NUMBERS
    ticks = nice_ticks(*span, 4 if width > NARROW else 3)
    low, high = min(ticks), max(ticks)

    def px(value: float) -> float:
        return begin + (min(max(value, low), high) - low) / (high - low) * (end - begin)

    y, body, hovers = top, "", []
    for each in lines:
        drawn, told, y = _line(each, (left, left + width), y, px, label, above=above)
        body += drawn
        hovers += told
    letters = tick_letters(ticks, "index")
    grid = ""
    for tick in ticks:
        grid += svg.line(px(tick), top, px(tick), y, tone="axis" if tick == 0 else "grid")
        body += svg.text(px(tick), y + 14, letters(tick), size=11, tone="muted", anchor="middle")
    body += svg.text(begin, y + 29, unit, size=10.5, tone="muted")
    return grid + body, hovers, y + 40


def _line(
    each: Line,
    ends: tuple[float, float],
    y: float,
    px: Callable[[float], float],
    label: float,
    *,
    above: bool,
) -> tuple[str, list[Hover], float]:
    """One row, and where the next begins."""
    left, edge = ends
    room = edge - left if above else label - 12
    words = svg.wrap(each.words, room, 12) if each.words else []
    tall, depth = 15.6 * len(words), 15.0 * len(each.dots)
    height = tall + depth + 9 if above else max(tall, depth) + 7
    start = y + 12.5 if above else y + (height - tall) / 2 + 11.5
    first = y + tall + 9 if above else y + (height - depth) / 2 + 7.5
    body = svg.lines_of_text(left, start, words, size=12, tone="ink-soft", halo=above)
    hovers = []
    for place, dot in enumerate(each.dots):
        value, at = dot.value, first + 15 * place
        if value.point is None or value.low is None or value.high is None:
            continue
        body += bar(px(value.low), px(value.high), at, dot.tone)
        body += svg.circle(px(value.point), at, 4.5, tone=dot.tone, hollow=dot.hollow)
        hovers.append(Hover(px(value.point), at, dot.said))
    middle = first + 15 * (len(each.dots) - 1) / 2 + 4
    body += svg.text(edge, middle, each.right, size=11.5, tone="ink", anchor="end")
    return body, hovers, y + height
