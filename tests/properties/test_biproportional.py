"""Laws of biproportional balancing, for any table."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from steelyard.models.trade.biproportional import TOLERANCE, ras
from steelyard.vocabulary.errors import InputError

SHAPE = (4, 5)
CELLS = arrays.arrays(float, SHAPE, elements=st.floats(0.1, 10))
HOLES = arrays.arrays(bool, SHAPE, elements=st.booleans())


def margins(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return table.sum(axis=1), table.sum(axis=0)


def with_holes(table: np.ndarray, holes: np.ndarray) -> np.ndarray:
    """Zeros in some cells, never in the first row or column."""
    found = np.where(holes, 0.0, table)
    found[0], found[:, 0] = table[0], table[:, 0]
    return found


@settings(max_examples=30)
@given(CELLS, CELLS, HOLES)
def test_margins_are_met_zeros_stay_and_the_make_up_of_cells_stays(old, other, holes):
    old, target = with_holes(old, holes), with_holes(other, holes)
    found = ras(old, *margins(target))
    np.testing.assert_allclose(found.table.sum(axis=1), target.sum(axis=1), rtol=10 * TOLERANCE)
    np.testing.assert_allclose(found.table.sum(axis=0), target.sum(axis=0), rtol=10 * TOLERANCE)
    assert (found.table[old == 0] == 0).all()
    assert found.residual <= TOLERANCE
    full = old[[0, 1]][:, [0, 1]]  # odds of four cells are those of the old table
    if (full > 0).all():
        new = found.table[[0, 1]][:, [0, 1]]
        odds = [t[0, 0] * t[1, 1] / (t[0, 1] * t[1, 0]) for t in (full, new)]
        assert odds[1] == pytest.approx(odds[0], rel=1e-6)


@settings(max_examples=30)
@given(CELLS)
def test_a_table_that_has_its_margins_is_left_as_it_is(old):
    found = ras(old, *margins(old))
    assert found.rounds == 1
    np.testing.assert_allclose(found.table, old, rtol=1e-12)


@settings(max_examples=30)
@given(CELLS, CELLS, arrays.arrays(float, SHAPE[0], elements=st.floats(0.1, 10)))
def test_scaling_rows_beforehand_changes_nothing(old, other, factor):
    found = ras(old, *margins(other)).table
    np.testing.assert_allclose(ras(old * factor[:, None], *margins(other)).table, found, rtol=1e-6)


@settings(max_examples=30)
@given(CELLS, CELLS)
def test_blocks_are_met_too_and_a_free_one_is_left_to_the_margins(old, other):
    block = np.where(np.arange(20).reshape(SHAPE) < 3, 0, -1)
    block[3, 4] = 1
    totals = np.array([other.ravel()[:3].sum(), np.nan])
    found = ras(old, *margins(other), block=block, totals=totals)
    assert found.table.ravel()[:3].sum() == pytest.approx(totals[0], rel=10 * TOLERANCE)
    assert found.table.sum() == pytest.approx(other.sum())


OLD = np.array([[1.0, 2], [3, 4]])


@pytest.mark.parametrize(
    ("table", "rows", "columns", "named"),
    [
        (OLD, [3.0, 7], [4.0, 7], "rows of 10 and columns of 11"),
        (np.array([[0.0, 0], [3, 4]]), [3.0, 7], [4.0, 6], "rows.*zeros.*at 0"),
        (np.array([[0.0, 2], [0, 4]]), [3.0, 7], [4.0, 6], "columns.*zeros.*at 0"),
        (-OLD, [3.0, 7], [4.0, 6], "below zero"),
        (OLD, [np.nan, 7], [4.0, 6], "absent"),
        (np.array([[1.0, 0], [1, 1]]), [8.0, 2], [2.0, 8], "still missed"),
    ],
)
def test_margins_that_cannot_be_met_are_refused(table, rows, columns, named):
    with pytest.raises(InputError, match=named):
        ras(table, np.array(rows), np.array(columns))
