"""Laws that names of states must obey, however they are written."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.states import all_states, find, lookup, match, resolve

states = st.sampled_from(all_states())
texts = st.text(max_size=40)


@given(states, st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_does_not_matter(state, change):
    assert find(change(state.name)) == find(state.name) == state


@given(states, st.sampled_from([" {}", "{} ", "{}.", "the {}", "{}, the", "The {},"]))
def test_blanks_full_stops_and_the_article_do_not_matter(state, form):
    assert find(form.format(state.name)) == state


@given(states.filter(lambda state: not state.former), st.integers(1816, 2100))
def test_codes_do_not_depend_on_the_year(state, year):
    assert find(state.iso3, year=year) == state


@given(texts)
def test_any_text_is_a_state_or_an_unknown_name(text):
    found = lookup(text)
    if found is None:
        with pytest.raises(UnknownName):
            find(text)
    else:
        assert find(text) == found


@given(st.lists(st.sampled_from([state.name for state in all_states()])))
def test_a_column_is_resolved_row_by_row(names):
    assert resolve(names, where="test") == [find(name).iso3 for name in names]
    assert list(match(names)) == list(dict.fromkeys(names))
