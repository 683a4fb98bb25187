"""SQL over the store: the same rows as `scan`, and nothing else."""

from datetime import date

import polars as pl
import pytest

from steelyard.store import Correction
from steelyard.vocabulary.errors import InputError


@pytest.fixture
def held(store, flows):
    store.import_file(
        flows("2020,A,B,5,", "2020,A,C,7,", "2020,A,D,-7,", name="a.csv"),
        published=date(2021, 1, 1),
    )
    store.import_file(flows("2020,A,B,6,", name="b.csv"), published=date(2022, 1, 1))
    key = {"year": 2020, "importer": "C"}
    store.correct(
        Correction("flows", "office", key, "value", "scale", 10, 7, "unit", date(2023, 1, 1))
    )
    return store


def test_a_view_holds_what_scan_returns(held):
    for as_of in (None, date(2021, 6, 1), date(2022, 6, 1)):
        seen = held.sql("SELECT * FROM flows ORDER BY ALL", as_of=as_of)
        expected = held.scan("flows", as_of=as_of).collect().sort(pl.all())
        assert seen.rows() == expected.rows()


def test_excluded_rows_are_a_view_too(held):
    rows = held.sql("SELECT excluded, count(*) AS n FROM flows_excluded GROUP BY 1")
    assert rows.rows() == [("value is below 0", 1)]


def test_totals_are_those_of_the_rows(held):
    assert held.sql("FROM flows SELECT sum(value)").item() == 76.0


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELEC 1",
        "SELECT * FROM nothing",
        "SELECT 'many'::INTEGER",
        "SELECT 1; SELECT 2",
        "CREATE TABLE t AS SELECT 1",
        "COPY flows TO 'flows.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM held",
        "ATTACH 'other.db'",
        "SET memory_limit = '99GB'",
    ],
)
def test_whatever_is_not_one_reading_query_is_refused(held, query):
    with pytest.raises(InputError, match="query:"):
        held.sql(query)


def test_an_empty_store_answers_queries_without_tables(store):
    assert store.sql("SELECT 1 AS one").item() == 1
