"""A year of BACI through the store: 11 million rows, seconds and peak memory of each phase.

``python benchmarks/store_baci.py [ROWS]``. The file is generated in a temporary folder, in the
publisher's layout; each phase runs in a process of its own, so that its peak is its own.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROWS, FEWER = 11_000_000, 100_000
LIMIT_MB = 1_000  # the promise: a year of BACI in less than 1 GB
STATES, PRODUCTS = 226, 5_000
BATCH = 500_000


def generate(file: Path, rows: int, seed: int) -> int:
    """Write a year file: unique keys in order, lognormal values, one quantity in 20 unknown."""
    import numpy as np
    import polars as pl

    chance = np.random.default_rng(seed)
    step = STATES * (STATES - 1) * PRODUCTS // rows
    with file.open("wb") as target:
        for start in range(0, rows, BATCH):
            count = min(BATCH, rows - start)
            cell = (start + np.arange(count)) * step  # of the cube exporter, importer, product
            exporter, importer = cell // PRODUCTS // (STATES - 1), cell // PRODUCTS % (STATES - 1)
            quantity = pl.Series(np.round(chance.lognormal(1, 3, count), 3))
            batch = pl.DataFrame(
                {
                    "t": np.full(count, 2022),
                    "i": 4 + exporter,
                    "j": 4 + importer + (importer >= exporter),
                    "k": 10_121 + 190 * (cell % PRODUCTS),
                    "v": np.round(chance.lognormal(3, 3, count), 3) + 0.001,
                    "q": quantity.set(pl.int_range(count, eager=True) % 20 == 0, None),
                }
            ).with_columns(pl.col("k").cast(pl.String).str.zfill(6))
            batch.write_csv(target, include_header=start == 0, null_value="NA")
    return rows


def take_in(folder: Path, file: Path, published: date) -> int:
    """Import the file; rows that were kept."""
    from steelyard.store import Store

    return Store.open(folder / "store", create=True).import_file(file, published=published).kept


def aggregate(folder: Path) -> int:
    """Total of each pair of states, from all rows that count; number of pairs."""
    import polars as pl

    from steelyard.store import Store

    store = Store.open(folder / "store")
    [table] = store.tables()
    totals = (
        store.scan(table)
        .group_by("exporter_code", "importer_code")
        .agg(pl.col("value_usd").sum(), pl.len())
    )
    return totals.collect(engine="streaming").height


def aggregate_in_sql(folder: Path) -> int:
    """The same through DuckDB."""
    from steelyard.store import Store

    store = Store.open(folder / "store")
    [table] = store.tables()
    columns = "exporter_code, importer_code, sum(value_usd) AS value, count(*) AS rows"
    return store.sql(f"SELECT {columns} FROM {table} GROUP BY ALL").height


def check(folder: Path) -> int:
    """Verify every object and the ledger; number of problems."""
    from steelyard.store import Store

    return len(Store.open(folder / "store").check())


def phases(folder: Path, rows: int) -> dict[str, Callable[[], int]]:
    """What is measured, in order; each returns a number that tells that it did its work."""
    first, second = folder / "BACI_HS22_Y2022_V202501.csv", folder / "BACI_HS22_Y2022_V202601.csv"
    return {
        "generate": lambda: generate(first, rows, 1) + generate(second, rows, 2),
        "import": lambda: take_in(folder, first, date(2025, 1, 30)),
        "aggregate": lambda: aggregate(folder),
        "aggregate in SQL": lambda: aggregate_in_sql(folder),
        "import a revision": lambda: take_in(folder, second, date(2026, 1, 30)),
        "aggregate over two vintages": lambda: aggregate(folder),
        "aggregate over two in SQL": lambda: aggregate_in_sql(folder),
        "check": lambda: check(folder),
    }


def measured(folder: Path, rows: int, phase: str) -> dict[str, Any]:
    """One phase in a process of its own."""
    command = [sys.executable, __file__, "--phase", phase, str(folder), str(rows)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{phase}: {done.stderr}")
    return {"phase": phase, **json.loads(done.stdout)}


def run_phase(phase: str, folder: Path, rows: int) -> None:
    """What the child process does."""
    start = time.perf_counter()
    result = phases(folder, rows)[phase]()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": round(seconds, 2), "peak_mb": round(peak), "result": result}))


def main(rows: int = ROWS) -> list[dict[str, Any]]:
    """Measure all phases, print a table, and fail if one needs more memory than promised."""
    results = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'phase':<30}{'seconds':>9}{'peak MB':>9}{'result':>13}", flush=True)
        for phase in phases(folder, rows):
            result = measured(folder, rows, phase)
            results.append(result)
            numbers = f"{result['seconds']:>9.1f}{result['peak_mb']:>9}{result['result']:>13,}"
            print(f"{phase:<30}{numbers}", flush=True)
        sizes = [
            file.stat().st_size / 1e6 for file in sorted(folder.rglob("*.*")) if file.is_file()
        ]
        print(f"files: {', '.join(f'{size:.0f} MB' for size in sizes if size > 1)}")
    over = [item["phase"] for item in results if item["peak_mb"] >= LIMIT_MB]
    if over:
        raise SystemExit(f"over {LIMIT_MB} MB: {', '.join(over)}")
    return results


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Seconds of every phase, with its peak memory; the generated files are not measured."""
    rows = FEWER if quick else ROWS
    with TemporaryDirectory() as name:
        found = [measured(Path(name), rows, phase) for phase in phases(Path(name), rows)]
    blank = {"peer": None, "peer_s": None, "ratio": None}
    return [
        {
            "what": f"store: {item['phase']}",
            "size": f"{rows:,} rows",
            "ours_s": item["seconds"],
            **blank,
            "note": f"peak {item['peak_mb']} MB"
            + (f"; OVER {LIMIT_MB} MB" if item["peak_mb"] >= LIMIT_MB else ""),
        }
        for item in found
        if item["phase"] != "generate"
    ]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--phase"]:
        run_phase(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        main(*map(int, sys.argv[1:2]))
