"""Graphs with signs, their loops, partitions and paths."""

import csv
import time
from pathlib import Path

import pytest
from tests.fixtures.system_models import every_sign

from steelyard.system.graph import Graph, graph_of, graph_of_links
from steelyard.system.loops import loops, partitions, paths, shortest_path, through
from steelyard.vocabulary.errors import BadModel, UnknownName

LINKS = Path(__file__).parents[4] / "shared/system/links.csv"

SMALL = graph_of_links(
    [
        ("b", "+", "a"),
        ("a", "+", "b"),
        ("b", "-", "c"),
        ("c", "+", "a"),
        ("c", "?", "c"),
        ("c", "+", "end"),
        ("x", "+", "y"),
        ("y", "-", "x"),
    ]
)


@pytest.fixture(scope="module")
def system() -> Graph:
    if not LINKS.exists():
        pytest.skip(f"{LINKS} is not there")
    with LINKS.open(encoding="utf-8") as file:
        rows = [
            (row["cause_var"], row["polarity"], row["effect_var"]) for row in csv.DictReader(file)
        ]
    assert len(rows) == 138
    return graph_of_links(rows)


def test_loops_have_polarity_order_names_and_partitions():
    assert [str(each) for each in loops(SMALL)] == [
        "U1: c -> c",
        "R1: a -> b -> a",
        "B1: x -> y -> x",
        "B2: a -> b -> c -> a",
    ]
    assert partitions(SMALL) == (("a", "b", "c"), ("x", "y"))
    assert [each.partition for each in loops(SMALL)] == [0, 0, 1, 0]
    assert [each.name for each in loops(SMALL, longest=2)] == ["U1", "R1", "B1"]
    assert [each.name for each in through(loops(SMALL), "c", "a")] == ["B2"]
    assert loops(SMALL)[3].links == (("a", "b"), ("b", "c"), ("c", "a"))


def test_a_graph_without_loops_has_none():
    assert loops(graph_of_links([("a", "+", "b")])) == ()
    assert partitions(graph_of_links([])) == ()


@pytest.mark.shared
def test_the_documents_have_106_loops_of_at_most_ten_variables_found_within_a_second(system):
    loops(SMALL)  # loads networkx
    began = time.perf_counter()
    found = loops(system)
    took = time.perf_counter() - began
    assert (len(system.nodes), len(system.links)) == (87, 134)  # 138 rows, four of them twice
    signs = [each.polarity for each in found]
    assert (len(found), signs.count(1), signs.count(-1)) == (106, 46, 60)
    assert took < 1  # about 0.05 s
    assert len(partitions(system)) == 1
    assert {each.partition for each in found} == {0}


@pytest.mark.shared
def test_reversing_the_rows_changes_no_loop_and_no_name(system):
    rows = [(each.cause, "+" if each.polarity == 1 else "-", each.effect) for each in system.links]
    assert loops(graph_of_links(reversed(rows))) == loops(system)


@pytest.mark.shared
def test_the_documents_say_how_access_to_the_west_acts_on_dependence(system):
    shortest = shortest_path(system, "western_access", "dependence")
    every = paths(system, "western_access", "dependence", longest=5)
    assert shortest == every[0]
    assert shortest == ("western_access", "china_input_share", "leverage_chn", "dependence")
    assert len(set(every)) == len(every)
    assert all(2 <= len(set(way)) == len(way) <= 6 for way in every)


def test_paths_that_are_not_there():
    assert shortest_path(SMALL, "end", "a") is None
    assert paths(SMALL, "end", "a") == ()
    assert paths(SMALL, "a", "a") == ()
    with pytest.raises(UnknownName, match="lost"):
        paths(SMALL, "a", "lost")


def test_a_link_with_two_signs_or_none_is_refused_with_its_row():
    with pytest.raises(BadModel, match="row 3: a -> b is -, unlike row 1"):
        graph_of_links([("a", "+", "b"), ("b", "+", "a"), ("a", "-", "b")])
    with pytest.raises(BadModel, match="row 1"):
        graph_of_links([("a", "plus", "b")])
    with pytest.raises(BadModel, match="row 1"):
        graph_of_links([(" ", "+", "b")])
    assert len(graph_of_links([("a", "+", "b"), ("a", "+", "b")]).links) == 1


def test_equations_settle_signs_where_they_can():
    signs = graph_of(every_sign()).polarities()
    assert signs["use", "reserve"] == -1
    assert signs["use", "waste"] == 1
    assert signs["warmth", "supply"] == -1  # exp of minus warmth, times a price
    assert signs["reserve", "level"] == 1  # within a minimum
    assert signs["share_out", "warmth"] == 1  # minus a square of a negative number
    assert signs["level", "tight"] is None  # within a condition
    assert ("opening", "reserve") not in signs  # only the start reads it
