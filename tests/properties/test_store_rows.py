"""Laws of an import, for any rows: nothing lost, nothing invented, nothing kept twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import polars as pl
import pytest
from hypothesis import given, settings

import made_up_product
from steelyard.store import Store
from steelyard.vocabulary.errors import BadRows, UnreadableFile

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


@settings(max_examples=60)
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


@settings(max_examples=40)
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


@settings(max_examples=40)
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


@settings(max_examples=60)
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
