"""The pieces of a chart: ticks, labels, letters, colours."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.dossier.records import Dossier, Point
from steelyard.report import svg, words
from steelyard.report.figures.events import choose_events
from steelyard.report.figures.frame import nice_ticks, spread, tick_letters
from steelyard.report.figures.marks import relative
from steelyard.report.figures.series import series_figures
from steelyard.report.figures.traces import traces
from steelyard.report.theme import TONES, as_variables
from steelyard.vocabulary.estimate import Estimate, absent


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_cover_the_data(low: float, size: float):
    ticks = nice_ticks(low, low + size)
    slack = 1e-6 * (abs(low) + size)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= low + size - slack
    assert len(ticks) <= 9


@pytest.mark.parametrize("high", [0.9, 0.09, 0.012, 0.41, 1.0, 0.0025])
def test_ticks_are_written_with_all_their_digits(high: float):
    ticks = nice_ticks(0, high)
    letters = tick_letters(ticks, "1")
    written = [float(letters(tick).removesuffix(" %")) for tick in ticks]
    assert written == pytest.approx([tick * 100 for tick in ticks])


@given(st.lists(st.floats(0, 300), min_size=1, max_size=7))
def test_labels_never_overlap(wanted: list[float]):
    heights = [30.0] * len(wanted)
    placed = sorted(spread(wanted, heights, 0, 400))
    assert all(b - a >= 30 - 1e-6 for a, b in pairwise(placed))


@given(st.text(), st.floats(20, 400))
def test_wrapping_keeps_every_word(content: str, width: float):
    lines = svg.wrap(content, width, 12)
    assert " ".join(lines) == words.tight(content)


@given(st.text())
def test_any_text_gives_a_well_formed_drawing(content: str):
    body = svg.text(0, 10, content)
    ElementTree.fromstring(svg.document(100, 20, body, title=content, desc=content))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("tone", ["ink", "ink-soft", "muted", "a-ink", "b-ink"])
def test_letters_have_contrast(mode: str, tone: str):
    colours = {t.name: getattr(t, mode) for t in TONES}
    assert _contrast(colours[tone], colours["surface"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("tone", ["a", "b", "line"])
def test_marks_have_contrast(mode: str, tone: str):
    colours = {t.name: getattr(t, mode) for t in TONES}
    assert _contrast(colours[tone], colours["surface"]) >= 3


def test_no_colour_of_a_figure_stays_fixed_in_the_page(dossier: Dossier):
    figure = next(series_figures(dossier.model_copy(update={"series": dossier.series[:2]})))
    assert not re.findall(r"#[0-9a-f]{6}\b", as_variables(figure.wide.body))


def test_absent_years_break_a_line(dossier: Dossier):
    series = dossier.series[0]
    gap = series.points[5].model_copy(update={"value": absent("not reported"), "status": "absent"})
    broken = series.model_copy(update={"points": (*series.points[:5], gap, *series.points[6:])})
    (trace,) = traces(dossier, [broken])
    assert [len(run) for run in trace.runs()] == [5, len(series.points) - 6]


def test_conflicting_bases_stay_separate_lines(dossier: Dossier):
    members = [series for series in dossier.series if series.measure == "import_share"]
    found = traces(dossier, members)
    assert [trace.main for trace in found] == [True, True, False, False]
    figure = next(f for f in series_figures(dossier) if f.id == "import-share")
    assert any("Russian customs and Partners' reports" in note for note in figure.notes)


def test_a_point_that_stands_alone_keeps_its_interval(dossier: Dossier):
    series = dossier.series[0]
    lone = series.model_copy(update={"points": (*series.points[:4], series.points[-1])})
    figure = next(series_figures(dossier.model_copy(update={"series": (lone,)})))
    assert 'stroke-width="5"' in figure.wide.body


def test_millions_are_drawn_in_billions_and_kept_in_the_data(dossier: Dossier):
    points = tuple(
        Point(
            period=str(year), x=year, value=Estimate(v, v * 0.9, v * 1.1, 0.9, "drawn"),
            status="reconciled", origins=("invented-trade",),
        )
        for year, v in ((2000, 5069.0), (2001, 129000.0))
    )  # fmt: skip
    flow = dossier.series[0].model_copy(update={"unit": "USD m", "points": points})
    figure = next(series_figures(dossier.model_copy(update={"series": (flow,)})))
    assert "129 USD bn" in figure.title
    assert figure.rows[1]["value"] == 129000.0
    assert figure.rows[1]["unit"] == "USD m"


def test_events_do_not_crowd(dossier: Dossier):
    chosen = choose_events(dossier, "trade", (1992, 2025))
    texts = [event.text for event in chosen]
    assert "Full-scale invasion of Ukraine; broad sanctions" in texts
    assert "Crowded neighbour that must not be drawn" not in texts


def test_titles_tell_what_happened(dossier: Dossier):
    figure = next(f for f in series_figures(dossier) if f.id == "export-share")
    assert re.search(
        r"rose from \d+(\.\d)? % in 1992 to \d+ % \(\d+ to \d+\) in 2023", figure.title
    )


@given(st.lists(st.tuples(st.integers(-9999, 9999), st.integers(-9999, 9999)), min_size=1))
def test_a_path_by_steps_passes_through_the_same_places(places: list[tuple[int, int]]):
    path = "L".join(f"{x / 10:g},{y / 10:g}" for x, y in places)
    x = y = 0
    found = []
    for command, right, down in re.findall(r"([Ml])(-?[\d.]+) ?(-?[\d.]+)", relative(f"M{path}")):
        x = round(float(right) * 10) + (x if command == "l" else 0)
        y = round(float(down) * 10) + (y if command == "l" else 0)
        found.append((x, y))
    assert found == places


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
