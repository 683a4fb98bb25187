"""A user's own files over the embedded dataset, and what the recipes make of imports."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from steelyard.dossier import dossier
from steelyard.reference.dataset import load
from steelyard.reference.overlay import dataset
from steelyard.store import Store

DAY = date(2026, 11, 22)
FACTS_HEADER = (
    "series_id,reporter,partner,period,period_end,value,unit,bound,preferred,role,quality,terms,"
    "source_title,source_url,publisher,note,audit"
)


@pytest.fixture
def store(tmp_path) -> Store:
    return Store.open(tmp_path / "store", create=True)


def add_facts(store: Store, folder: Path, *rows: str) -> None:
    file = folder / "mine.csv"
    file.write_text("\n".join([FACTS_HEADER, *rows]) + "\n", encoding="utf-8")
    store.import_file(file)


def test_a_figure_of_ones_own_reaches_the_dossier(store, tmp_path):
    add_facts(
        store,
        tmp_path,
        "share_chn_in_kaz_exports,KAZ,CHN,2024,,21.5,%,exact,yes,evidence,official,cite,"
        "My table,https://example.org/table,My office,,",
    )
    data = dataset(DAY, store.path)
    found = dossier("KAZ", "CHN", data=data)
    points = [
        point
        for series in found.of("trade.export_share", "KAZ")
        for point in series.points
        if point.period == "2024"
    ]
    assert [point.value.point for point in points] == [pytest.approx(0.215)]
    assert any(origin.producer == "My office" for origin in found.origins)


def test_embedded_figures_stay_beside_ones_own(store, tmp_path):
    before = load(DAY).table("figures").height
    add_facts(
        store,
        tmp_path,
        "share_chn_in_kaz_exports,KAZ,CHN,2024,,21.5,%,exact,yes,evidence,official,cite,"
        "My table,https://example.org/table,My office,,",
    )
    assert dataset(DAY, store.path).table("figures").height == before + 1


def test_restricted_figures_of_a_user_are_not_taken_up(store, tmp_path):
    add_facts(
        store,
        tmp_path,
        "share_chn_in_kaz_exports,KAZ,CHN,2024,,21.5,%,exact,yes,evidence,official,restricted,"
        "My table,https://example.org/table,My office,,",
    )
    figures = dataset(DAY, store.path).table("figures")
    assert figures.filter(pl.col("series") == "share_chn_in_kaz_exports").is_empty()


def test_a_whole_product_year_becomes_bilateral_trade(store, tmp_path):
    codes = [4, 8, 12, 20, 24, 28, 31, 32, 36, 40]  # BACI's numbers: few, so not a whole year
    few = tmp_path / "BACI_HS22_Y2022_V202501.csv"
    rows = [f"2022,{i},{j},10121,{i}.0,1.0" for i in codes for j in codes if i != j]
    few.write_text("t,i,j,k,v,q\n" + "\n".join(rows) + "\n", encoding="utf-8")
    store.import_file(few)
    assert 2022 not in dataset(DAY, store.path).table("trade")["year"].unique().to_list()


def test_without_a_store_the_embedded_dataset_stands(tmp_path, monkeypatch):
    monkeypatch.setenv("STEELYARD_STORE", str(tmp_path / "nowhere"))
    assert dataset(DAY, None).table("trade").height == load(DAY).table("trade").height


def test_capability_is_as_published():
    table = load(DAY).table("state_years").filter(pl.col("indicator") == "cinc")
    for state, year, value in [
        ("RUS", 1992, 0.0672),
        ("RUS", 2022, 0.0382),
        ("CHN", 1992, 0.1238),
        ("CHN", 2022, 0.2341),
    ]:
        found = table.filter((pl.col("state") == state) & (pl.col("year") == year))["value"]
        # printed to four digits; two editions of the data differ in the last one
        assert min(abs(found - value)) < 1.1e-4


def test_missing_mirrors_are_absent_not_zero():
    trade = load(DAY).table("trade").filter(pl.col("year") == 2023)
    for partner in ("BLR", "KOR", "POL", "VNM", "BGD", "TKM", "TJK", "MNG"):
        for pair in (("RUS", partner), (partner, "RUS")):
            rows = trade.filter((pl.col("exporter") == pair[0]) & (pl.col("importer") == pair[1]))
            assert rows["value"].to_list() == [None]


def test_missing_mirrors_were_as_large_as_published_in_2020():
    """17.3 % of Russian imports and 15.0 % of exports in 2020 have no pair in 2023."""
    trade = load(DAY).table("trade")
    for side, other, percent in (("importer", "exporter", 17.3), ("exporter", "importer", 15.0)):
        mine = trade.filter((pl.col(side) == "RUS") & (pl.col(other) != "WLD"))
        known = mine.filter((pl.col("year") == 2023) & pl.col("value").is_not_null())
        before = mine.filter(pl.col("year") == 2020)
        gone = before.join(known.select(other), on=other, how="anti")["value"].sum()
        assert 100 * gone / before["value"].sum() == pytest.approx(percent, abs=0.15)
