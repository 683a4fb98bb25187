"""What is left without the partner: laws, coverage of its intervals, other pairs."""

from datetime import date

import numpy as np
import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.domains.outside import outside_series
from steelyard.dossier.partner_draws import DRAWS, drawn_groups, drawn_partners
from steelyard.dossier.request import request
from steelyard.measures.noisy_interval import estimate_pulled_by_noise
from steelyard.measures.outside_options import (
    alternatives_concentration,
    greatest_share,
    options_draws,
    partner_entropy,
)
from steelyard.reference.dataset import load

TODAY = date(2026, 11, 20)


def basis_of(a, b, years=(1990, 2025)):
    return _basis(load(TODAY), request(a, b, years, TODAY, 0), lambda step, done: None)


@pytest.fixture(scope="module")
def basis():
    return basis_of("RUS", "CHN")


def measured(values, partner):
    row = values[None, :]
    return (
        alternatives_concentration(row)[0, partner],
        partner_entropy(row)[0],
        greatest_share(row)[0],
    )


@pytest.mark.parametrize(("state", "partner"), [("RUS", "CHN"), ("CHN", "RUS"), ("KGZ", "RUS")])
def test_intervals_cover_the_truth_behind_noisy_flows(basis, state, partner):
    """About 90 in 100 or more (standard error 1.4), also with few and small partners."""
    random = np.random.default_rng(5)
    trade, noise = basis.trade, basis.noise
    true = np.nan_to_num(trade.values[15, trade.state(state)])
    place = trade.state(partner)
    aim, hits, trials = measured(true, place), np.zeros(3), 500
    for _ in range(trials):
        seen = true * np.exp(1.556 * noise.flows(true) * random.standard_normal(true.size))
        kept = np.unique(np.append(np.argsort(-seen)[:24], place))
        scale = 1.556 * noise.flows(seen[kept])
        drawn = seen[kept] * np.exp(scale * random.standard_normal((DRAWS, kept.size)))
        found = options_draws(drawn, np.delete(seen, kept), int(np.flatnonzero(kept == place)[0]))
        draws = (found.concentration, found.entropy, found.greatest)
        for k, point in enumerate(measured(seen, place)):
            value = estimate_pulled_by_noise(float(point), draws[k], basis="test")
            hits[k] += value.low <= aim[k] <= value.high
    assert (hits / trials >= 0.85).all(), hits / trials
    assert (hits / trials <= 0.99).all(), hits / trials


def test_every_measure_stands_in_both_directions_with_an_interval(basis):
    found = outside_series(basis)
    for measure in ("trade.alternatives", "trade.entropy", "trade.greatest_share"):
        of = [item for item in found if item.measure == measure]
        assert {(item.subject, item.part) for item in of} == {
            (state, way) for state in ("RUS", "CHN") for way in ("exports", "imports")
        }
        assert all(entry.value.low is not None for item in of for entry in item.points)


def test_points_are_the_measures_of_the_flows_themselves(basis):
    place = basis.trade.year(2019)
    row, column = basis.trade.state("RUS"), basis.trade.state("CHN")
    aim = measured(basis.trade.values[place, row], column)
    names = ("trade.alternatives", "trade.entropy", "trade.greatest_share")
    for measure, value in zip(names, aim, strict=True):
        found = next(
            item for item in outside_series(basis)
            if item.measure == measure and item.subject == "RUS" and item.part == "exports"
        )  # fmt: skip
        there = found.at("2019")
        assert there is not None
        assert there.value.point == pytest.approx(value, rel=1e-9)


def test_the_order_in_which_states_are_named_changes_nothing(basis):
    mine = {item.id: item for item in outside_series(basis)}
    theirs = {item.id: item for item in outside_series(basis_of("CHN", "RUS"))}
    assert mine == theirs


def test_groups_add_up_to_all_partners(basis):
    row = basis.trade.state("RUS")
    every = np.ones((len(basis.trade.codes), 1))
    for place in (5, len(basis.trade.years) - 1):
        totals, drawn = drawn_groups(basis, place, row, "export", every)
        known = drawn_partners(basis, place, row, "export", basis.trade.state("CHN"))
        assert totals[0] == pytest.approx(np.nansum(known.values))
        assert np.median(drawn[:, 0]) == pytest.approx(totals[0], rel=0.1)


@pytest.mark.parametrize("pair", [("KGZ", "RUS"), ("MNG", "CHN"), ("USA", "CHN")])
def test_other_pairs_have_the_same_measures(pair):
    found = outside_series(basis_of(*pair))
    assert {item.measure for item in found} >= {"trade.alternatives", "trade.entropy"}


def test_years_outside_the_coverage_give_no_series():
    assert outside_series(basis_of("RUS", "CHN", (1990, 1995))) == ()
