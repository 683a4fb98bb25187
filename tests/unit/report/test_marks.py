"""Marks of a line chart lie where the frame says, and none of the rows is lost."""

import re

from steelyard.report.figures.frame import Frame
from steelyard.report.figures.marks import line_chart

FRAME = Frame(
    width=200, height=120, left=40, right=60, top=10, bottom=10, x=(2000.0, 2010.0), y=(0.0, 1.0)
)
STYLE = {"colour": "#123456", "width": 2.4, "dash": (7, 3)}


def test_a_band_a_line_and_a_dot_lie_on_the_pixels_of_their_values():
    band = [
        {"x": x, "low": 0.2, "high": 0.6, "run": "r", "colour": "#abcdef"} for x in (2000, 2010)
    ]
    line = [{"x": x, "y": y, "run": "r", **STYLE} for x, y in ((2000, 0.0), (2010, 1.0))]
    dot = {"x": 2005, "y": 0.5, "colour": "#111111", "fill": "#222222"}
    drawn = line_chart(FRAME, bands=band, lines=line, dots=[dot])
    assert 'd="M40 90l100 0l0-40l-100 0Z" fill="#abcdef"' in drawn
    assert 'd="M40 110l100-100" stroke="#123456" stroke-width="2.4"' in drawn
    assert 'stroke-dasharray="7,3"' in drawn
    assert '<circle cx="90" cy="60"' in drawn
    assert drawn.index("#abcdef") < drawn.index("#123456") < drawn.index("<circle")


def test_each_run_is_a_path_in_order_of_time_and_one_year_alone_is_none():
    rows = [{"x": x, "y": 0.5, "run": run, **STYLE} for x, run in ((2003, "a"), (2001, "a"))]
    rows += [{"x": x, "y": 0.5, "run": "b", **STYLE} for x in (2005, 2006)]
    rows += [{"x": 2009, "y": 0.5, "run": "alone", **STYLE}]
    paths = re.findall(r'd="([^"]+)"', line_chart(FRAME, lines=rows))
    assert paths == ["M50 60l20 0", "M90 60l10 0"]


def test_bars_and_rules_span_what_they_say():
    bar = {"x": 2010, "low": 0.0, "high": 1.0, "colour": "#123456"}
    drawn = line_chart(FRAME, bars=[bar], rules=[{"x": 2000}])
    assert 'd="M140 110l0-100"' in drawn
    assert re.search(r'<line x1="40" y1="10" x2="40" y2="110"[^>]*stroke-dasharray', drawn)
