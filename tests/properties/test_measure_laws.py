"""Laws that measures obey for any admissible flows."""

import hypothesis.strategies as st
import numpy as np
from hypothesis import given
from hypothesis.extra.numpy import arrays

from steelyard.measures.agreement import cohen_kappa, s_score, scott_pi, vote_agreement
from steelyard.measures.asymmetry import log_ratio, net_dependence, partner_rank
from steelyard.measures.capability import capability_gap, capability_ratio
from steelyard.measures.concentration import equivalent_partners, herfindahl, herfindahl_bounds
from steelyard.measures.crossing import crossing_year
from steelyard.measures.openness import openness, trade_dependence
from steelyard.measures.published import conflict_interval, rounding_interval
from steelyard.measures.shares import (
    export_share,
    import_share,
    known_exports,
    known_imports,
    trade_share,
)
from steelyard.measures.technology import lall_share

N = 5
amount = st.floats(1e-3, 1e12)
flows = arrays(float, (N, N), elements=amount).map(lambda m: m * (1 - np.eye(N)))
gappy = arrays(float, (N, N), elements=st.one_of(amount, st.just(np.nan), st.just(0.0)))
income = arrays(float, N, elements=st.floats(1e3, 1e13))
counts = arrays(float, (3, 3), elements=st.integers(0, 200).map(float))


@given(flows, income)
def test_share_times_openness_is_dependence(trade, gdp):
    """Gartzke and Li (2003), to the last bits of a float."""
    exports, imports = known_exports(trade), known_imports(trade)
    product = trade_share(trade, exports, imports) * openness(exports, imports, gdp)[:, None]
    np.testing.assert_allclose(product, trade_dependence(trade, gdp), rtol=1e-14)


@given(flows)
def test_shares_of_all_partners_add_up_to_one(trade):
    for share in (export_share(trade), import_share(trade), trade_share(trade)):
        np.testing.assert_allclose(share.sum(axis=1), 1.0, rtol=1e-12)


@given(gappy)
def test_what_is_absent_stays_absent_and_nothing_else_goes(trade):
    share = export_share(trade)
    some = known_exports(trade) > 0
    np.testing.assert_array_equal(np.isnan(share[some]), np.isnan(trade[some]))


@given(flows, st.sampled_from([1e-6, 1e-3, 100.0, 1e6]))
def test_the_currency_changes_nothing(trade, rate):
    np.testing.assert_allclose(trade_share(trade * rate), trade_share(trade), rtol=1e-12)
    np.testing.assert_allclose(herfindahl(trade * rate), herfindahl(trade), rtol=1e-12)


@given(flows, st.permutations(range(N)).map(np.array))
def test_the_order_of_states_changes_nothing(trade, order):
    share = trade_share(trade)
    shuffled = trade_share(trade[np.ix_(order, order)])
    np.testing.assert_allclose(shuffled, share[np.ix_(order, order)], rtol=1e-12)


@given(flows)
def test_the_tilt_is_antisymmetric_and_adds_up_round_a_triangle(trade):
    tilt = log_ratio(trade_share(trade))
    np.testing.assert_array_equal(tilt[0, 1], -tilt[1, 0])
    np.testing.assert_allclose(tilt[0, 1] + tilt[1, 2] + tilt[2, 0], 0, atol=1e-9)
    net = net_dependence(trade_share(trade))
    np.testing.assert_array_equal(net, -net.T)


@given(flows, income)
def test_the_ratio_of_dependences_only_says_who_is_bigger(trade, gdp):
    tilt = log_ratio(trade_dependence(trade, gdp))
    np.testing.assert_allclose(tilt[0, 1], np.log(gdp[1] / gdp[0]), atol=1e-9)


@given(flows)
def test_concentration_lies_between_even_and_single(trade):
    index = herfindahl(trade)
    assert (index >= 1 / (N - 1) * (1 - 1e-12)).all()
    assert (index <= 1 + 1e-12).all()
    assert (equivalent_partners(index) >= 1 - 1e-12).all()


@given(flows, st.lists(st.integers(0, N - 1), max_size=3))
def test_bounds_hold_the_index_of_all_partners(trade, hidden):
    truth, seen = herfindahl(trade), trade.copy()
    seen[:, hidden] = np.nan
    bounds = herfindahl_bounds(seen, trade.sum(axis=1))
    assert (bounds.low <= truth * (1 + 1e-9)).all()
    assert (truth <= bounds.high * (1 + 1e-9)).all()


@given(gappy)
def test_ranks_start_at_one_and_fall_with_trade(trade):
    ranks = partner_rank(trade)
    for row, rank in zip(trade, ranks, strict=True):
        known = np.isfinite(row)
        if known.any():
            assert rank[known].min() == 1
            assert (np.diff(rank[known][np.argsort(-row[known])]) >= 0).all()


@given(counts)
def test_s_is_twice_agreement_less_one_and_chance_correction_keeps_bounds(table):
    apart = np.abs(np.subtract.outer(np.arange(3), np.arange(3)))
    same, near, far = (np.array([table[apart == step].sum()]) for step in (0, 1, 2))
    agreement = vote_agreement(same, near, far)
    np.testing.assert_allclose(s_score(agreement), 2 * agreement - 1, equal_nan=True)
    for measure in (cohen_kappa, scott_pi):
        for exponent in (0, 1, 2):
            value = measure(table, exponent=exponent)
            assert np.isnan(value) or -1 - 1e-9 <= value <= 1 + 1e-9
            np.testing.assert_allclose(measure(table.T, exponent=exponent), value, atol=1e-9)
    both = scott_pi(table, exponent=0), cohen_kappa(table, exponent=0)
    assert np.isnan(both).any() or both[0] <= both[1] + 1e-9


@given(arrays(float, (3, 4), elements=amount))
def test_a_composition_adds_up(values):
    np.testing.assert_allclose(lall_share(values).sum(axis=1), 1.0)


@given(amount, amount)
def test_capability_ratio_inverts_and_gap_is_bounded(a, b):
    a, b = np.array([a]), np.array([b])
    np.testing.assert_allclose(capability_ratio(a, b) * capability_ratio(b, a), 1.0)
    assert -1 <= capability_gap(a, b)[0] <= 1
    np.testing.assert_array_equal(capability_gap(a, b), -capability_gap(b, a))


@given(arrays(float, 12, elements=st.one_of(st.floats(-1e6, 1e6), st.just(np.nan))))
def test_after_a_crossing_the_series_stays_above(series):
    years = np.arange(2000, 2012)
    year = crossing_year(years, series, 0.0)
    if year is not None:
        later = series[years >= year]
        assert (later[np.isfinite(later)] > 0).all()
        assert (series[years < year] <= 0).any()


@given(st.decimals(-(10**6), 10**6, places=2, allow_nan=False))
def test_a_printed_figure_lies_in_the_middle_of_its_bounds(number):
    found = rounding_interval(str(number))
    assert found.low < found.point < found.high
    np.testing.assert_allclose(found.high - found.low, 0.01, rtol=1e-4)


@given(arrays(float, 6, elements=st.floats(-1e9, 1e9)))
def test_the_point_of_a_conflict_lies_within_its_range(figures):
    found = conflict_interval(figures)
    assert found.low <= found.point <= found.high
