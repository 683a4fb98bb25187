"""Errors of predicted discounts, and of the naive forecasts beside them."""

import pytest

from steelyard.scenarios.energy.check import Seen, errors, missed
from steelyard.vocabulary.estimate import Estimate, absent, exact


def seen(period: str, value: float, what: str = "Urals") -> Seen:
    return Seen("RUS", period, what, exact(value, "printed"), "source")


PREDICTED = {
    ("RUS", "2022-Q2"): Estimate(10.0, 5.0, 15.0, 0.9, "draws", "simulated"),
    ("RUS", "2023-Q1"): Estimate(20.0, 5.0, 25.0, 0.9, "draws", "simulated"),
}


def test_errors_are_told_by_span_with_both_naive_forecasts():
    found = errors(missed([seen("2022-05", 30.0), seen("2023-02", 24.0)], PREDICTED))
    whole = next(each for each in found if each.span.startswith("2019"))
    assert (whole.count, whole.mean, whole.absolute) == (2, -12.0, 12.0)
    assert (whole.covered, whole.no_discount, whole.last) == (0.5, 27.0, 6.0)
    assert {each.span: each.mean for each in found}["2023, fall"] == pytest.approx(-4.0)


def test_the_last_discount_is_that_of_the_same_source():
    found = missed([seen("2022-05", 30.0), seen("2023-02", 24.0, "other")], PREDICTED)
    assert [each.last for each in found] == [None, None]


def test_what_is_absent_or_not_predicted_is_no_error():
    none = Seen("RUS", "2022-05", "Urals", absent("not printed"), "source")
    assert missed([none, seen("2024-01", 9.0)], PREDICTED) == ()
    assert errors(()) == ()
