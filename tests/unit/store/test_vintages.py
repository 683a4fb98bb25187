"""As-of queries: a revision adds a vintage and never overwrites (law 6)."""

from datetime import date

import polars as pl
import pytest

from steelyard.vocabulary.errors import StoreDamaged, UnknownName

FIRST, SECOND, THIRD = date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1)


def values(store, as_of=None):
    rows = store.scan("flows", as_of=as_of).sort("year", "importer", "origin").collect()
    return rows.select("year", "importer", "value", "vintage").rows()


@pytest.fixture
def revised(store, flows):
    """Two vintages: B revised, C no longer in the second, D new in it."""
    file = flows("2020,A,B,5,", "2020,A,C,7,", name="v1.csv")
    store.import_file(file, published=FIRST)
    file = flows("2020,A,B,6,", "2020,A,D,8,", name="v2.csv")
    store.import_file(file, published=SECOND)
    return store


def test_the_newest_vintage_of_each_key_counts(revised):
    assert values(revised) == [
        (2020, "B", 6.0, SECOND),
        (2020, "C", 7.0, FIRST),
        (2020, "D", 8.0, SECOND),
    ]


def test_an_earlier_day_sees_the_earlier_vintage(revised):
    expected = [(2020, "B", 5.0, FIRST), (2020, "C", 7.0, FIRST)]
    assert values(revised, FIRST) == expected
    assert values(revised, date(2021, 12, 31)) == expected


def test_a_day_before_any_vintage_sees_an_empty_table_with_all_columns(revised):
    empty = revised.scan("flows", as_of=date(2020, 12, 31))
    assert empty.collect().is_empty()
    assert empty.collect_schema() == revised.scan("flows").collect_schema()
    left_out = revised.excluded("flows", as_of=date(2020, 12, 31))
    assert left_out.collect_schema() == revised.excluded("flows").collect_schema()


def test_the_order_of_imports_does_not_matter(store, flows):
    store.import_file(flows("2020,A,B,6,", name="v2.csv"), published=SECOND)
    store.import_file(flows("2020,A,B,5,", name="v1.csv"), published=FIRST)
    assert values(store) == [(2020, "B", 6.0, SECOND)]


def test_of_two_files_with_one_date_the_later_import_counts(store, flows):
    store.import_file(flows("2020,A,B,5,", name="v1.csv"), published=FIRST)
    store.import_file(flows("2020,A,B,6,", name="v2.csv"), published=FIRST)
    assert values(store) == [(2020, "B", 6.0, FIRST)]


def test_three_vintages_replace_one_another_key_by_key(revised, flows):
    revised.import_file(flows("2020,A,C,9,", name="v3.csv"), published=THIRD)
    assert [row[1:3] for row in values(revised)] == [("B", 6.0), ("C", 9.0), ("D", 8.0)]


def test_connectors_do_not_replace_each_other(revised, flows):
    file = flows("2020,A,B,50,", name="other.csv")
    revised.import_file(file, connector="bureau", published=THIRD)
    rows = revised.scan("flows").filter(pl.col("importer") == "B").sort("origin").collect()
    assert rows.select("origin", "value").rows() == [("bureau", 50.0), ("office", 6.0)]


def test_a_key_with_an_absent_part_is_replaced_too(store, flows):
    store.import_file(flows("2020,A,,5,", name="v1.csv"), published=FIRST)
    store.import_file(flows("2020,A,,6,", name="v2.csv"), published=SECOND)
    assert values(store) == [(2020, None, 6.0, SECOND)]


def test_year_files_stand_beside_each_other(store, flows):
    store.import_file(flows("2020,A,B,5,", name="2020.csv"), published=FIRST)
    store.import_file(flows("2021,A,B,6,", name="2021.csv"), published=SECOND)
    assert [row[0] for row in values(store)] == [2020, 2021]
    plan = store.scan("flows").explain()
    assert "JOIN" not in plan  # spans of years are apart: nothing needs comparing


def test_a_row_excluded_in_the_newer_vintage_leaves_the_older_row(store, flows):
    store.import_file(flows("2020,A,B,5,", "2020,A,C,1,", name="v1.csv"), published=FIRST)
    store.import_file(flows("2020,A,B,-5,", "2020,A,C,2,", name="v2.csv"), published=SECOND)
    assert values(store) == [(2020, "B", 5.0, FIRST), (2020, "C", 2.0, SECOND)]


def test_an_import_can_be_withdrawn_and_added_again(revised, tmp_path):
    number = next(item.number for item in revised.snapshots() if item.vintage == SECOND)
    revised.withdraw(number, "a draft")
    assert [row[2] for row in values(revised)] == [5.0, 7.0]
    assert revised.import_file(tmp_path / "v2.csv", published=SECOND).already_present is False
    assert [row[2] for row in values(revised)] == [6.0, 7.0, 8.0]


def test_unknown_names_are_refused_with_the_nearest(store, flows):
    with pytest.raises(UnknownName, match="'flow' is not a known table"):
        store.scan("flow")
    store.import_file(flows("2020,A,B,5,"))
    with pytest.raises(UnknownName, match="Did you mean flows"):
        store.scan("flow")
    with pytest.raises(UnknownName, match="Did you mean office"):
        store.scan("flows", connectors=["offices"])


@pytest.mark.parametrize("harm", ["gone", "cut"])
def test_missing_rows_are_refused_before_any_is_read(store, flows, harm):
    store.import_file(flows("2020,A,B,5,"))
    [stored] = store.path.glob("objects/*/*")
    content = stored.read_bytes()
    stored.unlink()
    if harm == "cut":
        stored.write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreDamaged, match=r"flows\.csv.*missing or cut off"):
        store.scan("flows")
    [problem] = store.check()
    assert "flows.csv" in problem.found
    assert "steelyard data add" in problem.remedy


def test_a_column_added_to_a_table_is_absent_in_older_imports(store, flows, use_connectors):
    import made_up_product
    from steelyard.vocabulary.tables import EXCLUDED, Column, Table

    store.import_file(flows("2020,A,B,5,", name="old.csv"))
    wider = Table(
        "flows", "", (*made_up_product.FLOWS.columns, Column("tonnes", pl.Float64, "extensive"))
    )
    office = made_up_product.connector("office")

    def parse(path):
        rows = made_up_product.parse(path).with_columns(tonnes=pl.lit(1.5))
        return rows.select(*wider.names, EXCLUDED)

    use_connectors(type(office)("office", office.origin, wider, office.recognise, parse, "wider"))
    store.import_file(flows("2021,A,B,6,", name="new.csv"))
    rows = store.scan("flows").sort("year").collect()
    assert rows["tonnes"].to_list() == [None, 1.5]
