"""A packed table comes back as it was, in the least room that Parquet's encodings give."""

import io
from importlib.resources import files
from random import Random

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from steelyard.reference.build_files import packed, smallest_encoding
from steelyard.reference.derived import empty
from steelyard.reference.tables import TABLES

FOLDER = files("steelyard.reference") / "embedded"


def back(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.read_parquet(packed(frame))


@pytest.mark.parametrize("name", TABLES)
def test_an_embedded_table_comes_back_as_it_was_and_takes_no_more_room(name: str):
    content = (FOLDER / f"{name}.parquet").read_bytes()
    frame = pl.read_parquet(content)
    again = packed(frame)
    assert_frame_equal(pl.read_parquet(again), frame, check_exact=True)
    assert len(again) <= len(content)


def test_numbers_that_are_hard_to_hold_come_back_to_the_last_bit():
    hard = [0.1, 1 / 3, -0.0, 5e-324, 1.7976931348623157e308, None, float("inf"), float("nan")]
    frame = pl.DataFrame(
        {
            "double": pl.Series(hard, dtype=pl.Float64),
            "single": pl.Series(hard, dtype=pl.Float64).cast(pl.Float32),
            "small": pl.Series([-32768, 32767, 0, None, 1, 2, 3, 4], dtype=pl.Int16),
            "unsigned": pl.Series([0, 65535, None, 1, 2, 3, 4, 5], dtype=pl.UInt16),
            "text": ["", None, "é", "a\x00b", "\u4e2d\u56fd", "a", "a", "line\nline"],
            "flag": [True, None, False, True, True, False, None, None],
        }
    )
    got = back(frame)
    assert_frame_equal(got, frame, check_exact=True)
    assert got["double"].to_numpy().tobytes() == frame["double"].to_numpy().tobytes()  # -0.0 too


@pytest.mark.parametrize("name", TABLES)
def test_a_table_without_rows_keeps_its_columns(name: str):
    frame = empty(TABLES[name])
    assert_frame_equal(back(frame), frame)


def test_same_rows_same_bytes():
    frame = pl.DataFrame({"a": ["x", "y"] * 500, "b": list(range(1000))})
    assert packed(frame) == packed(frame.clone())


def test_each_column_is_encoded_as_is_smallest_for_it():
    rows = 20_000
    table = pl.DataFrame(
        {
            "even": pl.Series([7 * place for place in range(rows)], dtype=pl.Int32),
            "few": Random(1).choices(["first", "second", "third"], k=rows),
            "many": [f"{place:06d}" for place in range(rows)],
        }
    ).to_arrow()
    assert smallest_encoding(table, "even") == "DELTA_BINARY_PACKED"
    assert smallest_encoding(table, "few") == "dictionary"
    assert smallest_encoding(table, "many") == "DELTA_BYTE_ARRAY"


def test_it_takes_less_room_than_a_plain_table():
    frame = pl.DataFrame({"a": [f"{place:06d}" for place in range(5000)], "b": range(5000)})
    plain = io.BytesIO()
    frame.write_parquet(plain, compression="zstd", compression_level=22, statistics=False)
    assert len(packed(frame)) < len(plain.getvalue()) / 2
