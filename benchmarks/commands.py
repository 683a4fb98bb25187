"""What a person waits for: commands in a process of their own, with their peak memory."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


@dataclass(frozen=True, slots=True)
class Promise:
    """A command and what it may take on two cores, warm."""

    arguments: tuple[str, ...]
    seconds: float
    megabytes: float | None = None


PROMISES = (
    Promise(("--help",), 0.3),
    Promise(("measure", "RUS", "CHN"), 2.0),
    Promise(("report", "RUS", "CHN"), 15.0, 1000.0),
    Promise(("audit", "--builtin"), 10.0),
)
REPEATS, FEWER = 5, 2


def once(arguments: tuple[str, ...], folder: Path) -> tuple[float, float, float]:
    """Seconds from start to end, seconds of computing, and peak memory in MB."""
    command = [sys.executable, "-m", "steelyard.interfaces.cli.main", *arguments]
    with (folder / "printed.txt").open("w+") as printed:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=printed, stderr=printed)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            printed.seek(0)
            raise SystemExit(f"steelyard {' '.join(arguments)}: {printed.read()[-300:]}")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def row(promise: Promise, repeats: int, folder: Path) -> dict[str, Any]:
    """The best of some runs after a first that warms the disk."""
    once(promise.arguments, folder)
    runs = [once(promise.arguments, folder) for _ in range(repeats)]
    seconds, computing, _ = min(runs)
    megabytes = max(peak for _, _, peak in runs)
    used = f"{computing:.1f} s computing, peak {megabytes:.0f} MB"
    over = seconds > promise.seconds or megabytes > (promise.megabytes or megabytes)
    limit = f"{promise.seconds:g} s" + (f", {promise.megabytes:g} MB" if promise.megabytes else "")
    return {
        "what": f"steelyard {' '.join(promise.arguments)}",
        "size": f"best of {repeats}",
        "ours_s": seconds,
        "peer": None,
        "peer_s": None,
        "ratio": None,
        "note": f"{used}; {'OVER' if over else 'within'} {limit}",
    }


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Every command that something was promised for."""
    with TemporaryDirectory() as name:
        return [row(each, FEWER if quick else REPEATS, Path(name)) for each in PROMISES]
