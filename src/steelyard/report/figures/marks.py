"""Marks drawn by Altair and turned into SVG by vl-convert: lines, bands, rules, the map.

Only marks go through Vega: grid, axis letters and labels are set by `frame`, whose geometry is
the same, because measuring letters is four fifths of Vega's time and we place ours by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from steelyard.report.figures.frame import Frame
from steelyard.report.theme import HEX

if TYPE_CHECKING:
    import altair as alt

Rows = Sequence[Mapping[str, Any]]


def line_chart(frame: Frame, bands: Rows, lines: Rows, dots: Rows, rules: Rows) -> str:
    """Bands under lines under dots, inside the frame.

    Rows of `bands`: x, low, high, run, colour. Of `lines`: x, y, run, colour, width, dash. Of
    `dots`: x, y, colour, fill. Of `rules`: x. `run` separates stretches without a gap.
    """
    import altair as alt

    width, height = frame.inner
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=list(frame.x), nice=False, zero=False))

    def y(field: str) -> alt.Y:
        scale = alt.Scale(domain=list(frame.y), nice=False, zero=False)
        return alt.Y(f"{field}:Q", axis=None, scale=scale)

    datasets: dict[str, Any] = {}
    layers: list[alt.Chart] = []

    def chart_of(rows: Rows) -> alt.Chart:
        name = f"rows{len(datasets)}"
        datasets[name] = list(rows)
        return alt.Chart(alt.NamedData(name=name))

    if rules:
        mark = chart_of(rules).mark_rule(stroke=HEX["axis"], strokeDash=[2, 3], aria=False)
        layers.append(mark.encode(x=x))
    if bands:
        mark = chart_of(bands).mark_area(fillOpacity=0.2, aria=False)
        fill = alt.Fill("colour:N", scale=None)
        layers.append(mark.encode(x=x, y=y("low"), y2="high:Q", detail="run:N", fill=fill))
    stroke = alt.Stroke("colour:N", scale=None)
    for (dash, thickness), rows in _by_style(lines).items():
        mark = chart_of(rows).mark_line(
            aria=False,
            strokeWidth=thickness,
            strokeDash=list(dash),
            strokeJoin="round",
            strokeCap="butt" if dash else "round",
        )
        layers.append(mark.encode(x=x, y=y("y"), detail="run:N", stroke=stroke))
    if dots:
        mark = chart_of(dots).mark_point(aria=False, size=26, strokeWidth=1.4, opacity=1)
        fill = alt.Fill("fill:N", scale=None)
        layers.append(mark.encode(x=x, y=y("y"), stroke=stroke, fill=fill))
    chart = alt.layer(*layers).properties(width=width, height=height)
    return inner_svg(chart, frame.left, frame.top, datasets)


def inner_svg(chart: Any, left: float, top: float, datasets: Mapping[str, Any]) -> str:
    """What the chart draws, moved to its place, without Vega's wrapping and attributes.

    The rows travel as named data sets past Altair, which would copy and check each of them.
    """
    import vl_convert

    spec = chart.configure_view(stroke=None).to_dict(validate=False)
    spec |= {"autosize": {"type": "none"}, "padding": 0, "background": None}
    spec["datasets"] = dict(datasets)
    drawn = vl_convert.vegalite_to_svg(spec)
    inner = drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]
    return f'<g transform="translate({left:g},{top:g})">{_tidy(inner)}</g>'


def _tidy(drawn: str) -> str:
    """Drop attributes that only Vega's own viewer needs, and digits nobody sees."""
    drawn = re.sub(r' (class|role|aria-[a-z]+|pointer-events|cursor)="[^"]*"', "", drawn)
    drawn = re.sub(r'<path[^>]*d="M0,0h[^"]*"[^>]*/>', "", drawn)
    drawn = re.sub(r"-?\d+\.\d{2,}", lambda found: f"{float(found[0]):.1f}", drawn)
    before = ""
    while before != drawn:
        before, drawn = drawn, re.sub(r"<g[^>]*></g>", "", drawn)
    return drawn


def _by_style(rows: Rows) -> dict[tuple[tuple[int, ...], float], list[Mapping[str, Any]]]:
    groups: dict[tuple[tuple[int, ...], float], list[Mapping[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["dash"], row["width"]), []).append(row)
    return groups
