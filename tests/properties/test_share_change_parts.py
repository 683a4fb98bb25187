"""Parts of a change of share: exact, the same in any order and grouping, reversed with time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.models.series.share_change import share_slopes
from steelyard.vocabulary.errors import InputError

flows = st.floats(0.0, 1e9, allow_nan=False)
positive = st.floats(1e-3, 1e9, allow_nan=False)


def parts(start, end):
    """Part of the first flow, and of each other, in the change of the first one's share."""
    start, end = np.array(start), np.array(end)
    ends = start[0], end[0], start[1:].sum(), end[1:].sum()
    slopes = share_slopes(*(np.asarray(value) for value in ends))
    step = end - start
    return np.append(slopes.own * step[0], slopes.rest * step[1:])


both_years = st.lists(st.tuples(flows, flows), min_size=1, max_size=6)


@given(own=st.tuples(positive, positive), others=both_years)
def test_parts_add_up_to_the_change(own, others):
    start, end = ([pair[k] for pair in (own, *others)] for k in (0, 1))
    change = end[0] / sum(end) - start[0] / sum(start)
    assert parts(start, end).sum() == pytest.approx(change, abs=1e-12)


@given(own=st.tuples(positive, positive), others=both_years)
def test_turning_time_round_turns_the_signs(own, others):
    start, end = ([pair[k] for pair in (own, *others)] for k in (0, 1))
    assert parts(end, start) == pytest.approx(-parts(start, end), abs=1e-12)


@given(own=st.tuples(positive, positive), others=both_years, seed=st.integers(0, 99))
def test_order_and_grouping_of_the_others_do_not_matter(own, others, seed):
    start, end = ([pair[k] for pair in (own, *others)] for k in (0, 1))
    found = parts(start, end)
    order = np.random.default_rng(seed).permutation(len(others))
    mixed = parts([start[0], *np.array(start[1:])[order]], [end[0], *np.array(end[1:])[order]])
    assert mixed[1:] == pytest.approx(found[1:][order], abs=1e-12)
    grouped = parts([start[0], sum(start[1:])], [end[0], sum(end[1:])])
    assert grouped == pytest.approx([found[0], found[1:].sum()], abs=1e-9)


@given(own=st.tuples(positive, positive), others=both_years)
def test_a_flow_that_does_not_move_has_no_part(own, others):
    start, end = ([pair[k] for pair in (own, *others)] for k in (0, 1))
    end[1] = start[1]
    assert parts(start, end)[1] == 0.0


@pytest.mark.parametrize(
    "bad", [(0.0, 1.0, 0.0, 1.0), (-1.0, 1.0, 2.0, 2.0), (np.nan, 1.0, 1.0, 1.0)]
)
def test_no_share_of_nothing_and_no_negative_or_absent_flow(bad):
    with pytest.raises(InputError):
        share_slopes(*(np.array(value) for value in bad))
