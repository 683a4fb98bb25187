"""A user's input-output file, from import to the economy of the trade model."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from steelyard.models.trade.calibration import calibrate
from steelyard.reference.baseline import baseline
from steelyard.reference.overlay import dataset
from steelyard.reference.whole_table import whole_table
from steelyard.store import Store
from steelyard.vocabulary.errors import InputError, NoData, UnknownNames

DAY = date(2026, 11, 22)
ICIO = """V1,CN1_C26,CN2_C26,KAZ_B05_06,ROW_C26,CHN_HFCE,KAZ_INVNT,KAZ_GFCF,ROW_GFCF,OUT
CN1_C26,10,2,3,4,10,2,1,30,62
CN2_C26,5,6,7,8,11,1,2,31,71
KAZ_B05_06,9,8,7,6,12,-2,1,32,73
ROW_C26,1,0,2,1,3,0,1,9,17
TLS,1,1,1,1,1,1,1,1,8
VA,36,54,53,-3,,,,,
OUT,62,71,73,17,,,,,
"""
WIOD_2016 = """IndustryCode,IndustryDescription,Country,RNr,Year,AUS1,AUS2,AUS57,ROW1,ROW61,TOT
A01,Crops,AUS,1,2014,1,2,30,4,-5,32
B,Mining,AUS,2,2014,7,8,9,0,11,35
A01,Crops,ROW,1,2014,1,2,3,4,25,35
B,Mining,ROW,2,2014,0,0,0,0,0,0
VA,Value added,TOT,70,2014,1,1,0,1,0,0
"""


def stored(folder, name: str, text: str) -> Store:
    store = Store.open(folder / "store", create=True)
    file = folder / name
    file.write_text(text, encoding="utf-8")
    store.import_file(file)
    return store


@pytest.mark.parametrize(
    ("name", "text", "origin", "year"),
    [("2018_SML.csv", ICIO, "icio", 2018), ("WIOT2014.csv", WIOD_2016, "wiod_2016", 2014)],
)
def test_a_users_file_becomes_an_economy_compact_and_whole(tmp_path, name, text, origin, year):
    store = stored(tmp_path, name, text)
    for table in (
        baseline(dataset(DAY, store.path), origin),
        whole_table(store.scan("input_output"), origin),
    ):
        assert table.year == year
        found = calibrate(table, np.full(len(table.sectors), 4.0))
        assert found.residual < 1e-12
        assert found.table.entries == found.table.kept + sum(c.entries for c in found.table.changes)


def test_parts_of_an_economy_are_put_together_and_economies_kept_apart(tmp_path):
    table = whole_table(stored(tmp_path, "2018_SML.csv", ICIO).scan("input_output"), "icio")
    assert table.regions == ("CHN", "KAZ", "ROW")
    assert table.sectors == ("B05_06", "C26")
    china = table.cell("CHN", "C26")
    assert table.flows[china, china] == 10 + 2 + 5 + 6
    assert table.stocks[table.cell("KAZ", "B05_06"), 1] == -2.0
    assert table.final[table.cell("KAZ", "B05_06"), 1] == 1.0  # not netted with stocks


def test_an_absent_cell_is_named(tmp_path):
    text = WIOD_2016.replace("A01,Crops,ROW,1,2014,1,2", "A01,Crops,ROW,1,2014,1,")
    store = stored(tmp_path, "WIOT2014.csv", text)
    with pytest.raises(InputError, match="ROW A01 to AUS B"):
        whole_table(store.scan("input_output"), "wiod_2016")
    with pytest.raises(NoData, match="wiod_2016"):
        baseline(dataset(DAY, store.path), "wiod_2016")


def test_a_year_or_release_that_is_not_there_is_refused(tmp_path):
    store = stored(tmp_path, "2018_SML.csv", ICIO)
    with pytest.raises(NoData, match="2011"):
        whole_table(store.scan("input_output"), "icio", 2011)
    with pytest.raises(NoData, match="no table of this release"):
        whole_table(store.scan("input_output"), "wiod_2016")
    with pytest.raises(NoData, match="icio 2018"):
        baseline(dataset(DAY, store.path), "icio", 2017)


def test_a_code_that_the_release_does_not_have_is_named(tmp_path):
    rows = stored(tmp_path, "2018_SML.csv", ICIO).scan("input_output")
    odd = rows.with_columns(pl.col("seller_industry").replace("B05_06", "B99"))
    with pytest.raises(UnknownNames, match="B99"):
        whole_table(odd, "icio")


def test_two_years_of_a_release_are_not_mixed(tmp_path):
    store = stored(tmp_path, "2018_SML.csv", ICIO)
    data = dataset(DAY, store.path)
    older = data.table("production").filter(origin="icio")
    both = pl.concat(
        [
            data.table("production"),
            older.with_columns(year=pl.lit(2015, pl.Int16), value=-older["value"]),
        ]
    )
    mixed = type(data)(data.as_of, {**data.frames, "production": both}, data.origins)
    assert baseline(mixed, "icio").year == 2018
    assert baseline(mixed, "icio").flows.min() >= 0
    assert baseline(mixed, "icio", 2015).year == 2015
