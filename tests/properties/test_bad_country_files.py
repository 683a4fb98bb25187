"""Bad files of country products: cut, recoded, mixed up, out of range, repeated.

A bad file ends in a FileError or in rows that say why they are excluded; never in another
exception, and never in a number that the publisher did not print.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fixtures.country_files import SAMPLES, Sample
from steelyard.sources.connector import Connector
from steelyard.vocabulary.errors import FileError

Attempt = Callable[..., pl.DataFrame | None]
TEXTS = tuple(s for s in SAMPLES if not s.name.endswith((".dta", ".xlsx")))
CSV = tuple(s for s in TEXTS if s.name.endswith(".csv") and s.connector.name != "gii")
samples = st.sampled_from(SAMPLES)
texts = st.sampled_from(TEXTS)


@pytest.fixture(scope="session")
def attempt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attempt]:
    """Parse these bytes as the file of a sample; None if they were refused with four parts."""
    folder = tmp_path_factory.mktemp("bad")
    refusals: list[FileError] = []

    def parse(sample: Sample, content: bytes, connector: Connector | None = None):
        path: Path = folder / sample.name
        path.write_bytes(content)
        chosen = connector or sample.connector
        chosen.recognise(path, content[:65536])
        try:
            return chosen.parse(path).collect()
        except FileError as error:
            refusals.append(error)
            return None

    yield parse
    for error in refusals:
        assert all((error.where, error.found, error.expected, error.remedy))
        assert "/" not in error.where, "messages name the file, not its folder"


def kept(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("excluded").is_null()).drop("excluded")


@given(sample=samples, part=st.floats(0, 1))
@settings(max_examples=150)
def test_a_cut_file_yields_no_row_that_the_whole_file_lacks(
    attempt: Attempt, sample: Sample, part: float
):
    whole = attempt(sample, sample.content)
    assert whole is not None
    cut = attempt(sample, sample.content[: int(len(sample.content) * part)])
    if cut is None:
        return
    names = list(sample.connector.table.names)
    extra = kept(cut).join(kept(whole), on=names, how="anti", nulls_equal=True)
    assert extra.is_empty()


@given(sample=samples, content=st.binary(max_size=400), keep=st.integers(0, 300))
@settings(max_examples=150)
def test_noise_after_a_sound_start_is_refused_or_excluded(
    attempt: Attempt, sample: Sample, content: bytes, keep: int
):
    attempt(sample, sample.content[:keep] + content)


@given(sample=samples, at=st.floats(0, 1), byte=st.integers(0, 255))
@settings(max_examples=250)
def test_one_wrong_byte_raises_nothing_but_a_file_error(
    attempt: Attempt, sample: Sample, at: float, byte: int
):
    place = min(int(len(sample.content) * at), len(sample.content) - 1)
    content = bytearray(sample.content)
    content[place] = byte
    attempt(sample, bytes(content))


@given(sample=texts, encoding=st.sampled_from(["utf-16", "utf-16-be", "utf-32", "cp037"]))
def test_a_file_in_another_encoding_is_refused(attempt: Attempt, sample: Sample, encoding: str):
    own = {"imf_weo": "utf-16-le", "gii": "latin-1"}.get(sample.connector.name, "utf-8")
    text = sample.content.decode(own)
    frame = attempt(sample, text.encode(encoding, errors="replace"))
    # UTF-16 with its mark is what the IMF might write as well.
    assert frame is None or (sample.connector.name, encoding) == ("imf_weo", "utf-16")


@given(sample=samples, other=samples)
def test_a_file_of_another_product_is_refused_under_any_name(
    attempt: Attempt, sample: Sample, other: Sample
):
    assume(sample.connector.name != other.connector.name)
    assert attempt(sample, other.content) is None
    path_name = Sample(other.connector, sample.name, other.content, other.rows)
    assert attempt(path_name, other.content, sample.connector) is None


@given(sample=st.sampled_from(CSV), data=st.data())
@settings(max_examples=150)
def test_a_row_given_twice_is_kept_once(attempt: Attempt, sample: Sample, data: st.DataObject):
    lines = sample.content.splitlines(keepends=True)
    row = data.draw(st.integers(1, len(lines) - 1))
    line = lines[row] if lines[row].endswith(b"\n") else lines[row] + b"\n"
    frame = attempt(sample, b"".join([*lines[:row], line, *lines[row:]]))
    if frame is not None:
        keys = list(sample.connector.table.key)
        assert not kept(frame).select(pl.struct(keys).is_duplicated().any()).item()


@given(sample=st.sampled_from(CSV), data=st.data(), text=st.sampled_from(["-5", "-0.1", "abc"]))
@settings(max_examples=200)
def test_no_negative_value_is_kept_where_the_table_forbids_it(
    attempt: Attempt, sample: Sample, data: st.DataObject, text: str
):
    lines = sample.content.splitlines(keepends=True)
    row = data.draw(st.integers(1, len(lines) - 1))
    fields = lines[row].split(b",")
    at = data.draw(st.integers(0, len(fields) - 1))
    fields[at] = text.encode()
    changed = b",".join(fields)
    changed += b"\n" if lines[row].endswith(b"\n") and not changed.endswith(b"\n") else b""
    frame = attempt(sample, b"".join([*lines[:row], changed, *lines[row + 1 :]]))
    if frame is None:
        return
    for column in sample.connector.table.columns:
        if column.minimum is not None:
            lowest = kept(frame)[column.name].min()
            assert lowest is None or lowest >= column.minimum  # type: ignore[operator]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.connector.name)
@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"\x00" * 50, b"PK\x03\x04"])
def test_an_empty_file_is_refused(attempt: Attempt, sample: Sample, content: bytes):
    assert attempt(sample, content) is None


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.connector.name)
def test_a_file_that_is_not_there_is_refused(sample: Sample, tmp_path: Path):
    with pytest.raises(FileError):
        sample.connector.parse(tmp_path / sample.name).collect()
