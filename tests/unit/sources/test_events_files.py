"""Event data and their codes: files of publishers, and the GDELT export made by hand."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources.events import CONNECTORS
from steelyard.sources.events.cameo import CAMEO_CODES, GOLDSTEIN_MAPPINGS
from steelyard.sources.events.gdelt import EXPORT_TABLE, GDELT_EXPORT, GDELT_EXTRACT
from steelyard.sources.events.gdelt_pairs import GDELT_PAIRS
from steelyard.sources.events.icews import ICEWS
from steelyard.vocabulary.errors import FileError, UnreadableFile

FILES = {
    "DERIVED_gdelt_edge_dyad_month_2018-2024.csv": (GDELT_PAIRS, 20_424),
    "gdelt_russia_china_latest.csv": (GDELT_EXTRACT, 215),
    "events.2018.sample.tab": (ICEWS, 3_705),
    "cameo-codes.csv": (CAMEO_CODES, 312),
    "goldstein_mappings.rda": (GOLDSTEIN_MAPPINGS, 312),
}


@pytest.fixture(scope="module")
def events(shared: Path) -> dict[str, pl.DataFrame]:
    folder = shared / "data/events"
    return {c.name: c.parse(folder / name).collect() for name, (c, _) in FILES.items()}


@pytest.mark.shared
def test_every_row_of_every_event_file_comes_out_usable(events: dict[str, pl.DataFrame]):
    for connector, rows in FILES.values():
        frame = events[connector.name]
        assert frame.height == rows
        assert frame["excluded"].null_count() == rows, connector.name
        assert frame.columns == [*connector.table.names, "excluded"]


@pytest.mark.shared
def test_each_event_file_is_recognised_by_its_own_connector_only(shared: Path):
    for name, (wanted, _) in FILES.items():
        path = shared / "data/events" / name
        head = path.read_bytes()[:65536]
        assert [c.name for c in CONNECTORS if c.recognise(path, head)] == [wanted.name]


@pytest.mark.shared
def test_pairs_of_the_composite_have_no_direction(events: dict[str, pl.DataFrame]):
    table = events["gdelt_pairs"]
    turned = table.rename({"a": "b", "b": "a"})
    assert turned.join(table, on=["month", "a", "b"], how="semi").height == 0
    assert table.filter(month="2018-01").height == 24 * 23 // 2


@pytest.mark.shared
def test_months_that_were_not_covered_in_full_say_how_many_days(events: dict[str, pl.DataFrame]):
    short = events["gdelt_pairs"].filter(pl.col("days") < 28)
    assert short["month"].n_unique() == 11
    ratio = (short["edge_sum"] / short["days"] - short["edge_mean_per_day"]).abs()
    assert ratio.max() < 1e-3


@pytest.mark.shared
def test_zeros_in_front_of_event_codes_are_kept(events: dict[str, pl.DataFrame]):
    assert "057" in events["gdelt_extract"]["EventCode"].to_list()
    assert "040" in events["icews"]["CAMEO Code"].to_list()
    assert "010" in events["cameo_codes"]["code"].to_list()


@pytest.mark.shared
def test_unknown_countries_of_icews_are_absent(events: dict[str, pl.DataFrame]):
    assert events["icews"]["Source Country"].null_count() == 147
    assert events["icews"]["Latitude"].null_count() == 2


@pytest.mark.shared
def test_garbled_apostrophes_of_the_code_book_are_restored(events: dict[str, pl.DataFrame]):
    table = events["cameo_codes"]
    texts = " ".join(
        table["example"].drop_nulls().to_list() + table["usage_notes"].drop_nulls().to_list()
    )
    assert "Moscow’s" in texts
    assert "‚Äô" not in texts


@pytest.mark.shared
def test_both_files_of_codes_give_the_same_scores(events: dict[str, pl.DataFrame]):
    scores = [
        events[name].select("code", "goldstein") for name in ("cameo_codes", "goldstein_mappings")
    ]
    assert scores[0].sort("code").equals(scores[1].sort("code"))


def export_line(**change: str) -> list[str]:
    values = {
        "GLOBALEVENTID": "1281305183",
        "SQLDATE": "20251229",
        "Actor1Code": "CHN",
        "Actor2Code": "RUS",
        "EventCode": "057",
        "QuadClass": "1",
        "GoldsteinScale": "8.0",
        "Actor1Geo_Lat": "39.9",
        "SOURCEURL": 'https://example.org/"quoted"',
    } | change
    return [values.get(name, "") for name in EXPORT_TABLE.names]


def export(path: Path, *lines: list[str]) -> Path:
    path.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_an_export_without_header_is_recognised_by_its_61_fields(tmp_path: Path):
    path = export(tmp_path / "20251229.export.CSV", export_line())
    assert [c.name for c in CONNECTORS if c.recognise(path, path.read_bytes())] == ["gdelt_export"]
    frame = GDELT_EXPORT.parse(path).collect()
    assert frame["SQLDATE"].to_list() == [date(2025, 12, 29)]
    assert frame["EventCode"].to_list() == ["057"]
    assert frame["SOURCEURL"].to_list() == ['https://example.org/"quoted"']
    assert frame["AvgTone"].to_list() == [None]
    assert frame["excluded"].to_list() == [None]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"SQLDATE": "20251329"}, "no such date"),
        ({"GoldsteinScale": "80"}, "out of range"),
        ({"Actor1Geo_Lat": "north"}, "not a number"),
        ({"EventCode": ""}, "missing value"),
        ({"GLOBALEVENTID": ""}, "missing key"),
    ],
)
def test_an_event_that_cannot_be_used_stays_with_its_reason(tmp_path: Path, change, reason):
    path = export(tmp_path / "x.CSV", export_line(GLOBALEVENTID="7"), export_line(**change))
    assert GDELT_EXPORT.parse(path).collect()["excluded"].to_list() == [None, reason]


def test_an_export_cut_within_a_row_is_refused(tmp_path: Path):
    path = export(tmp_path / "x.CSV", export_line(), export_line(GLOBALEVENTID="7"))
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(UnreadableFile, match="61 fields"):
        GDELT_EXPORT.parse(path)


@settings(max_examples=25)
@given(kept=st.integers(0, 250), noise=st.binary(max_size=30))
@pytest.mark.parametrize("connector", CONNECTORS, ids=lambda c: c.name)
def test_a_garbled_event_file_fails_as_a_file(
    tmp_path_factory: pytest.TempPathFactory, connector, kept: int, noise: bytes
):
    path = export(tmp_path_factory.getbasetemp() / "garbled", export_line())
    path.write_bytes(path.read_bytes()[:kept] + noise)
    assert connector.recognise(path, path.read_bytes()) in (True, False)
    try:
        frame = connector.parse(path).collect()
    except FileError:
        return
    assert frame.columns == [*connector.table.names, "excluded"]
