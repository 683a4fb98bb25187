"""Arcs of a flow map: curved lines with a head, as wide as what they carry."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, inf

from steelyard.report import svg
from steelyard.report.theme import HEX

XY = tuple[float, float]
LEAST = 1.4  # pixels: thinner lines would not be seen
PALE = 0.28  # opacity of what is as wide as the upper end of the interval


@dataclass(frozen=True, slots=True)
class Arc:
    """A curve from one point to another with one bend."""

    start: XY
    bend: XY
    end: XY

    @property
    def middle(self) -> XY:
        """The point of the curve halfway."""
        return (
            (self.start[0] + 2 * self.bend[0] + self.end[0]) / 4,
            (self.start[1] + 2 * self.bend[1] + self.end[1]) / 4,
        )


def arc(start: XY, end: XY, bow: float, gap: float, floor: float = inf) -> Arc:
    """An arc that bows by a part of its length, southwards where `bow` is positive.

    It ends `gap` pixels before its end, so that heads of several arcs leave a place free, and
    stays above `floor`.
    """
    along = end[0] - start[0], end[1] - start[1]
    length = hypot(*along) or 1.0
    south = (-along[1], along[0]) if along[0] >= 0 else (along[1], -along[0])
    lowest = max(2 * floor - max(start[1], end[1]), end[1])  # a curve goes halfway to its bend
    bend = (
        (start[0] + end[0]) / 2 + bow * south[0],
        min((start[1] + end[1]) / 2 + bow * south[1], lowest),
    )
    back = hypot(end[0] - bend[0], end[1] - bend[1]) or 1.0
    part = min(gap, length / 3) / back
    near = end[0] + (bend[0] - end[0]) * part, end[1] + (bend[1] - end[1]) * part
    return Arc(start, bend, near)


def drawn(of: Arc, tone: str, width: float, most: float | None) -> str:
    """The arc, its head, and pale around it the width of the upper end of its interval."""
    wide = max(width, LEAST)
    edge = "" if most is None or most <= wide else _stroke(of, tone, most, opacity=PALE)
    return edge + _stroke(of, tone, wide) + _head(of, tone, wide)


def dashed(of: Arc, tone: str) -> str:
    """An arc that carries nothing."""
    return _stroke(of, tone, 1.4, dash="4 3")


def _stroke(of: Arc, tone: str, width: float, *, dash: str = "", opacity: float = 1.0) -> str:
    (x1, y1), (x2, y2), (x3, y3) = of.start, of.bend, of.end
    told = " ".join(svg.num(value) for value in (x2, y2, x3, y3))
    more = f' stroke-dasharray="{dash}"' if dash else ""
    more += f' stroke-opacity="{opacity:g}"' if opacity < 1 else ""
    return (
        f'<path d="M{svg.num(x1)} {svg.num(y1)}Q{told}" fill="none" stroke="{HEX[tone]}"'
        f' stroke-width="{svg.num(width)}"{more}/>'
    )


def _head(of: Arc, tone: str, width: float) -> str:
    """A triangle at the end, in the direction in which the arc arrives."""
    right, down = of.end[0] - of.bend[0], of.end[1] - of.bend[1]
    length = hypot(right, down) or 1.0
    right, down = right / length, down / length
    half, long = width / 2 + 3.0, width / 2 + 5.5
    x, y = of.end
    corners = (
        (x + right * long, y + down * long),
        (x - down * half, y + right * half),
        (x + down * half, y - right * half),
    )
    points = " ".join(f"{svg.num(a)},{svg.num(b)}" for a, b in corners)
    return f'<polygon points="{points}" fill="{HEX[tone]}"/>'
