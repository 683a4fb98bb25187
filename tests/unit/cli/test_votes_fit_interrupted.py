"""A fit that is stopped goes on where it was, to the same numbers.

Fits that are stopped run in processes of their own; those that end run here, which spares the
start of seven more.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from steelyard.interfaces.cli.main import main
from steelyard.interfaces.cli.votes_kept import CHAIN

WORDS = ("votes", "fit", "--sessions", "73:74", "--issue", "hr", "--draws", "60")
INTERRUPTED = 130


def started(out: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "steelyard.interfaces.cli.main", *WORDS, "--out", str(out)]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=os.environ | {"OMP_NUM_THREADS": "1"}, **quiet)


def finished(out: Path, *more: str) -> dict[str, np.ndarray]:
    with pytest.raises(SystemExit) as done:
        main([*WORDS, "--out", str(out), *more])
    assert not done.value.code
    return arrays(out)


def arrays(file: Path) -> dict[str, np.ndarray]:
    with np.load(file) as held:
        return {name: held[name] for name in held.files}


def stopped(out: Path, sign: signal.Signals) -> tuple[int, str]:
    """Exit code and message of a fit that was stopped once a chain had been saved."""
    process = started(out)
    until = time.monotonic() + 240
    while not chains(out.parent) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    assert process.poll() is None, process.communicate()
    process.send_signal(sign)
    _, told = process.communicate(timeout=60)
    return process.returncode, told.decode()


def chains(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{CHAIN}-*.npz"))


def same(one: dict[str, np.ndarray], other: dict[str, np.ndarray]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[k], other[k]) for k in one)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, np.ndarray]:
    return finished(tmp_path_factory.mktemp("whole") / "fit.npz")


@pytest.fixture(scope="module")
def left(tmp_path_factory) -> Path:
    """A folder with the chains of a fit whose process was killed."""
    folder = tmp_path_factory.mktemp("killed")
    assert stopped(folder / "fit.npz", signal.SIGKILL)[0] == -signal.SIGKILL
    assert chains(folder)
    assert not (folder / "fit.npz").exists()
    return folder


@pytest.fixture
def folder(left, tmp_path) -> Path:
    """Those chains, for one test to use up."""
    return Path(shutil.copytree(left, tmp_path / "killed"))


def test_an_interrupted_fit_gives_the_same_numbers_when_taken_up(whole, tmp_path):
    out = tmp_path / "fit.npz"
    code, told = stopped(out, signal.SIGINT)
    assert not out.exists()
    assert chains(tmp_path)
    assert code == INTERRUPTED
    assert "Traceback" not in told
    assert told.rstrip().endswith("interrupted; nothing was left half done.")
    assert same(finished(out), whole)
    assert not chains(tmp_path)


def test_a_killed_fit_gives_the_same_numbers_when_taken_up(whole, folder):
    assert same(finished(folder / "fit.npz"), whole)
    assert not chains(folder)


def test_a_chain_that_was_cut_off_is_drawn_anew(whole, folder):
    for file in chains(folder):
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2])
    assert same(finished(folder / "fit.npz"), whole)


def test_a_chain_of_another_seed_is_not_taken_up(whole, folder):
    kept = chains(folder)
    other = finished(folder / "other.npz", "--seed", "7")
    assert chains(folder) == kept  # neither used nor taken away
    assert not np.array_equal(other["mean"], whole["mean"])


def test_a_chain_of_an_earlier_version_is_drawn_anew(whole, folder):
    for file in chains(folder):
        old = {name: held for name, held in arrays(file).items() if name != "state_expected"}
        np.savez(file, allow_pickle=False, **old)
    assert same(finished(folder / "fit.npz"), whole)
