"""What-ifs of the fuel markets: paired draws, order, refusals."""

from dataclasses import replace
from datetime import date

import pytest

from steelyard.dossier.request import DEFAULT_AS_OF
from steelyard.reference.dataset import load
from steelyard.scenarios.energy.outcome import LEAST_DRAWS, estimate
from steelyard.scenarios.energy.whatifs import Difference, WhatIf, named, what_if, what_ifs
from steelyard.scenarios.energy.world import Worlds, world, worlds
from steelyard.vocabulary.errors import InputError, UnknownName

WHEN, BRENT = date(2023, 8, 15), 85.0
FLEET = "tankers outside Western services"


@pytest.fixture(scope="module")
def oil() -> Worlds:
    return worlds(load(DEFAULT_AS_OF), "crude oil", draws=3)


def asked(of: Worlds, **terms: object) -> Difference:
    return what_if(of, replace(WhatIf("own", "crude oil", "A user's own"), **terms), WHEN, BRENT)


def points(found: Difference) -> dict[tuple[str, ...], float]:
    return {key: value.point or 0.0 for key, value in found.change.items()}


def test_a_change_of_nothing_changes_nothing(oil):
    """Both markets share draws and lift: what is left is the tolerance of two solves."""
    prices = [v for k, v in points(asked(oil)).items() if k[0] in ("price", "discount")]
    assert max(map(abs, prices)) < 1e-4


def test_shutting_a_lane_that_nobody_uses_changes_nothing(oil):
    """A place that only passes fuel on, full lanes on both sides, has a span of prices, not one."""
    found = points(asked(oil, shut=("EUR-LAM",)))
    alone = ("price", "RUE")
    assert max(abs(v) for k, v in found.items() if k[0] == "price" and k != alone) < 1e-4


def test_more_tankers_never_widen_the_discount_by_more_than_cents(oil):
    """While ships are rationed the port stays at the cap: only the world price moves, by cents."""
    less, more = (
        points(asked(oil, limits=((FLEET, factor),)))["discount", "RUS"] for factor in ("0.6", "3")
    )
    assert more <= 1e-4 <= less + 0.05
    assert less - more > 1.0


def test_a_lower_cap_never_narrows_the_discount(oil):
    found = [
        points(asked(oil, cap=cap, without=("ignored",)))["discount", "RUS"]
        for cap in (60.0, 45.0, 30.0)
    ]
    assert found == sorted(found)


@pytest.mark.parametrize(
    "terms", [{"shut": ("XX-YY",)}, {"limits": (("nothing", "2"),)}, {"without": ("no such",)},
              {"use": (("Nowhere", 0.9),)}],
)  # fmt: skip
def test_unknown_lanes_limits_measures_and_places_are_refused(oil, terms):
    with pytest.raises(UnknownName):
        asked(oil, **terms)


def test_unknown_what_ifs_other_fuels_and_early_days_are_refused(oil):
    with pytest.raises(UnknownName, match="no-embargo"):
        named("no-embargos")
    with pytest.raises(InputError, match="market of its fuel"):
        what_if(oil, "more-lng", WHEN, BRENT)
    with pytest.raises(InputError, match="first balance"):
        what_if(oil, "no-embargo", date(2015, 1, 1), BRENT)
    with pytest.raises(InputError, match="factor above 0"):
        asked(oil, use=(("CHN", 0.0),))


def test_every_what_if_that_ships_names_what_there_is(oil):
    for what in what_ifs():
        assert what.title
        assert what.horizon in ("short", "long")
        if what.fuel == "crude oil":
            what_if(oil, what, date(2025, 7, 1), 69.0)


def test_a_point_is_the_median_of_the_draws_and_few_draws_have_no_interval():
    assert estimate([1.0, 2.0]).low is None
    wide = estimate([0.0, *([5.0] * LEAST_DRAWS), *([7.0] * LEAST_DRAWS)])
    assert (wide.low, wide.point, wide.high) == (5.0, 5.0, 7.0)
    assert not estimate([float("nan"), 1.0]).present


@pytest.mark.parametrize("day", [date(2022, 11, 15), date(2025, 7, 1)])
def test_a_place_that_produces_nothing_passes_nothing_on_by_ship(oil, day):
    """The pipe into it was empty, then closed: its capacity is no oil that could be shipped."""
    for draw in range(oil.draws):
        found = world(oil, day, BRENT, draw=draw).solved.equilibrium
        assert found.flow[found.market.lane("crude TUR-EUR tanker")] < 1e-3


def test_ports_hold_for_cargoes_above_the_cap(oil):
    made = oil.network.skeleton
    held = made.within[[name.startswith("Pacific ports") for name in made.limits]]
    above = [at for at, lane in enumerate(made.lanes)
             if lane.startswith("crude RUE-") and lane.endswith("above the cap")]  # fmt: skip
    assert above
    assert (held[:, above] == 1.0).all()
