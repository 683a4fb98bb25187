"""Pushes of variables: closed forms, silence where no way leads, and how the spread is parted."""

import numpy as np
import pytest

from steelyard.system.causal import shipped
from steelyard.system.lever_effects import lever_effects, lever_importance, pushable
from steelyard.system.numbers import draws_of
from steelyard.vocabulary.errors import InputError, UnknownName

DRAWS = draws_of(shipped(), 20, 0)
SLOPE = DRAWS["slope_course_revision_on_dependence"]


@pytest.fixture(scope="module")
def held():
    return pushable(shipped(), DRAWS, "dependence", start=2027, year=2028)


def test_a_push_comes_out_as_its_slope_before_any_loop_has_closed(held):
    found = {each.variable: each for each in lever_effects(held)}
    told = found["course_revision"]  # a year late; loops from dependence take two and more
    assert [told.low, told.middle, told.high] == pytest.approx(
        list(-np.quantile(SLOPE, (0.95, 0.5, 0.05)))
    )
    assert told.rises == 0.0
    assert found["strategy_rus"].rises is None  # its effects come later than a year
    assert "dependence" not in found


def test_indices_part_the_spread_of_a_sum_as_its_variances(held):
    found = {each.name: each for each in lever_importance(held, ["course_revision"], base=256)}
    total = sum(each.first or 0.0 for each in found.values())
    assert 0.6 < total < 1.3
    assert (found["course_revision"].total or 0.0) > 0
    assert found["drifts of stocks"].total is not None


def test_unknown_variables_and_years_out_of_order_are_refused():
    with pytest.raises(UnknownName):
        pushable(shipped(), DRAWS, "dependence_", start=2027, year=2030)
    with pytest.raises(InputError, match="2030"):
        pushable(shipped(), DRAWS, "dependence", start=2030, year=2030)
