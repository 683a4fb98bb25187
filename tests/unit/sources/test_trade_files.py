"""Publisher files on trade, input-output tables and elasticities: figures, traps, row counts.

Figures are those published by the sources named in each test; values are rounded as published,
so a figure of one decimal holds within 0.05.
"""

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from fixtures.trade_files import CONNECTORS
from steelyard.sources.reading import read_head

pytestmark = pytest.mark.shared

CENTRAL_ASIA = ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
HS6 = "trade/baci_hs6_rus_chn/baci_russia_china_processed_2017_2023.csv"
TOTALS = "trade/baci_totals_2000_2020/baci_bilateral_totals_2000_2020.csv.gz"
COMEXT = "trade/eurostat_comext_sanctioned"

# File, product, data rows in the file (counted apart), rows excluded.
FILES = [
    (TOTALS, "baci_totals", 581_494, 0),
    ("trade/baci_totals_2000_2020/distance_pairs.csv.gz", "centroid_distances", 44_100, 0),
    ("trade/baci_totals_2000_2020/gdp_pop_2000_2021.csv", "gdp_population", 4_620, 0),
    ("trade/baci_matrix_2023/trade_cepii.csv", "baci_matrix", 194 * 194, 194),
    ("trade/baci_matrix_2023/country_labels.csv", "matrix_labels", 194, 0),
    ("trade/baci_matrix_2023/gdp.csv", "matrix_gdp", 194, 0),
    ("trade/baci_matrix_2023/tariffs.csv", "us_tariffs", 194, 1),
    ("trade/baci_matrix_2023/GDP_wdi_raw.xls", "wdi_excel", 266 * 64, 0),
    ("trade/baci_matrix_2023/country_codes_V202501.csv", "baci_countries", 238, 0),
    (HS6, "baci_products", 43_494, 0),
    ("trade/comtrade/TradeData.csv", "comtrade", 1_352, 0),
    ("trade/comtrade/comtrade_imports_chn_from_rus_2017_2024.csv", "comtrade", 96, 0),
    ("trade/atlas/hs92_country_year.csv", "atlas_countries", 7_876, 1),
    ("trade/atlas/hs92_product_year_4.csv", "atlas_products", 43_502, 0),
    ("trade/atlas/product_hs92.csv", "atlas_product_codes", 6_390, 0),
    ("trade/atlas/location_country.csv", "atlas_locations", 252, 0),
    (f"{COMEXT}/eu_exports_sanctioned_products_long.csv.gz", "comext_exports", 1_141_069, 0),
    (f"{COMEXT}/22_4624885_spreadsheet.xlsx", "comext_browser", 33 * 189 * 36, 0),
    (f"{COMEXT}/eu_total_trade_4630244_spreadsheet.xlsx", "comext_browser", 4 * 189 * 36, 0),
    (f"{COMEXT}/eu_export_sanctioned.xlsx", "comext_totals", 6_804, 189),
    (f"{COMEXT}/export_sanctions_codes.csv", "comext_codes", 2_223, 0),
    ("trade/geodist/cepii_geodist_full.csv", "geodist", 224 * 224, 0),
    ("io/wiod2013/wiot_2000.RData", "wiod_2013", 1435 * (1435 + 205 + 1), 0),
    ("io/wiod2013/wiot_2011.RData", "wiod_2013", 1435 * (1435 + 205 + 1), 0),
    ("io/wiod2013/WIOD_IndClass.rda", "wiod_2016_industries", 69, 0),
    ("elasticities/final_tariff_GTAP_2020_10_08.dta", "gtap_tariff_elasticities", 46, 0),
    ("elasticities/gtap_sectorlist.csv", "gtap_sectors", 65, 0),
    ("elasticities/Sigmas73countries_9403_HS3digit.dta", "sigma_hs3", 11_293, 0),
    ("elasticities/ElasticitiesBrodaWeinstein90-01_HTS.xls", "sigma_hts10", 13_972, 2),
]  # fmt: skip


@cache
def parsed(root: Path, file: str) -> pl.DataFrame:
    product = next(product for name, product, *_ in FILES if name == file)
    return CONNECTORS[product].parse(root / "data" / file).collect()


def kept(root: Path, file: str) -> pl.DataFrame:
    return parsed(root, file).filter(pl.col("excluded").is_null())


def billions(frame: pl.DataFrame, column: str = "value_usd") -> float:
    return frame[column].sum() / 1e9


@pytest.mark.parametrize(("file", "product", "rows", "excluded"), FILES, ids=lambda x: str(x)[-30:])
def test_rows_out_are_the_data_rows_of_the_file(
    shared: Path, file: str, product: str, rows: int, excluded: int
):
    frame = parsed(shared, file)
    assert frame.height == rows
    assert frame["excluded"].count() == excluded
    columns = {c.name: c.dtype for c in CONNECTORS[product].table.columns}
    assert dict(frame.schema) == columns | {"excluded": pl.String()}


@pytest.mark.parametrize(("file", "product"), [row[:2] for row in FILES], ids=lambda x: x[-30:])
def test_a_publisher_file_is_recognised_by_one_connector(shared: Path, file: str, product: str):
    path = shared / "data" / file
    head = read_head(path)
    assert [c.name for c in CONNECTORS.values() if c.recognise(path, head)] == [product]


@pytest.mark.parametrize(
    ("year", "to_china", "to_russia"),
    [
        (2000, 5.1, 2.2),
        (2005, 11.8, 12.3),
        (2010, 20.9, 32.8),
        (2014, 39.4, 52.6),
        (2020, 49.3, 50.1),
    ],
)
def test_exports_between_russia_and_china_are_those_of_baci(
    shared: Path, year: int, to_china: float, to_russia: float
):
    totals = kept(shared, TOTALS).filter(year=year)
    there = totals.filter(exporter="RUS", importer="CHN")
    back = totals.filter(exporter="CHN", importer="RUS")
    assert billions(there) == pytest.approx(to_china, abs=0.05)
    assert billions(back) == pytest.approx(to_russia, abs=0.05)


@pytest.mark.parametrize(
    ("pair", "codes", "published"),
    [(("RUS", "CHN"), (643, 156), 129.0), (("CHN", "RUS"), (156, 643), 110.0)],
)
def test_exports_of_2023_agree_between_the_matrix_and_the_product_file(
    shared: Path, pair: tuple[str, str], codes: tuple[int, int], published: float
):
    matrix = kept(shared, "trade/baci_matrix_2023/trade_cepii.csv")
    products = kept(shared, HS6).filter(year=2023)
    total = billions(matrix.filter(exporter=pair[0], importer=pair[1]))
    by_product = billions(products.filter(exporter_code=codes[0], importer_code=codes[1]))
    assert total == pytest.approx(published, abs=0.05)
    assert by_product == pytest.approx(total, rel=1e-3)


@pytest.mark.parametrize(
    ("year", "of_exports", "of_imports", "of_chinese_imports"),
    [
        (2000, 5.0, 5.0, 3.2),
        (2010, 5.5, 14.4, 2.1),
        (2014, 8.8, 18.0, None),
        (2020, 15.1, 22.9, 3.4),
    ],
)
def test_shares_of_the_partner_in_trade_are_those_of_baci(
    shared: Path, year: int, of_exports: float, of_imports: float, of_chinese_imports: float | None
):
    totals = kept(shared, TOTALS).filter(year=year)
    sold, bought = totals.filter(exporter="RUS"), totals.filter(importer="RUS")
    china = totals.filter(importer="CHN")
    to_china, from_china = sold.filter(importer="CHN"), bought.filter(exporter="CHN")
    assert 100 * billions(to_china) / billions(sold) == pytest.approx(of_exports, abs=0.06)
    assert 100 * billions(from_china) / billions(bought) == pytest.approx(of_imports, abs=0.06)
    if of_chinese_imports is not None:
        share = 100 * billions(to_china) / billions(china)
        assert share == pytest.approx(of_chinese_imports, abs=0.06)


@pytest.mark.parametrize(
    ("year", "russia", "china"),
    [(2000, 32.0, 9.0), (2010, 19.0, 26.2), (2019, 25.7, 29.7), (2020, 28.0, 25.6)],
)
def test_central_asia_imports_are_those_of_baci(
    shared: Path, year: int, russia: float, china: float
):
    bought = kept(shared, TOTALS).filter(pl.col("importer").is_in(CENTRAL_ASIA), year=year)
    for exporter, published in (("RUS", russia), ("CHN", china)):
        share = 100 * billions(bought.filter(exporter=exporter)) / billions(bought)
        assert share == pytest.approx(published, abs=0.06)


def test_zero_pairs_were_dropped_and_taiwan_is_not_in_the_totals(shared: Path):
    totals = kept(shared, TOTALS)
    assert totals["value_usd"].min() > 0  # type: ignore[operator]
    assert "TWN" not in totals["exporter"].unique().to_list()
    assert totals["exporter"].n_unique() <= 210


def test_blank_pairs_of_the_matrix_are_absent_rows(shared: Path):
    matrix = kept(shared, "trade/baci_matrix_2023/trade_cepii.csv")
    assert matrix["value_usd"].null_count() == 12_238 - 194
    absent = matrix.filter(pl.col("value_usd").is_null(), importer="RUS")["exporter"].to_list()
    assert {"BLR", "KOR", "POL", "VNM", "UKR", "BGD", "TKM", "TJK", "MNG"} <= set(absent)


def test_partners_blank_in_2023_were_a_sixth_of_russian_trade_in_2020(shared: Path):
    matrix = kept(shared, "trade/baci_matrix_2023/trade_cepii.csv")
    totals = kept(shared, TOTALS).filter(year=2020)
    for side, other, published in [("importer", "exporter", 17.3), ("exporter", "importer", 15.0)]:
        reported = matrix.filter(pl.col("value_usd").is_not_null(), pl.col(side) == "RUS")[other]
        trade = totals.filter(pl.col(side) == "RUS")
        blank = trade.filter(~pl.col(other).is_in(reported.to_list()))
        share = 100 * billions(blank) / billions(trade)
        assert share == pytest.approx(published, abs=0.06)


def test_china_would_have_54_per_cent_of_russian_imports_on_what_is_left(shared: Path):
    matrix = kept(shared, "trade/baci_matrix_2023/trade_cepii.csv").filter(importer="RUS")
    china = matrix.filter(exporter="CHN")
    assert 100 * billions(china) / billions(matrix) == pytest.approx(54.4, abs=0.05)


def test_product_codes_of_baci_have_six_digits_and_unknown_quantities_are_absent(shared: Path):
    products = kept(shared, HS6)
    assert products["product"].str.contains(r"^\d{6}$").all()
    assert "010620" in products["product"].to_list()
    assert products["quantity_t"].null_count() == 449


def test_gdp_of_the_matrix_is_that_of_the_world_bank_file(shared: Path):
    column = kept(shared, "trade/baci_matrix_2023/gdp.csv")
    series = kept(shared, "trade/baci_matrix_2023/GDP_wdi_raw.xls").filter(year=2023)
    both = column.join(series, left_on="iso3", right_on="country_code")
    near = (both["gdp_usd"] / both["value"] - 1).abs() < 1e-6
    assert near.mean() > 0.95  # type: ignore[operator]
    assert both.filter(iso3="CHN")["gdp_usd"].item() == pytest.approx(17.8e12, rel=0.01)


def test_namibia_keeps_its_code_and_taiwan_is_filed_as_other_asia(shared: Path):
    codes = kept(shared, "trade/baci_matrix_2023/country_codes_V202501.csv")
    assert codes.filter(country_code=490)["country_iso3"].item() == "S19"
    assert codes.filter(country_code=516)["country_iso3"].item() == "NAM"


def test_comtrade_columns_are_not_shifted_by_the_comma_at_the_end(shared: Path):
    rows = kept(shared, "trade/comtrade/TradeData.csv")
    assert set(rows["reporter"].unique()) == {"CHN", "DEU", "USA"}
    assert set(rows["flow"].unique()) == {"M", "X"}
    world = rows.filter(reporter="CHN", flow="M", partner_code=0)
    assert world["value_usd"].item() == 2_715_997_517_261
    assert rows["aggregate"].all()


def test_chinese_customs_and_comtrade_months_add_up_to_published_years(shared: Path):
    file = "trade/comtrade/comtrade_imports_chn_from_rus_2017_2024.csv"
    months = kept(shared, file).with_columns(year=pl.col("period").str.slice(0, 4))
    assert months.filter(year="2023").height == 12
    # General Administration of Customs of China: imports from Russia in 2023, USD 129.1 bn.
    assert billions(months.filter(year="2023")) == pytest.approx(129.1, abs=0.3)


def test_headings_and_products_of_comext_overlap(shared: Path):
    rows = kept(shared, f"{COMEXT}/eu_exports_sanctioned_products_long.csv.gz")
    assert set(rows["level"].unique()) == {4, 8}
    headings = set(rows.filter(level=4)["product"].unique())
    below = set(rows.filter(level=8)["product"].str.slice(0, 4).unique())
    assert headings <= below


def test_the_data_browser_has_all_its_sheets_and_its_colons_are_absent(shared: Path):
    total = kept(shared, f"{COMEXT}/eu_total_trade_4630244_spreadsheet.xlsx")
    assert set(total["flow"].unique()) == {"IMPORT", "EXPORT"}
    assert set(total["product"].unique()) == {"27", "TOTAL"}
    assert total["value_eur"].null_count() > 0
    assert total.filter(month="2022-12")["value_eur"].null_count() == total.height / 36


def test_the_two_comext_layouts_agree_where_they_overlap(shared: Path):
    sheets = kept(shared, f"{COMEXT}/22_4624885_spreadsheet.xlsx")
    rows = kept(shared, f"{COMEXT}/eu_exports_sanctioned_products_long.csv.gz")
    key = ["product", "reporter", "partner", "month"]
    both = sheets.drop_nulls("value_eur").join(rows, on=key)
    assert both.height > 1000
    assert (both["value_eur"] == both["value_eur_right"]).mean() > 0.99  # type: ignore[operator]


def test_distances_are_of_all_pairs_and_missing_ones_absent(shared: Path):
    pairs = kept(shared, "trade/geodist/cepii_geodist_full.csv")
    assert pairs["distw"].null_count() == 2_215
    assert {"ROM", "ZAR", "YUG"} <= set(pairs["iso_o"].unique())
    beijing_moscow = pairs.filter(iso_o="CHN", iso_d="RUS")["distcap"].item()
    assert beijing_moscow == pytest.approx(5_795, abs=10)
    assert pairs.filter(iso_o="CHN", iso_d="RUS")["contig"].item() == 1


@pytest.mark.parametrize(
    ("seller", "buyer", "intermediate", "final"),
    [("RUS", "CHN", 46_719, 952), ("CHN", "RUS", 16_337, 41_302)],
)
def test_flows_of_wiod_2011_are_those_published(
    shared: Path, seller: str, buyer: str, intermediate: int, final: int
):
    flows = kept(shared, "io/wiod2013/wiot_2011.RData")
    pair = flows.filter(seller_region=seller, buyer_region=buyer)
    sums = dict(pair.group_by("block").agg(pl.col("value_musd").sum()).rows())
    assert sums == {"intermediate": intermediate, "final": final}


def test_uses_of_a_wiod_industry_add_up_to_its_output(shared: Path):
    flows = kept(shared, "io/wiod2013/wiot_2011.RData")
    key = ["seller_region", "seller_industry"]
    used = flows.filter(pl.col("block") != "output").group_by(key).agg(pl.col("value_musd").sum())
    both = used.join(flows.filter(block="output"), on=key)
    assert both.height == 1_435
    # The cells are cut to whole millions: 1,640 of them fall short of the total by some tens.
    gap = both["value_musd_right"] - both["value_musd"]
    assert gap.abs().max() < 150  # type: ignore[operator]


def test_zeros_and_negative_changes_in_inventories_of_wiod_are_reported_values(shared: Path):
    flows = kept(shared, "io/wiod2013/wiot_2011.RData")
    assert flows["value_musd"].null_count() == 0
    assert (flows["value_musd"] == 0).any()
    assert flows.filter(pl.col("value_musd") < 0, buyer_use="c42").height > 0
    regions = set(flows["seller_region"].unique())
    assert {"RUS", "CHN", "TWN", "RoW", "ROM"} <= regions
    assert not regions & set(CENTRAL_ASIA)


def test_tariff_elasticities_keep_their_negative_sign_and_their_gaps(shared: Path):
    rows = kept(shared, "elasticities/final_tariff_GTAP_2020_10_08.dta")
    assert rows["tariff_elasticity"].max() < 0  # type: ignore[operator]
    absent = rows.filter(pl.col("tariff_elasticity").is_null())["sector"].to_list()
    assert sorted(absent) == ["coa", "gas", "gdt", "gro"]
    listed = kept(shared, "elasticities/gtap_sectorlist.csv")["code"].str.to_lowercase()
    assert set(rows["sector"]) <= set(listed)


def test_substitution_elasticities_have_whole_codes_and_conflicts_are_excluded(shared: Path):
    by_country = kept(shared, "elasticities/Sigmas73countries_9403_HS3digit.dta")
    assert by_country["product"].str.contains(r"^\d{3}$").all()
    assert by_country["country"].n_unique() == 73
    assert "Russia" not in by_country["country"].to_list()
    us = parsed(shared, "elasticities/ElasticitiesBrodaWeinstein90-01_HTS.xls")
    assert us["product"].str.contains(r"^\d{10}$").all()
    twice = us.filter(excluded="conflicting rows")["product"].unique().to_list()
    assert twice == ["2103204020"]
