"""Sums of bp's panel by node: nothing of the world is lost, groups go to one node."""

from datetime import date

import polars as pl
import pytest

from steelyard.reference.dataset import load
from steelyard.reference.recipe import energy_regions
from steelyard.sources.energy import bp
from steelyard.vocabulary.errors import LawError

SERIES = energy_regions.SERIES
GROUPS = energy_regions.group_members()


def panel(values, year=2021, series="oilprod_mt", **others):
    rows = [("", year, series, iso3, value, "bp_review") for iso3, value in values.items()]
    rows += [
        ("", year, name, iso3, value, "bp_review")
        for name, more in others.items()
        for iso3, value in more.items()
    ]
    columns = ["country", "year", "series", "iso3", "value", "origin"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def made(table):
    return energy_regions.build(lambda name: table.lazy() if name == "bp_review" else None)


def by_node(table, fuel="crude oil", column="production"):
    return dict(made(table).filter(fuel=fuel).select("node", column).iter_rows())


def test_states_are_summed_and_the_rest_of_a_group_goes_to_its_node():
    found = by_node(panel(dict.fromkeys(GROUPS, 0.0) | {
        "T-CIS": 100.0, "RUS": 60.0, "KAZ": 20.0, "AZE": 12.0, "BLR": 3.0,
    }))  # fmt: skip
    assert found["RUS"] == 60.0
    assert found["CIW"] == 3.0
    assert found["CAS"] == pytest.approx(20.0 + 12.0 + 5.0)
    assert sum(found.values()) == pytest.approx(100.0)


def test_without_a_group_the_sum_is_absent_and_not_smaller():
    values = dict.fromkeys(GROUPS, 10.0)
    del values["T-AFR"]
    assert set(by_node(panel(values)).values()) == {None}


def test_states_that_exceed_their_group_are_refused():
    with pytest.raises(LawError, match="T-NAM"):
        made(panel(dict.fromkeys(GROUPS, 10.0) | {"USA": 12.0}))


def test_places_of_transshipment_have_no_row_and_nothing_gives_nothing():
    assert "RUE" not in by_node(panel(dict.fromkeys(GROUPS, 1.0)))
    assert energy_regions.build(lambda name: None).is_empty()
    assert made(panel(dict.fromkeys(GROUPS, 1.0), year=2018)).is_empty()


@pytest.mark.parametrize("fuel", ["crude oil", "gas"])
def test_every_state_and_group_stands_in_one_node_and_one_group(fuel):
    members = [m for node in energy_regions.node_members()[fuel].values() for m in node]
    states = [state for group in GROUPS.values() for state in group]
    assert len(set(members)) == len(members)
    assert len(set(states)) == len(states)
    assert set(members) == {*states, *(energy_regions.REST + group for group in GROUPS)}


def test_nodes_add_up_to_the_published_world(shared):
    path = next((shared / "data/energy/bp").glob("*.xlsx"))
    raw = bp.parse(path).filter(pl.col("year") >= energy_regions.FIRST_YEAR).collect()
    shipped = load(date(2026, 11, 20)).table("energy_regions")
    listed = {state for group in GROUPS.values() for state in group}
    unlisted = set(raw["iso3"]) - listed
    assert all(code == "WLD" or code[:2] in ("T-", "O-") or code == "ROW" for code in unlisted)
    for (fuel, part), series in SERIES.items():
        for year in (2019, 2020, 2021):
            world = raw.filter(series=series, year=year, iso3="WLD")["value"].item()
            total = shipped.filter(fuel=fuel, year=year)[part].sum()
            assert total == pytest.approx(world, abs=0.1), (series, year)
