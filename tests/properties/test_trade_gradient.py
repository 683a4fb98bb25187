"""Derivatives of welfare against central finite differences."""

from dataclasses import replace

import numpy as np
import pytest
from tests.fixtures.worlds import random_world

from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.gradient import gradient
from steelyard.models.trade.iteration import anderson
from steelyard.models.trade.shock import embargo, tariffs
from steelyard.models.trade.solve import TOLERANCE, settle, solve
from steelyard.models.trade.sweep import flows
from steelyard.models.trade.system import start_of, system_of

NUDGE = 1e-4  # error of a central difference: its square; equations hold within 1e-11 / 1e-4
PLACES = [(0, 2, 1), (1, 2, 2), (2, 0, 3), (0, 0, 1)]  # the last is under embargo


def moved(values, place, by):
    values = values.copy()
    values[place] += by
    return values


@pytest.fixture(scope="module", params=list(Closure))
def case(request):
    economy, closure = random_world(4, 3, 2), request.param
    draw = np.random.default_rng(0)
    shock = tariffs(economy, draw.uniform(0.1, 0.4, economy.share.shape))
    shock = replace(shock, multiplier=np.exp(draw.normal(0, 0.5, economy.share.shape)))
    shock = shock.then(embargo(economy, ["c0"], ["c1"]))
    slopes = gradient(economy, shock, solve(economy, shock, closure), "c2")

    def difference(change, nudge=NUDGE):
        ends = [np.log(solve(*change(sign * nudge), closure).real_income[2]) for sign in (1, -1)]
        return (ends[0] - ends[1]) / (2 * nudge)

    return economy, shock, slopes, difference


def test_by_multipliers_of_trade_shares(case):
    economy, shock, slopes, difference = case
    for at in PLACES[:3]:
        found = difference(
            lambda by, at=at: (economy, replace(shock, multiplier=moved(shock.multiplier, at, by)))
        )
        assert slopes.multiplier[at] == pytest.approx(found, rel=1e-5, abs=1e-9)


def test_by_tariffs(case):
    economy, shock, slopes, difference = case
    for at in PLACES[:3]:
        found = difference(
            lambda by, at=at: (economy, replace(shock, tariff_to=moved(shock.tariff_to, at, by)))
        )
        assert slopes.tariff[at] == pytest.approx(found, rel=1e-5, abs=1e-9)


def test_by_productivity(case):
    economy, shock, slopes, difference = case
    for at in [(0, 1), (2, 0)]:
        found = difference(
            lambda by, at=at: (
                economy,
                replace(shock, productivity=np.exp(moved(np.log(shock.productivity), at, by))),
            )
        )
        assert slopes.productivity[at] == pytest.approx(found, rel=1e-5, abs=1e-9)


def test_by_elasticities_at_given_costs(case):
    economy, shock, slopes, difference = case
    cut = shock.multiplier == 0
    cost = np.where(cut, 1.0, shock.multiplier) ** (-1 / economy.theta[:, None, None])

    for at in range(3):

        def change(by, at=at):
            theta = moved(economy.theta, at, by)
            multiplier = np.where(cut, 0.0, cost ** -theta[:, None, None])
            return economy.with_theta(theta), replace(shock, multiplier=multiplier)

        assert slopes.theta[at] == pytest.approx(difference(change), rel=1e-5, abs=1e-9)


def test_the_first_unit_of_trade_after_an_embargo_has_a_finite_worth():
    economy = settle(random_world(4, 3, 2, theta=(3.0, 6.0)))
    shock = embargo(economy, ["c0"], ["c1"])
    answer = solve(economy, shock)
    slopes = gradient(economy, shock, answer, "c0")
    by = 1e-6
    opened = replace(shock, multiplier=moved(shock.multiplier, (0, 0, 1), by))
    found = np.log(solve(economy, opened).real_income[0] / answer.real_income[0]) / by
    assert slopes.multiplier[0, 0, 1] == pytest.approx(found, rel=1e-3)
    assert found > 0


def test_by_a_transfer():
    economy = random_world(4, 3, 2)
    shock = embargo(economy, ["c0"], ["c1"])
    slopes = gradient(economy, shock, solve(economy, shock, Closure.ADDITIVE), "c2")
    system, links = system_of(economy, shock, Closure.ADDITIVE)
    nudge = NUDGE * economy.product[2]
    ends = []
    for by in (nudge, -nudge):
        paid = moved(moved(system.deficit, 2, by), 0, -by)  # from c0 to c2
        given = system._replace(deficit=paid)
        point = anderson(given, start_of(economy, links), TOLERANCE, 500).point
        income = np.log(flows(np, given, point).income)
        ends.append((income - (economy.final * point.price).sum(axis=1))[2])
    found = (ends[0] - ends[1]) / (2 * nudge)
    assert slopes.deficit[2] - slopes.deficit[0] == pytest.approx(found, rel=1e-5)
