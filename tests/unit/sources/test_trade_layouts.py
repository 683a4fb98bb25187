"""Layouts of trade, input-output and elasticity products, on small files made by hand."""

from pathlib import Path

import polars as pl
import pytest

from fixtures.country_files import Sample
from fixtures.trade_files import CONNECTORS, SAMPLES
from steelyard.vocabulary.errors import FileError, UnreadableFile, WrongProduct


def parsed(folder: Path, product: str, name: str, content: str | bytes) -> pl.DataFrame:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return CONNECTORS[product].parse(path).collect()


def sample(name: str) -> Sample:
    return next(sample for sample in SAMPLES if sample.name == name)


def matrix(folder: Path, cells: str, labels: str = "RUS,1,Russia\nCHN,2,China\n") -> pl.DataFrame:
    (folder / "country_labels.csv").write_text(f"iso3,iso_code,CountryName\n{labels}")
    return parsed(folder, "baci_matrix", "trade_cepii.csv", f"export_ij1,export_ij2\n{cells}")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.connector.name}-{s.name}")
def test_every_row_of_a_file_comes_out_in_the_tables_columns_and_types(
    sample: Sample, tmp_path: Path
):
    frame = parsed(tmp_path, sample.connector.name, sample.name, sample.content)
    columns = sample.connector.table.columns
    assert frame.height == sample.rows
    assert dict(frame.schema) == {c.name: c.dtype for c in columns} | {"excluded": pl.String()}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.connector.name}-{s.name}")
def test_a_file_is_recognised_by_its_own_connector_only(sample: Sample, tmp_path: Path):
    path = tmp_path / "under_any_name"
    path.write_bytes(sample.content)
    known = [c.name for c in CONNECTORS.values() if c.recognise(path, sample.content[:65536])]
    assert known == [sample.connector.name]


@pytest.mark.parametrize("connector", CONNECTORS.values(), ids=lambda c: c.name)
def test_a_connector_has_an_origin_of_its_own_name_and_columns_with_units(connector):
    assert connector.origin.id == connector.name
    assert connector.origin.citation
    assert connector.origin.url.startswith("http")
    for column in connector.table.columns:
        assert bool(column.unit) == (column.kind in ("extensive", "intensive")), column.name


def test_baci_codes_regain_their_leading_zeros_and_dollars_replace_thousands(tmp_path: Path):
    name = "BACI_HS22_Y2022_V202501.csv"
    frame = parsed(tmp_path, "baci_products", name, sample(name).content)
    assert frame["product"].to_list() == ["010620", "210610", "270900"]
    assert frame["value_usd"].to_list() == [484.0, 1500.0, 7000.0]


def test_an_unknown_baci_quantity_is_absent_however_it_is_written(tmp_path: Path):
    name = "BACI_HS22_Y2022_V202501.csv"
    frame = parsed(tmp_path, "baci_products", name, sample(name).content)
    assert frame["quantity_t"].to_list() == [0.04, None, None]
    assert frame["excluded"].null_count() == 3


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2022,4,8,10620,-1,0", "negative value"),
        ("2022,4,8,10620,,0", "missing value"),
        ("2022,4,8,10620,1,-2", "negative value"),
        ("2022,4,8,10620,many,0", "not a number"),
        ("2022,4,8,10620,1,some", "not a number"),
        ("2022,,8,10620,1,0", "missing key"),
        ("2022,4,8,,1,0", "missing key"),
        ("2022,4,8,horses,1,0", "no HS code"),
        ("2022,4,99999,10620,1,0", "not a number"),
        ("1722,4,8,10620,1,0", "out of range"),
    ],
)
def test_a_bad_baci_row_stays_with_its_reason(tmp_path: Path, row: str, reason: str):
    frame = parsed(tmp_path, "baci_products", "b.csv", f"t,i,j,k,v,q\n{row}\n")
    assert frame["excluded"].to_list() == [reason]


def test_a_baci_row_like_the_one_above_is_a_repeat(tmp_path: Path):
    rows = "2022,4,8,10620,1,1\n2022,4,8,10620,1,1\n2022,4,8,10621,1,1\n"
    frame = parsed(tmp_path, "baci_products", "b.csv", f"t,i,j,k,v,q\n{rows}")
    assert frame["excluded"].to_list() == [None, "duplicate key", None]


def test_a_blank_pair_of_the_matrix_is_a_row_without_value(tmp_path: Path):
    frame = matrix(tmp_path, ",2.5\n,\n").filter(pl.col("excluded").is_null())
    assert frame.drop("year", "excluded").sort("exporter").rows() == [
        ("CHN", "RUS", None),
        ("RUS", "CHN", 2500.0),
    ]


def test_a_matrix_without_labels_says_which_file_is_missing(tmp_path: Path):
    with pytest.raises(UnreadableFile, match=r"Put country_labels.csv beside trade_cepii.csv"):
        parsed(tmp_path, "baci_matrix", "trade_cepii.csv", "export_ij1\n1\n")


@pytest.mark.parametrize(
    "labels",
    ["RUS,1,Russia\n", "RUS,1,Russia\nRUS,2,Russia\n", "RUS,1,Russia\nCHN,3,China\n"],
    ids=["too few", "twice the same", "a gap"],
)
def test_labels_that_do_not_name_each_row_once_are_refused(tmp_path: Path, labels: str):
    with pytest.raises(UnreadableFile, match="labels 1 to 2, each once"):
        matrix(tmp_path, ",1\n2,\n", labels)


def test_comtrade_rows_that_end_with_a_comma_are_not_shifted(tmp_path: Path):
    frame = parsed(tmp_path, "comtrade", "TradeData.csv", sample("TradeData.csv").content)
    kept = frame.select("reporter", "partner", "flow", "value_usd", "aggregate").rows()
    assert kept == [("CHN", "RUS", "M", 11.0, True), ("CHN", "TUR", "M", 7.0, True)]


def test_comtrade_zeros_beside_a_value_mean_not_given(tmp_path: Path):
    frame = parsed(tmp_path, "comtrade", "monthly.csv", sample("monthly.csv").content)
    assert frame["fob_usd"].to_list() == [None, 0.0]
    assert frame["net_weight_kg"].to_list() == [None, 5.0]
    assert frame["value_usd"].to_list() == [3159813913.0, 0.0]


def test_not_available_in_a_data_browser_sheet_is_absent_and_zero_is_zero(tmp_path: Path):
    name = "22_4624885_spreadsheet.xlsx"
    frame = parsed(tmp_path, "comext_browser", name, sample(name).content)
    cells = frame.select("product", "partner", "month", "value_eur").rows()
    assert cells == [
        ("91118000", "Armenia", "2020-01", 8813.0),
        ("91118000", "Belarus (Belorussia)", "2020-01", 0.0),
        ("91118000", "Armenia", "2020-02", None),
        ("91118000", "Belarus (Belorussia)", "2020-02", 12.5),
    ]


def test_a_month_that_is_zero_throughout_was_not_yet_published(tmp_path: Path):
    name = "eu_export_sanctioned.xlsx"
    frame = parsed(tmp_path, "comext_totals", name, sample(name).content)
    assert frame["excluded"].to_list() == [None, None, "month not yet published"]


def test_headings_and_products_of_comext_stand_on_different_levels(tmp_path: Path):
    frame = parsed(tmp_path, "comext_exports", "long.csv", sample("long.csv").content)
    assert frame["level"].to_list() == [4, 8]


def test_a_missing_distance_is_absent(tmp_path: Path):
    frame = parsed(tmp_path, "geodist", "geodist.csv", sample("geodist.csv").content)
    assert frame["distw"].to_list() == [None, 4000.5]


def test_undeclared_countries_with_negative_imports_are_excluded(tmp_path: Path):
    name = "hs92_country_year.csv"
    frame = parsed(tmp_path, "atlas_countries", name, sample(name).content)
    assert frame["excluded"].to_list() == [None, "negative value"]


def test_icio_blocks_follow_the_labels(tmp_path: Path):
    frame = parsed(tmp_path, "icio", "2018_SML.csv", sample("2018_SML.csv").content)
    assert frame["year"].unique().to_list() == [2018]
    assert dict(frame["block"].value_counts().rows()) == {
        "intermediate": 6, "final": 4, "output": 2, "primary": 18,
    }  # fmt: skip
    flow = frame.filter(seller_region="ARG", buyer_region="CHN", buyer_use="INVNT")
    assert flow.select("seller_industry", "block", "value_musd").rows() == [
        ("A01_02", "final", -5.5)
    ]


@pytest.mark.parametrize(
    ("name", "year"), [("2018_SML.csv", 2018), ("ICIO2021_2016.csv", 2016), ("2019.csv", 2019)]
)
def test_the_year_of_an_icio_table_is_in_its_name(tmp_path: Path, name: str, year: int):
    frame = parsed(tmp_path, "icio", name, sample("2018_SML.csv").content)
    assert frame["year"].unique().to_list() == [year]


def test_an_icio_file_without_year_in_its_name_is_refused(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="Give the file its published name"):
        parsed(tmp_path, "icio", "table.csv", sample("2018_SML.csv").content)


def test_wiod_2016_columns_are_named_after_the_rows_with_their_number(tmp_path: Path):
    frame = parsed(tmp_path, "wiod_2016", "WIOT2014.csv", sample("WIOT2014.csv").content)
    uses = frame.filter(seller_region="AUS", seller_industry="A01")
    assert uses.select("buyer_region", "buyer_use", "block", "value_musd").rows() == [
        ("AUS", "A01", "intermediate", 1.0),
        ("AUS", "A02", "intermediate", 2.0),
        ("AUS", "CONS_h", "final", 3.0),
        ("ROW", "A01", "intermediate", 4.0),
        ("ROW", "INVEN", "final", -5.0),
        ("TOT", "output", "output", 6.0),
    ]
    assert frame.filter(seller_region="TOT")["block"].unique().to_list() == ["primary"]


@pytest.mark.parametrize("product", ["wiod_2016", "icio"])
def test_a_label_that_repeats_is_refused(tmp_path: Path, product: str):
    name = {"wiod_2016": "WIOT2014.csv", "icio": "2018_SML.csv"}[product]
    lines = sample(name).content.decode().splitlines(keepends=True)
    with pytest.raises(UnreadableFile, match="labels repeat"):
        parsed(tmp_path, product, name, "".join([*lines, lines[1]]))


def test_a_code_of_the_us_tariff_schedule_regains_its_zero(tmp_path: Path):
    frame = parsed(tmp_path, "sigma_hts10", "sigma.xlsx", sample("sigma.xlsx").content)
    assert frame.rows() == [("0101110010", 108.2, None)]


def test_another_product_is_named_as_the_wrong_one(tmp_path: Path):
    with pytest.raises(WrongProduct, match="columns year, exporter, importer, value_kusd"):
        parsed(tmp_path, "baci_totals", "b.csv", "t,i,j,k,v,q\n")


def test_a_file_cut_inside_its_last_number_is_refused(tmp_path: Path):
    with pytest.raises(FileError, match="ends inside a line"):
        parsed(tmp_path, "baci_totals", "b.csv", "year,exporter,importer,value_kusd\n2020,A,B,49")
