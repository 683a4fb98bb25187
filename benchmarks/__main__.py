"""Run every benchmark and print one table.

``python -m benchmarks`` measures at full size, ``--quick`` at the smallest, and ``SUBJECT ...``
only what is named. Each subject runs in a process of its own, so that one does not warm the
next and a fault in one does not hide the others. A peer that is not installed is said to be so.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import import_module
from inspect import signature
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from steelyard import __version__

# Listed by hand: a benchmark exists because it is written here.
SUBJECTS = (
    "commands",
    "names",
    "measures",
    "similarity",
    "complexity",
    "criticality",
    "network",
    "breaks",
    "gravity",
    "trade_equilibrium",
    "composite",
    "energy_market",
    "energy_bargain",
    "ideal_points",
    "store_baci",
)

ROOT = Path(__file__).resolve().parents[1]
FIELDS = ("what", "size", "ours_s", "peer", "peer_s", "ratio", "note")
WIDTH = 96  # columns of the table
Row = dict[str, Any]


def rows_of(subject: str, quick: bool) -> list[Row]:
    """What one subject measures, in this process."""
    run = import_module(f"benchmarks.{subject}").run
    return run(quick=quick) if "quick" in signature(run).parameters else run()


def measured(subject: str, quick: bool) -> list[Row]:
    """What one subject measures, in a process of its own; a fault is a row as well."""
    with TemporaryDirectory() as folder:
        answer = Path(folder) / "rows.json"
        command = [sys.executable, "-m", "benchmarks", subject, "--into", str(answer)]
        command += ["--quick"] if quick else []
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode == 0 and answer.is_file():
            return [{"subject": subject, **row} for row in json.loads(answer.read_text("utf-8"))]
    last = (done.stderr.strip().splitlines() or ["no message"])[-1]
    failed = dict.fromkeys(FIELDS) | {"what": subject, "size": "", "note": f"FAILED: {last}"}
    return [{"subject": subject, **failed}]


def shown(rows: list[Row]) -> None:
    """One table."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, width=WIDTH)
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    for heading in ("What", "Size"):
        table.add_column(heading, overflow="fold")
    for heading in ("Seconds", "Faster"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Beside whom, and notes", overflow="fold")
    for row in rows:
        times = f"{row['ratio']:,.3g} x" if row["ratio"] else "–"
        table.add_row(row["what"], row["size"], _seconds(row["ours_s"]), times, _beside(row))
    console.print(table)


def _beside(row: Row) -> str:
    """The peer with its seconds, and the note."""
    if "not installed" in (row["note"] or ""):
        return row["note"]
    peer = row["peer"] or ""
    if row["peer_s"] is not None:
        peer += f" {_seconds(row['peer_s'])} s"
    return "; ".join(part for part in (peer, row["note"]) if part)


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:,.3g}" if value < 100 else f"{value:,.0f}"


def recorded(rows: list[Row], quick: bool, file: Path) -> None:
    """The same as JSON, with what it ran on."""
    machine = {
        "steelyard": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"machine": machine, "rows": rows}, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")


@click.command()
@click.argument("subjects", nargs=-1, type=click.Choice(SUBJECTS))
@click.option("--quick", is_flag=True, help="Each at its smallest size.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("out/benchmarks.json"),
    show_default=True,
    help="Where to write the rows as JSON.",
)
@click.option("--into", type=click.Path(path_type=Path), default=None, hidden=True)
def main(subjects: tuple[str, ...], quick: bool, out: Path, into: Path | None) -> None:
    """Measure SUBJECTS, all by default."""
    if into is not None:
        into.write_text(json.dumps(rows_of(subjects[0], quick)), encoding="utf-8")
        return
    rows: list[Row] = []
    for subject in subjects or SUBJECTS:
        click.echo(f"measuring {subject} ...", err=True)
        rows += measured(subject, quick)
    shown(rows)
    recorded(rows, quick, out)
    click.echo(f"Wrote {out}")
    if any((row["note"] or "").startswith("FAILED") for row in rows):
        sys.exit(1)


if __name__ == "__main__":
    main()
