"""Sourced figures and dated events: the shipped files, and a person's own files."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.sources.facts import CONNECTORS
from steelyard.sources.facts.cited_figures import CITED_FIGURES
from steelyard.sources.facts.events import DATED_EVENTS
from steelyard.sources.facts.figures import ALLOWED, FACTS, FIELDS
from steelyard.vocabulary.errors import FileError, UnreadableFile, WrongProduct

ROW = {
    "series_id": "trade_goods_total",
    "reporter": "CHN",
    "partner": "RUS",
    "period": "2024",
    "period_end": "",
    "value": "244.81",
    "unit": "USD bn",
    "bound": "exact",
    "preferred": "yes",
    "role": "evidence",
    "quality": "official",
    "terms": "cite",
    "source_title": "Customs statistics",
    "source_url": "https://example.org/2024",
    "publisher": "GACC",
    "note": "",
    "audit": "",
}


def write(folder: Path, *rows: dict[str, str], fields: tuple[str, ...] = FIELDS) -> Path:
    """A facts file with these rows; cells are quoted as CSV wants it."""
    lines = [fields, *(tuple(row.get(name, "") for name in fields) for row in rows)]
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    path = folder / "my_figures.csv"
    path.write_text("\n".join(quoted) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def facts(shared: Path) -> pl.DataFrame:
    return FACTS.parse(shared / "facts/facts.csv").collect()


@pytest.mark.shared
def test_every_fact_of_the_file_comes_out_and_none_is_excluded(facts: pl.DataFrame):
    assert facts.height == 7196
    assert facts["excluded"].null_count() == 7196
    assert facts["series_id"].n_unique() == 480
    assert facts.schema["value"] == pl.Float64
    assert facts["value"].null_count() == 0


@pytest.mark.shared
def test_restricted_facts_are_kept_with_their_terms(facts: pl.DataFrame):
    assert facts.filter(terms="restricted").height == 1041


@pytest.mark.shared
def test_claims_of_the_documents_stay_apart_from_evidence(facts: pl.DataFrame):
    assert facts.filter(role="claim").height == 68


@pytest.mark.shared
def test_sources_that_disagree_are_both_kept(facts: pl.DataFrame):
    key = ["series_id", "reporter", "partner", "period", "period_end", "unit"]
    assert facts.filter(pl.struct(key).is_duplicated()).height == 263
    assert facts.filter(preferred="no").height == 138


@pytest.mark.shared
@pytest.mark.parametrize(
    ("connector", "name", "rows"),
    [(DATED_EVENTS, "events.csv", 123), (CITED_FIGURES, "cited_figures/cited_figures.csv", 45)],
)
def test_events_and_press_figures_come_out_whole(shared: Path, connector, name: str, rows: int):
    frame = connector.parse(shared / "facts" / name).collect()
    assert frame.height == rows
    assert frame["excluded"].null_count() == rows


@pytest.mark.shared
def test_each_facts_file_is_recognised_by_its_own_connector_only(shared: Path):
    names = ("facts.csv", "events.csv", "cited_figures/cited_figures.csv")
    for wanted, name in zip(CONNECTORS, names, strict=True):
        path = shared / "facts" / name
        head = path.read_bytes()[:65536]
        assert [c.name for c in CONNECTORS if c.recognise(path, head)] == [wanted.name]


def test_a_persons_own_file_is_taken_in_any_order_of_columns(tmp_path: Path):
    frame = FACTS.parse(write(tmp_path, ROW, fields=tuple(reversed(FIELDS)))).collect()
    assert frame.columns == [*FACTS.table.names, "excluded"]
    assert frame["value"].to_list() == [244.81]
    assert frame["excluded"].to_list() == [None]
    assert frame["period_end"].to_list() == [None]


def test_an_unknown_column_is_refused_by_name(tmp_path: Path):
    path = write(tmp_path, ROW, fields=(*FIELDS, "confidence"))
    with pytest.raises(WrongProduct, match="columns not known: confidence"):
        FACTS.parse(path)


def test_missing_columns_are_named(tmp_path: Path):
    fields = tuple(name for name in FIELDS if name not in ("terms", "source_url"))
    path = write(tmp_path, ROW, fields=fields)
    assert FACTS.recognise(path, path.read_bytes())
    with pytest.raises(WrongProduct, match="columns missing: terms, source_url"):
        FACTS.parse(path)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"value": "about 5"}, "not a number"),
        ({"value": "nan"}, "not a number"),
        ({"value": "inf"}, "not a number"),
        ({"value": ""}, "missing value"),
        ({"source_url": ""}, "missing value"),
        ({"period": "2024-13"}, "period is not YYYY or YYYY-MM"),
        ({"period": "spring"}, "period is not YYYY or YYYY-MM"),
        ({"period_end": "2019"}, "period ends before it begins"),
        ({"bound": "roughly"}, f"bound is none of: {', '.join(ALLOWED['bound'])}"),
        ({"terms": "mine"}, "terms is none of: cite, restricted"),
    ],
)
def test_a_row_that_cannot_be_used_stays_with_its_reason(tmp_path: Path, change, reason):
    frame = FACTS.parse(write(tmp_path, ROW, ROW | {"period": "2023"} | change)).collect()
    assert frame["excluded"].to_list() == [None, reason]


def test_the_same_figure_twice_counts_once(tmp_path: Path):
    frame = FACTS.parse(write(tmp_path, ROW, ROW | {"note": "again"})).collect()
    assert frame["excluded"].to_list() == [None, "same figure of the same source given twice"]


def test_a_note_may_hold_commas_quotes_and_line_breaks(tmp_path: Path):
    note = 'says "50 %", or\nso'
    frame = FACTS.parse(write(tmp_path, ROW | {"note": note})).collect()
    assert frame["note"].to_list() == [note]


def test_a_file_in_another_encoding_is_refused(tmp_path: Path):
    path = write(tmp_path, ROW | {"publisher": "Düsseldorf"})
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1"))
    with pytest.raises(UnreadableFile, match="utf-8"):
        FACTS.parse(path)


def test_an_event_without_a_possible_date_stays_with_its_reason(tmp_path: Path):
    path = tmp_path / "events.csv"
    path.write_text(
        "date,event,actors,domain,source_url\n2024-05,Visit,RUS;CHN,diplomacy,u\n"
        "2024-31-05,Visit back,RUS;CHN,diplomacy,u\n"
    )
    assert DATED_EVENTS.parse(path).collect()["excluded"].to_list() == [None, "no such date"]


@settings(max_examples=20)
@given(cut=st.integers(0, 400), noise=st.binary(max_size=40))
def test_a_cut_or_garbled_file_fails_as_a_file_or_keeps_every_row(
    tmp_path_factory: pytest.TempPathFactory, cut: int, noise: bytes
):
    path = write(tmp_path_factory.getbasetemp(), ROW, ROW | {"period": "2023"})
    path.write_bytes(path.read_bytes()[:cut] + noise)
    assert FACTS.recognise(path, path.read_bytes()) in (True, False)
    try:
        frame = FACTS.parse(path).collect()
    except FileError:
        return
    assert frame.columns == [*FACTS.table.names, "excluded"]
