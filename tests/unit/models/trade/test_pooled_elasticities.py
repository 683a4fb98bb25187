"""Elasticities as a law: pooling of published sets, horizon, and shares of variance."""

from datetime import date

import numpy as np
import pytest

from steelyard.models.trade.contributions import variance_shares
from steelyard.models.trade.elasticities import pooled_elasticities
from steelyard.models.trade.horizon import SHORTEST, Adjustment, adjustment, at_horizon
from steelyard.models.trade.pooling import SCALE, SCALE_NU, run
from steelyard.reference.dataset import load
from steelyard.reference.elasticity_sets import cited_by_industry, published_sets
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.industries import sector_of, sectors

NAMES = ("a", "b", "c", "d")
SETS = np.array([[3.0, 8.0, 4.0, np.nan], [4.0, 9.0, 5.0, np.nan], [3.5, 8.5, 4.5, np.nan]])


@pytest.fixture(scope="module")
def law():
    found = published_sets(load(date(2026, 11, 22)))
    return pooled_elasticities(found.sectors, found.theta, draws=1000)


def simulated(spread: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Sets of three sources and thirteen sectors from the law itself, and the truth."""
    rng = np.random.default_rng(seed)
    runs, source, sector = len(spread), 3, 13
    centre = np.log(4.0) + rng.standard_normal(runs)
    by_set = spread[:, 0, None] * rng.standard_normal((runs, source))
    own = centre[:, None] + spread[:, 1, None] * rng.standard_normal((runs, sector))
    left = spread[:, 2, None, None] * rng.standard_t(4, (runs, source, sector))
    logs = own[:, None] + by_set[:, :, None] + left
    logs[:, :, -2:] = np.nan  # sectors that no set has
    return logs, own


# Standard deviations of ln theta between sets, between sectors and of what is left, and the most
# that may be inside: three sets that agree cannot show it, so that intervals are too wide there.
SPREADS = [
    ("sets nearly agree", (0.3, 0.15, 0.43), 0.98),
    ("as estimated", (0.6, 0.11, 0.43), 0.95),
    ("sets differ", (1.0, 0.15, 0.43), 0.93),
    ("sets differ as far as estimates allow", (1.6, 0.15, 0.43), 0.93),
    ("sectors differ", (0.5, 1.0, 0.43), 0.93),
    ("little is left", (1.0, 0.5, 0.2), 0.93),
    ("much is left", (0.5, 0.5, 0.8), 0.93),
]


@pytest.mark.parametrize(("spread", "most"), [each[1:] for each in SPREADS],
                         ids=[each[0] for each in SPREADS])  # fmt: skip
def test_the_interval_of_a_sector_covers_nine_in_ten_however_far_sets_differ(spread, most):
    inside = covered(np.tile(spread, (600, 1)))
    assert 0.87 <= inside.mean() <= most
    assert 0.87 <= inside[:, -2:].mean() <= most + 0.01  # sectors without estimates


def test_the_interval_of_a_sector_covers_nine_in_ten_under_its_prior():
    rng = np.random.default_rng(5)
    inside = covered(np.abs(SCALE * rng.standard_t(SCALE_NU, (600, 3))))
    assert 0.87 <= inside.mean() <= 0.93
    assert 0.87 <= inside[:, -2:].mean() <= 0.93


def covered(spread: np.ndarray) -> np.ndarray:
    """Whether the truth is inside the 90 % interval, by run and sector."""
    logs, truth = simulated(spread, seed=6)
    low, high = np.quantile(run(logs, 250, 1, burn_in=150).sector, [0.05, 0.95], axis=0)
    return (truth >= low) & (truth <= high)


def test_a_sector_that_sets_agree_on_keeps_its_own_and_one_without_takes_the_common_mean():
    found = pooled_elasticities(NAMES, SETS, draws=1000)
    assert found.pull[1] < 0.5 < found.pull[3] == 1.0
    assert found.middle[1] > 1.5 * found.middle[0]
    assert np.ptp(np.log(found.interval[:, 3])) > np.ptp(np.log(found.interval[:, 1]))
    assert np.isnan(found.published[3])


def test_sets_that_differ_by_a_level_alone_leave_every_sector_alike():
    level = np.array([[0.8], [1.25]])
    found = pooled_elasticities(NAMES, np.full((2, 4), 4.0) * level, draws=400, floor=0.1)
    np.testing.assert_allclose(found.middle, found.middle[0], rtol=0.1)
    assert found.interval[0, 0] < 3.2 < 5.0 < found.interval[1, 0]


def test_a_value_far_out_does_not_drag_its_sector_along(law):
    vehicles = law.sectors.index("vehicles")
    assert law.floor == 0.37
    assert law.middle[vehicles] > 5 * law.floor
    assert law.pull[vehicles] > law.pull[law.sectors.index("textiles")]  # sets disagree more


def test_same_seed_same_draws_and_another_seed_the_same_law(law):
    again = pooled_elasticities(NAMES, SETS, draws=400, seed=3)
    np.testing.assert_array_equal(
        again.theta, pooled_elasticities(NAMES, SETS, draws=400, seed=3).theta
    )
    other = pooled_elasticities(NAMES, SETS, draws=400, seed=4)
    np.testing.assert_allclose(np.log(other.middle), np.log(again.middle), atol=0.15)


def test_a_finer_list_takes_the_elasticity_of_its_sector_draw_by_draw(law):
    fine = law.on(sector_of("wiod_2013"))
    assert fine.theta.shape == (1000, 35)
    chemicals = law.theta[:, law.sectors.index("chemicals")]
    np.testing.assert_array_equal(fine.theta[:, 8], chemicals)
    np.testing.assert_array_equal(fine.theta[:, 9], chemicals)
    with pytest.raises(InputError, match="hats"):
        law.on({"x": "hats"})


def test_draws_below_the_floor_are_lifted_and_counted():
    found = pooled_elasticities(NAMES, SETS, draws=400, floor=5.0)
    assert found.theta.min() == 5.0
    assert found.at_floor[0] > 0.5


@pytest.mark.parametrize(
    ("published", "named"),
    [
        (np.where(SETS == 8.0, 0.0, SETS), "b: 0"),
        (np.where(SETS == 8.0, -3.0, SETS), "b: -3"),
        (SETS[:1], r"\(1, 4\)"),
        (SETS[:, :3], r"\(3, 3\)"),
        (np.vstack([SETS, np.full(4, np.nan)]), "1 empty"),
    ],
)
def test_sets_that_cannot_be_are_refused(published, named):
    with pytest.raises(InputError, match=named):
        pooled_elasticities(NAMES, published)


def test_published_sets_stand_side_by_side_and_none_has_services():
    found = published_sets(load(date(2026, 11, 22)))
    assert found.origins == ("caliendo_parro_2015", "gtap_tariff_elasticities", "sigma_hs3")
    assert found.sectors == tuple(sectors())
    at = {name: place for place, name in enumerate(found.sectors)}
    assert np.isnan(found.theta[:, at["services"]]).all()
    assert found.theta[0, at["vehicles"]] == 0.37
    assert found.theta[1, at["mining"]] == pytest.approx(9.58)  # 10.58 is sigma
    assert cited_by_industry("caliendo_parro_2015")["c8"] == 51.08


def test_elasticities_grow_with_time_towards_the_long_run():
    path = adjustment(500, seed=1)
    theta = np.full((500, 2), 5.0)
    years = [0.0, 1.0, 3.0, 8.5, np.inf]
    grown = np.array([np.median(at_horizon(theta, path, each)) for each in years])
    assert (np.diff(grown) > 0).all()
    assert grown[-1] == 5.0
    assert grown[0] / 5 == pytest.approx(0.31, abs=0.03)
    assert grown[3] / 5 > 0.95  # ratio + 95 % of the rest
    assert at_horizon(np.full((500, 1), 0.2), path, 0.0).min() == SHORTEST


@pytest.mark.parametrize(("theta", "years"), [(5.0, -1.0), (0.0, 1.0), (np.nan, 1.0)])
def test_a_horizon_that_cannot_be_is_refused(theta, years):
    with pytest.raises(InputError):
        at_horizon(np.full((2, 1), theta), Adjustment(np.full(2, 0.3), np.full(2, 3.0)), years)


def linear(seed: int, n: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Outcome of two inputs that move together, a third, and noise; shares known."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((n, 4))
    logs = np.stack([noise[:, 0], 0.6 * noise[:, 0] + 0.8 * noise[:, 1], noise[:, 2]], axis=1)
    return np.exp(logs), logs @ np.array([1.0, 1.0, 1.0]) + noise[:, 3]


# Cov(x_k, y) / V(y): 1.6, 1.6, 1 and 1 of 5.2
TRUE_SHARES = np.array([1.6, 1.6, 1.0, 1.0]) / 5.2


def test_shares_of_variance_are_those_of_a_linear_outcome_and_sum_to_one():
    found = variance_shares(("x", "y", "z"), *linear(1, 20_000))
    points = np.array([each.point for each in (*found.shares, found.rest)])
    np.testing.assert_allclose(points, TRUE_SHARES, atol=0.02)
    assert points.sum() == pytest.approx(1.0)


def test_intervals_of_shares_cover_nine_in_ten():
    inside = []
    for seed in range(100):
        found = variance_shares(("x", "y", "z"), *linear(seed), seed=seed)
        inside += [
            each.low <= truth <= each.high
            for each, truth in zip(found.shares, TRUE_SHARES, strict=False)
        ]
    assert 0.87 <= np.mean(inside) <= 0.93


def test_an_input_that_never_varies_explains_nothing():
    drawn, outcome = linear(2)
    drawn[:, 1] = 4.0
    assert variance_shares(("x", "y", "z"), drawn, outcome).shares[1].point == 0.0


@pytest.mark.parametrize("bad", ["few", "constant", "infinite", "negative"])
def test_draws_that_cannot_be_used_are_refused(bad):
    drawn, outcome = linear(3)
    if bad == "few":
        drawn, outcome = drawn[:20], outcome[:20]
    if bad == "constant":
        outcome = np.ones_like(outcome)
    if bad == "infinite":
        outcome = np.where(outcome > 2, np.inf, outcome)
    if bad == "negative":
        drawn = -drawn
    with pytest.raises(InputError):
        variance_shares(("x", "y", "z"), drawn, outcome)
