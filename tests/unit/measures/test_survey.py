"""Sampling errors of surveys: what published margins imply, and clusters whose truth is known."""

import numpy as np
import pytest

from steelyard.measures.survey import design_effect, survey_share
from steelyard.vocabulary.errors import InputError


def clustered(random, truth, clusters, size, within):
    """Answers of clusters whose members are alike: the design effect is 1 + (size - 1) within."""
    spread = (1 - within) / within
    shares = random.beta(truth * spread, (1 - truth) * spread, clusters)
    return random.binomial(size, shares).sum() / (clusters * size)


@pytest.mark.parametrize("truth", [0.05, 0.3, 0.6])
@pytest.mark.parametrize(("size", "within"), [(10, 1 / 15), (10, 1 / 6)])
def test_ninety_per_cent_of_intervals_of_clustered_samples_hold_the_truth(truth, size, within):
    random = np.random.default_rng(3)
    effect = 1 + (size - 1) * within
    held = []
    for _ in range(2000):
        found = survey_share(clustered(random, truth, 100, size, within), 1000.0, effect, "made")
        held.append(found.low <= truth <= found.high)
    assert 0.87 <= np.mean(held) <= 0.93


def test_margins_of_levada_for_1600_persons_imply_one_design_effect():
    # published beside every survey: 3.4 points near 50 %, 2.9 near 25, 2.0 near 10, 1.5 near 5
    margins = {0.5: 0.034, 0.25: 0.029, 0.1: 0.020, 0.05: 0.015}
    found = [design_effect(margin, 1600.0, share) for share, margin in margins.items()]
    assert min(found) > 1.8
    assert max(found) < 1.98


def test_other_published_margins():
    assert design_effect(0.039, 1000.0) == pytest.approx(1.58, abs=0.01)  # Pew, Argentina 2014
    assert design_effect(0.035, 1600.0) == pytest.approx(2.04, abs=0.01)  # VCIOM, face to face 2015


def test_nobody_and_everybody_still_have_a_width():
    none, every = survey_share(0.0, 500.0, 1.5, "made"), survey_share(1.0, 500.0, 1.5, "made")
    assert none.low == 0.0
    assert none.high > 0.005
    assert every.high == 1.0
    assert every.low == pytest.approx(1 - none.high)


@pytest.mark.parametrize("bad", [(1.2, 100.0, 1.5), (0.5, 0.0, 1.5), (0.5, 100.0, 0.5)])
def test_impossible_surveys_are_refused(bad):
    with pytest.raises(InputError):
        survey_share(*bad, "made")
    with pytest.raises(InputError):
        design_effect(3.4, 1600.0)
