"""Each conditional statement of the documents has one scenario, and each fits the system."""

import csv
from pathlib import Path

import pytest

from steelyard.scenarios.system.library import OWN, heads, known, names, shipped, text_of
from steelyard.system.causal import shipped as shipped_system

ROWS = [f"f{number:02}" for number in range(1, 46)]
SHARED = Path(__file__).parents[2] / ".." / "shared" / "system" / "scenarios.csv"


def test_every_row_has_exactly_one_file_named_after_it():
    assert sorted(row for _, _, row, _ in heads() if row) == ROWS
    assert all(name.startswith(row) for name, _, row, _ in heads())
    assert all(known(row) is not None for row in ROWS)


def test_our_own_have_no_row():
    assert {name for name, _, row, _ in heads() if not row} == set(OWN)


@pytest.mark.parametrize("name", names())
def test_a_scenario_is_whole_and_named_as_its_file(name):
    made = shipped(name)
    variables = {each.name for each in shipped_system().variables}
    assert made.name == name
    assert {each.variable for each in made.expects} <= variables
    assert made.expects
    assert "—" not in text_of(name)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="no folder shared beside the checkout")
def test_documents_are_those_of_the_table():
    with SHARED.open() as file:
        told = {row["scenario_id"]: row["seed_file"] for row in csv.DictReader(file)}
    assert {row: document for _, _, row, document in heads() if row} == told
