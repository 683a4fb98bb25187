"""The rows that the energy market is built from: known nodes, ordered ranges, told sources."""

import csv
from datetime import date
from itertools import pairwise

import pytest

from steelyard.reference import energy_market as market
from steelyard.reference.dataset import load
from steelyard.reference.energy_records import open_share
from steelyard.reference.energy_rows import FOLDER, rows_of
from steelyard.reference.sea_distance import PASSAGES, great_circle, sea_miles
from steelyard.vocabulary.errors import BadRows, NoData, UnknownName, UnreadableFile

FUELS = ("crude oil", "gas")
UNITS = {"crude oil": ("USD/bbl", "Mt/y"), "gas": ("USD/1000 m3", "bcm/y")}
each_fuel = pytest.mark.parametrize("fuel", FUELS)
TODAY = date(2026, 11, 20)


def ranges(fuel):
    """Every range of every table, with the name of its row."""
    for lane in market.lanes(fuel):
        yield lane.lane, lane.cost
        if lane.capacity is not None:
            yield lane.lane, lane.capacity
    for limit in market.limits(fuel):
        yield limit.limit, limit.amount
    for rate in market.transport_rates(fuel):
        yield rate.item, rate.amount
    for curve in market.elasticities(fuel):
        yield curve.quantity, curve.amount
    for policy in market.policies(fuel):
        if policy.level is not None:
            yield policy.policy, policy.level
    for split in market.splits():
        yield split.node, split.amount


def told(fuel):
    """Where every row says that it comes from."""
    for table in (
        market.lanes(fuel),
        market.limits(fuel),
        market.transport_rates(fuel),
        market.elasticities(fuel),
        market.policies(fuel),
        market.splits(),
    ):
        for row in table:
            yield row, row.said


@each_fuel
def test_every_lane_goes_from_one_known_node_to_another(fuel):
    known = {node.node for node in market.nodes(fuel)}
    for lane in market.lanes(fuel):
        assert {lane.start, lane.end} <= known, lane.lane
        assert lane.start != lane.end, lane.lane
    names = [lane.lane for lane in market.lanes(fuel)]
    assert len(set(names)) == len(names)


@each_fuel
def test_every_node_can_be_reached_or_left(fuel):
    ends = {end for lane in market.lanes(fuel) for end in (lane.start, lane.end)}
    assert ends == {node.node for node in market.nodes(fuel)}


@each_fuel
def test_low_is_at_most_usual_and_usual_at_most_high(fuel):
    for name, one in ranges(fuel):
        assert one.low <= one.usual <= one.high, (name, one)


@each_fuel
def test_costs_and_capacities_are_not_negative_and_in_the_unit_of_the_fuel(fuel):
    cost_unit, amount_unit = UNITS[fuel]
    for lane in market.lanes(fuel):
        assert lane.cost.low >= 0, lane.lane
        assert lane.cost_unit == cost_unit, lane.lane
        assert lane.capacity_unit == amount_unit, lane.lane
        assert lane.capacity is None or lane.capacity.low >= 0
    for limit in market.limits(fuel):
        assert limit.unit == amount_unit, limit.limit
        assert limit.amount.low >= 0, limit.limit


@each_fuel
def test_every_number_has_a_source_or_a_reason_and_an_assumption_says_so(fuel):
    for row, said in told(fuel):
        assert said.source or said.reason, row
        if said.standing == "published":
            assert said.source, row
        if said.standing == "derived":
            assert said.source, row
            assert said.reason, row
        if said.standing == "assumption":
            assert said.reason.startswith("assumption"), row


@each_fuel
def test_days_are_in_order(fuel):
    spans = [(lane.lane, lane.opened, lane.closed) for lane in market.lanes(fuel)]
    spans += [(limit.limit, limit.start, limit.end) for limit in market.limits(fuel)]
    spans += [(rate.item, rate.start, rate.end) for rate in market.transport_rates(fuel)]
    spans += [(policy.policy, policy.start, policy.end) for policy in market.policies(fuel)]
    for name, start, end in spans:
        assert start is None or end is None or start < end, name


@each_fuel
def test_limits_and_measures_name_lanes_that_there_are(fuel):
    known = {lane.lane for lane in market.lanes(fuel)}
    for limit in market.limits(fuel):
        assert set(limit.lanes) <= known, limit.limit
        assert limit.lanes, limit.limit
    for policy in market.policies(fuel):
        assert set(policy.lanes) <= known, policy.policy
        assert policy.lanes, policy.policy


@each_fuel
def test_rows_of_one_limit_do_not_overlap(fuel):
    spans = {}
    for limit in market.limits(fuel):
        spans.setdefault(limit.limit, []).append((limit.start or date.min, limit.end or date.max))
    for name, found in spans.items():
        ordered = sorted(found)
        for (_, end), (start, _) in pairwise(ordered):
            assert end <= start, name


@each_fuel
def test_a_lane_by_ship_is_as_long_as_the_chart_says(fuel):
    allowed = {"": (), "Cape": (), **{passage: (passage,) for passage in PASSAGES}}
    by_ship = [lane for lane in market.lanes(fuel) if lane.kind != "pipe"]
    assert by_ship
    for lane in by_ship:
        start, end = lane.route.split(" to ")
        closed = [each for each in PASSAGES if each not in allowed[lane.via]]
        assert lane.distance == pytest.approx(sea_miles(start, end, closed), abs=6), lane.lane


@pytest.mark.parametrize(
    ("start", "end", "closed", "usual"),
    [  # lengths that are often printed for these voyages
        ("Ras Tanura", "Chiba", (), 6600),
        ("Ras Tanura", "Rotterdam", (), 6450),
        ("Ras Tanura", "Rotterdam", ("Suez",), 11170),
        ("Houston", "Rotterdam", (), 5030),
        ("Houston", "Chiba", ("Suez", "Northern Sea Route"), 9200),
        ("Santos", "Ningbo", ("Suez", "Panama", "Northern Sea Route"), 11000),
    ],
)
def test_the_chart_is_within_a_twentieth_of_usual_voyages(start, end, closed, usual):
    assert sea_miles(start, end, closed) == pytest.approx(usual, rel=0.05)


def test_a_closed_canal_makes_the_way_longer_and_no_way_is_an_error():
    assert sea_miles("Ras Tanura", "Augusta", ("Suez",)) > 2 * sea_miles("Ras Tanura", "Augusta")
    with pytest.raises(UnknownName, match="Atlantis"):
        sea_miles("Atlantis", "Chiba")
    assert great_circle((10, 20), (10, 20)) == 0


@each_fuel
def test_splits_keep_the_sum_of_all_nodes(fuel):
    data = load(TODAY)
    table = data.table("energy_regions")
    for year in (2019, 2020, 2021):
        regions = market.regions(data, fuel, year)
        published = table.filter(fuel=fuel, year=year)
        for part in ("production", "use"):
            total = sum(getattr(region, part) for region in regions)
            assert total == pytest.approx(published[part].sum(), abs=1e-9)
            assert all(getattr(region, part) >= 0 for region in regions)
        assert [region.node for region in regions] == [n.node for n in market.nodes(fuel)]


def test_the_pacific_is_a_place_of_transshipment_for_oil_and_of_production_for_gas():
    data = load(TODAY)
    oil = {region.node: region for region in market.regions(data, "crude oil", 2021)}
    gas = {region.node: region for region in market.regions(data, "gas", 2021)}
    assert (oil["RUE"].production, oil["RUE"].use) == (0, 0)
    assert gas["RUE"].production > gas["RUE"].use > 0
    assert gas["RUS"].production > gas["RUE"].production


def test_a_year_outside_the_review_is_refused_with_the_years_there_are():
    with pytest.raises(NoData, match="2019, 2020, 2021"):
        market.regions(load(TODAY), "gas", 2025)


def test_the_review_is_unknown_before_it_was_published():
    with pytest.raises(NoData, match="none"):
        market.regions(load(date(2022, 6, 1)), "gas", 2021)


def test_lanes_open_and_close_on_their_days():
    nord_stream = next(x for x in market.lanes("gas") if x.lane == "gas RUS-EUR Nord Stream")
    assert nord_stream.share_of_year(2021) == 1
    assert nord_stream.share_of_year(2022) == pytest.approx(243 / 365)
    assert nord_stream.share_of_year(2023) == 0
    assert open_share(date(2021, 7, 1), date(2021, 7, 1), 2021) == 0


def test_a_cap_only_touches_lanes_with_western_services():
    services = {lane.lane: lane.services for lane in market.lanes("crude oil")}
    caps = [policy for policy in market.policies("crude oil") if policy.kind == "price cap"]
    levels = [cap.level for cap in caps if cap.policy.endswith("crude")]
    assert [level.usual for level in levels if level is not None] == [60, 47.6, 44.1]
    for cap in caps:
        assert {services[lane] for lane in cap.lanes} == {"western"}
    for limit in market.limits("crude oil"):
        if "outside" in limit.limit:
            assert {services[lane] for lane in limit.lanes} == {"own"}


@pytest.mark.parametrize(
    ("cell", "column", "said"),
    [
        ("many", "low", "a number"),
        ("nan", "low", "finite"),
        ("2022-13-05", "from_date", "a day such as"),
    ],
)
def test_a_wrong_cell_is_refused_with_file_and_row(tmp_path, cell, column, said):
    with (tmp_path / "limits.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, ["low", "from_date"], restval="1")
        writer.writeheader()
        writer.writerow({"low": "1", "from_date": "2022-12-05"})
        writer.writerow({"low": "1", "from_date": "2022-12-05"} | {column: cell})
    good, bad = rows_of("limits.csv", tmp_path)
    assert good.number("low") == 1
    assert good.day("from_date") == date(2022, 12, 5)
    with pytest.raises(BadRows, match=rf"limits.csv, line 3, column {column}") as error:
        bad.day(column) if column == "from_date" else bad.number(column)
    assert said in error.value.expected


def test_a_missing_table_or_column_is_refused(tmp_path):
    with pytest.raises(UnreadableFile, match=r"nothing\.csv"):
        next(rows_of("nothing.csv", tmp_path))
    with pytest.raises(BadRows, match="column colour"):
        next(rows_of("nodes.csv", FOLDER))["colour"]
