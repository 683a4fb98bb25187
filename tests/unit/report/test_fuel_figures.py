"""Pictures of fuel markets: words, numbers, colours, absence, well-formed drawings."""

import re
from types import SimpleNamespace
from xml.etree import ElementTree

import numpy as np
import pytest

from fixtures.fuels import bargain_table, market_table
from steelyard.dossier.energy_market import fuel_markets
from steelyard.dossier.request import request
from steelyard.reference.dataset import geometry
from steelyard.report.figures.energy import energy_figures
from steelyard.report.figures.energy.outlines import land, projected, window
from steelyard.report.figures.energy.places import _places
from steelyard.report.fuels import fuel_parts
from steelyard.report.svg import document
from steelyard.report.theme import TONES, as_variables


@pytest.fixture(scope="module")
def told(dossier):
    frames = {"energy_market": market_table(), "energy_bargains": bargain_table()}
    basis = SimpleNamespace(
        data=SimpleNamespace(frames=frames), asked=request("RUS", "CHN"), of_all_pairs={}
    )
    return dossier.model_copy(update={"fuels": fuel_markets(basis)})


@pytest.fixture(scope="module")
def figures(told):
    return {figure.id: figure for figure in energy_figures(told, geometry())}


def test_every_picture_of_both_fuels_is_there(figures):
    assert set(figures) == {
        "energy-flows-crude-oil", "energy-discount-crude-oil", "energy-bargain-crude-oil",
        "energy-what-ifs-crude-oil", "energy-flows-gas", "energy-bargain-gas",
    }  # fmt: skip


def test_every_picture_has_words_data_and_a_table(figures):
    for figure in figures.values():
        assert figure.alt.endswith(".")
        assert len(figure.alt) > len(figure.title)
        assert figure.rows
        assert len({tuple(row) for row in figure.rows}) == 1  # one header
        assert figure.table.rows
        assert all(len(row) == len(figure.table.header) for row in figure.table.rows)
        assert figure.narrow is not None


def test_drawings_are_well_formed_and_hold_numbers_alone(figures):
    for figure in figures.values():
        for drawing in (figure.wide, figure.narrow):
            ElementTree.fromstring(document(drawing.width, drawing.height, drawing.body))
            assert not re.search(r"\b(nan|inf|NaN|None)\b", drawing.body)


def test_colours_turn_with_the_page(figures):
    for figure in figures.values():
        assert not re.findall(r"#[0-9a-f]{6}\b", as_variables(figure.wide.body))


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("tone", ["pipe", "ship", "outside", "lng"])
def test_ways_have_contrast(mode, tone):
    colours = {each.name: getattr(each, mode) for each in TONES}
    light = sorted(_light(colours[name]) for name in (tone, "surface"))
    assert (light[1] + 0.05) / (light[0] + 0.05) >= 3


def _light(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_wider_amounts_have_wider_arcs(figures):
    drawn = figures["energy-flows-crude-oil"].wide.body
    widths = [
        float(w) for w in re.findall(r'Q[^"]*" fill="none"[^>]*stroke-width="([\d.]+)"/>', drawn)
    ]
    assert max(widths) == pytest.approx(15.0)  # the Gulf to China, the largest


def test_closed_ways_are_dashed_and_named(figures):
    gas = figures["energy-flows-gas"]
    assert "stroke-dasharray" in gas.wide.body
    assert any("Nord Stream" in cell for row in gas.table.rows for cell in row)


def test_the_error_is_told_with_the_band(figures):
    notes = " ".join(figures["energy-discount-crude-oil"].notes)
    assert "off by 4.0 USD/bbl" in notes
    assert "75 % of 8 observations" in notes


def test_a_price_outside_is_told_in_words(figures):
    assert "below the seller’s least price" in str(figures["energy-bargain-gas"].table.rows)


def test_the_sure_sign_fills_its_dot(figures):
    assert "15 USD bn (12 to 18) a year less" in figures["energy-what-ifs-crude-oil"].title


def test_without_markets_or_outlines_there_is_less_and_no_fault(dossier, told):
    assert list(energy_figures(dossier, geometry())) == []
    assert fuel_parts(dossier, []) == []
    names = [figure.id for figure in energy_figures(told, None)]
    assert names
    assert not any("flows" in name for name in names)


def test_parts_hold_sentences_figures_and_tables(told, figures):
    oil, gas = fuel_parts(told, tuple(figures.values()))
    assert (oil.title, gas.title) == ("Crude oil", "Gas")
    assert len(oil.figures) == 4
    assert [heading for heading, _, _ in gas.tables][:2] == [
        "Lines that could be built", "Who has the upper hand"
    ]  # fmt: skip


def test_every_place_of_the_market_has_a_point():
    from steelyard.reference import energy_market

    nodes = {(node.fuel, node.node) for fuel in ("gas", "crude oil")
             for node in energy_market.nodes(fuel)}  # fmt: skip
    assert nodes == set(_places())


def test_the_projection_keeps_areas():
    """Cells of equal area on the sphere have equal area on the plane."""
    found = []
    for sine in (0.0, 0.5, 0.85):  # belts of one height in the sine of latitude
        latitude = np.degrees(np.arcsin(np.linspace(sine, sine + 0.1, 2000)))
        left, y = projected(np.zeros(2000), latitude)
        right, _ = projected(np.full(2000, 1.0), latitude)
        found.append(np.trapezoid(right - left, y))
    assert found == pytest.approx([found[0]] * 3, rel=1e-4)


def test_outlines_fill_their_window():
    seen = window([(20.0, 20.0), (120.0, 60.0)], 700, 30.0, air=0.05, flattest=0.4)
    path = land(geometry()).path(seen)
    numbers = [float(v) for v in re.findall(r"M(-?[\d.]+) ", path)]
    assert path.startswith("M")
    assert 0 <= min(numbers) <= max(numbers) <= 700
