"""Event study with placebos."""

import numpy as np
import pytest

from steelyard.models.series.event_study import event_study
from steelyard.vocabulary.errors import InputError

YEARS = np.arange(2010, 2020)
AFTER = YEARS >= 2016


def panel(random, placebos, effect=0.0):
    """Units that wander and share a trend; the first is hit by the event."""
    paths = np.cumsum(random.normal(0, 0.01, (10, placebos + 1)), axis=0)
    paths += np.linspace(0, 0.3, 10)[:, None]
    paths[AFTER, 0] += effect
    return paths[:, 0], paths[:, 1:]


@pytest.mark.parametrize("placebos", [25, 60])
def test_nine_tenths_of_the_intervals_hold_the_effect(placebos):
    random, inside, samples = np.random.default_rng(1), 0, 1000
    for _ in range(samples):
        own, others = panel(random, placebos, 0.05)
        effect = event_study(YEARS, own, others, ~AFTER, AFTER).effect
        inside += effect.low <= 0.05 <= effect.high
    assert 0.88 <= inside / samples <= 0.92


def test_a_rank_as_low_as_this_is_as_rare_as_it_says():
    random, samples = np.random.default_rng(2), 1000
    low = sum(
        event_study(YEARS, *panel(random, 39), ~AFTER, AFTER).p_value <= 0.1 for _ in range(samples)
    )
    assert 0.08 <= low / samples <= 0.12


def test_what_all_units_saw_is_no_effect():
    own, others = panel(np.random.default_rng(3), 30)
    step = np.where(AFTER, 5.0, 0.0)
    plain = event_study(YEARS, own, others, ~AFTER, AFTER)
    stepped = event_study(YEARS, own + step, others + step[:, None], ~AFTER, AFTER)
    assert stepped.effect.point == pytest.approx(plain.effect.point)
    assert [year for year, _ in stepped.before] == list(range(2010, 2016))


def test_few_placebos_give_a_number_without_an_interval():
    own, others = panel(np.random.default_rng(4), 18)
    found = event_study(YEARS, own, others, ~AFTER, AFTER)
    assert found.effect.low is None
    assert found.p_value is None
    assert "18 placebos; 19 are needed" in found.effect.basis


def test_placebos_with_gaps_are_left_out_and_outcomes_with_gaps_refused():
    own, others = panel(np.random.default_rng(5), 30)
    others[4, 0] = np.nan
    assert event_study(YEARS, own, others, ~AFTER, AFTER).placebos == 29
    own[4] = np.nan
    with pytest.raises(InputError, match="1 absent outcomes"):
        event_study(YEARS, own, others, ~AFTER, AFTER)
    with pytest.raises(InputError, match="0 after"):
        event_study(YEARS, others[:, 1], others, ~AFTER, AFTER & False)
