"""Marks drawn by Altair and turned into SVG by vl-convert: lines, bands, rules, the map.

Only marks go through Vega: grid, axis letters and labels are set by `frame`, whose geometry is
the same, because measuring letters is four fifths of Vega's time and we place ours by hand. The
chart of lines is described to Altair once; each figure fills in its size, its domains and its
rows, because Altair checks every value that it is given against a schema.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import Any

from steelyard.report.figures.frame import Frame
from steelyard.report.theme import HEX

Rows = Sequence[Mapping[str, Any]]


def line_chart(
    frame: Frame,
    *,
    bands: Rows = (),
    lines: Rows = (),
    dots: Rows = (),
    rules: Rows = (),
    bars: Rows = (),
) -> str:
    """Bands under lines under dots, inside the frame.

    Rows of `bands`: x, low, high, run, colour. Of `lines`: x, y, run, colour, width, dash. Of
    `dots`: x, y, colour, fill. Of `rules`: x. Of `bars`: x, low, high, colour. `run` separates
    stretches without a gap.
    """
    spec = deepcopy(_line_spec())
    spec["width"], spec["height"] = frame.inner
    for layer in spec["layer"]:
        for channel, domain in (("x", frame.x), ("y", frame.y)):
            if channel in layer["encoding"]:
                layer["encoding"][channel]["scale"]["domain"] = list(domain)
    rows = {"bands": bands, "lines": lines, "dots": dots, "rules": rules, "bars": bars}
    return inner_svg(spec, frame.left, frame.top, {name: list(row) for name, row in rows.items()})


@lru_cache(maxsize=1)
def _line_spec() -> dict[str, Any]:
    """The chart of lines without size, domains and rows."""
    import altair as alt

    scale = alt.Scale(domain=[0, 1], nice=False, zero=False)
    x = alt.X("x:Q", axis=None, scale=scale)
    y, low = (alt.Y(f"{field}:Q", axis=None, scale=scale) for field in ("y", "low"))
    stroke, fill = alt.Stroke("colour:N", scale=None), alt.Fill("colour:N", scale=None)
    style = {
        "strokeWidth": alt.StrokeWidth("width:Q", scale=None),
        "strokeDash": alt.StrokeDash("dash:N", scale=None),
    }
    rules, bands, bars, lines, dots = (
        alt.Chart(alt.NamedData(name=name)) for name in ("rules", "bands", "bars", "lines", "dots")
    )
    chart = alt.layer(
        rules.mark_rule(stroke=HEX["axis"], strokeDash=[2, 3], aria=False).encode(x=x),
        bands.mark_area(fillOpacity=0.2, aria=False).encode(
            x=x, y=low, y2="high:Q", detail="run:N", fill=fill
        ),
        bars.mark_rule(strokeWidth=5, strokeOpacity=0.25, aria=False).encode(
            x=x, y=low, y2="high:Q", stroke=stroke
        ),
        lines.mark_line(strokeJoin="round", aria=False).encode(
            x=x, y=y, detail="run:N", stroke=stroke, **style
        ),
        dots.mark_point(size=26, strokeWidth=1.4, opacity=1, aria=False).encode(
            x=x, y=y, stroke=stroke, fill=alt.Fill("fill:N", scale=None)
        ),
    )
    return as_spec(chart)


def as_spec(chart: Any) -> dict[str, Any]:
    """The chart as Vega-Lite, without frame, padding and ground."""
    spec = chart.configure_view(stroke=None).to_dict(validate=False)
    return spec | {"autosize": {"type": "none"}, "padding": 0, "background": None}


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


def relative(path: str) -> str:
    """A path of straight lines by its steps, in tenths of a pixel: a third shorter.

    Steps are differences of rounded places, so that no error adds up along the way.

    Examples
    --------
    >>> relative("M10.5,20L11,20.4L10.2,19Z")
    'M10.5 20l.5 .4l-.8-1.4Z'
    """
    parts, x, y = [], 0, 0
    for command, right, down in re.findall(r"([MLZ])(?:(-?[\d.]+),(-?[\d.]+))?", path):
        if command == "Z":
            parts.append("Z")
            continue
        before_x, before_y = (x, y) if command == "L" else (0, 0)
        x, y = round(float(right) * 10), round(float(down) * 10)
        first, second = _tenths(x - before_x), _tenths(y - before_y)
        gap = "" if second.startswith("-") else " "
        parts.append(f"{'l' if command == 'L' else 'M'}{first}{gap}{second}")
    return "".join(parts)


def _tenths(value: int) -> str:
    """A whole number of tenths without digits that say nothing."""
    sign, (whole, rest) = "-" if value < 0 else "", divmod(abs(value), 10)
    return f"{sign}{whole or ''}.{rest}" if rest else f"{sign}{whole}" if whole else "0"
