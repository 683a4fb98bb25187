"""Cleaning an input-output table: what each step changes, its account, and what it refuses."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from steelyard.models.trade.calibration import calibrate
from steelyard.models.trade.cleaning import clean
from steelyard.reference.baseline import Baseline, baseline
from steelyard.reference.dataset import load
from steelyard.vocabulary.errors import InputError

DAY = date(2026, 11, 22)


def made(**changed: np.ndarray) -> Baseline:
    """Two regions of two sectors; the second sector of B sells nothing."""
    flows = np.array([[3.0, 1, 2, 0], [1, 2, 0, 0], [1, 0, 4, 5], [0, 0, 0, 0]])
    final = np.array([[8.0, 1], [5, 2], [1, 9], [0, 0]])
    parts = {"flows": flows, "final": final, "stocks": np.zeros((4, 2))} | changed
    return Baseline("made", 2011, ("A", "B"), ("goods", "services"), **parts)


def changes(table: Baseline) -> dict:
    return {change.step: change for change in clean(table).changes}


def test_every_entry_is_kept_or_changed_with_a_reason():
    stocks = np.array([[0.0, -1], [2, 0], [0, 0], [0, 0]])
    found = clean(made(stocks=stocks))
    assert found.entries == 8 + 6 + 2
    assert found.kept + sum(change.entries for change in found.changes) == found.entries
    assert all(change.reason for change in (*found.changes, found.solved))


def test_stocks_drawn_down_are_set_to_zero_and_named():
    change = changes(made(stocks=np.array([[0.0, -1], [2, 0], [0, 0], [0, 0]])))
    assert (change["negative final use"].entries, change["negative final use"].moved) == (1, 1.0)
    assert change["negative final use"].largest == "A goods"


def test_inputs_of_a_cell_that_sells_nothing_are_dropped_and_named():
    found = changes(made())["inputs without sales"]
    assert (found.entries, found.moved, found.largest) == (1, 5.0, "B services")


def test_inputs_above_output_are_scaled_and_named():
    final = np.array([[8.0, 1], [0, 0.1], [1, 9], [0, 0]])  # A services sells 3.1
    flows = made().flows.copy()
    flows[2, 1] = 3.0
    found = clean(made(final=final, flows=flows))
    capped = {change.step: change for change in found.changes}["inputs above output"]
    assert (capped.entries, capped.largest) == (3, "A services")
    inputs = found.flows[:, 1].sum() / found.output[1]
    assert inputs == pytest.approx(0.99)


def test_rows_equal_columns_after_cleaning():
    found = clean(made(stocks=np.array([[0.0, -1], [2, 0], [0, 0], [0, 0]])))
    np.testing.assert_allclose(found.flows.sum(axis=1) + found.final.sum(axis=1), found.output)
    assert found.value_added.sum() == pytest.approx(found.final.sum())
    assert (found.value_added[found.output > 0] > 0).all()


def test_a_clean_table_is_left_as_it_is():
    once = clean(made(stocks=np.array([[0.0, -1], [2, 0], [0, 0], [0, 0]])))
    again = clean(replace(made(), flows=once.flows, final=once.final))
    assert again.kept == again.entries
    assert again.solved.entries == 0
    np.testing.assert_allclose(again.flows, once.flows, rtol=1e-12)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"flows": np.where(np.arange(16).reshape(4, 4) == 6, -1.0, 1.0)}, "A services to B goods"),
        ({"flows": np.where(np.arange(16).reshape(4, 4) == 0, np.nan, 1.0)}, "A goods to A goods"),
        ({"final": np.array([[8.0, np.inf], [5, 2], [1, 9], [0, 0]])}, "A goods to B"),
        ({"final": np.array([[8.0, 0], [5, 0], [1, 0], [0, 0]])}, "without final use.*B"),
        ({"flows": np.ones((4, 3))}, r"\(4, 3\)"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_the_cell(changed, named):
    with pytest.raises(InputError, match=named):
        clean(made(**changed))


@pytest.mark.parametrize("theta", [[5.0], [5.0, 0.0], [5.0, -1.0], [5.0, np.nan]])
def test_elasticities_that_cannot_be_are_refused(theta):
    with pytest.raises(InputError):
        calibrate(made(), np.array(theta))


def test_the_shipped_table_becomes_an_economy_that_satisfies_the_model():
    table = baseline(load(DAY))
    found = calibrate(table, np.full(len(table.sectors), 5.0))
    assert found.residual < 1e-12
    assert found.economy.deficit.sum() == pytest.approx(0.0, abs=1e-6 * found.table.output.sum())
    np.testing.assert_allclose(found.economy.share.sum(axis=2), 1.0)
