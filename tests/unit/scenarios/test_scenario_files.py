"""Scenario files: what is read, and how a fault is told."""

from datetime import date

import pytest

from steelyard.scenarios.library import SHIPPED, delivery_cut, named, shipped, text_of
from steelyard.scenarios.read import read_file, read_text
from steelyard.vocabulary.errors import (
    BadRows,
    InputError,
    NoData,
    UnknownName,
    UnreadableFile,
)
from steelyard.vocabulary.states import find

GOOD = """format = 1
name = "test"
title = "A stops selling cars to B"
question = "What would it cost each side if China sold Russia no vehicles?"

[[cut]]
sellers = ["CHN"]
buyers = ["RUS"]
sectors = ["vehicles"]
share = { low = 0.5, high = 1.0 }

[leakage]
share = 0.2
extra_cost = 1.3
"""


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_scenario_reads_and_asks_one_question(name):
    scenario = shipped(name)
    assert scenario.name == name
    assert scenario.question.endswith("?")


def test_a_number_and_a_range_are_both_amounts():
    scenario = read_text(GOOD)
    assert scenario.cut[0].share.point == 0.75
    assert scenario.leakage is not None
    assert scenario.leakage.share.known
    assert [each.text() for each in scenario.amounts] == ["0.5 to 1", "0.2", "1.3"]


@pytest.mark.parametrize(
    ("old", "new", "line", "expected"),
    [
        ("share = 0.2", "share = 1.2", 13, "a share from 0 to 1"),
        ("low = 0.5, high = 1.0", "low = 0.9, high = 0.5", 10, "low at most high"),
        ('sellers = ["CHN"]', 'seller = ["CHN"]', 6, "the keys sellers, buyers"),
        ("extra_cost = 1.3", "extra_cost = 0.5", 14, "a detour is never cheaper"),
        ('sectors = ["vehicles"]', 'sectors = "vehicles"', 9, 'a list, such as ["RUS"]'),
        ("no vehicles?", "no vehicles.", 4, "ends in '?'"),
        ("share = 0.2", "share = nan", 13, "a share from 0 to 1"),
        ("format = 1", "format = 2", 1, "`format = 1`"),
        ("[leakage]", "[leaks]", 12, "the keys name, title, question"),
        ('name = "test"', 'name = "a b"', 2, "letters, digits and hyphens"),
        ('title = "A', 'title = "\\u001b[2JA', 3, "without control characters"),
        ('no vehicles?"', 'no vehicles?"\nhorizon = 500', 5, "short, long, or years"),
        ('no vehicles?"', 'no vehicles?"\nbaseline = 2011', 5, "keys below a heading"),
        ('no vehicles?"', "no vehicles?\"\nclosure = 'none'", 5, "'zeroed', 'additive'"),
        ("share = 0.2", "share = true", 13, "a number, or a range"),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_is_allowed(old, new, line, expected):
    assert old in GOOD
    with pytest.raises(BadRows) as caught:
        read_text(GOOD.replace(old, new), "test.toml")
    told = str(caught.value)
    assert told.startswith(f"test.toml, line {line}:"), told
    assert expected in caught.value.expected
    assert "what to do" in told


def test_a_fault_speaks_of_keys_and_not_of_the_program():
    text = GOOD.replace('no vehicles?"', "no vehicles?\"\nhorizon = 'mid'")
    with pytest.raises(BadRows) as caught:
        read_text(text)
    assert caught.value.found == "horizon = 'mid'."
    assert "Input should" not in str(caught.value)


def test_a_tariff_above_its_range_is_told_both_ends():
    text = GOOD.split("[[cut]]")[0] + '[[tariff]]\nsellers = ["CHN"]\nbuyers = ["RUS"]\nto = 200\n'
    with pytest.raises(BadRows, match="200") as caught:
        read_text(text)
    assert caught.value.expected.startswith("a rate from 0 to 100")


def test_no_more_is_read_of_an_endless_file_than_a_scenario_may_have(tmp_path):
    endless = tmp_path / "endless.toml"
    endless.symlink_to("/dev/zero")
    with pytest.raises(UnreadableFile, match="more than 100,000 bytes"):
        read_file(endless)


def test_broken_toml_names_line_and_column():
    with pytest.raises(UnreadableFile, match="at line 8"):
        read_text(GOOD.replace('buyers = ["RUS"]', "buyers = [RUS"), "test.toml")


def test_a_scenario_that_changes_nothing_is_refused():
    head = GOOD.split("\n[[cut]]")[0]
    with pytest.raises(BadRows) as caught:
        read_text(head)
    assert "[[cut]]" in caught.value.expected


def test_files_that_are_absent_binary_or_huge_are_refused(tmp_path):
    with pytest.raises(UnreadableFile, match="no text"):
        read_file(tmp_path / "absent.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(UnreadableFile):
        read_file(binary)
    huge = tmp_path / "huge.toml"
    huge.write_text("# " + "x" * 200_000)
    with pytest.raises(UnreadableFile, match="more than 100,000 bytes"):
        read_file(huge)
    good = tmp_path / "good.toml"
    good.write_text(GOOD)
    assert named(str(good)) == read_text(GOOD)


def test_any_pair_has_its_cuts_by_name():
    assert named("DEU-cuts-POL").cut[0].sellers == ("DEU",)
    assert named("USA-and-CHN-cut").cut[0].both_ways
    assert named("United_States-cuts-Mexico").title == "The United States stops selling to Mexico"
    assert named("full-cut").sides.a == ("RUS",)


def test_names_that_nobody_knows_show_what_is_near():
    with pytest.raises(UnknownName, match="full-cut"):
        named("ful-cut")
    with pytest.raises(UnknownName, match="Russia"):
        named("Rusia-cuts-CHN")
    with pytest.raises(InputError, match="cut off from itself"):
        delivery_cut(find("RUS"), find("RUS"))


def test_the_file_of_a_shipped_scenario_can_be_shown_and_read_again():
    assert read_text(text_of("west-reopens")).baseline.year == 2023
    assert read_text(text_of("west-reopens")).on == date(2022, 3, 9)


def test_no_data_is_an_input_error():
    assert issubclass(NoData, InputError)
