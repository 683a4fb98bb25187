"""Intervals of costs of cuts hold the true cost in nine cases of ten.

The truth is drawn from the stated law: how far published sets, sectors and single values differ,
then elasticities, then what three sets would have published of them. The law is pooled from these
sets as the program pools it, and the interval of the loss is the program's. World of six regions
and four sectors of 2011.
"""

from functools import cache

import numpy as np
import pytest
from numpy.polynomial import chebyshev

from steelyard.measures.interval import next_draw_interval, quantile_interval
from steelyard.models.trade import batch
from steelyard.models.trade.pooling import SCALE, SCALE_NU, run
from steelyard.models.trade.shock import embargo
from steelyard.models.trade.solve import settle
from steelyard.models.trade.tables import economy_from_flows
from steelyard.scenarios.costs import log_ratio, percent

SETS, SECTORS, WITHOUT = 3, 13, 2  # as in the package; services and the like have no estimate
OURS = (0, 1, 11, 12)  # of these sectors, the four of the small world
LEVELS = (-1.0, 4.2)  # of ln theta; beyond, both truth and draws count as lying at the end
DEGREE, TRAIN, TRY = 6, 400, 100


@cache
def economy(folder):
    """Russia, China, the United States, others of the West, India and the rest, settled."""
    found = np.load(folder / "validation/wiod/coarse_inputs.npz")
    names = [str(each) for each in found["regions"]]
    sectors = ["raw", "goods", "utilities", "services"]
    return settle(economy_from_flows(names, sectors, found["Z"], found["F"], found["theta"]))


def losses(start, theta, monkeypatch):
    """Exact: minus log real income of Russia and of China without any trade between them."""
    monkeypatch.setattr(batch, "LANES", 256)  # a small world: many side by side, same numbers

    def cut(world):
        there = embargo(world, ["RUS"], ["CHN"])
        return there.then(embargo(world, ["CHN"], ["RUS"]))

    found = batch.solve_draws(start, theta, [cut])
    assert not found.refused
    return -np.log(found.real_income[:, 0, :2])


def basis(logs):
    """Terms of a smooth function of ln theta: the common level, and sectors' distance from it."""
    logs = np.clip(logs, *LEVELS)
    level = logs.mean(axis=-1)
    apart = (logs - level[..., None])[..., :-1]
    scaled = 2 * (level - LEVELS[0]) / (LEVELS[1] - LEVELS[0]) - 1
    waves = chebyshev.chebvander(scaled, DEGREE)
    pairs = [apart[..., i] * apart[..., j] for i in range(3) for j in range(i, 3)]
    terms = [waves]
    terms += [waves[..., :6] * apart[..., k, None] for k in range(3)]
    terms += [waves[..., :4] * pair[..., None] for pair in pairs]
    return np.concatenate(terms, axis=-1)


@pytest.fixture(scope="module")
def loss(shared):
    """Losses as a function of elasticities, fitted to exact ones, and how far it errs."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        start = economy(shared)
        rng = np.random.default_rng(1)
        apart = rng.uniform(0.1, 1.2, (TRAIN, 1)) * rng.standard_normal((TRAIN, 4))
        level = rng.uniform(*LEVELS, (TRAIN, 1))
        tried = drawn("prior")[0][:TRY]  # held out, and from the law itself
        logs = np.clip(np.concatenate([level + apart, tried]), *LEVELS)
        exact = np.log(losses(start, np.exp(logs), monkeypatch))
    found = np.linalg.lstsq(basis(logs[:TRAIN]), exact[:TRAIN], rcond=None)[0]
    error = np.abs(basis(logs[TRAIN:]) @ found - exact[TRAIN:])
    return (lambda logs: np.exp(basis(logs) @ found)), error


@cache
def drawn(case, runs=500):
    """True ln theta, and draws of it by the law of what three sets published: [draw, run, 4]."""
    rng = np.random.default_rng(7)
    spread = (
        np.abs(SCALE * rng.standard_t(SCALE_NU, (runs, 3)))
        if case == "prior"
        else np.tile((0.6, 0.11, 0.43), (runs, 1))
    )
    own = np.log(4.0) + rng.standard_normal(runs)[:, None]
    own = own + spread[:, 1, None] * rng.standard_normal((runs, SECTORS))
    logs = own[:, None] + spread[:, 0, None, None] * rng.standard_normal((runs, SETS, 1))
    logs = logs + spread[:, 2, None, None] * rng.standard_t(4, (runs, SETS, SECTORS))
    logs[:, :, -WITHOUT:] = np.nan
    made = np.maximum(run(logs, 300, 1, burn_in=100).sector, np.nanmin(logs, axis=(1, 2))[:, None])
    return own[:, OURS], made[:, :, OURS]


def covered(loss, case, count):
    """Parts of cases in which the interval holds the truth: Russia, China, their log ratio."""
    truth, draws = drawn(case)
    true, made = np.exp(-loss(truth)), np.exp(-loss(draws[:: 300 // count]))
    inside = []
    for one in range(len(true)):
        sides = [percent(made[:, one, side]) for side in (0, 1)]
        ratio = log_ratio(made[:, one, 0], made[:, one, 1])
        values = [*(100 * (true[one] - 1)), np.log(np.log(true[one, 0]) / np.log(true[one, 1]))]
        inside.append([
            (each.point if each.low is None else each.low)
            <= value
            <= (each.point if each.high is None else each.high)
            for each, value in zip((*sides, ratio), values, strict=True)
        ])  # fmt: skip
    return np.mean(inside, axis=0)


def test_the_losses_that_stand_for_exact_ones_err_little(loss):
    assert np.quantile(loss[1], 0.95) < 0.08
    assert np.median(loss[1]) < 0.015


@pytest.mark.parametrize("count", [40, 150])
def test_intervals_of_losses_cover_nine_in_ten_when_all_is_drawn_from_the_law(loss, count):
    russia, china, ratio = covered(loss[0], "prior", count)
    assert 0.87 <= russia <= 0.93
    assert 0.87 <= china <= 0.93
    assert 0.87 <= ratio <= 0.93


def test_where_sets_differ_as_the_published_ones_do_intervals_are_rather_too_wide(loss):
    russia, china, _ = covered(loss[0], "as estimated", 150)
    assert 0.87 <= russia <= 0.96
    assert 0.87 <= china <= 0.96


@pytest.mark.parametrize("count", [20, 40, 200])
def test_few_draws_of_a_law_hold_one_more_with_its_level(count):
    rng = np.random.default_rng(3)
    draws, more = rng.uniform(size=(1500, count)), rng.uniform(size=1500)
    held = {}
    for rule in (next_draw_interval, quantile_interval):
        ends = np.array([rule(each) for each in draws])
        held[rule] = ((ends[:, 0] <= more) & (more <= ends[:, 1])).mean()
    assert held[next_draw_interval] == pytest.approx(0.9, abs=0.025)
    assert held[quantile_interval] == pytest.approx(0.9 * (count - 1) / (count + 1), abs=0.025)
