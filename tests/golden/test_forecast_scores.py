"""Scores and smoothing against scoringrules 0.10.0 and statsmodels 0.15.0, and by hand.

Stored values by `make_forecast_scores.py`. Scores agree to 1e-10; the likelihood of smoothing at
their numbers to 1e-8, and our own search finds at least as much as theirs, less 0.01.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from steelyard.measures.scores import (
    crps_normal,
    crps_of_draws,
    crps_of_quantiles,
    interval_score,
    log_score_normal,
)
from steelyard.models.series.smoothing import fitted, log_likelihood

KEPT = json.loads(Path(__file__).with_name("forecast_scores.json").read_text("utf-8"))
SCORES = {name: np.array(values) for name, values in KEPT["scores"].items()}
SHARP = {"rtol": 1e-10, "atol": 1e-10}


def test_scores_of_draws_are_those_of_the_peer():
    draws, observed = SCORES["draws"], SCORES["observed"]
    np.testing.assert_allclose(crps_of_draws(draws, observed), SCORES["fair"], **SHARP)
    usual = crps_of_draws(draws, observed, fair=False)
    np.testing.assert_allclose(usual, SCORES["usual"], **SHARP)


def test_scores_of_quantiles_and_intervals_are_those_of_the_peer():
    quantiles, levels, observed = (SCORES[each] for each in ("quantiles", "levels", "observed"))
    found = crps_of_quantiles(quantiles, levels, observed)
    np.testing.assert_allclose(found, SCORES["quantile"], **SHARP)
    winkler = interval_score(quantiles[:, 0], quantiles[:, -1], observed, 0.9)
    np.testing.assert_allclose(winkler, SCORES["winkler"], **SHARP)


def test_scores_of_a_normal_are_those_of_the_peer():
    mean, spread, observed = SCORES["observed"][::-1], SCORES["spread"], SCORES["observed"]
    np.testing.assert_allclose(crps_normal(mean, spread, observed), SCORES["normal"], **SHARP)
    logs = log_score_normal(mean, spread, observed)
    np.testing.assert_allclose(logs, SCORES["log_normal"], **SHARP)


def test_draws_of_a_normal_tend_to_its_closed_form():
    draws = np.random.default_rng(1).standard_normal((1, 400_000))
    exact = crps_normal(np.zeros(1), np.ones(1), np.array([0.7]))
    np.testing.assert_allclose(crps_of_draws(draws, np.array([0.7])), exact, atol=0.002)


def test_dense_quantiles_of_a_uniform_tend_to_its_closed_form():
    levels = (np.arange(4000) + 0.5) / 4000
    found = crps_of_quantiles(levels[None], levels, np.array([0.3]))
    exact = (0.3**3 + 0.7**3) / 3  # the integral of (F - 1[x >= y]) squared
    np.testing.assert_allclose(found, exact, atol=1e-6)


@pytest.mark.parametrize("place", range(len(KEPT["smoothing"])))
def test_smoothing_has_the_likelihood_of_the_peer_and_finds_no_less(place: int):
    kept = KEPT["smoothing"][place]
    values = np.array(kept["values"])
    at = log_likelihood(values, tuple(kept["speeds"]), np.array(kept["first"]))
    assert at == pytest.approx(kept["log_likelihood"], abs=1e-8)
    found = fitted(values, kept["states"])
    assert found.log_likelihood > kept["log_likelihood"] - 0.01
    if found.log_likelihood < kept["log_likelihood"] + 0.01:
        assert found.aicc == pytest.approx(kept["aicc"], abs=0.03)
