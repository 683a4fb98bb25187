"""Every row out of a parser is kept or says why it is not."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.sources.reading import finish
from steelyard.vocabulary.tables import Column, Table

FLOWS = Table(
    "flows",
    "Flows",
    (
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        Column("state", pl.String, "key"),
        Column("value", pl.Float64, "extensive", "USD", minimum=0, nullable=False),
        Column("rate", pl.Float64, "intensive", "1", minimum=-1, maximum=1),
    ),
)


def finished(*rows: tuple[str | None, ...], **options) -> pl.DataFrame:
    return finish(
        pl.DataFrame(rows, schema=list(FLOWS.names), orient="row"), FLOWS, **options
    ).collect()


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("2000", "RUS", "1", "0.5"), None),
        (("2000", "RUS", " 1e3 ", None), None),
        (("2000", "RUS", "0", ""), None),
        (("2000", "RUS", None, "0"), "missing value"),
        (("2000", "RUS", "", "0"), "missing value"),
        (("2000", None, "1", "0"), "missing key"),
        ((None, "RUS", "1", "0"), "missing key"),
        (("2000", "RUS", "-1", "0"), "negative value"),
        (("2000", "RUS", "1", "-2"), "out of range"),
        (("2000", "RUS", "1", "1.5"), "out of range"),
        (("1789", "RUS", "1", "0"), "out of range"),
        (("2000.5", "RUS", "1", "0"), "not a number"),
        (("99999", "RUS", "1", "0"), "not a number"),
        (("2000", "RUS", "1,5", "0"), "not a number"),
        (("2000", "RUS", "NaN", "0"), "not a number"),
        (("2000", "RUS", "inf", "0"), "not a number"),
    ],
)  # fmt: skip
def test_a_row_has_the_reason_that_fits(row: tuple[str | None, ...], reason: str | None):
    assert finished(row)["excluded"].to_list() == [reason]


def test_the_connectors_own_reason_comes_first():
    frame = finished(("x", None, "-1", "9"), reasons=[(pl.col("year") == "x", "footer")])
    assert frame["excluded"].to_list() == ["footer"]


def test_a_repeated_row_is_kept_once_and_rows_that_disagree_are_both_excluded():
    frame = finished(
        ("2000", "RUS", "1", "0"),
        ("2000", "RUS", "1", "0"),
        ("2000", "CHN", "1", "0"),
        ("2000", "CHN", "2", "0"),
        ("2000", "KAZ", "3", "0"),
    )
    expected = [None, "duplicate key", "conflicting rows", "conflicting rows", None]
    assert frame["excluded"].to_list() == expected


def test_an_excluded_row_does_not_compete_with_a_good_one():
    frame = finished(("2000", "RUS", "-1", "0"), ("2000", "RUS", "1", "0"))
    assert frame["excluded"].to_list() == ["negative value", None]


def test_a_number_of_a_binary_format_that_is_nan_is_absent():
    frame = pl.DataFrame(
        {"year": [2000.0], "state": ["RUS"], "value": [1.0], "rate": [float("nan")]}
    )
    row = finish(frame, FLOWS).collect().row(0, named=True)
    assert row["rate"] is None
    assert row["excluded"] is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2000", "2001", "x", None]),
            st.sampled_from(["RUS", "CHN", None]),
            st.sampled_from(["1", "2", "-1", "", "many"]),
            st.sampled_from(["0", "7", None]),
        ),
        max_size=20,
    )
)
def test_lazy_and_eager_frames_end_the_same_and_kept_keys_are_unique(rows: list[tuple]):
    raw = pl.DataFrame(rows, schema=dict.fromkeys(FLOWS.names, pl.String), orient="row")
    eager, lazy = finish(raw, FLOWS).collect(), finish(raw.lazy(), FLOWS).collect()
    assert eager.equals(lazy)
    assert eager.height == len(rows)
    kept = eager.filter(pl.col("excluded").is_null())
    assert not kept.select(pl.struct(FLOWS.key).is_duplicated().any()).item()
    assert kept["value"].null_count() == 0
