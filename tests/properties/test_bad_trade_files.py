"""Bad files of trade, input-output and elasticity products: cut, recoded, mixed up, repeated.

A bad file ends in a FileError or in rows that say why they are excluded; never in another
exception, and never in a number that the publisher did not print.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fixtures.country_files import Sample
from fixtures.trade_files import SAMPLES
from steelyard.sources.connector import Connector
from steelyard.sources.reading import readable
from steelyard.vocabulary.errors import FileError

Attempt = Callable[..., pl.DataFrame | None]
# Files whose every line ends, so that a cut inside a number shows; the GTAP list has labels only.
CSV = tuple(s for s in SAMPLES if s.name.endswith(".csv"))
samples = st.sampled_from(SAMPLES)


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
            # A file that is read in batches shows its faults when it is collected.
            with readable(path, chosen.layout):
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
def test_a_cut_file_yields_no_number_that_the_whole_file_lacks(
    attempt: Attempt, sample: Sample, part: float
):
    whole = attempt(sample, sample.content)
    assert whole is not None
    cut = attempt(sample, sample.content[: int(len(sample.content) * part)])
    if cut is None:
        return
    # A label may be cut where the publisher ends no line; a number may not.
    names = [c.name for c in sample.connector.table.columns if c.kind != "label"]
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


@given(sample=st.sampled_from(CSV), encoding=st.sampled_from(["utf-16", "utf-32", "cp037"]))
def test_a_file_in_another_encoding_is_refused(attempt: Attempt, sample: Sample, encoding: str):
    text = sample.content.decode("latin-1")
    assert attempt(sample, text.encode(encoding, errors="replace")) is None


@given(sample=samples, other=samples)
def test_a_file_of_another_product_is_refused_under_any_name(
    attempt: Attempt, sample: Sample, other: Sample
):
    assume(sample.connector.name != other.connector.name)
    assert attempt(sample, other.content) is None


@given(sample=st.sampled_from(CSV), data=st.data())
@settings(max_examples=150)
def test_a_row_given_twice_is_kept_once(attempt: Attempt, sample: Sample, data: st.DataObject):
    lines = sample.content.splitlines(keepends=True)
    row = data.draw(st.integers(1, len(lines) - 1))
    frame = attempt(sample, b"".join([*lines[:row], lines[row], *lines[row:]]))
    if frame is not None:
        keys = list(sample.connector.table.key)
        assert not kept(frame).select(pl.struct(keys).is_duplicated().any()).item()


@given(
    sample=st.sampled_from(CSV),
    data=st.data(),
    text=st.sampled_from(["-5", "abc", "", "NaN", "inf", "1e999", "0x1F", "1,5", "\N{DIGIT ONE}"]),
)
@settings(max_examples=250)
def test_a_wrong_field_never_becomes_a_number_outside_its_range(
    attempt: Attempt, sample: Sample, data: st.DataObject, text: str
):
    lines = sample.content.splitlines(keepends=True)
    row = data.draw(st.integers(1, len(lines) - 1))
    fields = lines[row].rstrip(b"\n").split(b",")
    fields[data.draw(st.integers(0, len(fields) - 1))] = text.encode()
    changed = b",".join(fields) + b"\n"
    assume(changed.strip())  # a blank line is no row
    frame = attempt(sample, b"".join([*lines[:row], changed, *lines[row + 1 :]]))
    if frame is None:
        return
    assert frame.height == sample.rows
    for column in sample.connector.table.columns:
        values = kept(frame)[column.name].drop_nulls()
        if column.dtype.is_float():
            assert values.is_finite().all()
        if column.minimum is not None:
            assert (values >= column.minimum).all()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.connector.name}-{s.name}")
@pytest.mark.parametrize("content", [b"", b"\n", b"\xef\xbb\xbf", b"\x00" * 50, b"PK\x03\x04"])
def test_an_empty_file_is_refused(attempt: Attempt, sample: Sample, content: bytes):
    assert attempt(sample, content) is None


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.connector.name}-{s.name}")
def test_a_file_that_is_not_there_is_refused(sample: Sample, tmp_path: Path):
    with pytest.raises(FileError):
        sample.connector.parse(tmp_path / sample.name).collect()
