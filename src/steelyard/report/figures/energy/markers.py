"""Shapes that tell observed points of several sources apart without colour."""

from __future__ import annotations

from steelyard.report import svg
from steelyard.report.theme import HEX

SHAPES = ("dot", "ring", "square", "diamond", "triangle", "cross")


def marker(shape: str, x: float, y: float, tone: str, size: float = 3.4) -> str:
    """One point."""
    if shape == "dot":
        return svg.circle(x, y, size, tone=tone)
    if shape == "ring":
        return svg.circle(x, y, size, tone=tone, hollow=True)
    corners = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
        "triangle": ((0, -1.2), (1.2, 1), (-1.2, 1)),
    }
    if shape in corners:
        points = " ".join(
            f"{svg.num(x + right * size)},{svg.num(y + down * size)}"
            for right, down in corners[shape]
        )
        return (
            f'<polygon points="{points}" fill="{HEX[tone]}" stroke="{HEX["surface"]}"'
            ' stroke-width="1"/>'
        )
    one = svg.line(x - size, y - size, x + size, y + size, tone=tone, width=1.6)
    return one + svg.line(x - size, y + size, x + size, y - size, tone=tone, width=1.6)
