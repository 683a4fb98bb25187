"""`steelyard explain`: what a person sees, JSON, refusals."""

import json
from hashlib import sha256

import pytest

from steelyard.interfaces.cli import kept
from steelyard.interfaces.cli.bars import bar, sparkline
from steelyard.interfaces.cli.main import main


def run(capsys, *words):
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    written = capsys.readouterr()
    code = stopped.value.code
    return (0 if code is None else int(code)), written.out, written.err


ASKED = ("explain", "RUS", "CHN", "--from", "2013", "--to", "2023")


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory):
    """What is asked twice is computed once here, whatever is kept for the user."""
    folder = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(kept, "user_cache_path", lambda name: folder)
        patched.setattr(kept, "key_of", lambda *asked: sha256(repr(asked).encode()).hexdigest())
        yield


def test_an_explanation_fits_eighty_columns(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(capsys, *ASKED)
    assert code == 0
    assert err == ""
    assert max(len(line) for line in out.splitlines()) <= 80
    for part in ("What changed", "When it turned", "Against what was to be expected", "│"):
        assert part in out
    assert "China’s share of Russian exports" in out
    assert "Russia’s share of Chinese exports" in out


def test_json_holds_everything(capsys):
    code, out, _ = run(capsys, *ASKED, "--json")
    assert code == 0
    found = json.loads(out)
    assert (found["start"], found["end"]) == (2013, 2023)
    assert found["changes"]
    assert found["counterfactuals"]
    assert found["tests"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--from", "2023", "--to", "2013"), 3, "Swap them"),
        (("--from", "2020", "--to", "2020"), 3, "nothing can change within one year"),
        (("--from", "1812", "--to", "2020"), 3, "years from 1990 to 2025"),
        (("--from", "soon"), 2, "not a valid integer"),
        (("--years", "2020:2020"), 3, "fewer than two years"),
    ],
)
def test_refusals_say_what_to_do(capsys, words, code, says):
    ended, out, err = run(capsys, "explain", "RUS", "CHN", *words)
    assert ended == code
    assert out == ""
    assert says in err
    assert "Traceback" not in err


def test_help_shows_examples(capsys):
    code, out, _ = run(capsys, "explain", "--help")
    assert code == 0
    assert "Examples:" in out


def test_bars_stay_within_their_width():
    for value in (-9.0, -4.0, -0.1, 0.0, 0.1, 3.3, 4.0, 9.0):
        assert len(bar(value, 4.0, 10)) == 11
    assert bar(0.0, 0.0, 4) == "  │  "


def test_sparklines_show_absence():
    assert sparkline([]) == ""
    assert sparkline([None, None]) == "··"
    assert sparkline([1.0, 1.0]) == "▁▁"
