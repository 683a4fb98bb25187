"""Marks of a line chart, written as SVG: lines, bands, bars, rules and dots inside a frame.

They are drawn by ourselves, because a report has some seventy such charts: through a general
drawing library each of them took longer than all of its numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from steelyard.report import svg
from steelyard.report.figures.frame import Frame

Row = Mapping[str, Any]
Rows = Sequence[Row]
DOT = 2.5  # radius
FAINT = 0.2  # opacity of bands and bars


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
    stretches without a gap; a stretch of one row is neither a band nor a line.
    """
    marks = (
        *(_rule(frame, row) for row in rules),
        *(_band(frame, run) for run in _runs(bands)),
        *(_bar(frame, row) for row in bars),
        *(_line(frame, run) for run in _runs(lines)),
        *(_dot(frame, row) for row in dots),
    )
    return f'<g fill="none">{"".join(marks)}</g>'


def _runs(rows: Rows) -> Iterator[list[Row]]:
    """Rows that belong together, in order of x; the runs in the order of their first rows."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["run"], []).append(row)
    for run in found.values():
        if len(run) > 1:
            yield sorted(run, key=lambda row: row["x"])


def _rule(frame: Frame, row: Row) -> str:
    x, floor = frame.px(row["x"]), frame.height - frame.bottom
    return svg.line(x, frame.top, x, floor, tone="axis", dash="2,3")


def _band(frame: Frame, run: Rows) -> str:
    low, high = (_places(frame, run, end) for end in ("low", "high"))
    outline, colour = _path([*low, *reversed(high)]) + "Z", run[0]["colour"]
    return f'<path d="{outline}" fill="{colour}" fill-opacity="{FAINT}"/>'


def _bar(frame: Frame, row: Row) -> str:
    upright, colour = _path([_place(frame, row, end) for end in ("low", "high")]), row["colour"]
    return f'<path d="{upright}" stroke="{colour}" stroke-opacity="{FAINT}" stroke-width="5"/>'


def _line(frame: Frame, run: Rows) -> str:
    colour, width, dash = (run[0][name] for name in ("colour", "width", "dash"))
    pattern = ",".join(map(str, dash))
    dashed = f' stroke-dasharray="{pattern}"' if dash else ""
    return (
        f'<path d="{_path(_places(frame, run, "y"))}" stroke="{colour}"'
        f' stroke-width="{width:g}" stroke-linejoin="round"{dashed}/>'
    )


def _dot(frame: Frame, row: Row) -> str:
    x, y, colour = svg.num(frame.px(row["x"])), svg.num(frame.py(row["y"])), row["colour"]
    return (
        f'<circle cx="{x}" cy="{y}" r="{DOT}" stroke="{colour}" stroke-width="1.4"'
        f' fill="{row["fill"]}"/>'
    )


def _path(places: Sequence[str]) -> str:
    return relative("M" + "L".join(places))


def _places(frame: Frame, run: Rows, field: str) -> list[str]:
    return [_place(frame, row, field) for row in run]


def _place(frame: Frame, row: Row, field: str) -> str:
    """Where the value in this field lies, as a path names it."""
    return f"{frame.px(row['x']):.2f},{frame.py(row[field]):.2f}"


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
