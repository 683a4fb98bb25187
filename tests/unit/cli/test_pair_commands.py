"""Commands as a person meets them: output, JSON, exit codes, refusals."""

import json

import pytest

from steelyard.interfaces.cli import kept
from steelyard.interfaces.cli.main import main


def run(capsys, *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    written = capsys.readouterr()
    code = stopped.value.code
    return (0 if code is None else int(code)), written.out, written.err


def test_measure_fits_eighty_columns(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run(capsys, "measure", "RUS", "CHN")
    assert code == 0
    assert "Technology" in out
    assert max(len(line) for line in out.splitlines()) <= 80


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("measure", "Rusia", "CHN"), 3, "Did you mean Russia"),
        (("measure", "RUS", "CHN", "--years", "2024:2010"), 3, "Swap them"),
        (("measure", "RUS", "CHN", "--years", "soon"), 2, "1992:2025"),
        (("measure", "RUS"), 2, "Missing argument"),
        (("measure", "RUS", "CHN", "--seed", "-5"), 3, "a whole number from 0"),
        (("ponder", "RUS"), 2, "No such command"),
        (("measure", "RUS", "CHN", "--store", "/nowhere/at/all"), 5, "store"),
    ],
)
def test_refusals_say_what_to_do_and_end_with_their_code(capsys, words, code, says):
    ended, out, err = run(capsys, *words)
    assert ended == code
    assert out == ""
    assert says in err
    assert "Traceback" not in err


def test_the_version_is_printed(capsys):
    code, out, _ = run(capsys, "--version")
    assert code == 0
    assert out.startswith("steelyard, version 0.")


def test_an_interrupted_command_ends_with_its_own_code(capsys, monkeypatch):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("steelyard.interfaces.cli.asking._computed", interrupted)
    monkeypatch.setattr("steelyard.interfaces.cli.kept.read", lambda key: None)
    code, _, err = run(capsys, "measure", "RUS", "CHN")
    assert code == 130
    assert "interrupted" in err


def test_measure_prints_the_dossier_as_json_and_keeps_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(kept, "user_cache_path", lambda name: tmp_path)
    asked = ("measure", "KAZ", "CHN", "--years", "2005:2023", "--json")
    first = run(capsys, *asked)
    code, out, _ = first
    assert code == 0
    found = json.loads(out)
    assert (found["a"]["iso3"], found["b"]["iso3"]) == ("KAZ", "CHN")
    assert found["years"] == [2005, 2023]
    assert len(list(tmp_path.glob("dossier-*"))) == 1
    assert run(capsys, *asked) == first


@pytest.mark.parametrize("content", [b"", b"no dossier", b"\x1f\x8b\x08broken"])
def test_a_damaged_cache_is_as_good_as_none(tmp_path, monkeypatch, content):
    monkeypatch.setattr(kept, "user_cache_path", lambda name: tmp_path)
    (tmp_path / "dossier-x.json.gz").write_bytes(content)
    assert kept.read("x") is None
