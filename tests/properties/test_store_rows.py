"""Laws of an import, for any rows: nothing lost, nothing invented, nothing kept twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import polars as pl
import pytest
from hypothesis import given, settings

import made_up_product
from steelyard.store import Correction, Store
from steelyard.vocabulary.errors import BadRows, CorrectionMismatch, UnreadableFile

LETTERS = st.sampled_from(["A", "B", "C", "", None])
NUMBERS = st.one_of(
    st.sampled_from([0.0, -1.0, 1.0, 2.0, 1e12, 2e12, float("nan"), float("inf")]), st.none()
)
ROW = st.tuples(st.integers(2000, 2003), LETTERS, LETTERS, NUMBERS, st.sampled_from(["", "?", "n"]))
ROWS = st.lists(ROW, max_size=25)
DAYS = st.integers(0, 3).map(lambda day: date(2024, 1, 1 + day))


@pytest.fixture(autouse=True)
def _made_up_product(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up_product.use(monkeypatch.setattr, made_up_product.connector("office"))


@pytest.fixture(scope="module")
def fresh() -> Iterator[Callable[[], tuple[Path, Store]]]:
    """Makes an empty folder and a store in it; hypothesis needs one for each example."""
    with TemporaryDirectory() as place:
        count = iter(range(10**9))

        def make() -> tuple[Path, Store]:
            folder = Path(place) / str(next(count))
            return folder, Store.open(folder / "store", create=True)

        yield make


def write(folder: Path, rows: list[tuple], name: str = "flows.csv") -> Path:
    text = [",".join("" if value is None else str(value) for value in row) for row in rows]
    return made_up_product.write(folder / name, *text)


def read(rows: pl.LazyFrame) -> list[tuple]:
    return rows.select(made_up_product.FLOWS.names).collect().rows()


@settings(max_examples=30)
@given(ROWS)
def test_rows_in_are_rows_kept_and_rows_excluded(fresh, rows):
    folder, store = fresh()
    file = write(folder, rows)
    parsed = read(made_up_product.parse(file)) if rows else []
    try:
        report = store.import_file(file)
    except BadRows:
        assert store.ledger() == ()
        return
    kept, left_out = read(store.scan("flows")), read(store.excluded("flows"))
    assert report.rows_in == len(rows) == len(kept) + len(left_out)
    assert report.kept == len(kept)
    assert sum(report.excluded.values()) == len(left_out)
    assert Counter(map(repr, kept + left_out)) == Counter(map(repr, parsed))
    keys = [row[:3] for row in kept]
    assert len(set(keys)) == len(keys)
    for year, exporter, _, value, note in kept:
        assert exporter is not None
        assert value is None or 0 <= value <= 1e12
        assert note != "?"
        assert 2000 <= year <= 2003


@settings(max_examples=20)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_change_which_values_are_kept(fresh, rows, chance):
    kept = []
    for order in (rows, chance.sample(rows, len(rows))):
        folder, store = fresh()
        try:
            store.import_file(write(folder, order))
            kept.append(sorted(map(repr, read(store.scan("flows")))))
        except BadRows:
            kept.append([])
    assert kept[0] == kept[1]


@settings(max_examples=20)
@given(st.lists(st.tuples(ROWS, DAYS), min_size=1, max_size=4), DAYS)
def test_each_key_has_its_newest_vintage_not_after_the_day(fresh, files, day):
    _, store = fresh()
    expected: dict[tuple, tuple] = {}
    taken = []
    for number, (rows, published) in enumerate(files):
        folder_of_one, alone = fresh()
        # a note tells the files apart, so that none is the same file as another
        file = write(folder_of_one, [(*row[:4], row[4] or f"n{number}") for row in rows])
        try:
            store.import_file(file, published=published)
        except BadRows:
            continue
        alone.import_file(file)
        taken.append((published, read(alone.scan("flows"))))
    for published, kept in sorted(taken, key=lambda item: item[0]):
        if published <= day:
            expected |= {row[:3]: row for row in kept}
    if taken:
        seen = read(store.scan("flows", as_of=day))
        assert sorted(map(repr, seen)) == sorted(map(repr, expected.values()))
        assert in_sql(store, day) == in_polars(store, day)


CORRECTION = st.builds(
    Correction,
    table=st.just("flows"),
    connector=st.just("office"),
    match=st.dictionaries(
        st.sampled_from(["exporter", "importer"]), st.sampled_from(["A", "B", None]), min_size=1
    ),
    column=st.just("value"),
    action=st.sampled_from(["drop", "override", "scale", "flag"]),
    value=st.sampled_from([0, 3, 0.5, -1e-3]),
    expect=st.none(),
    reason=st.sampled_from(["it's", 'a "unit"', "; --"]),
    reported_on=DAYS,
)


GOOD_ROWS = st.lists(  # most of them are kept, so that most corrections find something
    st.tuples(
        st.integers(2000, 2020),
        st.sampled_from("AB"),
        st.sampled_from(["A", "B", None]),
        st.sampled_from([0.0, 1.0, 2.5, None]),
        st.sampled_from(["", "?"]),
    ),
    min_size=4,
    max_size=25,
)


@settings(max_examples=8)
@given(GOOD_ROWS, GOOD_ROWS, st.lists(CORRECTION, min_size=1, max_size=3), DAYS)
def test_sql_and_scan_agree_under_any_corrections(fresh, older, newer, corrections, day):
    folder, store = fresh()
    for number, rows in enumerate((older, newer)):
        with suppress(BadRows):
            file = write(folder, rows, f"{number}.csv")
            store.import_file(file, published=date(2024, 1, 1 + number))
    for correction in corrections if store.tables() else ():
        rows = store.scan("flows").filter(
            pl.col(name).eq_missing(pl.lit(value)) for name, value in correction.match.items()
        )
        uncorrected = rows.filter(pl.col("corrected").is_null()).collect()["value"]
        expect = None if uncorrected.null_count() == len(uncorrected) else uncorrected.sum()
        with suppress(CorrectionMismatch):
            store.correct(replace(correction, expect=expect))
    for as_of in (None, day) if store.tables() else ():
        with suppress(CorrectionMismatch):
            expected = in_polars(store, as_of)
            assert in_sql(store, as_of) == expected


def in_polars(store: Store, as_of: date | None) -> list[list[str]]:
    """All columns of a table and of what it leaves out, in an order of its own."""
    frames = store.scan("flows", as_of=as_of), store.excluded("flows", as_of=as_of)
    return [sorted(map(repr, frame.collect().rows())) for frame in frames]


def in_sql(store: Store, as_of: date | None) -> list[list[str]]:
    """The same through DuckDB."""
    names = "flows", "flows_excluded"
    frames = (store.sql(f"FROM {name}", as_of=as_of) for name in names)
    return [sorted(map(repr, frame.rows())) for frame in frames]


@settings(max_examples=30)
@given(st.binary(max_size=200))
def test_any_bytes_are_imported_whole_or_refused_whole(fresh, content):
    folder, store = fresh()
    file = folder / "flows.csv"
    file.write_bytes(f"{made_up_product.HEADER}\n2020,A,B,1,\n".encode() + content)
    try:
        report = store.import_file(file)
        assert report.rows_in == store.scan("flows").collect().height + (
            store.excluded("flows").collect().height
        )
    except (UnreadableFile, BadRows):
        assert store.ledger() == ()
        assert not list((store.path).glob("objects/*/*"))
    assert store.check() == []
