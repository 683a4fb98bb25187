"""Readers give text columns, or say in four parts why a file cannot be read."""

import gzip
from pathlib import Path

import pytest

from steelyard.sources.reading import (
    first_record,
    has_columns,
    head_text,
    read_csv,
    read_ragged,
    read_sheet,
    read_stata,
    scan_csv,
)
from steelyard.vocabulary.errors import UnreadableFile, WrongProduct


def written(folder: Path, content: bytes, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_packed_file_reads_like_an_unpacked_one(tmp_path: Path):
    plain = b"a,b\n1,\n"
    packed = written(tmp_path, gzip.compress(plain), "file.csv.gz")
    assert read_csv(packed).rows() == read_csv(written(tmp_path, plain)).rows() == [("1", None)]


def test_a_packed_file_that_was_cut_is_refused(tmp_path: Path):
    packed = gzip.compress(b"a,b\n" + b"1,2\n" * 1000)
    with pytest.raises(UnreadableFile):
        read_csv(written(tmp_path, packed[:-12]))


@pytest.mark.parametrize("row", ["1", "1,2,3"])
def test_a_row_with_too_few_or_too_many_fields_is_refused(tmp_path: Path, row: str):
    with pytest.raises(UnreadableFile, match="2 fields in each row"):
        read_csv(written(tmp_path, f"a,b\n1,2\n{row}\n".encode()))


def test_a_missing_column_names_those_that_are_there(tmp_path: Path):
    with pytest.raises(WrongProduct, match="columns a, b; not c"):
        read_csv(written(tmp_path, b"a,b\n1,2\n"), ["a", "c"])


def test_a_file_in_another_encoding_is_refused(tmp_path: Path):
    with pytest.raises(UnreadableFile, match=r"file\.csv"):
        read_csv(written(tmp_path, "a,b\nT\xfcrkiye,1\n".encode("latin-1")))


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path):
    assert read_csv(written(tmp_path, b"\xef\xbb\xbfa,b\n1,2\n")).columns == ["a", "b"]


def test_names_that_repeat_are_refused(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="names repeat"):
        read_csv(written(tmp_path, b"a,a\n1,2\n"))


def test_line_breaks_inside_quotes_are_read_where_allowed(tmp_path: Path):
    path = written(tmp_path, b'a,b\n1,"two\nlines"\n')
    assert read_csv(path, multiline=True).rows() == [("1", "two\nlines")]


def test_rows_of_unequal_length_keep_their_place_in_the_file(tmp_path: Path):
    frame = read_ragged(written(tmp_path, b"title\n\na;b\n1;2;3\n"), separator=";", skip=1)
    assert frame.rows() == [(3, "a", "b", None), (4, "1", "2", "3")]


def test_a_scan_reads_nothing_until_collected(tmp_path: Path):
    frame = scan_csv(written(tmp_path, b"a,b\n1,NA\n"), ["a"], absent=("NA",))
    assert frame.collect().rows() == [("1", None)]


@pytest.mark.parametrize("read", [read_sheet, read_stata])
def test_rubbish_is_no_workbook_and_no_stata_file(tmp_path: Path, read):
    with pytest.raises(UnreadableFile):
        read(written(tmp_path, b"\xd0\xcf\x11\xe0 rubbish"))


@pytest.mark.parametrize("head", [b"", b"\x1f\x8b rubbish", b"\xff\xfe\x00", b'"', b"a" * 200_000])
def test_looking_at_a_head_never_raises(head: bytes):
    assert isinstance(head_text(head), str)
    assert isinstance(first_record(head), tuple)
    assert not has_columns(head, ["year"])
