"""Layouts of country files on small files made by hand: recognised, complete, typed."""

from pathlib import Path

import polars as pl
import pytest

from fixtures.country_files import SAMPLES, Sample
from steelyard.sources import arms, capability, energy, finance, macro, technology
from steelyard.vocabulary.errors import FileError

PACKAGES = (macro, energy, finance, technology, capability, arms)
CONNECTORS = tuple(c for package in PACKAGES for c in package.CONNECTORS)


def name_of(sample: Sample) -> str:
    return sample.connector.name


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("country_files")
    for sample in SAMPLES:
        (folder / sample.name).write_bytes(sample.content)
    return {sample.connector.name: folder / sample.name for sample in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_a_file_is_recognised_by_its_connector_only(sample: Sample, files: dict[str, Path]):
    path = files[sample.connector.name]
    found = [c.name for c in CONNECTORS if c.recognise(path, sample.content[:65536])]
    assert found == [sample.connector.name]


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_every_row_comes_out_in_the_columns_of_the_table(sample: Sample, files: dict[str, Path]):
    connector = sample.connector
    frame = connector.parse(files[connector.name]).collect()
    assert frame.height == sample.rows
    assert frame.columns == [*connector.table.names, "excluded"]
    types = {column.name: column.dtype for column in connector.table.columns}
    assert {name: frame.schema[name] for name in types} == types


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_a_file_of_another_product_is_refused(sample: Sample, files: dict[str, Path]):
    for name, path in files.items():
        if name == sample.connector.name:
            continue
        with pytest.raises(FileError):
            sample.connector.parse(path).collect()


def test_origins_are_complete_and_their_ids_differ():
    origins = [connector.origin for connector in CONNECTORS]
    assert len({origin.id for origin in origins}) == len(origins)
    for connector, origin in zip(CONNECTORS, origins, strict=True):
        assert origin.id == connector.name
        assert origin.producer
        assert origin.citation
        assert origin.licence
    # Publishers who forbid redistribution never leave the user's machine.
    assert all(o.terms == "restricted" for o in origins if "SIPRI" in o.licence)


def test_a_state_that_did_not_exist_is_excluded_and_a_missing_figure_is_not(
    files: dict[str, Path],
):
    frame = capability.MILEX.parse(files["sipri_milex"]).collect()
    ussr = frame.filter(pl.col("country") == "USSR")
    assert ussr["excluded"].unique().to_list() == ["no such state in that year (xxx)"]
    russia = frame.filter(pl.col("country") == "Russia").sort("year")
    assert russia["current"].to_list() == [10.5, None]
    assert russia["excluded"].null_count() == 2
    assert russia["currency"].to_list() == ["Roubles", "Roubles"]


def test_a_volume_and_a_value_of_one_fuel_stand_in_one_row(files: dict[str, Path]):
    frame = energy.CUSTOMS.parse(files["china_customs_energy"]).collect()
    crude = frame.filter(pl.col("commodity") == "crude oil").sort("month")
    assert crude["volume"].to_list() == [pytest.approx(3743.701), None]  # kg to tonnes
    assert crude["value"].to_list() == [561_555.0, 5.0]
    coal = frame.filter(pl.col("commodity") == "coal").sort("month")
    assert coal["volume"].to_list() == [None, 1000.5]  # tonnes as published
    assert frame.filter(pl.col("partner") == "World")["commodity"].unique().to_list() == [
        "pipeline gas"
    ]


def test_minus_nine_is_missing_in_material_capabilities(files: dict[str, Path]):
    frame = capability.NMC.parse(files["cow_nmc"]).collect()
    assert frame["milex"].to_list() == [3823.0, None]
    assert frame["milper"].to_list() == [17.0, 0.0]  # a published zero stays a zero


def test_n_a_is_absent_and_thousands_commas_are_read(files: dict[str, Path]):
    frame = macro.WEO.parse(files["imf_weo"]).collect().sort("country", "year")
    assert frame["value"].to_list() == [14340.6, 1.5, None, None]


def test_years_come_from_labels_not_from_places(files: dict[str, Path]):
    frame = macro.WDI_DATABANK.parse(files["wdi_databank"]).collect()
    aruba = frame.filter(pl.col("country_code") == "ABW").sort("year")
    assert aruba["value"].to_list() == [18.4, None]


def test_an_amount_of_one_blank_is_absent(files: dict[str, Path]):
    frame = finance.PROJECTS.parse(files["aiddata_projects"]).collect()
    assert frame["amount"].to_list() == [None, 2e9]
    assert frame["umbrella"].to_list() == [None, True]


def test_columns_of_totals_are_no_years(files: dict[str, Path]):
    frame = arms.TIV.parse(files["sipri_tiv"]).collect()
    assert frame["year"].unique().sort().to_list() == [1990, 1991]
    china = frame.filter(pl.col("recipient") == "China").sort("year")
    assert china["tiv"].to_list() == [None, 1008.0]
    assert frame["supplier"].unique().to_list() == ["Russia"]


def test_the_semicolon_at_the_end_is_no_part_of_the_last_value(files: dict[str, Path]):
    frame = arms.REGISTER.parse(files["sipri_register"]).collect()
    assert frame["local_production"].to_list() == [False, True]
    assert frame["year_estimated"].to_list() == [None, True]


def test_names_in_latin_1_are_read(files: dict[str, Path]):
    assert technology.GII.parse(files["gii"]).collect()["country"][0] == "Türkiye"
