"""States, alliances, organisations, disputes and sanctions: files of publishers and by hand."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources.security import CONNECTORS
from steelyard.sources.security.atop import ATOP_ALLIANCE
from steelyard.sources.security.contiguity import COW_CONTDIR
from steelyard.sources.security.disputes import COW_MID_DIRDISPS
from steelyard.sources.security.gsdb import CASES_TABLE, DYADIC_TABLE, GSDB_CASES, GSDB_DYADIC
from steelyard.sources.security.rivalries import TD_RIVALRIES
from steelyard.sources.security.shared_igos import COW_IGO_NDY
from steelyard.sources.security.state_systems import COW_MAJORS, COW_STATES, GW_STATES
from steelyard.sources.security.ties import TIES
from steelyard.vocabulary.errors import FileError, UnreadableFile, WrongProduct

FILES = {
    "atop_alliance.rda": (ATOP_ALLIANCE, 273_296),
    "cow_igo_ndy.rda": (COW_IGO_NDY, 917_695),
    "cow_states.rda": (COW_STATES, 243),
    "gw_states.rda": (GW_STATES, 216),
    "cow_majors.rda": (COW_MAJORS, 14),
    "cow_contdir.rda": (COW_CONTDIR, 1_874),
    "cow_mid_dirdisps.rda": (COW_MID_DIRDISPS, 11_390),
    "td_rivalries.rda": (TD_RIVALRIES, 197),
    "TIESv4.xls": (TIES, 1_412),
}


@pytest.fixture(scope="module")
def security(shared: Path) -> dict[str, pl.DataFrame]:
    folder = shared / "data/security"
    return {c.name: c.parse(folder / name).collect() for name, (c, _) in FILES.items()}


@pytest.mark.shared
def test_every_row_of_every_security_file_comes_out_usable(security: dict[str, pl.DataFrame]):
    for connector, rows in FILES.values():
        frame = security[connector.name]
        assert frame.height == rows
        assert frame["excluded"].null_count() == rows, connector.name
        assert frame.columns == [*connector.table.names, "excluded"]


@pytest.mark.shared
def test_each_security_file_is_recognised_by_its_own_connector_only(shared: Path):
    for name, (wanted, _) in FILES.items():
        path = shared / "data/security" / name
        head = path.read_bytes()[:65536]
        assert [c.name for c in CONNECTORS if c.recognise(path, head)] == [wanted.name]


@pytest.mark.shared
def test_alliances_stand_in_both_directions_and_may_bind_one_side_only(
    security: dict[str, pl.DataFrame],
):
    table = security["atop_alliance"].drop("excluded")
    turned = table.rename({"ccode1": "ccode2", "ccode2": "ccode1"})
    assert turned.join(table, on=["ccode1", "ccode2", "year"], how="anti").height == 0
    assert turned.join(table, on=table.columns, how="anti").height == 1_300


@pytest.mark.shared
def test_russia_and_china_share_a_pact_but_no_defence_obligation(
    security: dict[str, pl.DataFrame],
):
    pact = security["atop_alliance"].filter(ccode1=365, ccode2=710, year=2018)
    assert pact.select("atop_defense", "atop_nonagg", "atop_consul").row(0) == (0, 1, 1)


@pytest.mark.shared
def test_pairs_of_organisations_stand_once_lower_number_first(security: dict[str, pl.DataFrame]):
    table = security["cow_igo_ndy"]
    assert (table["ccode1"] < table["ccode2"]).all()
    assert table["dyadigos"].null_count() == 0


@pytest.mark.shared
def test_losses_that_are_not_known_are_absent_and_not_minus_nine(
    security: dict[str, pl.DataFrame],
):
    table = security["cow_mid_dirdisps"]
    assert table["fatality1"].null_count() == 1510
    assert table["fatalpre1"].null_count() == 4975
    assert table.select(pl.min_horizontal("fatality1", "fatalpre2").min()).item() >= 0


@pytest.mark.shared
def test_states_that_came_back_have_several_spells(security: dict[str, pl.DataFrame]):
    austria = security["cow_states"].filter(ccode=305).sort("styear")
    assert austria["styear"].to_list() == [1919, 1955]
    ends = security["gw_states"].filter(gwcode=365)["enddate"].to_list()
    assert ends == [date(2017, 12, 31)]  # the end of the edition, not of the state


@pytest.mark.shared
def test_sanctions_without_an_end_stay_open(security: dict[str, pl.DataFrame]):
    table = security["ties"]
    assert table["endyear"].null_count() == 451
    assert table["targetstate"].null_count() == 0
    assert table["imposition"].sum() == 845


@pytest.mark.shared
def test_a_state_list_is_no_list_of_alliances(shared: Path):
    with pytest.raises(WrongProduct, match="atop_defense"):
        ATOP_ALLIANCE.parse(shared / "data/security/cow_states.rda")


@pytest.mark.shared
def test_a_cut_r_file_and_a_cut_workbook_are_refused(shared: Path, tmp_path: Path):
    for name in ("cow_igo_ndy.rda", "cow_majors.rda", "cow_mid_dirdisps.rda", "TIESv4.xls"):
        cut = tmp_path / name
        content = (shared / "data/security" / name).read_bytes()
        cut.write_bytes(content[: len(content) // 2])
        with pytest.raises(FileError):
            FILES[name][0].parse(cut).collect()


CASE = {
    "case_id": "1",
    "sanctioned_state": "Russia",
    "sanctioning_state": "EU, Albania",
    "begin": "2014",
    "end": "2023",
    "trade": "1",
    "arms": "1",
    "military": "0",
    "financial": "1",
    "travel": "1",
    "other": "0",
    "descr_trade": "exp_part",
    "target_mult": "0",
    "sender_mult": "1",
    "objective": "territorial_conflict",
    "success": "ongoing",
}
PAIR = CASE | {
    "case_id": "1,7",
    "sanctioning_state": "Germany",
    "sanctioning_state_iso3": "DEU",
    "sanctioned_state_iso3": "RUS",
    "year": "2014",
}


def table_file(path: Path, names: tuple[str, ...], *rows: dict[str, str]) -> Path:
    lines = [names, *(tuple(row.get(name, "") for name in names) for row in rows)]
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in line) for line in lines) + "\n")
    return path


def test_sanctions_by_case_keep_groups_as_published(tmp_path: Path):
    path = table_file(tmp_path / "GSDB_V3.csv", CASES_TABLE.names, CASE)
    assert [c.name for c in CONNECTORS if c.recognise(path, path.read_bytes())] == ["gsdb_cases"]
    frame = GSDB_CASES.parse(path).collect()
    assert frame.select("sanctioning_state", "begin", "end", "trade").rows() == [
        ("EU, Albania", 2014, 2023, 1)
    ]
    assert frame["excluded"].to_list() == [None]


def test_sanctions_by_pair_are_read_from_csv_and_from_stata(tmp_path: Path):
    path = table_file(tmp_path / "dyadic.csv", DYADIC_TABLE.names, PAIR)
    stata = tmp_path / "dyadic.dta"
    frame = pl.read_csv(path, schema_overrides={"case_id": pl.String}).to_pandas()
    frame.to_stata(stata, write_index=False, version=118)
    read = [GSDB_DYADIC.parse(file).collect() for file in (path, stata)]
    for file in (path, stata):
        found = [c.name for c in CONNECTORS if c.recognise(file, file.read_bytes())]
        assert found == ["gsdb_dyadic"]
    assert read[0].equals(read[1])
    assert read[0]["excluded"].to_list() == [None]


def test_a_sanction_flag_that_is_no_flag_is_set_aside(tmp_path: Path):
    rows = (CASE, CASE | {"case_id": "2", "trade": "2"}, CASE | {"case_id": "3", "arms": "yes"})
    frame = GSDB_CASES.parse(table_file(tmp_path / "f.csv", CASES_TABLE.names, *rows)).collect()
    assert frame["excluded"].to_list() == [None, "out of range", "not a number"]


def test_a_list_of_cases_without_a_column_names_it(tmp_path: Path):
    names = tuple(name for name in CASES_TABLE.names if name != "financial")
    with pytest.raises(WrongProduct, match="financial"):
        GSDB_CASES.parse(table_file(tmp_path / "f.csv", names, CASE))


def test_a_list_of_cases_cut_within_a_row_is_refused(tmp_path: Path):
    path = table_file(tmp_path / "f.csv", CASES_TABLE.names, CASE)
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnreadableFile):
        GSDB_CASES.parse(path)


@settings(max_examples=20)
@given(kept=st.integers(0, 250), noise=st.binary(max_size=30))
@pytest.mark.parametrize("connector", CONNECTORS, ids=lambda c: c.name)
def test_a_garbled_security_file_fails_as_a_file(
    tmp_path_factory: pytest.TempPathFactory, connector, kept: int, noise: bytes
):
    path = table_file(tmp_path_factory.getbasetemp() / "garbled_security", CASES_TABLE.names, CASE)
    path.write_bytes(path.read_bytes()[:kept] + noise)
    assert connector.recognise(path, path.read_bytes()) in (True, False)
    try:
        frame = connector.parse(path).collect()
    except FileError:
        return
    assert frame.columns == [*connector.table.names, "excluded"]
