"""`steelyard system run` and `system dominance`: prior runs on screen, as CSV, JSON, XMILE."""

import csv
import json

import numpy as np
import pytest
from click.testing import CliRunner

from steelyard.interfaces.cli.fan_chart import fan_chart
from steelyard.interfaces.cli.main import cli
from steelyard.interfaces.cli.system_run import usual_shown
from steelyard.system.causal import shipped
from steelyard.vocabulary.errors import InputError, SteelyardError, StoreReadOnly, UnknownName

QUICK = ("--drivers", "held", "--draws", "40")


def said(*words: str) -> str:
    result = CliRunner().invoke(cli, ["system", *words])
    if isinstance(result.exception, SteelyardError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_fans_fit_a_screen_and_are_called_prior():
    text = said("run", *QUICK)
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "not calibrated" in text
    assert "40 of 40 draws used" in text
    for name in usual_shown(shipped()):
        assert f"({name}, sd)" in text


def test_a_change_is_told_as_a_difference():
    text = said("run", *QUICK, "--without", "t77", "--show", "dependence", "--show", "chn_credit")
    assert "Left out: 2022-02-24 Full invasion of Ukraine (i60" in text
    assert "higher in 0% of draws" in text
    assert "does not change" in text


def test_json_and_csv_hold_the_same_numbers(tmp_path):
    file = tmp_path / "fans.csv"
    asked = (*QUICK, "--set", "course_revision=1@2027", "--csv", str(file))
    told = json.loads(said("run", *asked, "--json"))
    with file.open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 90 * 49
    fan = told["variables"]["dependence"]["change"]
    last = next(row for row in rows if (row["variable"], row["year"]) == ("dependence", "2040"))
    assert float(last["change_p50"]) == fan["p50"][-1] < 0
    assert told["variables"]["dependence"]["rises"][0] is None
    assert told["kind"] == "prior, not calibrated"
    assert told["set"] == ["course_revision at 1 from 2027"]


def test_same_seed_same_words():
    asked = ("run", *QUICK, "--seed", "3", "--show", "alignment")
    assert said(*asked) == said(*asked) != said(*asked[:-3], "4", *asked[-2:])


def test_the_model_is_written_as_it_was_run(tmp_path):
    from steelyard.system.simulation import simulate
    from steelyard.system.xmile import read_file

    file = tmp_path / "system.stmx"
    asked = (*QUICK, "--without", "t77", "--xmile", str(file), "--json")
    said("run", *asked)
    model = read_file(file)
    assert float(model["size_i60"].equation.value) == 0
    told = json.loads(said("run", *QUICK, "--json"))["variables"]["sanctions"]["usual"]
    ours = simulate(model, engine="numpy")["sanctions"]
    before = slice(0, 29)
    np.testing.assert_allclose(ours[before], told[before], atol=1e-12)
    assert ours[-1] < told[-1]


def test_bad_words_are_refused(tmp_path):
    with pytest.raises(UnknownName, match="t77"):
        said("run", *QUICK, "--without", "t770")
    with pytest.raises(UnknownName, match="alignment"):
        said("run", *QUICK, "--show", "alinement")
    with pytest.raises(InputError, match="from 1992 to 2100"):
        said("run", *QUICK, "--years", "1900:1950")
    with pytest.raises(InputError, match="VARIABLE=SIZE@YEAR"):
        said("run", *QUICK, "--set", "energy_price")
    with pytest.raises(StoreReadOnly):
        said("run", *QUICK, "--csv", str(tmp_path / "none" / "fans.csv"))
    assert CliRunner().invoke(cli, ["system", "run", "--draws", "1"]).exit_code == 2


def test_dominance_fits_a_screen_and_agrees_with_its_json(tmp_path):
    picture = tmp_path / "loops.svg"
    asked = ("dominance", "--prior", "--drivers", "held", "--draws", "20", "--until", "2012")
    text = said(*asked, "--svg", str(picture))
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "not calibrated" in text
    told = json.loads(said(*asked, "--json"))
    named = {each["name"]: each for each in told["named"]}
    assert set(named) == {each.name for each in shipped().named_loops}
    shown = next(line for line in text.splitlines() if line.startswith("R6 leads"))
    assert shown.split()[2:] == [f"{100 * each:.0f}" for each in named["R6"]["leads"]]
    assert picture.read_text().startswith("<svg")


def test_a_picture_of_a_fan_has_its_middle_where_it_is():
    years = np.arange(1992.0, 2041.0)
    middle = np.linspace(0, 1, years.size)
    lines = list(fan_chart(np.stack([middle - 0.2, middle - 0.1, middle, middle + 0.1,
                                     middle + 0.2]), years, 8))  # fmt: skip
    assert len(lines) == 9
    assert all(sum(line[7 + at] == "█" for line in lines[:-1]) == 1 for at in range(years.size))
    flat = list(fan_chart(np.zeros((5, 3)), years[:3]))
    assert flat[-2].endswith("███")
