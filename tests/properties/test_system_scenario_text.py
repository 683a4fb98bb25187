"""Whatever a scenario file of the causal system holds, it is read or refused with the way out."""

import hypothesis.strategies as st
from hypothesis import given, settings

from steelyard.scenarios.system.library import names, text_of
from steelyard.scenarios.system.read import read_text
from steelyard.scenarios.system.schema import SystemScenario
from steelyard.system.causal import shipped
from steelyard.vocabulary.errors import FileError

LINES = [line for name in names() for line in text_of(name).splitlines()]
KEYS = [
    "format", "kind", "name", "title", "question", "row", "document", "without", "watch", "start",
    "variable", "size", "sizes", "years", "year", "lasting", "reason", "by", "since", "says",
    "direction", "x",
]  # fmt: skip
VALUES = [
    "1", "-1", "0", "1e400", "nan", "inf", '""', '"dependence"', '["dependence"]', "[]", "[1, 2]",
    "true", "{ low = 0, usual = 0, high = 1 }", "{ low = 2, usual = 1, high = 0 }", "{}", "2030",
    "2022-02-30", "2022-03-09", "1858-05-28", '["t77", "t77"]', '"rises"', "[2040, 2030]", "7",
    "[{}]", "'''\n'''", "9999999999999999999999", "[nan]", "2022-03-09T00:00:00", '["facts"]',
]  # fmt: skip
HEADINGS = ["[[event]]", "[event]", "[[lever]]", "[[kept]]", "[[expects]]", "[[x]]", "[watch]"]
made_up = st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES)).map(" = ".join)
line = st.one_of(st.sampled_from(LINES), made_up, st.sampled_from(HEADINGS), st.text(max_size=20))


def _refused_well(text):
    told = None
    try:
        assert isinstance(read_text(text, shipped(), "made up"), SystemScenario)
    except FileError as error:
        told = error
    if told is not None:
        assert all((told.where, told.found, told.expected, told.remedy))
        assert "Traceback" not in str(told)


@settings(max_examples=200, deadline=None)
@given(st.lists(line, max_size=25).map("\n".join))
def test_any_lines_are_read_or_refused_with_the_way_out(text):
    _refused_well(text)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(names()), st.integers(0, 60), line)
def test_any_line_put_into_a_good_file_is_read_or_refused(name, place, inserted):
    lines = text_of(name).splitlines()
    lines.insert(min(place, len(lines)), inserted)
    _refused_well("\n".join(lines))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(names()), st.data())
def test_any_line_replaced_in_a_good_file_is_read_or_refused(name, data):
    lines = text_of(name).splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    key = lines[place].split(" = ")[0]
    lines[place] = f"{key} = {data.draw(st.sampled_from(VALUES))}"
    _refused_well("\n".join(lines))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(names()), st.data())
def test_a_cut_off_file_is_read_or_refused(name, data):
    text = text_of(name)
    _refused_well(text[: data.draw(st.integers(0, len(text)))])
