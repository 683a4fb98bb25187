"""A fit that is stopped goes on where it was, in a process of its own, to the same numbers."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from steelyard.interfaces.cli.votes_kept import CHAIN

WORDS = ("votes", "fit", "--sessions", "73:74", "--issue", "hr", "--draws", "120")
INTERRUPTED = 130


def started(out: Path, *more: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "steelyard.interfaces.cli.main", *WORDS, "--out", str(out)]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*command, *more], env=os.environ | {"OMP_NUM_THREADS": "1"}, **quiet)


def finished(out: Path, *more: str) -> dict[str, np.ndarray]:
    process = started(out, *more)
    _, told = process.communicate(timeout=300)
    assert process.returncode == 0, told
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


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL], ids=lambda sign: sign.name)
def test_an_interrupted_fit_gives_the_same_numbers_when_taken_up(whole, tmp_path, sign):
    out = tmp_path / "fit.npz"
    code, told = stopped(out, sign)
    assert not out.exists()
    assert chains(tmp_path)
    if sign is signal.SIGINT:
        assert code == INTERRUPTED
        assert "Traceback" not in told
        assert told.rstrip().endswith("interrupted; nothing was left half done.")
    else:
        assert code == -signal.SIGKILL
    assert same(finished(out), whole)
    assert not chains(tmp_path)


def test_a_chain_that_was_cut_off_is_drawn_anew(whole, tmp_path):
    out = tmp_path / "fit.npz"
    stopped(out, signal.SIGKILL)
    for file in chains(tmp_path):
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2])
    assert same(finished(out), whole)


def test_a_chain_of_another_seed_is_not_taken_up(whole, tmp_path):
    out = tmp_path / "fit.npz"
    stopped(out, signal.SIGKILL)
    left = chains(tmp_path)
    other = finished(tmp_path / "other.npz", "--seed", "7")
    assert chains(tmp_path) == left  # neither used nor taken away
    assert not np.array_equal(other["mean"], whole["mean"])
