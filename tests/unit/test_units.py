"""Units and their conversion."""

import csv

import hypothesis.strategies as st
import numpy as np
import polars as pl
import pytest
from hypothesis import given

from steelyard.vocabulary.errors import UnitMismatch, UnknownName
from steelyard.vocabulary.units import TABLE, all_units, convert, factor, unit

names = st.sampled_from(sorted(all_units()))


@pytest.mark.parametrize(
    ("value", "from_", "to", "expected"),
    [(1.0, "USD bn", "kUSD", 1e6), (129_000.0, "USD m", "USD bn", 129.0),
     (1.0, "Mt", "kg", 1e9), (100.0, "thousand t", "Mt", 0.1), (1.0, "EJ", "TWh", 277.7777777778),
     (12.5, "%", "1", 0.125), (2.0, "trillion USD", "USD bn", 2000.0),
     (1.2, "million", "thousand", 1200.0)],
)  # fmt: skip
def test_sizes_within_a_dimension(value, from_, to, expected):
    assert convert(value, from_, to) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(
    ("from_", "to"),
    [("USD", "CNY"), ("EUR bn", "USD bn"), ("USD bn", "USD bn (2023 prices)"),
     ("USD bn", "USD bn PPP"), ("bcm", "Mt"), ("USD/bbl", "USD/t"), ("%", "% of GDP"),
     ("kb/d", "Mt"), ("warheads (stockpile)", "warheads (total inventory)")],
)  # fmt: skip
def test_nothing_is_converted_across_dimensions(from_, to):
    with pytest.raises(UnitMismatch, match="law 4"):
        convert(1.0, from_, to)


def test_an_unknown_unit_fails_with_its_nearest():
    with pytest.raises(UnknownName, match="USD bn"):
        unit("USDbn")


def test_arrays_and_columns_convert():
    np.testing.assert_allclose(convert(np.array([1.0, np.nan]), "USD bn", "USD m"), [1e3, np.nan])
    assert convert(pl.Series([1.0, None]), "t", "kg").to_list() == [1000.0, None]


@given(names, names)
def test_there_and_back_is_the_same_or_refused_both_ways(left, right):
    if unit(left).dimension == unit(right).dimension:
        assert factor(left, right) * factor(right, left) == pytest.approx(1.0)
    else:
        for pair in ((left, right), (right, left)):
            with pytest.raises(UnitMismatch):
                factor(*pair)


def test_no_spelling_is_used_twice():
    spellings = [each for sizes in TABLE.values() for text, _ in sizes for each in text.split("; ")]
    assert len(spellings) == len(set(spellings))


@pytest.mark.shared
def test_every_unit_of_the_fact_table_is_known(shared):
    with (shared / "facts/facts.csv").open(encoding="utf-8") as handle:
        for name in {row["unit"] for row in csv.DictReader(handle)}:
            assert unit(name)
