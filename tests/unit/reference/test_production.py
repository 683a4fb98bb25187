"""World input-output tables of three releases, summed into flows of sectors."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from steelyard.reference.build import scanner
from steelyard.reference.dataset import load
from steelyard.reference.overlay import dataset
from steelyard.reference.recipe import production
from steelyard.store import Store
from steelyard.vocabulary.errors import UnknownNames

DAY = date(2026, 11, 22)
ICIO = """V1,CN1_C26,CN2_C27,KAZ_B05_06,ROW_S,CHN_HFCE,KAZ_INVNT,ROW_GFCF,OUT
CN1_C26,1,2,3,4,10,20,30,70
CN2_C27,5,6,7,8,11,21,31,89
KAZ_B05_06,9,8,7,6,12,-22,32,52
ROW_S,0,0,0,1,0,0,0,1
TLS,1,1,1,1,1,1,1,7
VA,55,72,34,0,,,,
OUT,71,89,51,20,,,,
"""
WIOD_2016 = """IndustryCode,IndustryDescription,Country,RNr,Year,AUS1,AUS2,AUS57,ROW1,ROW61,TOT
A01,"Crop production, hunting",AUS,1,2014,1,2,3,4,-5,5
B,Mining,AUS,2,2014,7,8,9,0,11,35
A01,"Crop production, hunting",ROW,1,2014,1,,3,4,5,13
VA,Value added,TOT,70,2014,1,1,0,1,0,0
"""


def scan_of(folder: Path, **files: str):
    """What the recipes see after these files were imported."""
    store = Store.open(folder / "store", create=True)
    for name, text in files.items():
        file = folder / f"{name.lstrip('_')}.csv"
        file.write_text(text, encoding="utf-8")
        store.import_file(file)
    return store, scanner(store)


def flow(rows: pl.DataFrame, supplier: str, user: str, sector: str) -> tuple:
    return rows.filter(supplier=supplier, user=user, sector=sector).row(0)[-2:]


def test_parts_of_an_economy_are_put_together_and_its_sectors_kept_apart(tmp_path):
    _, scan = scan_of(tmp_path, _2018_SML=ICIO)
    rows = production.build(scan)
    assert flow(rows, "CHN", "CHN", "electronics") == (14.0, 21.0)
    assert flow(rows, "CHN", "KAZ", "electronics") == (10.0, 41.0)
    assert flow(rows, "KAZ", "CHN", "mining") == (17.0, 12.0)


def test_stocks_drawn_down_stay_below_zero(tmp_path):
    _, scan = scan_of(tmp_path, _2018_SML=ICIO)
    assert flow(production.build(scan), "KAZ", "KAZ", "mining") == (7.0, -22.0)


def test_taxes_value_added_and_output_are_no_flows(tmp_path):
    _, scan = scan_of(tmp_path, _2018_SML=ICIO)
    rows = production.build(scan)
    assert rows.select(pl.col("intermediate", "final").sum()).row(0) == (67.0, 145.0)


def test_a_flow_of_zero_is_not_listed_and_an_absent_cell_makes_the_flow_absent(tmp_path):
    _, scan = scan_of(tmp_path, WIOT2014=WIOD_2016)
    rows = production.build(scan)
    assert rows.filter(supplier="ROW", user="AUS", sector="mining").is_empty()
    assert flow(rows, "ROW", "AUS", "agriculture") == (None, 3.0)


def test_two_releases_stand_side_by_side(tmp_path):
    store, _ = scan_of(tmp_path, _2018_SML=ICIO, WIOT2014=WIOD_2016)
    rows = dataset(DAY, store.path).table("sector_flows")
    assert set(rows["origin"].unique()) == {"icio", "wiod_2013", "wiod_2016"}
    embedded = load(DAY).table("sector_flows")
    assert rows.filter(origin="wiod_2013").height == embedded.height


def test_an_industry_that_no_list_has_is_refused(tmp_path):
    _, scan = scan_of(tmp_path, _2018_SML=ICIO.replace("KAZ_B05_06", "KAZ_B99"))
    with pytest.raises(UnknownNames, match="B99"):
        production.build(scan)


def test_without_a_table_there_are_no_rows(tmp_path):
    assert production.build(lambda name: None).is_empty()


def test_russia_and_china_in_2011_are_as_in_the_data_sheet():
    """USD m, inputs and final use: 46,719 and 952; 16,337 and 41,302 (printed to the unit)."""
    table = load(DAY).table("sector_flows").filter(year=2011)
    for supplier, user, inputs, final in (
        ("RUS", "CHN", 46_719, 952),
        ("CHN", "RUS", 16_337, 41_302),
    ):
        rows = table.filter(supplier=supplier, user=user)
        # each of the 15 sectors is kept to three digits
        assert rows["intermediate"].sum() == pytest.approx(inputs, rel=1e-3)
        assert rows["final"].sum() == pytest.approx(final, rel=1e-3)
