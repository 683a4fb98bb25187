"""A sampler that keeps its blocks: the same draws when it goes on, refusals, what it tells."""

import numpy as np
import numpyro
import pytest
from numpyro import distributions

from steelyard.system.sampler import Plan, sample
from steelyard.vocabulary.errors import InputError

PLAN = Plan(chains=2, adapting=100, draws=150, seed=3)


def model():
    """Two correlated normals with means 1 and -2."""
    x = numpyro.sample("x", distributions.Normal(1.0, 1.0))
    numpyro.sample("y", distributions.Normal(x - 3.0, 0.5))


def test_draws_are_of_the_density():
    made = sample(model, Plan(chains=4, adapting=300, draws=1500))
    x, y = made.draws["x"], made.draws["y"]
    assert x.shape == (4, 1500)
    assert abs(x.mean() - 1) < 0.1
    assert abs(y.mean() + 2) < 0.12
    assert abs(np.corrcoef(x.ravel(), y.ravel())[0, 1] - 1 / np.sqrt(1.25)) < 0.03
    assert len({each[0] for each in x}) == 4  # chains begin apart


def test_an_interrupted_run_gives_the_same_draws(tmp_path):
    whole = sample(model, PLAN)

    def stop(done, all_of_them):
        if done > all_of_them // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample(model, PLAN, folder=tmp_path, digest="a", progress=stop)
    met = []
    resumed = sample(model, PLAN, folder=tmp_path, digest="a",
                     progress=lambda done, of: met.append((done, of)))  # fmt: skip
    for name, values in whole.draws.items():
        np.testing.assert_array_equal(resumed.draws[name], values)
    assert met[0][0] > 25  # it did not begin anew
    assert met[-1] == (500, 500)


def test_a_folder_of_another_calibration_is_refused(tmp_path):
    sample(model, PLAN, folder=tmp_path, digest="a")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InputError, match="another calibration"):
        sample(model, PLAN, folder=tmp_path, digest="b")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("wrong", [{"chains": 1}, {"draws": 0}, {"adapting": 0}, {"seed": -1}])
def test_impossible_plans_are_refused(wrong):
    with pytest.raises(InputError, match="plan of a calibration"):
        Plan(**wrong)
