"""Draws from an estimate's interval: quantiles, scales, absence, refusal."""

import numpy as np
import pytest

from steelyard.measures.interval import draws_of
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.estimate import Estimate, absent, exact

LOPSIDED = Estimate(0.3, 0.2, 0.6, 0.9, "an example")


@pytest.mark.parametrize("seed", [0, 7])
def test_nine_tenths_of_the_draws_lie_inside_and_a_twentieth_on_either_side(seed):
    drawn = draws_of(LOPSIDED, 40_000, seed)
    assert abs((drawn < 0.2).mean() - 0.05) < 0.005
    assert abs((drawn > 0.6).mean() - 0.05) < 0.005
    assert abs(np.median(drawn) - 0.3) < 0.003


def test_on_the_logarithmic_scale_the_ends_are_the_same():
    drawn = np.exp(draws_of(LOPSIDED, 40_000, 1, scale="log"))
    np.testing.assert_allclose(np.quantile(drawn, [0.05, 0.5, 0.95]), [0.2, 0.3, 0.6], rtol=0.02)


def test_the_same_seed_gives_the_same_draws_and_a_generator_goes_on():
    np.testing.assert_array_equal(draws_of(LOPSIDED, 50, 3), draws_of(LOPSIDED, 50, 3))
    random = np.random.default_rng(3)
    first, second = draws_of(LOPSIDED, 50, random), draws_of(LOPSIDED, 50, random)
    np.testing.assert_array_equal(first, draws_of(LOPSIDED, 50, 3))
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.5


def test_a_number_without_an_interval_is_drawn_as_itself():
    assert set(draws_of(exact(4.0, "a count"), 9, 0)) == {4.0}


def test_draws_stay_within_what_is_possible():
    drawn = draws_of(Estimate(0.5, 0.1, 0.95, 0.9, "wide"), 5_000, 0, within=(0.0, 1.0))
    assert drawn.min() >= 0
    assert drawn.max() == 1


@pytest.mark.parametrize(
    ("estimate", "scale"),
    [
        (absent("nobody counted"), "linear"),
        (exact(0.0, "a count"), "log"),
        (Estimate(0.2, 0.0, 0.4, 0.9, "reaches zero"), "log"),
    ],
)
def test_what_cannot_be_drawn_is_refused(estimate, scale):
    with pytest.raises(InputError, match="draws_of"):
        draws_of(estimate, 10, 0, scale=scale)
