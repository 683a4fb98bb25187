"""What `steelyard votes` and `data add` refuse of votes: exit code, four parts, nothing on disk."""

from pathlib import Path

import numpy as np
import pytest

from steelyard.interfaces.cli.main import main

HEADER = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,"
    "agenda_title,subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,"
    "total_ms,undl_link"
)


def row(call: int, state: str, vote: str, day: str = "2021-12-06") -> str:
    return (
        f"{call},{state},NAME,{vote},{day},76,A/RES/76/{call},,,,Text,Item,,,1,1,1,1,193,https://x"
    )


def roll_call(call: int, votes: dict[str, str], **more: str) -> list[str]:
    return [row(call, state, vote, **more) for state, vote in votes.items()]


USUAL = {"USA": "N", "RUS": "Y", "CHN": "A", "FRA": "N", "IND": "Y"}


def library(folder: Path, *rows: str) -> Path:
    file = folder / "voting.csv"
    file.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return file


def said(capsys, *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as done:
        main(list(words))
    told = capsys.readouterr()
    return int(done.value.code or 0), told.out, told.err


def fitted(capsys, folder: Path, *rows: str) -> tuple[int, str]:
    """Exit code and message of a fit of session 76 from these rows; the file if it was made."""
    store, out = str(folder / "store"), folder / "out" / "fit.npz"
    code, _, told = said(capsys, "data", "add", str(library(folder, *rows)), "--store", store)
    assert code == 0, told
    words = ("--sessions", "76:76", "--points-only", "--store", store, "--out", str(out))
    code, _, told = said(capsys, "votes", "fit", *words)
    assert out.exists() == (code == 0)
    assert code == 0 or not out.parent.exists()  # nothing was made for a fit that was refused
    return code, told


def test_unknown_vote_codes_are_set_aside_with_their_reason(capsys, tmp_path):
    rows = [*roll_call(1, USUAL), *roll_call(2, USUAL | {"IND": "Q"})]
    code, told = fitted(capsys, tmp_path, *rows)
    assert code == 0
    assert "9 votes of 5 states on 2 roll calls in session 76" in told
    code, shown, _ = said(
        capsys, "data", "excluded", "undl_ga_votes", "--store", str(tmp_path / "store")
    )
    assert (code, "vote is none of Y, A, N, X" in shown) == (0, True)


@pytest.mark.parametrize(("again", "votes"), [("Y", 10), ("N", 9)], ids=["alike", "differently"])
def test_a_state_voting_twice_counts_once_or_not_at_all(capsys, tmp_path, again, votes):
    rows = [*roll_call(1, USUAL), *roll_call(2, USUAL), row(2, "IND", again)]
    code, told = fitted(capsys, tmp_path, *rows)
    assert (code, f"{votes} votes of 5 states" in told) == (0, True)


def test_one_seat_voting_under_two_names_is_refused(capsys, tmp_path):
    code, told = fitted(capsys, tmp_path, *roll_call(1, USUAL), row(1, "SUN", "N"))
    assert code == 4
    assert "RUS in 1" in told


def test_one_seat_absent_under_one_name_has_its_vote(capsys, tmp_path):
    code, told = fitted(capsys, tmp_path, *roll_call(1, USUAL), row(1, "SUN", "X"))
    assert (code, "5 votes of 5 states" in told) == (0, True)


REFUSED = {
    "unanimous": (roll_call(1, dict.fromkeys(USUAL, "Y")), "no roll call in which states differed"),
    "two states": (roll_call(1, {"USA": "N", "RUS": "Y"}), "scale is not identified: 2 state(s)"),
    "two blocks": (
        roll_call(1, {"USA": "N", "RUS": "Y", "CHN": "A"})
        + roll_call(2, {"FRA": "N", "IND": "Y", "BRA": "A"}),
        "none voted on a text of the others",
    ),
    "poles alike": (roll_call(1, USUAL | {"RUS": "N"}), "USA and RUS never differ"),
    "no pole": (roll_call(1, {"CHN": "A", "FRA": "N", "IND": "Y"}), "USA cast no vote"),
    "no such state": (roll_call(1, USUAL | {"QQQ": "Y"}), "'QQQ' is not a known state"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_votes_without_a_scale_are_refused_and_nothing_is_written(capsys, tmp_path, name):
    rows, found = REFUSED[name]
    code, told = fitted(capsys, tmp_path, *rows)
    assert code == 3
    assert found in told
    assert "expected: " in told
    assert "what to do: " in told


def test_a_state_with_one_vote_has_a_position(capsys, tmp_path):
    rows = [*roll_call(1, USUAL), *roll_call(2, USUAL | {"BRA": "A"})]
    assert fitted(capsys, tmp_path, *rows)[0] == 0
    file = str(tmp_path / "out" / "fit.npz")
    _, shown, _ = said(capsys, "votes", "show", "BRA", "--fit", file)
    assert "BRA" in shown


def test_sessions_missing_in_the_middle_are_named(capsys, tmp_path):
    rows = [*roll_call(1, USUAL), *roll_call(2, USUAL, day="2023-12-06")]
    store, out = str(tmp_path / "store"), str(tmp_path / "fit.npz")
    said(capsys, "data", "add", str(library(tmp_path, *rows)), "--store", store)
    words = ("--sessions", "76:78", "--points-only", "--store", store, "--out", out)
    code, _, told = said(capsys, "votes", "fit", *words)
    assert (code, "sessions 76 to 78 without 77" in told) == (0, True)


@pytest.mark.parametrize("kind", ["absent", "text", "cut", "array", "other archive", "old"])
def test_a_file_that_is_no_fit_is_refused(capsys, tmp_path, kind):
    file = tmp_path / "fit.npz"
    if kind == "text":
        file.write_text("no fit", encoding="utf-8")
    elif kind == "array":
        with file.open("wb") as opened:
            np.save(opened, np.arange(3))
    elif kind != "absent":
        np.savez(file, format=np.array(0 if kind == "old" else 1), other=np.arange(9))
    if kind == "cut":
        file.write_bytes(file.read_bytes()[:100])
    for words in (("show",), ("compare", "RUS", "CHN")):
        code, shown, told = said(capsys, "votes", *words, "--fit", str(file))
        assert (code, shown) == (4, "")
        assert "no fit of ideal points" in told
        assert "votes fit" in told
        assert "unsafe" not in told


def test_a_place_that_cannot_be_written_is_refused_before_the_work(capsys, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    out = str(tmp_path / "file" / "fit.npz")
    code, _, told = said(capsys, "votes", "fit", "--sessions", "74:74", "--out", out)
    assert code == 5
    assert "cannot be written" in told


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("fit", "--seed", "-1"), 2),
        (("fit", "--sessions", "74:70"), 3),
        (("fit", "--issue", "x"), 3),
    ],
)
def test_options_out_of_bounds_are_refused(capsys, words, code):
    assert said(capsys, "votes", *words)[0] == code
