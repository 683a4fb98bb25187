"""Corrections as data, with a guard that fails once the publisher mends the error."""

from datetime import date

import pytest

from steelyard.store import Correction
from steelyard.vocabulary.errors import CorrectionMismatch, InputError, UnknownName

REPORTED = date(2024, 6, 1)


def correction(**changes) -> Correction:
    fields = {
        "table": "flows",
        "connector": "office",
        "match": {"year": 2020, "exporter": "A", "importer": "B"},
        "column": "value",
        "action": "override",
        "value": 50,
        "expect": 5,
        "reason": "a lost digit, see the printed yearbook",
        "reported_on": REPORTED,
    }
    return Correction(**{**fields, **changes})


@pytest.fixture
def held(store, flows):
    store.import_file(
        flows("2020,A,B,5,", "2020,A,C,7,x", "2021,A,C,,y"), published=date(2024, 1, 1)
    )
    return store


def values(store, as_of=None):
    rows = store.scan("flows", as_of=as_of).sort("year", "importer").collect()
    return rows.select("value", "corrected").rows()


def test_an_override_puts_the_right_value_and_says_so(held):
    held.correct(correction())
    assert values(held) == [
        (50.0, "a lost digit, see the printed yearbook"), (7.0, None), (None, None),
    ]  # fmt: skip


def test_an_override_can_make_a_value_absent(held):
    held.correct(correction(value=None))
    assert values(held)[0] == (None, "a lost digit, see the printed yearbook")


def test_an_absent_value_can_be_filled_by_a_correction(held):
    held.correct(correction(match={"year": 2021}, expect=None, value=3))
    assert [value for value, _ in values(held)] == [5.0, 7.0, 3.0]


def test_scaling_a_group_is_guarded_by_its_total(held):
    held.correct(correction(match={"year": 2020}, action="scale", value=1000, expect=12))
    assert [value for value, _ in values(held)] == [5000.0, 7000.0, None]


def test_a_flag_changes_nothing_but_says_so(held):
    held.correct(correction(action="flag", value=None, reason="mirror data"))
    assert values(held)[0] == (5.0, "mirror data")


def test_a_dropped_row_is_excluded_with_the_reason(held):
    held.correct(correction(action="drop", value=None, reason="counted twice"))
    assert [value for value, _ in values(held)] == [7.0, None]
    [row] = held.excluded("flows").collect().to_dicts()
    assert (row["value"], row["excluded"]) == (5.0, "dropped: counted twice")


def test_text_columns_can_be_corrected(held):
    held.correct(
        correction(match={"year": 2020, "importer": "C"}, column="note", expect="x", value="z")
    )
    assert held.scan("flows").collect()["note"].to_list() == [None, "z", "y"]


def test_several_corrections_of_a_row_are_all_named(held):
    held.correct(correction(action="flag", value=None, reason="one"))
    held.correct(correction(value=6, reason="two"))
    held.correct(correction(match={"year": 2021}, expect=None, action="flag", reason="three"))
    assert values(held) == [(6.0, "one; two"), (7.0, None), (None, "three")]


def test_a_correction_is_unknown_before_it_was_reported(held):
    held.correct(correction())
    assert values(held, as_of=date(2024, 5, 31))[0] == (5.0, None)
    assert values(held, as_of=REPORTED)[0][0] == 50.0


def test_a_correction_is_withdrawn_by_its_number(held):
    number = held.correct(correction())
    assert list(held.corrections()) == [number]
    held.withdraw(number, "the yearbook had the error")
    assert values(held)[0] == (5.0, None)
    assert [entry.kind for entry in held.ledger()] == ["import", "correction", "withdrawal"]


@pytest.mark.parametrize("number", [0, 2, 99])
def test_only_what_stands_can_be_withdrawn(held, number):
    held.withdraw(held.correct(correction()), "no")
    with pytest.raises(InputError, match="withdrawal"):
        held.withdraw(number, "no")


@pytest.mark.parametrize("expect", [6, None, 5.0001])
def test_a_guard_that_does_not_hold_refuses_the_correction(held, expect):
    with pytest.raises(CorrectionMismatch, match=r"value is 5\.0"):
        held.correct(correction(expect=expect))
    assert len(held.ledger()) == 1


def test_a_correction_of_no_row_is_refused(held):
    with pytest.raises(CorrectionMismatch, match="no row matches"):
        held.correct(correction(match={"year": 1999}))


def test_a_source_that_mended_its_error_is_named_until_the_correction_is_withdrawn(held, flows):
    number = held.correct(correction())
    held.import_file(flows("2020,A,B,50,", name="new.csv"), published=date(2025, 1, 1))
    with pytest.raises(CorrectionMismatch, match="expected: value = 5 in 'office'"):
        held.scan("flows")
    with pytest.raises(CorrectionMismatch):
        held.sql("SELECT * FROM flows")
    [problem] = held.check()
    assert "no longer fits" in problem.found
    assert values(held, as_of=date(2024, 12, 31))[0][0] == 50.0
    held.withdraw(number, "mended by the publisher")
    assert values(held)[0] == (50.0, None)
    assert held.check() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "guess"},
        {"match": {}},
        {"match": {"value": 5}},
        {"match": {"year": "soon"}},
        {"column": "price"},
        {"column": "year", "expect": 2020, "value": 2021},
        {"action": "scale", "value": "ten"},
        {"action": "scale", "value": None},
        {"action": "scale", "value": True},
        {"action": "scale", "column": "note", "expect": None},
        {"value": "fifty"},
        {"expect": "five"},
        {"reason": "  "},
    ],
)
def test_a_correction_that_could_never_apply_is_refused(held, changes):
    with pytest.raises(InputError, match="correction of 'flows' from 'office'"):
        held.correct(correction(**changes))
    assert len(held.ledger()) == 1


def test_a_correction_of_an_unknown_source_is_refused(held):
    with pytest.raises(UnknownName):
        held.correct(correction(connector="ministry"))
    with pytest.raises(UnknownName):
        held.correct(correction(table="stocks"))


def test_corrections_of_another_connector_are_left_out(held, flows):
    held.correct(correction())
    held.import_file(flows("2020,A,B,5,", name="other.csv"), connector="bureau")
    rows = held.scan("flows").sort("origin", "year", "importer").collect()
    assert rows["value"].to_list() == [5.0, 50.0, 7.0, None]
