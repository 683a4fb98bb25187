"""Recipes of regimes and of enemies: codes that publishers share with others, years, scales."""

import polars as pl
import pytest

from steelyard.reference.recipe import regimes, rivals, states, ties
from steelyard.sources.regimes.own_index import ORIGIN


def scan_of(**tables):
    return lambda name: tables[name].lazy() if name in tables else None


def polity(*rows):
    frame = pl.DataFrame(list(rows), schema=["ccode", "year", "polity2"], orient="row")
    return frame.with_columns(pl.col("polity2").cast(pl.Float64), origin=pl.lit("polity5"))


def values(frame, indicator="regime"):
    rows = frame.filter(pl.col("indicator") == indicator)
    return {
        (code, year): round(value, 6)
        for code, year, value in rows.select("state", "year", "value").rows()
    }


def test_numbers_that_polity_gives_to_other_states_than_cow_are_told_apart():
    made = values(
        states.build(
            scan_of(
                polity5=polity(
                    (341, 2015, 8), (348, 2015, 9), (342, 2015, 7),  # Kosovo, Montenegro, Serbia
                    (626, 2015, -4), (525, 2015, 0),  # Sudan, South Sudan
                    (529, 2015, -3), (818, 2015, -7), (365, 2015, 4),
                    (999, 2015, 1), (365, 1985, 1), (710, 2015, None),
                )
            )
        )
    )  # fmt: skip
    assert made == {
        ("XKX", 2015): 0.9, ("MNE", 2015): 0.95, ("SRB", 2015): 0.85, ("SDN", 2015): 0.3,
        ("SSD", 2015): 0.5, ("ETH", 2015): 0.35, ("VNM", 2015): 0.15, ("RUS", 2015): 0.7,
    }  # fmt: skip


def test_of_two_polities_of_a_state_in_one_year_the_lasting_one_stands():
    rows = [(625, 2011, -2), (626, 2011, -4), (626, 2012, -4)]
    made = values(states.build(scan_of(polity5=polity(*rows))))
    assert made[("SDN", 2011)] == pytest.approx(0.3)


def test_v_dem_keeps_its_errors_and_leaves_out_parts_of_states():
    frame = pl.DataFrame(
        {
            "country_text_id": ["RUS", "PSE", "SML", "XKX"],
            "year": [2015] * 4,
            "v2x_polyarchy": [0.2, 0.3, 0.4, None],
            "v2x_polyarchy_codelow": [0.17, 0.2, 0.3, 0.1],
            "v2x_polyarchy_codehigh": [0.25, 0.4, 0.5, 0.2],
            "origin": ["vdem"] * 4,
        }
    )
    made = states.build(scan_of(vdem=frame))
    assert values(made) == {("RUS", 2015): 0.2}
    assert values(made, "regime_error")[("RUS", 2015)] == pytest.approx(0.04)


def test_an_own_table_is_put_on_one_scale_and_each_source_is_an_origin():
    frame = pl.DataFrame(
        {
            "state": ["RUS", "RUS", "CHN"],
            "year": [2015, 2015, 2015],
            "indicator": ["regime"] * 3,
            "value": [-5.0, 0.3, 10.0],
            "scale_low": [-10.0, 0.0, -10.0],
            "scale_high": [10.0, 1.0, 10.0],
            "source": ["One", "Two", "One"],
            "licence": ["CC BY 4.0", "CC0", "CC BY 4.0"],
            "origin": ["own_index"] * 3,
        }
    )
    scan = scan_of(own_index=frame)
    made = states.build(scan)
    assert sorted(made["value"].to_list()) == [0.25, 0.3, 1.0]
    found = regimes.origins(scan, {"own_index": ORIGIN})
    assert set(found) == set(made["origin"])
    assert {(one.producer, one.licence) for one in found.values()} == {
        ("One", "CC BY 4.0"),
        ("Two", "CC0"),
    }
    assert regimes.origins(scan_of(), {}) == {}


def test_rivals_are_rows_by_year_and_disputes_have_two_sides():
    rivalries = pl.DataFrame(
        {"ccode1": [2, 2], "ccode2": [710, 365], "styear": [1996, 1816], "endyear": [1998, 1989],
         "origin": ["td"] * 2}
    )  # fmt: skip
    disputes = pl.DataFrame(
        {"ccode1": [365, 2, 710], "ccode2": [2, 365, 365], "year": [2000] * 3, "sidea1": [1, 0, 1],
         "sidea2": [0, 1, 1], "origin": ["mid"] * 3}
    )  # fmt: skip
    made = ties.build(scan_of(td_rivalries=rivalries, cow_mid_dirdisps=disputes))
    assert made.select("indicator", "a", "b", "year").rows() == [
        ("dispute", "RUS", "USA", 2000),
        ("rivalry", "CHN", "USA", 1996),
        ("rivalry", "CHN", "USA", 1997),
        ("rivalry", "CHN", "USA", 1998),
    ]


def test_sanctions_count_once_imposed_and_only_as_far_as_the_list_goes():
    cases = pl.DataFrame(
        {
            "targetstate": [365, 365, 710],
            "imposition": [1, 0, 1],
            "sancimpositionstartyear": ["2004 2005", None, None],
            "startyear": [2003, 2003, 2005],
            "endyear": [None, 2005, 2013],
            "origin": ["ties"] * 3,
            "sender1": [2, 2, 1000],
            **{name: [None] * 3 for name in rivals.SENDERS[1:]},
        },
        schema_overrides=dict.fromkeys([*rivals.SENDERS, "endyear"], pl.Int32),
    )
    made = ties.build(scan_of(ties=cases))
    assert made.select("a", "b", "year").rows() == [
        ("CHN", "EUU", 2005),
        ("RUS", "USA", 2004),
        ("RUS", "USA", 2005),
    ]
