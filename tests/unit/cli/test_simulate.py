"""The command `simulate`: what it prints, keeps and refuses."""

import json
from hashlib import sha256

import pytest
from click.testing import CliRunner

from steelyard.interfaces.cli import kept, simulate_kept
from steelyard.interfaces.cli.main import cli
from steelyard.interfaces.cli.out_file import write_out
from steelyard.interfaces.cli.simulated import drawn_bar
from steelyard.scenarios.result import Simulation
from steelyard.vocabulary.errors import SteelyardError, StoreReadOnly
from steelyard.vocabulary.estimate import Estimate


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(simulate_kept, "user_cache_path", lambda name: tmp_path)
    monkeypatch.setattr(kept, "key_of", lambda *asked: sha256(repr(asked).encode()).hexdigest())
    return tmp_path


def run(*words):
    return CliRunner().invoke(cli, ["simulate", *words], terminal_width=80)


ASKED = ("CHN-cuts-RUS", "--draws", "20", "--horizon", "long")


@pytest.fixture(scope="module")
def computed(tmp_path_factory):
    """What the command prints and the one file that it keeps."""
    folder = tmp_path_factory.mktemp("computed")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(simulate_kept, "user_cache_path", lambda name: folder)
        patched.setattr(kept, "key_of", lambda *asked: sha256(repr(asked).encode()).hexdigest())
        told = run(*ASKED)
    [file] = folder.iterdir()
    return told, file


@pytest.fixture
def known(computed, cache):
    """A cache in which the answer is."""
    copy = cache / computed[1].name
    copy.write_bytes(computed[1].read_bytes())
    return copy


def test_the_list_names_every_scenario_with_its_question():
    told = run("--list")
    assert told.exit_code == 0
    assert "west-reopens" in told.output
    assert told.output.count("?") >= 6
    assert max(map(len, told.output.splitlines())) <= 80


def test_a_shipped_file_can_be_started_from(tmp_path):
    shown = run("full-cut", "--show")
    mine = tmp_path / "mine.toml"
    mine.write_text(shown.output)
    assert run(str(mine), "--show").exit_code == 0


def test_the_answer_fits_80_columns_shows_the_picture_first_and_is_kept(computed, known, cache):
    told, file = computed
    assert told.exit_code == 0, told.output
    lines = told.output.splitlines()
    assert max(map(len, lines)) <= 80
    assert any("█" in line for line in lines[:10])
    for part in ("Russia", "China", "Certificate: 20 equilibria", "Not said", "Sources"):
        assert part in told.output
    assert file.name.endswith(".json.gz")
    before = known.stat().st_mtime_ns
    assert run(*ASKED).output == told.output
    assert [each.stat().st_mtime_ns for each in cache.iterdir()] == [before]


@pytest.mark.usefixtures("known")
def test_json_and_the_file_hold_the_whole_result(tmp_path):
    file = tmp_path / "result.json"
    told = run(*ASKED, "--json", "--out", str(file))
    made = Simulation.model_validate(json.loads(told.stdout))
    assert Simulation.model_validate_json(file.read_text()) == made
    assert made.outcomes[0].draws == 20


def test_an_interrupted_run_is_taken_up_again(cache, known, monkeypatch):
    from steelyard.scenarios import ensemble

    whole = run(*ASKED, "--json").stdout
    known.unlink()
    solved = ensemble._one
    count = 0

    def interrupted(*args):
        nonlocal count
        count += 1
        if count > 12:
            raise KeyboardInterrupt
        return solved(*args)

    monkeypatch.setattr(ensemble, "_one", interrupted)
    monkeypatch.setattr(ensemble, "CHUNK", 10)
    assert run(*ASKED).exit_code == 1
    assert [each.suffix for each in cache.iterdir()] == [".npz"]
    count = -1000
    again = run(*ASKED, "--json")
    assert count == -990  # ten of twenty were left
    assert again.stdout == whole


def test_damaged_files_in_the_cache_are_as_good_as_none(computed, known):
    known.write_bytes(b"no gzip")
    assert run(*ASKED).output == computed[0].output


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("ful-cut",), "full-cut"),
        (("KAZ-cuts-CHN",), "Rest of the world"),
        (("absent.toml",), "absent.toml"),
    ],
)
def test_what_cannot_be_met_says_what_can(words, found):
    told = run(*words)
    assert isinstance(told.exception, SteelyardError)
    assert found in str(told.exception)


@pytest.mark.parametrize(
    ("point", "low", "high"), [(0.1, -3.0, 4.0), (-0.1, -4.0, 3.9), (-3.9, -4.0, -3.8)]
)
def test_a_bar_is_never_longer_than_its_room_and_not_solid_across_zero(point, low, high):
    bar = drawn_bar(Estimate(point, low, high, 0.9, "draws", "simulated"), 4.0, 30)
    assert len(bar) == 30
    assert ("█" in bar) == (high < 0)


def test_what_is_left_of_rounding_makes_no_bar():
    nothing = Estimate(1e-12, -4e-12, 5e-12, 0.9, "draws", "simulated")
    assert not drawn_bar(nothing, 5e-12, 30).strip()


def test_a_file_that_cannot_be_written_is_refused_before_the_work(tmp_path, monkeypatch):
    monkeypatch.setattr("steelyard.scenarios.simulate.simulate", pytest.fail)
    told = run("full-cut", "--draws", "20", "--out", str(tmp_path / "no folder" / "out.json"))
    assert isinstance(told.exception, StoreReadOnly)
    assert "no such folder" in str(told.exception)


def test_a_file_is_written_whole_with_usual_rights_and_nothing_beside_it(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    write_out(folder / "new.json", "{}\n")
    plain = folder / "plain.json"
    plain.write_text("old")
    rights = plain.stat().st_mode
    write_out(plain, "{}\n")
    assert [each.name for each in sorted(folder.iterdir())] == ["new.json", "plain.json"]
    assert plain.read_text() == "{}\n"
    assert {each.stat().st_mode for each in folder.iterdir()} == {rights}


@pytest.mark.parametrize("words", [("full-cut", "--horizon", "soon"), ("full-cut", "--draws", "5")])
def test_wrong_options_are_refused(words):
    assert run(*words).exit_code == 2
