"""Recipes of ties: spans of alliances, and migrants of pairs that were ever large."""

import polars as pl

from steelyard.reference.recipe import pacts, ties


def scan_of(**tables):
    return lambda name: tables[name].lazy() if name in tables else None


def atop(*rows):
    """Rows of (from, to, year, defence, non-aggression)."""
    columns = ["ccode1", "ccode2", "year", "atop_defense", "atop_nonagg"]
    frame = pl.DataFrame(list(rows), schema=columns, orient="row")
    nothing = [pl.lit(0).alias(f"atop_{kind}") for kind in ("offense", "neutral", "consul")]
    return frame.with_columns(*nothing, origin=pl.lit("atop"))


def test_neighbouring_years_alike_are_one_span_and_a_gap_begins_another():
    made = pacts.build(
        scan_of(
            atop_alliance=atop(
                (365, 710, 1992, 0, 1), (365, 710, 1993, 0, 1), (365, 710, 1995, 0, 1),
                (365, 710, 1996, 1, 1), (365, 710, 1980, 1, 0), (710, 365, 1992, 0, 0),
            )
        )
    )  # fmt: skip
    assert made.drop("origin").rows() == [
        ("RUS", "CHN", 1992, 1993, "non-aggression"),
        ("RUS", "CHN", 1995, 1995, "non-aggression"),
        ("RUS", "CHN", 1996, 1996, "defence; non-aggression"),
    ]


def test_migrants_are_absent_where_unknown_and_where_always_few():
    frame = pl.DataFrame(
        {
            "year": [2015, 2019, 2019, 2019, 2019],
            "destination": ["Russian Federation"] * 3 + ["China", "Russian Federation"],
            "origin_area": ["Kazakhstan", "Kazakhstan", "Mongolia", "Kazakhstan", "Japan"],
            "migrants": [9_000, 2_559_711, 21_140, None, 500],
            "origin": ["un"] * 5,
        }
    )
    made = ties.build(scan_of(undesa_pairs=frame)).select("a", "b", "year", "value").rows()
    assert made == [
        ("RUS", "KAZ", 2015, 9000.0),
        ("RUS", "KAZ", 2019, 2_560_000.0),
        ("RUS", "MNG", 2019, 21_140.0),
    ]


def test_nothing_imported_gives_empty_tables():
    assert pacts.build(scan_of()).is_empty()
    assert ties.build(scan_of()).is_empty()
