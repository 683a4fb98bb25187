"""`steelyard system`: loops, causes, links and checks, as a person and a program meet them."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from steelyard.interfaces.cli.main import main
from steelyard.interfaces.cli.system import system
from steelyard.system.causal import SHIPPED, shipped

TABLES = ("variables", "observations", "mechanisms", "links", "impulses", "named_loops")


def said(*words: str) -> str:
    told = CliRunner().invoke(system, words)
    assert told.exit_code == 0, (told.output, told.exception)
    return told.stdout


def refused(capsys, *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as done:
        main(["system", *words])
    told = capsys.readouterr()
    return int(done.value.code or 0), told.err


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in TABLES:
        shutil.copy(SHIPPED / f"{name}.csv", tmp_path)
    return tmp_path


def change(folder: Path, name: str, line: int, column: str, cell: str) -> None:
    path = folder / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    rows[line - 2][column] = cell
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize(
    "words",
    [
        ("loops",),
        ("loops", "--through", "alignment", "--kind", "balancing", "--most", "40"),
        ("why", "dependence"),
        ("why", "alignment", "--from", "sanctions"),
        ("why", "status_parity", "--most", "60"),
        ("links",),
    ],
)
def test_every_answer_fits_eighty_columns(words):
    assert max(map(len, said(*words).splitlines())) <= 80


def test_loops_are_counted_and_named_ones_told_in_words():
    told = said("loops")
    assert "variables: 111, 47 reinforcing and 64 balancing" in told
    for each in shipped().named_loops:
        assert f"{each.name} {each.title}" in " ".join(told.split())
    assert "Closeness of Russian and Chinese policy —+→ Western pressure" in " ".join(told.split())
    assert "Loops by length" not in said("loops", "--named")


def test_loops_through_a_variable_of_one_kind_hold_it_and_are_of_that_kind():
    told = json.loads(said("loops", "--through", "discount", "--kind", "balancing", "--json"))
    assert told["loops_of_the_system"] == 111
    assert 0 < told["loops_found"] == len(told["loops"]) < 111
    assert all("discount" in each["variables"] for each in told["loops"])
    assert {each["kind"] for each in told["loops"]} == {"balancing"}
    assert {each["name"] for each in told["named"]} == {"B1", "B2", "B4", "B5"}
    assert told["variables"][0]["loops"] == told["loops_found"]


def test_signs_in_the_json_make_the_kind_of_each_loop():
    polarity = shipped().graph().polarities()
    for each in json.loads(said("loops", "--longest", "6", "--json"))["loops"]:
        ring = each["variables"]
        signs = [polarity[ends] for ends in zip(ring, [*ring[1:], ring[0]], strict=True)]
        assert each["kind"] == ("balancing" if signs.count(-1) % 2 else "reinforcing")


def test_why_says_that_strengths_are_no_estimates_and_who_says_so():
    told = " ".join(said("why", "discount").split())
    assert "priors), not estimates" in told
    assert "stated in s000, s002 (m02)" in told
    assert "series: trade.alternatives with energy.discount" in told
    assert "bends as the model says: discount from options" in told
    assert "R1 Lock-in" in told


def test_strengths_of_ways_are_products_of_their_links_and_fall_in_order():
    told = json.loads(said("why", "discount", "--from", "sanctions", "--json"))
    assert told["ways"]
    for way in told["ways"]:
        for end in ("strength", "strength_low", "strength_high"):
            product = 1.0
            for link in way["links"]:
                product *= link[end]
            assert way[end] == pytest.approx(product)
        assert way["strength_low"] <= way["strength"] <= way["strength_high"]
        minus = sum(link["polarity"] == "−" for link in way["links"])
        assert way["polarity"] == ("+" if minus % 2 == 0 else "−")
        assert way["mean_lag_years"] >= way["delay_years"]
        assert way["variables"][0] == "sanctions"
        assert len(set(way["variables"])) == len(way["variables"])
    strengths = [way["strength"] for way in told["ways"]]
    assert strengths == sorted(strengths, reverse=True)


def test_where_documents_differ_there_is_a_way_for_each_sign():
    told = json.loads(said("why", "status_parity", "--from", "sco_enlargement", "--json"))
    direct = [way for way in told["ways"] if len(way["links"]) == 1]
    assert {(way["links"][0]["variant"], way["polarity"]) for way in direct} == {
        ("s002", "−"), ("s003", "+"),
    }  # fmt: skip


def test_a_variable_may_be_named_by_its_title_and_an_unknown_one_has_neighbours(capsys):
    assert "(energy_price, WORLD)" in said("why", "world price of OIL")
    assert "driver from outside" in said("why", "energy_price")
    code, told = refused(capsys, "why", "dependencex")
    assert code == 3
    assert "Did you mean dependence" in told
    assert "china_trade_share" in refused(capsys, "loops", "--through", "trade")[1]
    assert refused(capsys, "why", "dependence", "--from", "dependence")[0] == 3


def test_the_drawing_is_whole_and_says_what_it_shows(tmp_path):
    for narrow in ((), ("--narrow",)):
        file = tmp_path / f"loops{len(narrow)}.svg"
        said("loops", "--named", "--svg", str(file), *narrow)
        root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
        space = "{http://www.w3.org/2000/svg}"
        desc = root.findtext(f"{space}desc") or ""
        assert "R4 Alignment and Western pressure, reinforcing: more of Closeness" in desc
        assert root.get("width") == ("400" if narrow else "1400")
        ends = [float(each.get("x") or 0) for each in root.iter(f"{space}text")]
        assert 0 <= min(ends) <= max(ends) < float(root.get("width") or 0)
        assert (tmp_path / file.name).read_text().count("stroke-dasharray") > 20


def test_the_drawing_is_the_same_each_time_and_refused_where_it_cannot_be(tmp_path, capsys):
    files = [tmp_path / name for name in ("one.svg", "two.svg")]
    for file in files:
        said("loops", "--svg", str(file), "--through", "hedging_rus")
    assert files[0].read_bytes() == files[1].read_bytes()
    assert refused(capsys, "loops", "--svg", str(tmp_path / "no" / "where.svg"))[0] == 5
    code, told = refused(capsys, "loops", "--svg", str(files[0]), "--through", "energy_price")
    assert code == 3
    assert "none through energy_price" in told


def test_a_sound_folder_is_said_to_be_sound_and_can_be_asked(folder):
    assert "Sound: 90 variables, 139 links" in said("check", str(folder))
    assert said("loops", "--system", str(folder)) == said("loops")


def test_every_faulty_cell_is_named_with_its_file_and_line(folder, capsys):
    change(folder, "links", 4, "polarity", "up")
    change(folder, "links", 9, "strength", "much")
    change(folder, "variables", 2, "unit", "")
    change(folder, "impulses", 3, "date", "2022-13")
    told = CliRunner().invoke(system, ["check", str(folder)])
    for place in (
        "links.csv, line 4, column 'polarity'", "links.csv, line 9, column 'strength'",
        "variables.csv, line 2, column 'unit'", "impulses.csv, line 3, column 'date'",
    ):  # fmt: skip
        assert place in told.output
    assert told.output.count("what to do:") == 4
    code, error = refused(capsys, "check", str(folder))
    assert code == 4
    assert "4 faults" in error


def test_rows_that_do_not_fit_each_other_are_told_apart_from_what_follows(folder):
    change(folder, "links", 2, "cause", "western_acces")
    told = CliRunner().invoke(system, ["check", str(folder)])
    assert "links.csv, line 2, column 'cause'" in told.output
    assert "Did you mean western_access" in told.output
    assert "may follow from those above" in told.output


def test_a_folder_or_table_that_is_not_there_is_named(tmp_path, folder, capsys):
    code, told = refused(capsys, "check", str(tmp_path / "nowhere"))
    assert code == 4
    assert "there is no such folder" in told
    (folder / "links.csv").unlink()
    told = CliRunner().invoke(system, ["check", str(folder)])
    assert str(folder / "links.csv") in told.output
