"""Horizontal bars with intervals, grouped under headings: what all figures of pressure share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, nice_ticks, tick_letters
from steelyard.report.figures.record import Cell, Drawing, Hover
from steelyard.report.theme import NARROW
from steelyard.vocabulary.estimate import Estimate

ROW, HEAD, TOP = 24, 26, 46


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its value and a lighter one behind it, such as a ceiling."""

    name: str
    value: Estimate
    tone: str
    behind: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Bars under one heading."""

    title: str
    bars: tuple[Bar, ...]


def draw_bars(width: int, left: int, axis: str, groups: Sequence[Group]) -> Drawing:
    """Groups of bars below each other on one axis of shares from 0."""
    bars = [bar for group in groups for bar in group.bars]
    ends = [
        end
        for bar in bars
        for end in (bar.value.point, bar.value.high, bar.behind.point if bar.behind else None)
        if end is not None
    ]
    ticks = nice_ticks(0.0, max([*ends, 1e-6]), 5 if width > NARROW else 3)
    height = TOP + sum(HEAD + ROW * len(group.bars) for group in groups) + 6
    frame = Frame(width, height, left, 22, TOP, 6, (0.0, ticks[-1]), (0.0, 1.0))
    letters = tick_letters(ticks, words.SHARE)
    body = svg.text(0, 13, axis, size=12, tone="muted")
    for tick in ticks:
        x = frame.px(tick)
        body += svg.line(x, TOP - 8, x, height - 6, tone="axis" if tick == 0 else "grid")
        body += svg.text(x, TOP - 14, letters(tick), size=11.5, tone="muted", anchor="middle")
    hovers: list[Hover] = []
    y = float(TOP)
    for group in groups:
        title = svg.wrap(group.title, width - 4, 12.5, most=1)
        body += svg.lines_of_text(0, y + 17, title, size=12.5, tone="ink", bold=True, halo=True)
        y += HEAD
        for bar in group.bars:
            body += _bar(frame, bar, y + ROW / 2, left)
            hovers.append(Hover(frame.px(bar.value.point or 0.0), y + ROW / 2, said(bar)))
            y += ROW
    return Drawing(width, height, body, tuple(hovers))


def said(bar: Bar) -> str:
    """A bar in words."""
    behind = f", at most {words.show(bar.behind, words.SHARE)}" if bar.behind else ""
    return f"{bar.name}: {words.show(bar.value, words.SHARE)}{behind}"


def _bar(frame: Frame, bar: Bar, y: float, left: float) -> str:
    """Name, the lighter bar, the bar and its interval."""
    name = svg.wrap(bar.name, left - 8, 12, most=1)[0]
    drawn = svg.text(left - 8, y + 4, name, size=12, tone="ink", anchor="end")
    zero = frame.px(0.0)
    if bar.behind is not None and bar.behind.point is not None:
        end = frame.px(bar.behind.point)
        soft = f"{bar.tone}-soft" if bar.tone in ("a", "b") else "grid"
        drawn += svg.rect(zero, y - 8, end - zero, 16, fill=soft)
    if bar.value.point is None:
        return drawn + svg.text(zero + 4, y + 4, "no figure", size=11, tone="muted")
    end = frame.px(bar.value.point)
    drawn += svg.rect(zero, y - 4.5, max(end - zero, 1.5), 9, fill=bar.tone)
    if bar.value.low is not None and bar.value.high is not None:
        low, high = frame.px(bar.value.low), frame.px(bar.value.high)
        drawn += svg.line(low, y, high, y, tone="ink-soft", width=1.3)
        for x in (low, high):
            drawn += svg.line(x, y - 3, x, y + 3, tone="ink-soft", width=1.3)
    return drawn


def ends(value: Estimate, name: str = "value") -> Mapping[str, Cell]:
    """A number with its interval as columns of a data file."""
    found: dict[str, Any] = {
        name: value.point,
        f"{name}_low": value.low,
        f"{name}_high": value.high,
    }
    return found | {f"{name}_basis": value.basis}
