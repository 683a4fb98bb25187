"""How an estimate is printed: an interval is never hidden, unless the digits say it."""

import pytest

from steelyard.vocabulary.estimate import Estimate


@pytest.mark.parametrize(
    ("point", "low", "high", "text"),
    [
        (71.6, 71.55, 71.65, "71.6"),  # rounding of a printed figure
        (19.0, 18.5, 19.5, "19"),
        (1.0, 0.6, 1.0, "1.0 (0.6 to 1.0)"),  # as wide, but to one side
        (5.0, 4.9, 5.1, "5.00 (4.90 to 5.10)"),  # narrower than rounding
    ],
)
def test_an_interval_is_left_out_only_where_the_digits_say_it(point, low, high, text):
    assert Estimate(point, low, high, 0.9, "draws").text() == text
