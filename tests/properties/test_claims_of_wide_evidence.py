"""Evidence that is wide on both sides of what was said never makes a statement wrong."""

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given

from steelyard.claims.claim import Claim
from steelyard.claims.outcome import Reading, Verdict
from steelyard.claims.periods import spans
from steelyard.claims.rules import judge
from steelyard.vocabulary.estimate import Estimate

CLAIM = Claim("a", "d", "t", "trade", ("RUS", "CHN"), "q", "value", (19.3,), ("19.3",), "USD bn",
              spans("2020"))  # fmt: skip


def reading(point: float, width: float) -> Reading:
    value = Estimate(point, point - width, point + width, 0.9, "test")
    return Reading(title="r", role="main", value=value, unit="USD bn", period="2020", taken="at",
                   origins=("o",), series=("s",), error="count")  # fmt: skip


@given(st.floats(-0.5, 0.5), st.floats(1, 1e6))
def test_a_wide_interval_around_a_number_never_fails_it(part, width):
    # the point lies within half a width of what was said: 20 % at least lie on either side
    found = judge(CLAIM, reading(19.3 + part * width, width)).verdict
    assert found is not Verdict.FAILS


@given(st.floats(1.2, 50), st.floats(0.2, 10), st.sampled_from([-1, 1]))
def test_a_number_that_lies_clear_of_it_fails_it(far, width, side):
    found = judge(CLAIM, reading(19.3 + side * (0.1 + far * width), width)).verdict
    assert found is Verdict.FAILS


@given(st.floats(0.01, 5), st.floats(0.01, 5))
def test_a_wider_interval_never_turns_undecided_into_wrong(narrow, more):
    near = judge(CLAIM, reading(20.0, narrow)).verdict
    wide = judge(CLAIM, reading(20.0, narrow + more)).verdict
    if near is not Verdict.FAILS:
        assert wide is not Verdict.FAILS


def test_a_range_is_failed_on_either_side():
    band = replace(CLAIM, values=(4.0, 5.0), digits=("4", "5"), means="range", unit="USD bn")
    assert judge(band, reading(9.0, 1.0)).verdict is Verdict.FAILS
    assert judge(band, reading(0.5, 1.0)).verdict is Verdict.FAILS
    assert judge(band, reading(4.5, 40.0)).verdict is Verdict.NOT_DECIDABLE
