"""Taking files in: what is kept, what is not, and what a second import does."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

import made_up_product
from steelyard.store import Store
from steelyard.vocabulary.errors import BadRows, UnreadableFile, WrongProduct
from steelyard.vocabulary.tables import EXCLUDED, Column, Table


def contents(store: Store) -> list[tuple]:
    return (
        store.scan("flows")
        .select("year", "exporter", "importer", "value")
        .sort(pl.all())
        .collect()
        .rows()
    )


def everything_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def test_rows_in_are_kept_or_excluded_with_a_reason(store, flows):
    file = flows("2020,A,B,5,", "2020,A,C,-1,", "2020,,C,1,", "2020,B,A,2e12,", "2020,C,A,3,?")
    report = store.import_file(file)
    assert (report.rows_in, report.kept, report.connector, report.table) == (
        5, 1, "office", "flows",
    )  # fmt: skip
    assert report.excluded == {
        "doubtful": 1,
        "exporter is absent": 1,
        "value is above 1e+12": 1,
        "value is below 0": 1,
    }
    assert contents(store) == [(2020, "A", "B", 5.0)]
    assert store.excluded("flows").collect().height == 4


def test_an_absent_value_stays_absent_and_zero_stays_zero(store, flows):
    store.import_file(flows("2020,A,B,0,", "2020,A,C,,"))
    assert contents(store) == [(2020, "A", "B", 0.0), (2020, "A", "C", None)]


@pytest.mark.parametrize("text", ["NaN", "inf", "-inf"])
def test_what_is_no_finite_number_is_excluded(store, flows, text):
    report = store.import_file(flows("2020,A,B,1,", f"2020,A,C,{text},"))
    assert report.excluded == {"value is not a finite number": 1}


def test_a_repeated_row_is_kept_once(store, flows):
    report = store.import_file(flows("2020,A,B,5,x", "2020,A,,1,", "2020,A,B,5,x", "2020,A,,1,"))
    assert (report.kept, report.excluded) == (2, {"repeats an earlier row": 2})


@pytest.mark.parametrize("other", ["2020,A,B,6,x", "2020,A,B,,x", "2020,A,B,5,", "2020,A,B,5,y"])
def test_rows_that_contradict_each_other_are_all_excluded(store, flows, other):
    report = store.import_file(flows("2020,A,B,5,x", "2020,C,B,5,x", other))
    assert report.excluded == {"contradicts another row with the same key": 2}
    assert contents(store) == [(2020, "C", "B", 5.0)]


def test_rows_excluded_by_the_connector_do_not_count_as_duplicates(store, flows):
    report = store.import_file(flows("2020,A,B,5,?", "2020,A,B,5,", "2020,A,B,-5,"))
    assert (report.kept, report.excluded) == (1, {"doubtful": 1, "value is below 0": 1})


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ((), "it has no rows"),
        (("2020,A,B,-1,",), "1 × value is below 0"),
        (("2020,A,B,1,", "2020,A,B,2,"), "2 × contradicts another row with the same key"),
    ],
)
def test_a_file_of_which_nothing_can_be_kept_is_refused(store, flows, rows, found):
    file = flows(*rows)
    before = everything_in(store.path)
    with pytest.raises(BadRows, match=found):
        store.import_file(file)
    assert everything_in(store.path) == before


def test_a_malformed_line_in_mid_file_is_refused_by_name_of_the_file(store, flows):
    file = flows("2020,A,B,5,", "2020,A,C,many,")
    before = everything_in(store.path)
    with pytest.raises(UnreadableFile, match=r"flows\.csv") as refused:
        store.import_file(file)
    assert refused.value.expected == made_up_product.HEADER
    assert everything_in(store.path) == before


def test_a_missing_file_and_a_folder_are_refused(store, tmp_path):
    with pytest.raises(UnreadableFile, match="no such file"):
        store.import_file(tmp_path / "absent.csv")
    with pytest.raises(UnreadableFile, match="there is a folder here"):
        store.import_file(tmp_path)


def test_a_file_of_no_product_is_refused(store, tmp_path):
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    with pytest.raises(WrongProduct):
        store.import_file(tmp_path / "odd.csv")


def test_a_file_that_changes_while_it_is_read_is_refused(store, flows, use_connectors):
    def parse_and_meddle(path: Path) -> pl.LazyFrame:
        rows = made_up_product.parse(path).collect().lazy()
        with path.open("a") as file:
            file.write("2021,A,B,1,\n")
        return rows

    use_connectors(made_up_product.connector("office", parser=parse_and_meddle))
    with pytest.raises(UnreadableFile, match="it changed while it was read"):
        store.import_file(flows("2020,A,B,5,"))
    assert store.ledger() == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.drop("note"),
        lambda rows: rows.with_columns(pl.col("year").cast(pl.Int64)),
        lambda rows: rows.select("exporter", pl.exclude("exporter")),
        lambda rows: rows.drop(EXCLUDED),
    ],
)
def test_a_connector_that_breaks_its_table_is_refused(store, flows, use_connectors, change):
    use_connectors(
        made_up_product.connector("office", parser=lambda path: change(made_up_product.parse(path)))
    )
    with pytest.raises(BadRows, match="its columns do not fit"):
        store.import_file(flows("2020,A,B,5,"))


def test_a_table_may_not_use_the_names_that_the_store_adds(store, flows, use_connectors):
    table = Table("flows", "", (Column("origin", pl.String, "key"),))
    office = made_up_product.connector("office")
    use_connectors(type(office)("x", office.origin, table, office.recognise, office.parse, ""))
    with pytest.raises(TypeError, match="origin"):
        store.import_file(flows("2020,A,B,5,"))


def test_importing_a_file_twice_changes_nothing(store, flows):
    file = flows("2020,A,B,5,")
    first = store.import_file(file)
    before = everything_in(store.path)
    second = store.import_file(file)
    assert (first.already_present, second.already_present) == (False, True)
    assert second.snapshot == first.snapshot
    assert everything_in(store.path) == before


def test_another_name_of_the_same_file_is_the_same_file(store, flows):
    store.import_file(flows("2020,A,B,5,"))
    assert store.import_file(flows("2020,A,B,5,", name="copy.csv")).already_present


def test_a_date_given_later_moves_the_vintage_and_keeps_the_rows(store, flows):
    file = flows("2020,A,B,5,")
    assert store.import_file(file).vintage == made_up_product.ACCESSED
    moved = store.import_file(file, published=date(2021, 5, 1))
    assert (moved.vintage, moved.already_present) == (date(2021, 5, 1), False)
    assert contents(store) == [(2020, "A", "B", 5.0)]
    assert len(list(store.path.glob("objects/*/*"))) == 1


def test_a_date_once_given_holds_when_the_file_is_added_without_one(store, flows):
    file = flows("2020,A,B,5,")
    store.import_file(file, published=date(2021, 5, 1))
    assert store.import_file(file).already_present
    assert [item.vintage for item in store.snapshots()] == [date(2021, 5, 1)]


def test_a_mended_connector_replaces_its_earlier_reading(store, flows, use_connectors):
    file = flows("2020,A,B,5,", "2020,A,C,7,")
    store.import_file(file)

    def mended(path: Path) -> pl.LazyFrame:
        wrong = pl.when(pl.col("importer") == "C").then(pl.lit("a subtotal"))
        return made_up_product.parse(path).with_columns(wrong.alias(EXCLUDED))

    use_connectors(made_up_product.connector("office", layout="new", parser=mended))
    assert not store.import_file(file).already_present
    assert contents(store) == [(2020, "A", "B", 5.0)]
    assert len(store.ledger()) == 2


def test_a_damaged_object_is_written_anew_by_adding_its_file_again(store, flows):
    file = flows("2020,A,B,5,")
    report = store.import_file(file)
    [stored] = store.path.glob("objects/*/*")
    stored.write_bytes(stored.read_bytes()[:-1] + b"?")
    assert len(store.check()) == 1
    assert store.import_file(file).snapshot == report.snapshot
    assert store.check() == []
    assert len(store.ledger()) == 1


def test_the_same_file_makes_the_same_bytes_whenever_it_is_imported(tmp_path, store, flows):
    rows = [f"{1900 + number % 150},A{number},B,{number}," for number in range(3000)]
    file = flows(*rows, rows[0])
    store.import_file(file, at=datetime(2020, 1, 1, tzinfo=UTC))
    other = Store.open(tmp_path / "other", create=True)
    other.import_file(file, at=datetime(2020, 1, 1, tzinfo=UTC))
    assert everything_in(other.path) == everything_in(store.path)
    other = Store.open(tmp_path / "later", create=True)
    other.import_file(file, at=datetime(2026, 1, 1, tzinfo=UTC))
    [here], [there] = store.path.glob("objects/*/*"), other.path.glob("objects/*/*")
    assert (here.name, here.read_bytes()) == (there.name, there.read_bytes())


def test_progress_counts_bytes_then_rows(store, flows):
    steps: list[tuple[str, int, int | None]] = []
    store.import_file(
        flows(*(f"2020,A{number},B,1," for number in range(50))),
        progress=lambda step, done, total: steps.append((step, done, total)),
    )
    assert [step for step, _, _ in steps] == [
        "Fingerprinting", "Reading rows", "Comparing keys", "Counting rows",
    ]  # fmt: skip
    assert steps[0][1] == steps[0][2]
    assert steps[1][1] == 50
    assert steps[1][2] == pytest.approx(50, abs=2)


def test_the_connector_can_be_named(store, flows):
    file = flows("2020,A,B,5,")
    assert store.import_file(file, connector="bureau").connector == "bureau"
    assert store.import_file(file).connector == "office"
    assert store.scan("flows", connectors=["bureau"]).collect()["origin"].to_list() == ["bureau"]
    assert store.scan("flows").collect()["origin"].to_list() == ["bureau", "office"]


def test_the_store_describes_itself_without_connectors(store, flows, use_connectors: Callable):
    store.import_file(flows("2020,A,B,5,"))
    use_connectors()
    again = Store.open(store.path)
    table = again.tables()["flows"]
    assert table.names == made_up_product.FLOWS.names
    assert table.column("value").unit == "USD"
    assert again.origins() == {"office": made_up_product.origin("office")}
    [citation] = again.cite()
    assert citation.text == (
        "Office of Examples (2024). Flows & stocks, 100 % made up. Version 1. "
        "https://example.org/flows (accessed 2024-01-01). Licence: CC BY 4.0."
    )
    assert r"title = {{Flows \& stocks}}" in citation.bibtex
    assert r"100 \% made up" in citation.bibtex
