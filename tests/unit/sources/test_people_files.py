"""Opinion, diplomacy, migration and maps: files of publishers, and bad ones made by hand."""

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources import diplomacy, maps, migration, opinion
from steelyard.sources.diplomacy.joint_exercises import JOINT_EXERCISES
from steelyard.sources.diplomacy.leader_visits import CEIAS_VISITS
from steelyard.sources.diplomacy.public_diplomacy import AIDDATA_PUBLIC_DIPLOMACY
from steelyard.sources.maps.countries import COUNTRIES_110M
from steelyard.sources.migration.migrant_pairs import NO_ORIGIN, UNDESA_PAIRS
from steelyard.sources.migration.migrant_totals import UNDESA_TOTALS
from steelyard.sources.opinion.pew import PEW_FAVOURABILITY
from steelyard.vocabulary.errors import FileError, UnreadableFile, WrongProduct

CONNECTORS = (
    *opinion.CONNECTORS,
    *diplomacy.CONNECTORS,
    *migration.CONNECTORS,
    *maps.CONNECTORS,
)
FILES = {
    "opinion/DERIVED_pew_favourability_country_year.csv": (PEW_FAVOURABILITY, 2_195),
    "diplomacy/WHO-WHERE-WHEN-dataset-v.1.1.xlsx": (CEIAS_VISITS, 595),
    "diplomacy/ChinesePublicDiplomacy.csv": (AIDDATA_PUBLIC_DIPLOMACY, 741),
    "diplomacy/Joint Military Exercises Involving Russia.csv": (JOINT_EXERCISES, 992),
    "un_migrant_stock/UN_MigrantStockByOriginAndDestination_2019_clean.csv": (
        UNDESA_PAIRS,
        1_659 * 232,
    ),
    "un_migrant_stock/undesa_pd_2019_migrant_stock_total_dataset.xlsx": (
        UNDESA_TOTALS,
        283 * (21 + 21 + 21 + 7 + 18 + 20),
    ),
    "maps/countries-110m.json": (COUNTRIES_110M, 174),
}


@pytest.fixture(scope="module")
def people(shared: Path) -> dict[str, pl.DataFrame]:
    return {c.name: c.parse(shared / "data" / name).collect() for name, (c, _) in FILES.items()}


@pytest.mark.shared
def test_every_row_or_cell_of_every_file_comes_out(people: dict[str, pl.DataFrame]):
    for connector, rows in FILES.values():
        frame = people[connector.name]
        assert frame.height == rows, connector.name
        assert frame.columns == [*connector.table.names, "excluded"]


@pytest.mark.shared
def test_each_file_is_recognised_by_its_own_connector_only(shared: Path):
    for name, (wanted, _) in FILES.items():
        path = shared / "data" / name
        head = path.read_bytes()[:65536]
        assert [c.name for c in CONNECTORS if c.recognise(path, head)] == [wanted.name]


@pytest.mark.shared
def test_publics_that_were_not_asked_are_absent(people: dict[str, pl.DataFrame]):
    polls = people["pew_favourability"]
    assert polls["excluded"].null_count() == polls.height
    assert polls.filter(iso3_respondent="RUS")["year"].max() == 2019
    assert polls.filter(iso3_respondent="CHN")["year"].max() in (2015, 2016)


@pytest.mark.shared
def test_two_journeys_to_one_country_in_a_year_are_two(people: dict[str, pl.DataFrame]):
    visits = people["ceias_visits"]
    assert visits["excluded"].null_count() == 595
    assert visits.drop("line").is_duplicated().sum() == 14
    assert visits.filter(country="Russia").height == 29
    assert visits.filter(country="Soviet Union").height == 11


@pytest.mark.shared
def test_unknown_counts_of_public_diplomacy_are_absent_and_zeros_stay(
    people: dict[str, pl.DataFrame],
):
    table = people["aiddata_public_diplomacy"]
    assert table["government_visits"].null_count() == 107
    assert (table["confucius_institutes"] == 0).sum() == 601


@pytest.mark.shared
def test_empty_rows_below_the_list_of_exercises_say_so(people: dict[str, pl.DataFrame]):
    table = people["joint_exercises"]
    assert table.filter(pl.col("excluded").is_null()).height == 99
    assert table.filter(excluded="empty row").height == 893
    assert table["participants"][1] == "Armenia;Belarus;Kazakhstan;Kyrgyzstan;Tajikistan"


@pytest.mark.shared
def test_china_that_names_no_russian_origin_has_no_zero(people: dict[str, pl.DataFrame]):
    pairs = people["undesa_pairs"].filter(destination="China", origin_area="Russian Federation")
    assert pairs.sort("year")["migrants"].to_list() == [1080, 1607, 2135, 2355, 2575, 2963, 3123]
    other = people["undesa_pairs"].filter(destination="China", origin_area="Kazakhstan")
    assert other["migrants"].to_list() == [None] * 7
    assert other["excluded"].unique().to_list() == [NO_ORIGIN]


@pytest.mark.shared
def test_a_zero_between_years_with_migrants_stays_a_zero(people: dict[str, pl.DataFrame]):
    kept = people["undesa_pairs"].filter(pl.col("excluded").is_null())
    zeros = kept.filter(pl.col("migrants") == 0)
    assert zeros.height > 0
    known = kept.filter(pl.col("migrants") > 0)
    assert zeros.join(known, on=["destination", "origin_area"], how="anti").height == 0


@pytest.mark.shared
def test_totals_of_migrants_come_with_their_headings(people: dict[str, pl.DataFrame]):
    totals = people["undesa_totals"].filter(name="China", table="Table 1", period="2019")
    both = totals.filter(pl.col("measure").str.contains("both sexes"))
    assert both["value"].to_list() == [1030871.0]
    assert both["code"].to_list() == [156]
    assert people["undesa_totals"]["excluded"].null_count() == people["undesa_totals"].height


@pytest.mark.shared
def test_outlines_are_closed_and_lie_on_the_globe(people: dict[str, pl.DataFrame]):
    for text in people["countries_110m"]["geometry"]:
        shape = json.loads(text)
        polygons = (
            shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        )
        for ring in (ring for polygon in polygons for ring in polygon):
            assert ring[0] == ring[-1]
            assert all(-180.01 <= x <= 180.01 and -90.01 <= y <= 90.01 for x, y in ring)


@pytest.mark.shared
def test_numbers_of_countries_keep_their_zeros(people: dict[str, pl.DataFrame]):
    table = people["countries_110m"]
    assert table.filter(name="Afghanistan")["m49"].item() == "004"
    assert set(table["boundary_view"]) == {"un"}


POLL = "year,iso3_respondent,n,fav_pct,unfav_pct,target\n2019,RUS,1000.0,71.0,18.0,CHN\n"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2019,IND,1000.0,71.0,38.0,CHN", "shares add up to over 100 %"),
        ("2019,IND,1000.0,-1.0,38.0,CHN", "negative value"),
        ("2019,IND,1000.0,n/a,38.0,CHN", "not a number"),
        ("2019,,1000.0,71.0,18.0,CHN", "missing key"),
        ("2019,RUS,1000.0,71.0,18.0,CHN", "duplicate key"),
    ],
)
def test_a_poll_that_cannot_be_used_stays_with_its_reason(tmp_path: Path, row, reason):
    path = tmp_path / "polls.csv"
    path.write_text(f"{POLL}{row}\n")
    assert PEW_FAVOURABILITY.parse(path).collect()["excluded"].to_list() == [None, reason]


def test_polls_without_a_column_or_with_a_cut_row_are_refused(tmp_path: Path):
    path = tmp_path / "polls.csv"
    path.write_text(POLL.replace("unfav_pct", "against"))
    with pytest.raises(WrongProduct, match="unfav_pct"):
        PEW_FAVOURABILITY.parse(path)
    path.write_text(POLL[:-10])
    with pytest.raises(UnreadableFile):
        PEW_FAVOURABILITY.parse(path)


def test_a_matrix_of_migrants_tells_zeros_from_absence(tmp_path: Path):
    path = tmp_path / "matrix.csv"
    path.write_text(
        "Year,Dest,China,Russian Federation\n"
        "2015,China,0,0\n2019,China,0,0\n"
        "2015,Russian Federation,0,..\n2019,Russian Federation,12,-\n"
        "2019,Caribbean,5,5\n"
    )
    assert UNDESA_PAIRS.recognise(path, path.read_bytes())
    frame = UNDESA_PAIRS.parse(path).collect().sort("destination", "origin_area", "year")
    russia = frame.filter(destination="Russian Federation", origin_area="China")
    assert russia["migrants"].to_list() == [0, 12]
    assert russia["excluded"].to_list() == [None, None]
    assert frame.filter(destination="China")["migrants"].to_list() == [None] * 4
    regions = frame.filter(destination="Caribbean")["excluded"]
    assert regions.to_list() == ["a region, not a state or area"] * 2


@pytest.mark.parametrize(
    "text", ['{"type":"Topology","objects":{"countries":', '{"type":"Topology","objects":{}}', "[]"]
)
def test_a_broken_map_is_refused(tmp_path: Path, text: str):
    path = tmp_path / "map.json"
    path.write_text(text)
    with pytest.raises(UnreadableFile):
        COUNTRIES_110M.parse(path)


@settings(max_examples=20)
@given(kept=st.integers(0, 110), noise=st.binary(max_size=30))
@pytest.mark.parametrize("connector", CONNECTORS, ids=lambda c: c.name)
def test_a_garbled_file_fails_as_a_file(
    tmp_path_factory: pytest.TempPathFactory, connector, kept: int, noise: bytes
):
    path = tmp_path_factory.getbasetemp() / "garbled_people"
    path.write_bytes(POLL.encode()[:kept] + noise)
    assert connector.recognise(path, path.read_bytes()) in (True, False)
    try:
        frame = connector.parse(path).collect()
    except FileError:
        return
    assert frame.columns == [*connector.table.names, "excluded"]
