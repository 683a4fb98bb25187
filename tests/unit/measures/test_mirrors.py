"""Missing mirrors on made flows: what is imputed, what stays absent, what is refused."""

from itertools import pairwise

import numpy as np
import pytest

from steelyard.measures.mirrors import Rehearsal, impute
from steelyard.measures.mirrors_growth import two_way_growth
from steelyard.measures.mirrors_shares import draw_missing, partner_draws, share_bounds
from steelyard.measures.mirrors_silence import silence
from steelyard.measures.mirrors_validation import backtest
from steelyard.vocabulary.errors import InputError

N = 40
OFF_DIAGONAL = ~np.eye(N, dtype=bool)


def world(seed=0, noise=0.2):
    """Two years of flows whose growth is two-way, up to noise."""
    random = np.random.default_rng(seed)
    size = random.lognormal(0, 1, N)
    last = np.outer(size, size) * random.lognormal(4, 1, (N, N))
    seller, buyer = random.normal(0, 0.4, (2, N))
    growth = seller[:, None] + buyer[None, :] + random.normal(0, noise, (N, N))
    now = last * np.exp(growth)
    for flows in (now, last):
        np.fill_diagonal(flows, np.nan)
    return now, last


def silenced(now, silent=6):
    hidden = now.copy()
    hidden[:silent, :silent] = np.nan
    return hidden


def test_a_block_of_blanks_is_silence_and_a_lone_blank_is_not():
    now, last = world()
    hidden = silenced(now)
    hidden[20, 30] = np.nan
    found = silence(hidden, last)
    assert found.missing[:6, :6].sum() == 30
    assert not found.missing[20, 30]
    assert found.state[:6].min() > 0.8 > 0.2 > found.state[6:].max()


def test_growth_is_recovered_on_flows_that_were_not_shown():
    now, last = world(noise=0.05)
    growth = two_way_growth(silenced(now), last)
    error = (np.log(now / last) - growth)[:6, :6][OFF_DIAGONAL[:6, :6]]
    assert np.median(np.abs(error)) < 0.15


def test_imputed_flows_are_marked_and_known_ones_are_untouched():
    now, last = world()
    hidden = silenced(now)
    last[0, 1] = np.nan
    made = impute(hidden, last)
    assert made.made.sum() == 29
    assert made.unknown[0, 1]
    assert np.isnan(made.flows[0, 1])
    known = ~made.made & ~made.unknown
    np.testing.assert_array_equal(made.flows[known], hidden[known])
    assert np.isfinite(made.flows[made.made]).all()


def test_a_reported_zero_stays_zero():
    now, last = world()
    hidden = silenced(now)
    hidden[0, 1] = 0.0
    made = impute(hidden, last)
    assert made.flows[0, 1] == 0
    assert not made.made[0, 1]


def test_the_unit_of_money_changes_no_share():
    now, last = world()
    hidden = silenced(now)
    shares = [
        share_bounds(draw_missing(impute(hidden * rate, last * rate), draws=200), 0, "exports")
        for rate in (1.0, 1e6)
    ]
    np.testing.assert_allclose(shares[0].point, shares[1].point, rtol=1e-3)
    np.testing.assert_allclose(shares[0].high, shares[1].high, rtol=2e-2)


def test_the_same_seed_gives_the_same_draws_and_pairs_two_states():
    now, last = world()
    made = impute(silenced(now), last)
    first, second = (draw_missing(made, draws=100, seed=3) for _ in range(2))
    np.testing.assert_array_equal(first.values, second.values)
    sold = partner_draws(first, 0, "exports")[:, 1]
    bought = partner_draws(first, 1, "imports")[:, 0]
    np.testing.assert_array_equal(sold, bought)


def test_interval_lies_within_bounds_and_the_point_within_both():
    now, last = world()
    drawn = draw_missing(impute(silenced(now), last), draws=300)
    for direction in ("exports", "imports", "trade"):
        shares = share_bounds(drawn, 2, direction)
        present = np.isfinite(shares.point)
        ladder = [shares.bound_low, shares.low, shares.point, shares.high, shares.bound_high]
        for below, above in pairwise(ladder):
            assert (below[present] <= above[present] + 1e-12).all()
        assert shares.made[:6].sum() == 5
        assert shares.estimate(1).level == 0.9
        assert shares.bounds(1).level is None
    assert not shares.estimate(2).present  # a state does not trade with itself


def test_without_missing_flows_the_interval_is_the_share():
    now, last = world()
    shares = share_bounds(draw_missing(impute(now, last), draws=50), 4, "imports")
    np.testing.assert_allclose(shares.low, shares.high)
    assert shares.missing == pytest.approx(0.0)


def test_intervals_hold_on_made_worlds():
    """Twelve worlds of two-way growth; rehearsals are other worlds of the same kind."""
    held = []
    for seed in range(12):
        now, last = world(seed)
        missing = np.zeros((N, N), dtype=bool)
        missing[:9, :9] = OFF_DIAGONAL[:9, :9]
        others = [Rehearsal(*world(100 + 3 * seed + k)) for k in range(3)]
        result = backtest(
            Rehearsal(now, last), missing, rehearsals=others, draws=400, chosen=range(9)
        )
        held.append((result.known, result.missing))
    known, imputed = np.mean(held, axis=0)
    assert 0.85 <= known <= 0.95  # 216 independent totals: one standard error is 2 points
    assert 0.87 <= imputed <= 0.93


def test_too_few_flows_and_negative_flows_are_refused():
    few = np.full((8, 8), 5.0)
    with pytest.raises(InputError, match="at least 100"):
        two_way_growth(few, few)
    now, last = world()
    with pytest.raises(InputError, match="below zero"):
        impute(-now, last)
    with pytest.raises(InputError, match="earlier year"):
        silence(now, np.full_like(now, np.nan))


def test_a_state_without_any_flow_has_no_shares():
    now, last = world()
    now[3], last[3] = np.nan, np.nan
    with pytest.raises(InputError, match="no exports of state 3"):
        share_bounds(draw_missing(impute(now, last), draws=50), 3, "exports")
