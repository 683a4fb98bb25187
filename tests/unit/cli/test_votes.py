"""`steelyard votes` from a short fit to what it says of two states."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from steelyard.interfaces.cli.main import cli
from steelyard.interfaces.cli.votes_kept import read
from steelyard.vocabulary.errors import BadYears, InputError, NoData, UnreadableFile


def asked(*words: str) -> str:
    result = CliRunner().invoke(cli, ["votes", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def fit(tmp_path_factory) -> str:
    file = tmp_path_factory.mktemp("fit") / "short.npz"
    words = ["fit", "--sessions", "73:74", "--points-only", "--out", str(file)]
    assert "Positions have mean 0" in asked(*words)
    return str(file)


def test_chains_are_cleared_away_once_a_fit_is_done(fit):
    assert [path.name for path in Path(fit).parent.iterdir()] == ["short.npz"]
    assert read(Path(fit)).sessions == (73, 74)


def test_a_comparison_has_distance_movers_agreement_and_kappa(fit):
    found = json.loads(asked("compare", "RUS", "CHN", "--fit", fit, "--json"))
    assert found["sessions"] == [73, 74]
    assert found["distance"][0]["low"] < found["distance"][0]["point"]
    moved = found["RUS_moved"]["point"] + found["CHN_moved"]["point"]
    change = found["expected_agreement_change"]["point"]
    assert moved + found["other_texts"]["point"] == pytest.approx(change)
    assert 0 < found["observed"][1]["kappa"] < found["observed"][1]["agreement"] < 1
    told = asked("compare", "RUS", "CHN", "--fit", fit)
    assert "Kappa" in told
    assert "90 % intervals" in told


def test_show_lists_states_over_time_or_all_of_a_session(fit):
    over_time = json.loads(asked("show", "USA", "Russia", "--fit", fit, "--json"))
    assert [(row["state"], row["session"]) for row in over_time] == [
        ("RUS", 73),
        ("RUS", 74),
        ("USA", 73),
        ("USA", 74),
    ]
    assert all(row["low"] < row["position"] < row["high"] for row in over_time)
    everyone = asked("show", "--session", "74", "--fit", fit).splitlines()
    assert len(everyone) > 190
    assert everyone[1].split()[0] in ("USA", "ISR")


def test_what_cannot_be_is_refused(fit, tmp_path):
    run = CliRunner()
    for words, error in (
        (["fit", "--sessions", "90:95"], BadYears),
        (["fit", "--issue", "xx"], InputError),
        (["compare", "RUS", "DDR", "--fit", fit], NoData),
        (["show", "--session", "60", "--fit", fit], NoData),
        (["show", "--fit", str(tmp_path / "none.npz")], UnreadableFile),
    ):
        result = run.invoke(cli, ["votes", *words])
        assert isinstance(result.exception, error), (words, result.output)
