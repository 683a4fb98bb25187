"""Means of both states, their coalitions, projections and arms, for any pair."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.coalitions import led, side_of
from steelyard.dossier.domains.arms import arms_series
from steelyard.dossier.domains.capability import COMPONENTS, capability_series
from steelyard.dossier.domains.forces import forces_series
from steelyard.dossier.domains.power import power_series
from steelyard.dossier.domains.projections import projection_series
from steelyard.dossier.passings import passings
from steelyard.dossier.power_gaps import power_gaps
from steelyard.dossier.request import request
from steelyard.measures.shares import window_share
from steelyard.reference.dataset import Dataset, load
from steelyard.reference.tables import ARMS, WORLD
from steelyard.vocabulary.errors import InputError

DAY = date(2026, 11, 22)
MAKERS = (power_series, capability_series, forces_series, projection_series, arms_series)
PAIRS = [("RUS", "CHN"), ("USA", "CHN"), ("IND", "PAK"), ("MNG", "CHN"), ("DEU", "FRA")]


def basis_of(a, b, data=None, years=(1990, 2025)):
    return _basis(data or load(DAY), request(a, b, years), lambda *_: None)


def made(a, b, **more):
    basis = basis_of(a, b, **more)
    return {item.id: item for maker in MAKERS for item in maker(basis)}


def one(found, measure, subject, part="", basis=""):
    """The first series of a measure, part and basis."""
    return next(
        item
        for item in found.values()
        if (item.measure, item.subject) == (measure, subject)
        and part in ("", item.part)
        and basis in item.basis
    )


@pytest.mark.parametrize("pair", PAIRS)
def test_both_states_have_size_and_capability_each_with_interval_or_reason(pair):
    found = made(*pair)
    for measure in ("capability.gdp", "capability.world_share", "capability.cinc"):
        for state in pair:
            for entry in one(found, measure, state).points:
                assert entry.value.low is not None or entry.value.basis.startswith("none:")
    assert len({item.id for item in found.values()}) == len(found)


def test_sizes_are_those_that_were_published():
    found = made("RUS", "CHN")
    index = one(found, "capability.cinc", "CHN")
    assert index.at("1992").value.point == pytest.approx(0.1238, abs=5e-5)
    assert index.at("2022").value.point == pytest.approx(0.2341, abs=5e-5)
    assert one(found, "capability.cinc", "RUS").at("2022").value.point == pytest.approx(
        0.0382, abs=5e-5
    )
    gdp = one(found, "capability.gdp", "RUS").at("2023").value.point
    assert gdp == pytest.approx(2.02e6, rel=0.01)  # World Bank: 2.02 trillion USD


def test_reversing_the_pair_inverts_ratio_and_projection():
    there, back = made("USA", "CHN"), made("CHN", "USA")
    for part in ("gdp", "gdp_ppp", "cinc", "military spending"):
        one_way = one(there, "capability.ratio", "USA", part).points[-1].value
        other = one(back, "capability.ratio", "CHN", part).points[-1].value
        assert one_way.point * other.point == pytest.approx(1)
        if one_way.low is not None:
            assert one_way.low * other.high == pytest.approx(1)
    fan = one(there, "capability.projected_ratio", "USA", "gdp").points[-1].value
    mirrored = one(back, "capability.projected_ratio", "CHN", "gdp").points[-1].value
    assert (fan.low, fan.point, fan.high) == pytest.approx(
        (1 / mirrored.high, 1 / mirrored.point, 1 / mirrored.low)
    )


def test_components_make_the_index_and_its_bounds():
    """Embedded shares have three digits, the index six."""
    found = made("RUS", "CHN")
    for state in ("RUS", "CHN"):
        shares = [
            one(found, "capability.component_share", state, part).at("2022").value.point
            for part in COMPONENTS
        ]
        value = one(found, "capability.cinc", state).at("2022").value
        assert np.mean(shares) == pytest.approx(value.point, rel=2e-3)
        without = [(sum(shares) - share) / 5 for share in shares]
        assert (value.low, value.high) == pytest.approx((min(without), max(without)))


def test_every_projection_says_how_it_did_before():
    for item in projection_series(basis_of("RUS", "CHN")):
        widths = [entry.value.high / entry.value.low for entry in item.points]
        assert (np.diff(widths) > 0).all()
        assert all(entry.value.kind == "simulated" for entry in item.points)
        assert all("held" in entry.value.basis for entry in item.points)
        assert item.points[0].x <= 2025


def test_an_early_last_year_hides_what_came_after():
    late, early = (
        {item.part: item for item in projection_series(basis_of("RUS", "CHN", years=(1990, last)))}
        for last in (2025, 2012)
    )
    assert early["gdp"].points[0].period == "2013"
    assert late["gdp"].points[0].period == "2024"


def test_the_united_states_passed_by_china_at_parity_but_not_at_market_prices():
    found = tuple(made("USA", "CHN").values())
    titles = {item.title: item for item in passings(found, request("USA", "CHN", (1990, 2025)))}
    parity = titles["China passes United States: GDP at purchasing power parity"]
    assert 2013 <= parity.year <= 2018  # World Bank 2016 to 2017, by the round of prices
    assert not any("market prices" in title for title in titles)


def test_sides_follow_the_dates_of_treaties():
    assert "USA" in side_of("JPN", 2020).states
    assert "FIN" in side_of("DEU", 2023).states
    assert "FIN" not in side_of("DEU", 2022).states
    assert "NZL" not in led(("US_PACIFIC",), 2000)
    assert side_of("CHN", 2020).states == {"CHN"}


def test_allies_have_no_ratio_of_sides_and_a_gap_says_so():
    found = made("DEU", "FRA")
    assert not any(item.part == "with allies" for item in found.values())
    assert any("allied" in gap.reason for gap in power_gaps(basis_of("DEU", "FRA"), ()))


def test_members_without_a_figure_widen_the_ratio():
    item = one(made("RUS", "CHN"), "capability.coalition_ratio", "RUS", "with allies")
    entry = item.at("2022")
    assert "KGZ" in entry.note
    assert entry.value.low < entry.value.point == entry.value.high


def with_arms(*rows):
    """The embedded dataset with a made register of deliveries."""
    data = load(DAY)
    names = [column.name for column in ARMS.columns]
    origin = next(iter(data.origins))
    frame = pl.DataFrame([(*row, origin) for row in rows], schema=names, orient="row").cast(
        {column.name: column.dtype for column in ARMS.columns}
    )
    return Dataset(DAY, {**data.frames, "arms": frame}, data.origins)


DELIVERIES = [
    row
    for year in range(2000, 2012)
    for row in (
        ("RUS", "CHN", year, 40.0 if year < 2006 else 10.0),
        ("RUS", "IND", year, 60.0),
        ("RUS", WORLD, year, 100.0 if year < 2006 else 70.0),
        (WORLD, "CHN", year, 50.0),
        (WORLD, "IND", year, 80.0),
    )
]


def test_a_users_register_gives_both_directions_and_third_buyers():
    found = {item.id: item for item in arms_series(basis_of("RUS", "CHN", with_arms(*DELIVERIES)))}
    sold = one(found, "arms.buyer_share", "RUS", "five years")
    bought = one(found, "arms.supplier_share", "CHN", "five years")
    assert sold.at("2000").value.point == pytest.approx(0.4)
    assert bought.at("2000").value.point == pytest.approx(0.8)
    last = sold.at("2007")  # windows of 1, 5 and 10 years that end in 2011
    assert last.value.low == pytest.approx(1 / 7)
    assert last.value.high == pytest.approx(220 / 820)
    assert last.note == "2007-2011"
    third = one(found, "arms.supplier_share", "IND", "five years")
    assert (third.partner, third.at("2007").value.point) == ("RUS", pytest.approx(0.75))
    assert not [i for i in found.values() if (i.subject, i.measure) == ("CHN", "arms.buyer_share")]


def test_without_a_register_there_are_no_deliveries_but_a_gap():
    basis = basis_of("IND", "PAK")
    assert arms_series(basis) == ()
    assert {"Military spending in dollars", "Deliveries of major arms by pair and year"} <= {
        gap.what for gap in power_gaps(basis, ())
    }


def test_joint_activity_is_told_as_one_source_counts_it():
    basis = basis_of("RUS", "CHN")
    found = {item.id: item for item in arms_series(basis)}
    patrols = one(found, "arms.joint_activity", "RUS", "air patrols since the first")
    assert patrols.points[-1].value.point == 10
    share = one(found, "arms.exercise_share", "CHN")
    assert share.partner == "RUS"
    told = power_gaps(basis, tuple(found.values()))
    assert any(gap.where == "Russia" and "exercises" in gap.what for gap in told)


def test_window_shares_pass_absence_on_and_refuse_parts_above_their_whole():
    flow, total = np.array([1.0, np.nan, 2.0, 0.0]), np.array([2.0, 2.0, 4.0, 0.0])
    np.testing.assert_array_equal(window_share(flow, total, 2)[:3], [np.nan] * 3)
    assert np.isnan(window_share(flow, total, 1)[3])
    assert np.isnan(window_share(flow, total, 9)).all()
    with pytest.raises(InputError, match="window_share"):
        window_share(total, np.ones(4), 1)
    with pytest.raises(InputError, match="window_share"):
        window_share(flow, total, 0)
