"""Laws of the verdicts: monotone, free of units, mirrored, bounded by the tolerance, never idle."""

from dataclasses import replace
from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import given

from steelyard.claims.chance import allowed, below, between
from steelyard.claims.claim import Claim
from steelyard.claims.decide import decide
from steelyard.claims.outcome import Reading, Verdict
from steelyard.claims.periods import spans
from steelyard.claims.rules import judge
from steelyard.vocabulary.estimate import Estimate, absent, exact

TODAY = date(2026, 11, 22)
CLAIM = Claim("a", "d", "t", "trade", ("RUS", "CHN"), "q", "greater", (20.0,), ("20",), "%",
              spans("2020"))  # fmt: skip
sizes = st.floats(0.5, 100)
points = st.floats(-100, 100)
BEST = {Verdict.HOLDS: 3, Verdict.APPROXIMATELY: 2, Verdict.NOT_DECIDABLE: 1, Verdict.FAILS: 0}


def said(relation: str, value: float, **more) -> Claim:
    written = f"{value:g}"
    return replace(CLAIM, relation=relation, values=(float(written),), digits=(written,), **more)


def reading(value: Estimate, **more) -> Reading:
    known = {"title": "r", "role": "main", "value": value, "unit": "%", "period": "2020",
             "taken": "at", "origins": ("o",), "series": ("s",), "error": "count"}  # fmt: skip
    return Reading(**{**known, **more})


def known(point: float, width: float) -> Estimate:
    return Estimate(point, point - width, point + width, 0.9, "test")


@given(points, points, sizes)
def test_a_higher_value_never_makes_above_less_true(one: float, other: float, width: float):
    low, high = sorted((one, other))
    below_it = BEST[judge(CLAIM, reading(known(low, width))).verdict]
    assert below_it <= BEST[judge(CLAIM, reading(known(high, width))).verdict]


@given(points, sizes)
def test_above_and_below_mirror_each_other(point: float, width: float):
    above = judge(said("greater", 20), reading(known(point, width)))
    mirrored = judge(said("less", -20), reading(known(-point, width)))
    assert above.verdict == mirrored.verdict
    assert above.chance == pytest.approx(mirrored.chance)


@given(points, sizes)
def test_rising_and_falling_never_both_hold(point: float, width: float):
    up = judge(said("trend_up", 0), reading(known(point, width)))
    down = judge(said("trend_down", 0), reading(known(point, width)))
    assert up.chance is not None
    assert down.chance is not None
    assert up.chance + down.chance == pytest.approx(1.0)
    assert not (up.verdict is Verdict.HOLDS and down.verdict is Verdict.HOLDS)


@given(st.floats(1, 90), st.floats(0.1, 20), st.sampled_from([1e-3, 0.01, 100.0, 1e6]))
def test_changing_the_unit_changes_nothing(point: float, width: float, rate: float):
    here = judge(replace(CLAIM, relation="approx", tolerance=1.0), reading(known(point, width)))
    there = judge(
        replace(CLAIM, relation="approx", values=(20.0 * rate,), tolerance=rate),
        reading(known(point * rate, width * rate)),
    )
    assert here.chance == pytest.approx(there.chance, abs=1e-9)
    assert here.looser == pytest.approx(there.looser, abs=1e-9)


@given(st.floats(1, 90), st.floats(0.1, 20))
def test_more_tolerance_never_makes_it_less_true(point: float, width: float):
    strict, lenient = (
        judge(replace(CLAIM, relation="value", tolerance=room), reading(known(point, width)))
        for room in (0.5, 2.0)
    )
    assert strict.chance is not None
    assert lenient.chance is not None
    assert strict.chance <= lenient.chance + 1e-12


@given(st.floats(-0.99, 0.99))
def test_a_sure_value_within_half_of_the_last_digit_holds(part: float):
    claim = said("value", 19.3)
    assert judge(claim, reading(known(19.3 + 0.05 * part, 1e-9))).verdict is Verdict.HOLDS


@pytest.mark.parametrize("miss", [0.2, -0.2, 5.0])
def test_a_sure_value_beyond_twice_of_it_fails(miss: float):
    assert judge(said("value", 19.3), reading(known(19.3 + miss, 1e-9))).verdict is Verdict.FAILS


def test_between_once_and_twice_of_it_is_approximate():
    outcome = judge(said("value", 19.3), reading(known(19.38, 1e-9)))
    assert outcome.verdict is Verdict.APPROXIMATELY
    assert outcome.margin == pytest.approx(-0.03)


@pytest.mark.parametrize("relation", ["value", "greater", "less", "rank", "trend_up", "event"])
def test_there_is_never_a_verdict_from_no_data(relation: str):
    claim = said(relation, 20)
    assert decide(claim, (), TODAY).verdict is Verdict.NOT_DECIDABLE
    nothing = reading(absent("nobody reported it"))
    assert decide(claim, (nothing,), TODAY).verdict is Verdict.NOT_DECIDABLE
    near = reading(known(20, 0.1), proxy=True)
    assert decide(claim, (near,), TODAY).verdict is Verdict.NOT_DECIDABLE
    later = reading(known(20, 0.1), role="later")
    assert decide(claim, (later,), TODAY).verdict is Verdict.NOT_DECIDABLE


@pytest.mark.parametrize("modality", ["conditional", "possible", "intention"])
def test_what_was_not_said_to_be_so_is_not_judged(modality: str):
    claim = replace(CLAIM, modality=modality)
    assert decide(claim, (reading(known(90, 1)),), TODAY).verdict is Verdict.NOT_ASSERTED


def test_a_forecast_is_judged_once_its_time_is_over():
    past = replace(CLAIM, modality="forecast", period=spans("2021-2025"))
    to_come = replace(past, period=spans("2021-2027"))
    readings = (reading(known(90, 1)),)
    assert decide(past, readings, TODAY).verdict is Verdict.HOLDS
    assert decide(to_come, readings, TODAY).verdict is Verdict.NOT_ASSERTED


@pytest.mark.parametrize(
    ("role", "verdict"),
    [("alternative", Verdict.DEFINITION), ("vintage", Verdict.VINTAGE), ("later", Verdict.HOLDS)],
)
def test_readings_that_disagree_are_told_apart_by_their_role(role: str, verdict: Verdict):
    readings = (reading(known(90, 1)), reading(known(1, 0.1), role=role))
    assert decide(CLAIM, readings, TODAY).verdict is verdict


def test_an_undecided_alternative_changes_nothing():
    readings = (reading(known(90, 1)), reading(known(20, 50), role="alternative"))
    assert decide(CLAIM, readings, TODAY).verdict is Verdict.HOLDS


def test_every_part_of_a_statement_must_hold():
    claim = replace(CLAIM, values=(20.0, 30.0), digits=("20", "30"))
    both = (reading(known(90, 1)), reading(known(1, 0.1), place=1))
    assert decide(claim, both, TODAY).verdict is Verdict.FAILS
    half = (reading(known(90, 1)), reading(absent("none"), place=1))
    assert decide(claim, half, TODAY).verdict is Verdict.NOT_DECIDABLE


def test_the_second_is_not_approximately_the_first():
    assert judge(said("rank", 1), reading(known(2, 0.1))).verdict is Verdict.FAILS
    assert judge(said("rank", 14), reading(known(15, 0.1))).verdict is Verdict.APPROXIMATELY


def test_sides_without_a_common_year_are_not_comparable():
    apart = reading(absent("the two sides have no year in common"), comparable=False)
    assert decide(CLAIM, (apart,), TODAY).verdict is Verdict.NOT_COMPARABLE


def test_a_figure_without_an_error_is_not_taken_as_exact():
    near = exact(20.1, "published without an error")
    assert judge(CLAIM, reading(near, error="official")).verdict is not Verdict.HOLDS
    assert judge(CLAIM, reading(near, error="count")).verdict is Verdict.HOLDS


@given(points, sizes, points)
def test_probabilities_add_up(point: float, width: float, limit: float):
    value = known(point, width)
    assert 0.0 <= below(value, limit) <= 1.0
    assert between(value, limit, limit + 5) <= 1.0
    assert below(value, limit) <= below(value, limit + 1) + 1e-12


@given(st.floats(1, 1e6), st.sampled_from(["official", "press", "loose"]))
def test_the_allowance_never_narrows_an_interval(point: float, error: str):
    bounds = Estimate(point, point * 0.5, point * 1.5, None, "range of two figures")
    assert allowed(bounds, error) == bounds
    assert allowed(known(point, 0.0), error) == known(point, 0.0)
    assert (allowed(exact(point, "w"), error).low or 0) < point
