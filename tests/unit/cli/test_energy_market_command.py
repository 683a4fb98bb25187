"""`steelyard energy market`: what it prints, writes and refuses."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from steelyard.interfaces.cli.energy import energy
from steelyard.interfaces.cli.main import main


def said(capsys, *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as done:
        main(["energy", "market", *words])
    told = capsys.readouterr()
    return int(done.value.code or 0), told.out, told.err


def rows(*words: str) -> list[dict]:
    told = CliRunner().invoke(energy, ["market", *words, "--draws", "20", "--json"])
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)


def test_a_market_fits_eighty_columns_and_tells_its_caps(capsys):
    code, told, _ = said(capsys, "crude", "--date", "2023-02-15", "--draws", "20")
    assert code == 0
    assert max(map(len, told.splitlines())) <= 80
    flat = " ".join(told.split())
    for part in ("Price by place", "Largest flows", "Discount of ports", "Price cap", "residual",
                 "not acting in this market"):  # fmt: skip
        assert part in flat


def test_the_world_price_is_the_one_known_in_every_draw():
    from datetime import date

    from steelyard.reference.dataset import load
    from steelyard.scenarios.energy.levels import level

    known = level(load(date(2026, 11, 22)), "gas", date(2021, 1, 1), date(2022, 1, 1))
    found = rows("gas", "--year", "2021")
    europe = next(r for r in found if (r["about"], r["place"]) == ("price", "EUR"))
    assert [europe[end] for end in ("low", "point", "high")] == pytest.approx([known] * 3, rel=1e-6)
    flows = [r for r in found if r["about"] == "flow"]
    assert flows
    assert all(r["low"] >= -1e-6 for r in flows)


def test_states_of_a_cap_are_probabilities_that_add_to_one():
    from datetime import date

    from steelyard.reference.dataset import load
    from steelyard.scenarios.energy.outcome import outcome
    from steelyard.scenarios.energy.world import worlds

    of = worlds(load(date(2026, 11, 22)), "crude oil", draws=6)
    found = outcome(of, date(2023, 2, 15), 83.0)
    ports = {port for port, _ in found.states}
    assert ports
    for port in ports:
        parts = [found.states[port, state] for state in ("open", "closed", "rationed")]
        assert sum(parts) == pytest.approx(1)


def test_changes_are_held_against_the_market_and_written_as_csv(capsys, tmp_path):
    file = tmp_path / "changes.csv"
    code, told, err = said(
        capsys, "gas", "--change", "power-of-siberia-2", "--change", "more-lng", "--draws", "20",
        "--csv", str(file),
    )  # fmt: skip
    assert code == 0
    assert max(map(len, told.splitlines())) <= 80
    assert str(file) in err
    assert "Who gains" in told
    written = list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))
    assert {each["change"] for each in written} == {"power-of-siberia-2", "more-lng"}
    assert all(0 <= float(each["holds"]) <= 1 for each in written)
    line = next(
        each for each in written
        if (each["change"], each["about"], each["place"], each["end"], each["carrier"])
        == ("power-of-siberia-2", "flow", "RUS", "CHN", "pipe")
    )  # fmt: skip
    assert 0 < float(line["point"]) <= 50 + 1e-6


def test_what_ifs_are_listed_for_both_fuels(capsys):
    from steelyard.scenarios.energy.whatifs import what_ifs

    code, told, _ = said(capsys, "--list")
    assert code == 0
    for each in what_ifs():
        assert f"  {each.name}\n" in told


@pytest.mark.parametrize("fuel", ["crude", "gas"])
def test_the_check_shows_errors_beside_naive_forecasts(capsys, fuel):
    code, told, _ = said(capsys, fuel, "--check")
    assert code == 0
    assert max(map(len, told.splitlines())) <= 80
    assert "Errors (predicted less published)" in told
    assert "2022" in told


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (("wood",), 2, "wood"),
        ((), 2, "Name a FUEL"),
        (("crude", "--draws", "10"), 2, "20<=x<=1000"),
        (("crude", "--check", "--change", "india-leaves"), 2, "--check"),
        (("crude", "--change", "india-leave"), 3, "india-leaves"),
        (("gas", "--change", "india-leaves"), 3, "market crude --change india-leaves"),
        (("gas", "--date", "2018-01-01"), 3, "before the first balance"),
        (("gas", "--date", "2030-01-01"), 3, "beyond all prices"),
        (("gas", "--csv", "/nowhere/at/all.csv"), 5, "no such folder"),
    ],
)
def test_what_cannot_be_answered_says_what_can(capsys, words, code, part):
    found, out, err = said(capsys, *words)
    assert (found, out) == (code, "")
    assert part in err


def test_a_folder_that_is_not_there_is_told_before_the_work(capsys, tmp_path):
    code, _, told = said(capsys, "gas", "--csv", str(tmp_path / "none" / "gas.csv"))
    assert code
    assert "there is no such folder" in told
    assert "--out" not in told


def test_what_ifs_are_listed_as_json(capsys):
    code, told, _ = said(capsys, "--list", "--json")
    assert code == 0
    named = {each["name"]: each["fuel"] for each in json.loads(told)}
    assert (named["india-leaves"], named["more-lng"]) == ("crude oil", "gas")


def test_shares_of_a_cap_that_no_draw_has_are_not_printed(capsys):
    _, told, _ = said(capsys, "crude", "--date", "2023-02-15", "--draws", "20")
    flat = " ".join(told.split())
    assert "at the cap" in flat
    assert not any(f" {name} 0 %" in flat for name in ("none", "at the cap", "below it"))
