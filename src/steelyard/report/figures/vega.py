"""Marks that Vega draws, turned into SVG by vl-convert: the map, whose projection it knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from steelyard.report.figures.marks import relative


def inner_svg(spec: Mapping[str, Any], left: float, top: float, datasets: Mapping[str, Any]) -> str:
    """What the chart draws, moved to its place, without Vega's wrapping and attributes."""
    import vl_convert

    drawn = vl_convert.vegalite_to_svg({**spec, "datasets": dict(datasets)})
    inner = drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]
    return f'<g transform="translate({left:g},{top:g})">{_tidy(inner)}</g>'


def _tidy(drawn: str) -> str:
    """Drop attributes that only Vega's own viewer needs, and digits nobody sees."""
    drawn = re.sub(r' (class|role|aria-[a-z]+|pointer-events|cursor)="[^"]*"', "", drawn)
    drawn = re.sub(r'<path[^>]*d="M0,0h[^"]*"[^>]*/>', "", drawn)
    drawn = re.sub(r"-?\d+\.\d{2,}", lambda found: f"{float(found[0]):.1f}", drawn)
    drawn = drawn.replace(' transform="translate(0,0)"', "")
    drawn = re.sub(r'(?<= d=")M[-MLZ\d.,]+(?=")', lambda found: relative(found[0]), drawn)
    before = ""
    while before != drawn:
        before, drawn = drawn, re.sub(r"<g[^>]*/>|<g(\s[^>]*[^/>])?></g>", "", drawn)
    return drawn
