"""The steelyard shows every arm with its interval, and says why an arm is absent."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.dossier.records import Arm, Dossier
from steelyard.report import svg
from steelyard.report.balance_words import headline, lean
from steelyard.report.beams import MOST_TILT, Place, beam, tilt
from steelyard.report.figures.record import Figure
from steelyard.report.steelyard import steelyard_figure
from steelyard.vocabulary.estimate import Estimate, absent, exact


@pytest.fixture(scope="module")
def figure(dossier: Dossier) -> Figure:
    found = steelyard_figure(dossier)
    assert found
    return found


def test_every_arm_is_labelled_with_point_and_interval(figure: Figure):
    for drawing in (figure.wide, figure.narrow):
        assert drawing
        letters = re.sub(r"<[^>]+>", "|", drawing.body).replace("\u00a0", " ")
        assert "34 %" in letters
        assert "29 to 41" in letters
        assert "no interval" in letters


def test_an_absent_arm_gives_its_reason(figure: Figure):
    letters = re.sub(r"<[^>]+>", " ", figure.wide.body)
    assert "no publisher" in letters
    assert "Institutions" in letters


def test_earlier_years_stand_below(figure: Figure):
    assert "The same in 2013" in figure.wide.body
    assert "The same in 2003" in figure.wide.body


def test_the_text_for_screen_readers_names_every_domain(figure: Figure, dossier: Dossier):
    for domain in ("Trade", "Energy", "Arms", "Institutions", "Region"):
        assert f"{domain}: Russia on China" in figure.alt
    assert len(figure.table.rows) == len(dossier.balances[0].arms)


def test_the_subtitle_warns_against_comparing_beams(figure: Figure):
    assert "not one beam with another" in figure.subtitle


def test_the_title_counts_which_side_leans_more(figure: Figure):
    assert figure.title.startswith("Russia leans more in 4 of 7 domains")
    assert "China in 1" in figure.title


@given(st.floats(-50, 50))
def test_the_tilt_is_gentle_and_follows_the_sign(ratio: float):
    assert abs(tilt(ratio)) <= MOST_TILT
    assert tilt(ratio) * ratio >= 0


def test_a_wide_interval_around_balance_tips_nothing(dossier: Dossier):
    arm = dossier.balances[0].arms[0]
    ratio = Estimate(0.5, -0.4, 1.4, 0.9, "wide")
    doubtful = arm.model_copy(update={"log_ratio": ratio, "probability_a_leans_more": None})
    assert lean(doubtful) == "even"
    assert lean(arm) == "a"
    assert lean(arm.model_copy(update={"log_ratio": absent("none")})) is None
    assert headline(dossier, (doubtful,)).startswith("In none of 1 domains")


estimates = st.one_of(
    st.just(absent("nobody says")),
    st.floats(0, 5).map(lambda value: exact(value, "printed so")),
    st.lists(st.floats(0, 5), min_size=3, max_size=3).map(
        lambda ends: Estimate(sorted(ends)[1], min(ends), max(ends), 0.9, "drawn")
    ),
)


@given(estimates, estimates, st.one_of(st.just(absent("one side")), estimates))
def test_any_beam_can_be_drawn(a: Estimate, b: Estimate, ratio: Estimate):
    arm = Arm(
        domain="trade", title="t", definition="d", period="2023", period_b="2023", a_on_b=a,
        b_on_a=b, log_ratio=ratio, probability_a_leans_more=None, reading="", origins=(), series=(),
    )  # fmt: skip
    drawn = beam(arm, Place(100, 20, 90, 12, 1.0), name="x")
    ElementTree.fromstring(svg.document(200, 40, drawn))
    assert "nan" not in drawn
