"""Lines, bands and dots of panels that are drawn without Vega: many small ones at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from steelyard.report import svg
from steelyard.report.theme import HEX

XY = tuple[float, float]


def path(points: Iterable[XY]) -> str:
    """Corners as SVG writes them."""
    return " ".join(f"{svg.num(x)},{svg.num(y)}" for x, y in points)


def polyline(points: Sequence[XY], tone: str, *, width: float = 2.0, dash: str = "") -> str:
    """An open line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<polyline points="{path(points)}" fill="none" stroke="{HEX[tone]}"'
        f' stroke-width="{width:g}" stroke-linejoin="round"{dashed}/>'
    )


def band(upper: Sequence[XY], lower: Sequence[XY], tone: str, *, opacity: float = 0.22) -> str:
    """The area between two lines."""
    corners = path([*upper, *reversed(lower)])
    return f'<polygon points="{corners}" fill="{HEX[tone]}" fill-opacity="{opacity:g}"/>'


def runs(years: Sequence[int]) -> list[list[int]]:
    """Places of stretches without a missing year.

    Examples
    --------
    >>> runs([2019, 2020, 2023])
    [[0, 1], [2]]
    """
    found: list[list[int]] = [[0]] if years else []
    for place, (one, other) in enumerate(pairwise(years), start=1):
        if other == one + 1:
            found[-1].append(place)
        else:
            found.append([place])
    return found


def course(
    years: Sequence[int], points: Sequence[XY], tone: str, *, width: float = 2.0, dash: str = ""
) -> str:
    """A line that bridges missing years with dots, and marks years that stand alone."""
    stretches = runs(years)
    body = "".join(
        svg.line(*points[before[-1]], *points[after[0]], tone=tone, width=1.1, dash="1 3")
        for before, after in pairwise(stretches)
    )
    for stretch in stretches:
        if len(stretch) > 1:
            body += polyline([points[k] for k in stretch], tone, width=width, dash=dash)
        elif not dash:
            body += svg.circle(*points[stretch[0]], 3.6, tone=tone)
        else:
            body += svg.circle(*points[stretch[0]], 3.6, tone=tone, hollow=True)
    return body
