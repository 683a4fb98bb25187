"""The grid of the contest and the heaviest products: who weighs more, and how sure that is."""

from xml.etree import ElementTree

import pytest

from fixtures.standing import cell, near, products, with_standing
from steelyard.dossier.records import Dossier
from steelyard.report import svg
from steelyard.report.figures.contest import contest_figure
from steelyard.report.figures.products import is_sector, products_figure
from steelyard.report.figures.record import Figure
from steelyard.report.figures.weight import weigh
from steelyard.vocabulary.estimate import absent, exact

SOME = exact(10.0, "invented")


@pytest.fixture(scope="module")
def full(dossier: Dossier) -> Dossier:
    return with_standing(dossier)


@pytest.fixture(scope="module")
def grid(full: Dossier) -> Figure:
    found = contest_figure(full)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("ratio", "chance", "side", "tone"),
    [
        (near(0.8, 0.2, -9, 9), 0.99, "b", "b-soft"),
        (near(2.0, 0.2, -9, 9), 0.99, "b", "b"),
        (near(-2.0, 0.2, -9, 9), 0.001, "a", "a"),
        (near(-0.2, 0.6, -9, 9), 0.3, "a", "even"),
        (absent("an order without a ratio"), 0.0, "a", "a-soft"),
        (near(0.3, 0.01, -9, 9), None, "b", "b-soft"),
        (near(0.3, 0.5, -9, 9), None, "b", "even"),
        (absent("one side only"), None, "", ""),
    ],
)
def test_the_heavier_side_has_its_colour_only_where_that_is_clear(
    full: Dossier, ratio, chance, side, tone
):
    one = weigh(full, cell("KAZ", "trade", SOME, SOME, log_ratio=ratio, chance_b=chance))
    assert (one.side, one.tone) == (side, tone)


def test_the_title_says_how_many_times_and_since_when(grid: Figure):
    assert "China weighs 2.2 times (1.8 to 2.7) as much as Russia" in grid.title
    assert "ahead since 2009 (2008 to 2012)" in grid.title
    assert "China clearly weighs more in 0 of 2 comparisons, Russia in 1" in grid.title


def test_cells_of_every_kind_are_told_apart(grid: Figure):
    assert grid.narrow is not None
    for drawing in (grid.wide, grid.narrow):
        ElementTree.fromstring(svg.document(drawing.width, drawing.height, drawing.body))
        assert "alike" in drawing.body
        assert "url(#hatch)" in drawing.body
    assert "only CHN" in grid.wide.body
    assert "since 2009" in grid.wide.body
    assert "since 2019" not in grid.wide.body  # a lead that is not clear has no year
    assert "no register" in " ".join(grid.notes)


def test_absence_stays_absent_in_the_data(grid: Figure):
    credit = next(row for row in grid.rows if row["dimension"] == "credit")
    assert credit["value_a"] is None
    assert credit["log_ratio"] is None
    assert credit["value_b"] == 64146.0


def test_one_cell_is_no_grid(full: Dossier):
    assert contest_figure(full.model_copy(update={"contest": full.contest[:1]})) is None
    assert contest_figure(full.model_copy(update={"contest": ()})) is None


def test_products_and_sectors_stay_apart(full: Dossier):
    figure = products_figure(full)
    assert figure is not None
    assert [is_sector(tie) for tie in products("RUS", "CHN")] == [False, False, True]
    assert "Russia on China: passenger cars, 11.7 USD bn in 2023" in figure.title
    assert "China on Russia: crude oil, 60.7 USD bn in 2023" in figure.title
    assert "Sectors, home goods counted, 2011" in figure.wide.body
    assert "at least 10 %" in figure.wide.body
    assert "under 0.1 %" in figure.wide.body
    assert len(figure.rows) == len(full.products)
    for drawing in filter(None, (figure.wide, figure.narrow)):
        ElementTree.fromstring(svg.document(drawing.width, drawing.height, drawing.body))


def test_a_pair_without_products_has_no_figure(dossier: Dossier):
    assert products_figure(dossier.model_copy(update={"products": ()})) is None
