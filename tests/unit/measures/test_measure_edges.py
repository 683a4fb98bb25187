"""What measures do at their edges: absence, ties, mixed bases, impossible input."""

import numpy as np
import pytest

from steelyard.measures.agreement import (
    agreement_interval,
    cohen_kappa,
    kappa_interval,
    vote_agreement,
)
from steelyard.measures.asymmetry import log_ratio, partner_rank, rank_interval, ratio
from steelyard.measures.concentration import (
    equivalent_partners,
    herfindahl,
    herfindahl_bounds,
    normalised_herfindahl,
)
from steelyard.measures.crossing import crossing_interval, crossing_year
from steelyard.measures.energy import discount, unit_value, unit_value_interval
from steelyard.measures.noise import Discrepancy, fit_discrepancy, share_draws
from steelyard.measures.published import conflict_interval, rounding_interval
from steelyard.measures.shares import export_share, import_share, known_exports, trade_share
from steelyard.measures.technology import lall_share, technology_supplier_share
from steelyard.vocabulary.errors import InputError

NAN = np.nan


def test_zero_pairs_stay_zero_and_absent_pairs_stay_absent():
    share = export_share(np.array([[NAN, 0.0, NAN], [4.0, NAN, 6.0], [NAN, NAN, NAN]]))
    np.testing.assert_array_equal(share[1], [0.4, NAN, 0.6])
    assert np.isnan(share[0, 1])  # exports of 0 in all: nothing to take a share of
    assert np.isnan(share[2]).all()


def test_a_total_from_another_basis_is_refused():
    with pytest.raises(InputError, match="never mix bases"):
        import_share(np.array([[0.0, 30.0], [10.0, 0.0]]), np.array([5.0, 60.0]))


@pytest.mark.parametrize("wrong", [-1.0, np.inf])
def test_negative_and_infinite_flows_are_refused_with_their_value(wrong):
    with pytest.raises(InputError, match=r"below zero or infinite") as raised:
        known_exports(np.array([[0.0, wrong], [1.0, 0.0]]))
    assert "flows" in raised.value.where


def test_trade_share_needs_both_directions():
    assert np.isnan(trade_share(np.array([[NAN, 3.0], [NAN, NAN]]))[0, 1])


def test_one_partner_is_full_concentration_and_no_trade_has_none():
    np.testing.assert_array_equal(herfindahl(np.array([[7.0, NAN], [0.0, 0.0]])), [1.0, NAN])
    assert np.isnan(equivalent_partners(np.array([NAN, 0.0]))).all()


def test_more_trading_partners_than_possible_ones_are_refused():
    with pytest.raises(InputError):
        normalised_herfindahl(np.array([[1.0, 1.0, 1.0]]), 2)


def test_unobserved_part_may_go_to_the_greatest_known_partner():
    values, total = np.array([[50.0, 30.0]]), np.array([100.0])
    bounds = herfindahl_bounds(values, total, among_known=True)
    np.testing.assert_allclose(bounds.high, 0.7**2 + 0.3**2)
    np.testing.assert_allclose(bounds.unobserved, 0.2)


def test_ties_share_the_better_rank_and_an_absent_partner_has_none():
    np.testing.assert_array_equal(
        partner_rank(np.array([[3.0, 3.0, NAN, 1.0, 9.0]])), [[2.0, 2.0, NAN, 4.0, 1.0]]
    )
    with pytest.raises(InputError, match="no value"):
        rank_interval(np.array([1.0, NAN]), 1, 0.1)


def test_no_dependence_on_one_side_leaves_no_ratio():
    share = np.array([[NAN, 0.2], [0.0, NAN]])
    assert np.isnan(ratio(share)[0, 1])
    assert np.isnan(log_ratio(share)).all()


def test_crossing_is_for_good_and_passes_over_absent_years():
    years = np.arange(2000, 2006)
    up = np.array([0.0, 2.0, 0.0, NAN, 2.0, 2.0])
    assert crossing_year(years, up, 1.0) == 2004
    assert crossing_year(years, up + 5, 1.0) is None  # above from the start: no crossing
    assert crossing_year(years, np.full(6, NAN), 1.0) is None
    with pytest.raises(InputError, match="ascend"):
        crossing_year(years[::-1], up, 1.0)


def test_a_crossing_in_few_draws_has_no_interval():
    years, flat = np.arange(2000, 2004), np.zeros(4)
    found = crossing_interval(years, flat, 1.0, np.tile(flat, (30, 1)), 1.0)
    assert (found.year, found.low, found.probability) == (None, None, 0.0)


def test_no_volume_has_no_price_and_a_dearer_price_is_a_premium():
    assert np.isnan(unit_value(np.array([5.0]), np.array([0.0])))[0]
    assert discount(np.array([90.0]), np.array([80.0]))[0] == -0.125
    with pytest.raises(InputError, match="above 0"):
        unit_value_interval((1.0, 2.0), (0.0, 1.0))


def test_a_ladder_with_an_absent_step_has_no_composition():
    assert np.isnan(lall_share(np.array([[1.0, NAN]]))).all()
    none = technology_supplier_share(np.array([[3.0, 1.0]]), np.array([False]))
    assert np.isnan(none).all()


def test_states_that_never_voted_together_have_no_agreement():
    assert np.isnan(vote_agreement(np.zeros(1), np.zeros(1), np.zeros(1)))[0]
    with pytest.raises(InputError, match="never voted together"):
        agreement_interval(0, 0, 0)


def test_full_agreement_keeps_an_open_interval():
    found = agreement_interval(40, 0, 0)
    assert found.point == found.high == 1.0
    assert found.low < 0.99


def test_kappa_is_absent_where_one_choice_takes_all():
    table = np.diag([9.0, 0.0, 0.0])
    assert np.isnan(cohen_kappa(table))
    with pytest.raises(InputError, match="one choice"):
        kappa_interval(table)


def test_noise_falls_with_size_and_outliers_do_not_set_it():
    random = np.random.default_rng(0)
    size = random.lognormal(6, 2, 3000)
    gap = np.exp(-0.5 - 0.2 * np.log(size)) * random.standard_normal(3000)
    gap[::100] += 5.0
    model = fit_discrepancy(size * np.exp(gap / 2), size * np.exp(-gap / 2))
    assert model.slope == pytest.approx(-0.2, abs=0.03)
    assert np.std(gap) > 0.5  # what a mean of squares would have said
    assert model.scale(400.0) == pytest.approx(np.exp(-0.5 - 0.2 * np.log(400)), rel=0.25)
    assert model.sigma(400.0, 1) == pytest.approx(model.sigma(400.0) * np.sqrt(2))


def test_too_few_pairs_and_unknown_numbers_of_reports_are_refused():
    with pytest.raises(InputError, match="at least 30"):
        fit_discrepancy(np.ones(29), np.ones(29))
    with pytest.raises(InputError, match="reports"):
        Discrepancy(0.0, -1.0, 0.0, 4.0, 99).sigma(1.0, 3)


def test_a_flow_over_its_total_has_no_share():
    with pytest.raises(InputError, match="one basis"):
        share_draws(11.0, 10.0, 0.1)


@pytest.mark.parametrize(
    ("printed", "low", "high"),
    [("15.1 %", 15.05, 15.15), ("1,234", 1233.5, 1234.5), ("−2.50", -2.505, -2.495)],
)
def test_the_last_printed_digit_gives_the_bounds(printed, low, high):
    found = rounding_interval(printed)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize("printed", ["", "no figure", "15-17", "3.2 to 3.4"])
def test_text_without_exactly_one_number_is_refused(printed):
    with pytest.raises(InputError, match="exactly one number"):
        rounding_interval(printed)


def test_weights_move_the_point_of_a_conflict_but_never_its_ends():
    figures = np.array([10.0, 12.0, 30.0, NAN])
    found = conflict_interval(figures, np.array([1.0, 1.0, 8.0, 1.0]))
    assert (found.low, found.point, found.high) == (10.0, 30.0, 30.0)
    assert conflict_interval(np.array([5.0, NAN])).low is None
    with pytest.raises(InputError):
        conflict_interval(np.array([NAN]))
