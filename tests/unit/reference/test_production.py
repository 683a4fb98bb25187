"""World input-output tables of three releases, summed into flows of sectors."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from steelyard.reference.baseline import baseline
from steelyard.reference.build import scanner
from steelyard.reference.dataset import load
from steelyard.reference.overlay import dataset
from steelyard.reference.recipe import production, reliance
from steelyard.store import Store
from steelyard.vocabulary.errors import NoData, UnknownNames

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
        assert rows["intermediate"].sum() == pytest.approx(inputs, rel=2e-3)
        assert rows["final"].sum() == pytest.approx(final, rel=2e-3)


def test_reliance_of_a_made_table_is_that_of_its_industries(tmp_path):
    store, scan = scan_of(tmp_path, _2018_SML=ICIO)
    rows = reliance.build(scan).filter(user="KAZ", supplier="CHN", year=2018)
    found = {(row["reading"], row["users"]): row["value"] for row in rows.iter_rows(named=True)}
    flows = np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 8, 7, 6], [0, 0, 0, 1]], dtype=float)
    output = np.array([70.0, 89, 52, 1])
    shares = flows / output
    shares[:, 3] *= 0.99 / shares[:, 3].sum()  # uses more than it makes: scaled, as documented
    inputs = np.linalg.inv(np.eye(4) - shares) - np.eye(4)
    expected = inputs[:2, 2].sum() / inputs[:, 2].sum()
    assert found["through", "all"] == pytest.approx(expected, rel=5e-3)
    assert found["direct", "manufacturing"] is None  # Kazakhstan manufactures nothing here
    assert dataset(DAY, store.path).table("reliance").filter(origin="icio").height > 0


def test_a_table_with_an_absent_cell_has_no_reliance(tmp_path):
    _, scan = scan_of(tmp_path, WIOT2014=WIOD_2016)
    assert reliance.build(scan).is_empty()


def test_the_compact_table_of_a_users_file_puts_regions_and_final_uses_together(tmp_path):
    store, _ = scan_of(tmp_path, _2018_SML=ICIO)
    table = baseline(dataset(DAY, store.path), "icio")
    assert table.regions == ("CHN", "ROW")  # Kazakhstan is in the rest of the world
    assert table.flows[
        table.cell("CHN", "electronics"), table.cell("CHN", "electronics")
    ] == pytest.approx(14.0)
    assert table.stocks[table.cell("ROW", "mining"), 1] == pytest.approx(-22.0)
    assert table.final.sum() + table.stocks.sum() == pytest.approx(table.value_added.sum())


def test_a_release_that_is_not_there_is_refused():
    with pytest.raises(NoData, match="icio"):
        baseline(load(DAY), "icio")
