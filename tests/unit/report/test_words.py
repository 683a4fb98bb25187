"""Numbers as words: the digits that an interval supports, one scale of probability."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.report import words
from steelyard.vocabulary.estimate import Estimate, absent, exact

SHARE = Estimate(0.34, 0.29, 0.41, 0.9, "missing mirrors")


def test_a_share_is_shown_as_per_cent_with_its_interval():
    assert words.show(SHARE, "1") == "34 % (29 to 41)"
    assert words.short(SHARE, "1") == "34 %"
    assert words.interval(SHARE, "1") == "(29 to 41)"


def test_counts_have_no_decimals():
    assert words.show(exact(55.0, "a count"), "organisations") == "55 organisations"
    assert words.show(exact(1.0, "a place"), "rank") == "1"


def test_an_absent_figure_gives_its_reason():
    assert words.show(absent("nobody counts it"), "1") == "nobody counts it"
    assert words.short(absent("nobody counts it"), "1") == "no figure"


@pytest.mark.parametrize(
    ("probability", "told"),
    [
        (0.995, "very likely (over 99 %)"),
        (0.95, "very likely (95 %)"),
        (0.7, "likely (70 %)"),
        (0.5, "about as likely as not (50 %)"),
        (0.2, "unlikely (20 %)"),
        (0.001, "unlikely (under 1 %)"),
    ],
)
def test_probabilities_have_one_scale(probability: float, told: str):
    assert words.chance(probability) == told


def test_a_course_is_told_with_its_ends():
    first = Estimate(0.05, 0.04, 0.06, 0.9, "drawn")
    told = words.moved(first, SHARE, "1", "2000", "2023")
    assert told == "rose from 5.0 % in 2000 to 34 % (29 to 41) in 2023"


def test_overlapping_intervals_are_said():
    wide = Estimate(0.3, 0.2, 0.4, 0.9, "drawn")
    assert words.moved(wide, SHARE, "1", "2000", "2023").endswith("(the intervals overlap)")


def test_dates_do_not_depend_on_the_locale():
    assert words.day(date(2026, 1, 15)) == "15 January 2026"
    assert words.period("2022-01") == "January 2022"
    assert words.period("2022") == "2022"


def test_a_long_answer_is_read_claim_first():
    claim, rest = words.split_sentence("A leans on B: its share is 8 times as large.")
    assert claim == "A leans on B."
    assert rest == "Its share is 8 times as large."


@given(st.floats(-20, 20))
def test_ratios_are_never_written_with_an_exponent(ratio: float):
    told, _ = words.times(exact(ratio, "drawn"))
    assert "e" not in told.removesuffix(" times")


@given(st.text())
def test_file_names_are_safe(text: str):
    assert set(words.slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert words.slug(text)
