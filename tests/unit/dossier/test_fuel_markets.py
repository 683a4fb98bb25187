"""Fuel markets in the dossier: which pairs have one, what is in it, and what is said."""

from types import SimpleNamespace

import polars as pl
import pytest

from fixtures.fuels import ORIGIN, bargain_table, market_table
from steelyard.dossier.energy_market import fuel_markets
from steelyard.dossier.fuels.contracts import share
from steelyard.dossier.fuels.gaps import fuel_gaps
from steelyard.dossier.fuels.places import pair_of
from steelyard.dossier.fuels.sentences import (
    bargain_sentences,
    power_sentences,
    project_sentences,
)
from steelyard.dossier.records import FuelMarket
from steelyard.dossier.request import request
from steelyard.vocabulary.estimate import Estimate, exact


def basis(a, b, **tables):
    frames = {"energy_market": market_table(), "energy_bargains": bargain_table()} | tables
    data = SimpleNamespace(frames=frames)
    return SimpleNamespace(data=data, asked=request(a, b), of_all_pairs={})


@pytest.fixture(scope="module")
def found():
    return {each.fuel: each for each in fuel_markets(basis("RUS", "CHN"))}


def test_both_fuels_link_russia_and_china(found):
    assert list(found) == ["crude oil", "gas"]
    for market in found.values():
        assert (market.place_a, market.place_b) == ("RUS", "CHN")
        assert market.origins == (ORIGIN,)


def test_records_come_back_from_json(found):
    for market in found.values():
        assert FuelMarket.model_validate_json(market.model_dump_json()) == market


def test_flows_of_others_are_left_out_and_oil_is_told_by_the_day(found):
    open_ = [flow for flow in found["crude oil"].flows if not flow.closed]
    assert {(flow.start, flow.end) for flow in open_} == {
        ("RUE", "CHN"), ("RUS", "IND"), ("GLF", "CHN")
    }  # fmt: skip
    between = next(flow for flow in open_ if flow.of_pair)
    assert between.amount.point == pytest.approx(1.0, rel=1e-6)
    assert between.amount.low == pytest.approx(0.8, rel=1e-6)


def test_closed_ways_have_names_and_no_amount(found):
    closed = [flow for flow in found["gas"].flows if flow.closed]
    assert any("Nord Stream" in flow.lanes for flow in closed)
    assert all(flow.amount.point is None and flow.lanes for flow in closed)


def test_a_price_outside_both_reservation_prices_has_no_split(found):
    years = {each.year: each for each in found["gas"].bargains}
    assert not years[2022].seller_share.present
    assert years[2025].seller_share.point == pytest.approx(0.25)
    assert years[2025].paid.source == "ministry"
    assert [each.source for each in years[2025].others] == ["customs"]


def test_the_split_lies_within_what_the_ends_allow():
    least, highest = Estimate(100, 80, 120, 0.9, "d"), Estimate(300, 260, 400, 0.9, "d")
    for paid in (100.0, 150.0, 220.0, 300.0):
        part = share(paid, least, highest)
        assert part.low <= part.point <= part.high
        assert part.level is None


@pytest.mark.parametrize(
    ("least", "highest", "why"), [(300, 100, "no price"), (200, 300, "outside")]
)
def test_no_split_without_a_deal(least, highest, why):
    part = share(150.0, *(exact(float(v), "one draw") for v in (least, highest)))
    assert part.point is None
    assert why in part.basis


def test_the_reading_that_foretells_better_is_told(found):
    chosen = [each for each in found["gas"].powers if each.chosen]
    assert [each.reading for each in chosen] == ["a contract that follows oil"]
    assert found["gas"].bargains[-1].foretold.point == pytest.approx(230 * 1.1, rel=1e-4)


def test_a_contract_without_a_price_says_so(found):
    (oil,) = found["crude oil"].bargains
    assert oil.paid is None
    assert "not published" in " ".join(found["crude oil"].sentences)


def test_errors_stand_beside_the_predictions(found):
    (error,) = found["crude oil"].errors
    assert (error.seen, error.absolute, error.covered) == (8, 4.0, 0.75)
    assert error.last_absolute is None
    assert any("off by 4.0 USD/bbl" in text for text in found["crude oil"].sentences)


def test_what_ifs_say_who_gains(found):
    (change,) = found["crude oil"].what_ifs
    assert change.holds == pytest.approx(0.99)
    assert {gain.place for gain in change.gains} == {"CHN", "IND"}
    assert "would take 15 USD bn" in found["crude oil"].sentences[-1]


@pytest.mark.parametrize(
    ("a", "b", "why"),
    [("KGZ", "RUS", "no place of its own"), ("DEU", "FRA", "one place"), ("KOR", "IND", "joins")],
)
def test_pairs_without_a_link_have_no_market_and_a_gap_that_says_why(a, b, why):
    assert fuel_markets(basis(a, b)) == ()
    assert all(why in gap.reason for gap in fuel_gaps(basis(a, b)))
    assert why in pair_of("gas", request(a, b))


def test_a_state_within_a_group_is_told(found):
    gaps = list(fuel_gaps(basis("DEU", "RUS")))
    assert any("within one place" in gap.reason and gap.where == "Germany" for gap in gaps)


def test_without_tables_there_is_no_market_and_one_gap():
    empty = basis("RUS", "CHN", energy_market=market_table().clear())
    assert fuel_markets(empty) == ()
    (gap,) = fuel_gaps(empty)
    assert "build-energy" in gap.effect


def test_markets_stand_without_bargains():
    alone = basis("RUS", "CHN", energy_bargains=bargain_table().clear())
    assert [market.bargains for market in fuel_markets(alone)] == [(), ()]
    assert any(gap.what == "Bargains over fuels" for gap in fuel_gaps(alone))


def test_a_pair_turned_round_has_the_same_market(found):
    turned = {each.fuel: each for each in fuel_markets(basis("CHN", "RUS"))}
    for fuel, market in found.items():
        assert turned[fuel].flows == market.flows
        assert turned[fuel].bargains == market.bargains
        assert (turned[fuel].place_a, turned[fuel].place_b) == ("CHN", "RUS")


def test_absent_points_stay_absent():
    table = market_table()
    blank = table.with_columns(point=None, low=None, high=None)
    (oil, *_) = fuel_markets(basis("RUS", "CHN", energy_market=blank))
    assert all(not price.price.present for price in oil.prices)
    assert all(price.price.basis.startswith("absent:") for price in oil.prices)


def test_what_ifs_stand_at_a_port_and_not_where_the_world_price_is():
    anchored = market_table().with_columns(
        place=pl.when(pl.col("about") == "discount").then(pl.lit("EUR")).otherwise("place")
    )
    (oil, _) = fuel_markets(basis("DEU", "RUS", energy_market=anchored))
    assert oil.what_ifs == ()


def test_one_reading_alone_foretells_nothing_better(found):
    both = found["gas"].powers
    assert any("foretold better as" in text for text in power_sentences(both))
    alone = [each for each in both if each.before.present]
    told = next(iter(power_sentences(alone)))
    assert "better" not in told
    assert "read as bargained anew each year" in told


def test_a_line_is_told_with_and_without_its_way_on(found):
    (line,) = found["gas"].projects
    near = line.model_copy(
        update={"title": f"{line.title}, used at the border",
                "highest": Estimate(400, 380, 420, 0.9, "d")}
    )  # fmt: skip
    far, short = project_sentences([line, near])
    assert "where it bears the way on" in far
    assert "the buyer up to 400 USD/1000 m3 (380 to 420)" in short
    assert "way on" not in next(iter(project_sentences([line])))


def test_a_price_above_what_the_buyer_could_pay_is_told(found):
    one = found["gas"].bargains[0]
    high = one.highest.high * 2
    paid = one.paid.model_copy(update={"price": exact(high, "printed")})
    told = list(bargain_sentences([one.model_copy(update={"paid": paid})]))
    assert any("above the highest that suited China" in text for text in told)
