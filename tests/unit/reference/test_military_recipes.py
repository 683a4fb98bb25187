"""Registers of spending and arms that only a user may bring, and components of capability."""

import polars as pl

from steelyard.reference.recipe import capability, military
from steelyard.reference.recipes import RECIPES
from steelyard.reference.tables import WORLD


def scan_of(**tables):
    return lambda name: tables[name].lazy() if name in tables else None


def test_what_may_not_be_shipped_is_made_only_from_a_users_store():
    private = {recipe.table.name for recipe in RECIPES if not recipe.ships}
    assert private == {"spending", "arms", "influence"}
    assert military.build_spending(scan_of()).is_empty()
    assert military.build_arms(scan_of()).is_empty()


def test_a_zero_for_want_of_an_exchange_rate_is_absent_and_a_true_zero_stays():
    table = pl.DataFrame(
        {
            "country": ["Mongolia", "Iceland", "Russia"],
            "year": [1990, 2000, 2020],
            "current": [0.0, 0.0, 61.7e3],
            "constant": [137.9, 0.0, 60e3],
            "share_of_gdp": [None, 0.0, 0.042],
            "origin": "made",
        }
    )
    rows = military.build_spending(scan_of(sipri_milex=table))
    current = rows.filter(pl.col("amount") == "current")
    assert dict(current.select("state", "value").iter_rows()) == {"ISL": 0.0, "RUS": 61.7e3}


def test_totals_of_deliveries_hold_what_went_to_no_state():
    register = pl.DataFrame(
        {
            "supplier": ["Russia", "Russia", "unknown supplier(s)"],
            "recipient": ["China", "Syria rebels*", "China"],
            "year": [2010, 2010, 2010],
            "tiv": [30.0, 10.0, 5.0],
            "origin": "made",
        }
    )
    rows = military.build_arms(scan_of(sipri_register=register))
    found = {(row["supplier"], row["recipient"]): row["tiv"] for row in rows.to_dicts()}
    assert found == {("RUS", "CHN"): 30.0, ("RUS", WORLD): 40.0, (WORLD, "CHN"): 35.0}


def nmc(**columns):
    """A made table of two states; both spend, one has no figure of steel."""
    base = {name: [1.0, 3.0] for name in capability.NAMES}
    return pl.DataFrame(
        {
            "ccode": [365, 710],
            "year": [2000, 2000],
            **base,
            "cinc": [0.25, 0.75],
            "origin": "made",
            **columns,
        }
    )


def test_components_are_shares_of_what_is_known_and_absent_ones_stay_absent():
    rows = capability.build(scan_of(nmc=nmc(irst=[None, 3.0], pec=[0.0, 2.0])))
    found = {(row["component"], row["state"]): row["share"] for row in rows.to_dicts()}
    assert found["military spending", "RUS"] == 0.25
    assert ("iron and steel", "RUS") not in found
    assert found["iron and steel", "CHN"] == 1.0
    assert found["energy", "RUS"] == 0.0


def test_in_the_year_of_a_union_the_united_state_stands():
    table = nmc(ccode=[260, 255], year=[1990, 1990], cinc=[0.0277, 0.0293])
    rows = capability.build(scan_of(nmc=table))
    assert set(rows["state"]) == {"DEU"}
    assert set(rows["share"]) == {0.75}
