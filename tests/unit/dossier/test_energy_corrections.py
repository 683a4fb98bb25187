"""Corrections of price gaps: rates of freight, usual differences, and what months of a store do."""

from datetime import date

import numpy as np
import pytest

from steelyard.dossier.domains.energy.benchmarks import market
from steelyard.dossier.domains.energy.corrections import chosen_lag
from steelyard.dossier.domains.energy.freight import EUROPE, _rate, rates, shipping, usuals
from steelyard.dossier.domains.energy.observed import observed_discounts, priced_pairs
from steelyard.measures.fuel_quantity import Quantity
from steelyard.reference.dataset import load
from steelyard.reference.overlay import dataset
from steelyard.store import Store
from steelyard.vocabulary.errors import BadRows

DAY = date(2026, 11, 22)
CUSTOMS = "data/energy/crea_china_customs/china_imports_wind.csv"
URALS = "data/energy/urals_price/urals.csv"
SOUND = {
    "route": "A to B", "period": "2023-01", "period_end": "2023-02", "low": "1", "usual": "2",
    "high": "3", "unit": "USD mn a voyage", "tonnes": "100000", "publisher": "P",
    "source": "https://x", "note": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def data():
    return load(DAY)


@pytest.mark.parametrize(
    "wrong",
    [{"low": "4"}, {"low": "-1"}, {"period": "2024-01"}, {"unit": "USD"}, {"tonnes": ""},
     {"source": "a friend"}, {"unit": "USD/bbl"}],
)  # fmt: skip
def test_a_bad_rate_is_refused_with_its_line(wrong):
    assert _rate(SOUND, 2).usual == 2.0
    with pytest.raises(BadRows, match="line 7"):
        _rate(SOUND | wrong, 7)


def test_a_voyage_by_hand():
    """Bloomberg, December 2022: 15 mn USD from the Baltic to India, about 20 USD a barrel."""
    found, sources = shipping("Baltic to India", "2022-12", 0)
    assert found.draws.min() == pytest.approx(15e6 / 100_000 / 7.45, rel=0.01)
    assert found.draws.min() < 20.5 < found.draws.max()
    assert sources[0].startswith("https://rg.ru")


def test_two_publishers_of_a_month_make_one_range():
    """Reuters 6.1 to 6.4 mn a voyage, PTI 11 to 19 USD a barrel, both July 2023."""
    found, sources = shipping("Baltic to India", "2023-07", 0)
    assert len(sources) == 2
    assert found.draws.min() < 9
    assert found.draws.max() > 18.5


def test_months_without_a_rate_have_none():
    assert shipping("Baltic to India", "2022-04", 0) is None
    assert shipping(EUROPE, "2022-04", 0) is not None
    assert all(each.first <= each.last for each in rates())


def test_brent_is_never_mixed_from_two_sources(data):
    prices = market(data)
    assert prices.source("CRUDE_BRENT", "2023") == "CRUDE_BRENT"
    assert prices.source("CRUDE_BRENT", "2024") == "brent_price"  # the World Bank's lacks December
    assert prices.source("CRUDE_BRENT", "2025-12") == "brent_price"
    assert prices.source("CRUDE_BRENT", "2026-12") is None
    assert prices.at_lag("CRUDE_DUBAI", "2025-12", 1) is None


def test_without_usual_months_the_lag_is_the_customary_one():
    one = Quantity(1.0, np.ones(1000), "USD/bbl", ())
    lag, why = chosen_lag({lag: {"2019-01": one, "2019": one} for lag in (0, 1, 2)})
    assert (lag, why) == (1, "benchmark of the month before")


def test_rows_of_all_buyers_stand_once_for_several_buyers(data):
    found = observed_discounts(data, "RUS", ["CHN", "IND"], (2022, 2025))
    keys = [(r.buyer, r.market, r.benchmark, r.basis, r.period) for r in found]
    assert len(set(keys)) == len(keys)
    assert {r.buyer for r in found} == {"CHN", "IND", None}
    assert all(r.corrected.basis for r in found)


def test_a_pair_without_prices_has_no_rows(data):
    assert observed_discounts(data, "KAZ", ["CHN"]) == ()
    assert ("RUS", "CHN") in priced_pairs(data)
    assert ("KAZ", "CHN") not in priced_pairs(data)
    assert ("CHN", "RUS") not in priced_pairs(data)  # oil products have no world price here


def test_the_onset_and_the_end_of_the_baltic_discount(data):
    """Left of the gap at Baltic ports: tens of dollars in January 2023, under ten in June."""
    found = {
        r.period: r for r in observed_discounts(data, "RUS", ["IND"], (2017, 2025))
        if r.market == "Urals in Baltic ports"
    }  # fmt: skip
    assert found["2023-01"].corrected.low > 20
    assert found["2023-06"].corrected.high < 15
    assert "left in" in found["2023-01"].how
    assert found["2023-01"].freight_left_in
    assert not found["2023-06"].freight_left_in


@pytest.fixture(scope="module")
def own(shared, tmp_path_factory):
    store = Store.open(tmp_path_factory.mktemp("corrected") / "store", create=True)
    store.import_file(shared / CUSTOMS)
    store.import_file(shared / URALS)
    found = observed_discounts(dataset(DAY, store.path), "RUS", ["CHN"], (2017, 2025))
    return {(r.market, r.benchmark, r.basis, r.period): r for r in found}


@pytest.mark.shared
def test_months_of_a_customs_file_are_taken_apart(own):
    row = own["crude oil", "Brent", "Chinese figures, by month", "2022-05"]
    assert "month before, the steadiest in 60 usual months" in row.how
    parts = dict(row.parts)
    raw = sum(value.point for value in parts.values()) + row.corrected.point
    assert raw == pytest.approx(112.4 - 694.51 / 7.33, abs=0.15)  # Brent of May 2022
    assert row.corrected.low > 5
    assert [lag for lag, _ in row.other_lags] == [0, 2]


@pytest.mark.shared
def test_the_shipped_usual_difference_is_that_of_the_customs_file(own, data):
    """Mean and spreads of 2018-2021 anew, from the months of the publisher's file."""
    known = usuals()["crude oil", "RUS", "CHN", "CRUDE_BRENT"]
    months = [
        r.gap.point for key, r in own.items()
        if key[:3] == ("crude oil", "Brent", "Chinese figures, by month")
        and known.first <= int(r.period[:4]) <= known.last
    ]  # fmt: skip
    assert len(months) == 48
    assert np.mean(months) == pytest.approx(known.market - known.price / 7.33, abs=0.05)
    assert np.std(months, ddof=1) == pytest.approx(known.spread_months, abs=0.05)
    years = np.array(months).reshape(4, 12).mean(axis=1)
    assert np.std(years, ddof=1) == pytest.approx(known.spread_years, abs=0.05)


@pytest.mark.shared
def test_two_series_of_urals_stand_side_by_side(own):
    ours = own["Urals", "Brent", "published price against Brent", "2022-12"]
    theirs = own["Urals", "Brent", "monthly series of one's own store", "2022-12"]
    assert ours.gap.point > theirs.gap.point + 1
    assert ours.corrected.present
    assert theirs.corrected.present
