"""Whatever a scenario file holds, it is read or refused with the way out, never a traceback."""

import tomllib

import hypothesis.strategies as st
from hypothesis import given, settings

from steelyard.scenarios.library import SHIPPED, text_of
from steelyard.scenarios.read import read_text
from steelyard.scenarios.schema import Scenario
from steelyard.vocabulary.errors import FileError

LINES = [line for name in SHIPPED for line in text_of(name).splitlines()]
KEYS = [
    "format", "name", "title", "question", "on", "sellers", "buyers", "sectors", "share", "factor",
    "both_ways", "reverse", "closure", "horizon", "to", "low", "extra_cost", "year", "x",
]  # fmt: skip
VALUES = [
    "1", "-1", "0", "1e400", "nan", "inf", '""', '"RUS"', '["RUS"]', "[]", "[1, 2]", "true",
    "{ low = 0, high = 1 }", "{ low = 2, high = 1 }", "{}", "2022-02-30", "2022-03-09", "[[[]]]",
    '"short"', "[{}]", "'''\n'''", "0x_1", "9999999999999999999999", "{ low = true, high = 1 }",
]  # fmt: skip
HEADINGS = ["[[cut]]", "[cut]", "[sides]", "[leakage]", "[[leakage]]", "[baseline]", "[[tariff]]"]
made_up = st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES)).map(" = ".join)
line = st.one_of(st.sampled_from(LINES), made_up, st.sampled_from(HEADINGS), st.text(max_size=20))


def _refused_well(text):
    told = None
    try:
        assert isinstance(read_text(text, "made up"), Scenario)
    except FileError as error:
        told = error
    if told is not None:
        assert all((told.where, told.found, told.expected, told.remedy))
        assert "Traceback" not in str(told)


@settings(max_examples=400, deadline=None)
@given(st.lists(line, max_size=25).map("\n".join))
def test_any_lines_are_read_or_refused_with_the_way_out(text):
    _refused_well(text)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SHIPPED), st.integers(0, 40), line)
def test_any_line_put_into_a_good_file_is_read_or_refused(name, place, inserted):
    lines = text_of(name).splitlines()
    lines.insert(min(place, len(lines)), inserted)
    _refused_well("\n".join(lines))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SHIPPED), st.data())
def test_a_cut_off_file_is_read_or_refused(name, data):
    text = text_of(name)
    _refused_well(text[: data.draw(st.integers(0, len(text)))])


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    _refused_well(text)


def test_every_shipped_file_is_plain_toml():
    assert all(tomllib.loads(text_of(name))["format"] == 1 for name in SHIPPED)
