"""Indices of regimes: the publishers' layouts, a user's own table, and what neither may hold."""

import polars as pl
import pytest

from steelyard.sources.catalogue import identify
from steelyard.sources.regimes.own_index import OWN_INDEX, UNKNOWN_INDICATOR, UNKNOWN_STATE
from steelyard.sources.regimes.polity import POLITY5
from steelyard.sources.regimes.vdem import VDEM
from steelyard.vocabulary.errors import InputError, UnreadableFile, WrongProduct

VDEM_HEAD = (
    '"country_name","country_text_id","country_id","year","historical_date","project","historical",'
    '"histname","codingstart","COWcode","v2x_polyarchy","v2x_polyarchy_codelow",'
    '"v2x_polyarchy_codehigh","v2x_polyarchy_sd","v2x_libdem"'
)
POLITY_HEAD = "p5,cyear,ccode,scode,country,year,flag,fragment,democ,autoc,polity,polity2,durable"
OWN_HEAD = "state,year,indicator,value,unit,source,licence"


def file_of(folder, head, *lines, end="\n"):
    path = folder / "file.csv"
    path.write_text("\n".join([head, *lines]) + end, encoding="utf-8")
    return path


def vdem_line(code, year, value, low=0.1, high=0.2):
    return f'"Name, of","{code}",1,{year},"{year}-12-31",0,0,NA,1900,365,{value},{low},{high},.1,.2'


def read(connector, path):
    assert identify(path) is connector
    return connector.parse(path).collect()


def test_v_dem_is_read_among_thousands_of_columns_that_outgrow_the_head(tmp_path):
    more = [f"v2some_long_name_of_an_indicator_{number:05}" for number in range(4_000)]
    head = VDEM_HEAD + "," + ",".join(f'"{name}"' for name in more)
    assert len(head) > 65_536
    tail = "," + ",".join(["NA"] * len(more))
    made = read(VDEM, file_of(tmp_path, head, vdem_line("RUS", 2015, 0.15) + tail))
    assert made.select("country_text_id", "year", "v2x_polyarchy").row(0) == ("RUS", 2015, 0.15)
    assert made["excluded"].to_list() == [None]


def test_v_dem_outside_its_scale_doubled_or_cut_is_refused(tmp_path):
    lines = [
        vdem_line("RUS", 2015, 1.5),
        vdem_line("CHN", 2015, 0.08),
        vdem_line("CHN", 2015, 0.09),
        vdem_line("USA", 2015, ""),
    ]
    made = read(VDEM, file_of(tmp_path, VDEM_HEAD, *lines))
    assert made["excluded"].to_list() == [
        "out of range", "conflicting rows", "conflicting rows", None,
    ]  # fmt: skip
    assert made["v2x_polyarchy"].to_list()[3] is None
    with pytest.raises(UnreadableFile):
        VDEM.parse(file_of(tmp_path, VDEM_HEAD, vdem_line("RUS", 2015, 0.1), end=""))


def test_polity_has_scores_from_ten_below_to_ten_above_and_special_codes_are_absent(tmp_path):
    scores = ["4", "-7", "-66", "-88.0", "11", "", "x"]
    lines = [
        f"1,{ccode}2015,{ccode},ABC,Name,2015,0,0,5,1,{score},{score},10"
        for ccode, score in zip((365, 710, 2, 20, 40, 41, 42), scores, strict=True)
    ]
    made = read(POLITY5, file_of(tmp_path, POLITY_HEAD, *lines))
    assert made["polity2"].to_list()[:4] == [4.0, -7.0, None, None]
    assert made["excluded"].to_list() == [None] * 4 + ["out of range", None, "not a number"]


def test_an_own_table_knows_states_by_code_or_name(tmp_path):
    lines = [
        "RUS,2015,regime,0.15,0 to 1,A survey,CC BY 4.0",
        "China,2015,regime,-7,-10 to 10,A survey,CC BY 4.0",
    ]
    made = read(OWN_INDEX, file_of(tmp_path, OWN_HEAD, *lines))
    assert made["state"].to_list() == ["RUS", "CHN"]
    assert made.select("scale_low", "scale_high").row(1) == (-10.0, 10.0)
    assert made["excluded"].null_count() == 2


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Ruritania,2015,regime,0.1,0 to 1,A,B", UNKNOWN_STATE),
        ("RUS,2015,regime,1.1,0 to 1,A,B", "out of range"),
        ("RUS,2015,regime,0.1,points,A,B", "unit is no scale such as 0 to 1"),
        ("RUS,2015,regime,0.1,1 to 0,A,B", "unit is no scale such as 0 to 1"),
        ("RUS,2015,height,0.1,0 to 1,A,B", UNKNOWN_INDICATOR),
        ("RUS,2015,regime,much,0 to 1,A,B", "not a number"),
        ("RUS,2015,regime,,0 to 1,A,B", "missing value"),
        ("RUS,,regime,0.1,0 to 1,A,B", "missing key"),
        ("RUS,2015,regime,0.1,0 to 1,,B", "missing key"),
        ("RUS,2015,regime,0.1,0 to 1,A,", "missing value"),
        (",2015,regime,0.1,0 to 1,A,B", "missing key"),
    ],
)
def test_bad_rows_of_an_own_table_are_refused_with_the_reason(tmp_path, line, reason):
    made = read(OWN_INDEX, file_of(tmp_path, OWN_HEAD, line))
    assert made["excluded"].to_list() == [reason]


def test_two_values_of_one_state_and_year_from_one_source_are_both_refused(tmp_path):
    lines = [
        "RUS,2015,regime,0.1,0 to 1,A,B",
        "Russia,2015,regime,0.2,0 to 1,A,B",
        "RUS,2015,regime,0.3,0 to 1,C,B",  # another source: side by side
    ]
    made = read(OWN_INDEX, file_of(tmp_path, OWN_HEAD, *lines))
    assert made["excluded"].to_list() == ["conflicting rows"] * 2 + [None]


def test_a_table_without_one_of_the_columns_is_no_product(tmp_path):
    path = file_of(tmp_path, "state,year,indicator,value,unit,source", "RUS,2015,regime,1,1,A")
    with pytest.raises((WrongProduct, InputError)):
        identify(path)


def test_an_empty_table_has_no_rows(tmp_path):
    assert read(OWN_INDEX, file_of(tmp_path, OWN_HEAD)).is_empty()
    assert isinstance(POLITY5.parse(file_of(tmp_path, POLITY_HEAD)), pl.LazyFrame)
