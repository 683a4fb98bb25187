"""Draws of a causal system as an ensemble: every variable, year by year, with what is changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa

from steelyard.scenarios.ensembles.chunk_file import with_units
from steelyard.scenarios.ensembles.plan import Plan, planned
from steelyard.scenarios.ensembles.worker import Job
from steelyard.system import causal_model
from steelyard.system.causal import CausalSystem, read, shipped
from steelyard.system.causal_terms import unit_of
from steelyard.system.dynamics import BEYOND, Prepared, prepared, reach
from steelyard.system.levers import Lever
from steelyard.system.posterior import Posterior
from steelyard.system.posterior_runs import PreparedPosterior, prepared_posterior
from steelyard.system.shipped_posterior import calibration_of
from steelyard.vocabulary.errors import NoData

AnyPrepared = Prepared | PreparedPosterior
BASELINE, CHANGED = "baseline", "changed"
BLOCK = 1000
"""Draws that are computed at once, always these: the last digit of a function may hang on where in
an array a number stands, so that a chunk computes all of each block that it has draws of."""
KEYS = {"run": "1", "draw": "1", "year": "y", "used": "1", "ran_away": "1"}


def causal_plan(
    draws: int,
    *,
    folder: Path | None = None,
    seed: int = 0,
    years: tuple[int, int] = (causal_model.FIRST, causal_model.LAST),
    paths: Mapping[str, causal_model.Path] | None = None,
    levers: Iterable[Lever] = (),
    without: Iterable[str] = (),
    document: str | None = None,
    keep: Iterable[str] | None = None,
    size: int = BLOCK,
    calibrated: date | None = None,
) -> Plan:
    """Runs of a causal system as an ensemble; arguments as in `simulate_prior`.

    With `calibrated`, numbers and noise are of the calibration that ships for that day, as in
    `steelyard.system.posterior_runs.simulate_posterior`, and `paths` are its own.

    With levers or events left out, each draw is run without and with the change, by the same
    numbers. Tables of `folder` go along in the plan, so that workers need not see the folder.

    Raises
    ------
    UnknownName, InputError
        If something asked does not fit the system; before any draw is made.

    Examples
    --------
    >>> causal_plan(2500, keep=["dependence"]).chunks[-1]
    Chunk(part='', first=2000, stop=2500)
    """
    system = shipped() if folder is None else read(folder)
    kept = tuple(each.name for each in system.variables) if keep is None else tuple(keep)
    options: dict[str, Any] = {
        "tables": None if folder is None else _tables(folder),
        "years": list(years),
        "paths": {name: asdict(path) for name, path in (paths or {}).items()},
        "levers": [asdict(each) for each in levers],
        "without": list(without),
        "document": document,
        "keep": [system[name].name for name in dict.fromkeys(kept)],
        "calibrated": None if calibrated is None else calibrated.isoformat(),
    }
    sources = tuple(path.source for path in (paths or {}).values())
    plan = planned("causal system", f"{__name__}:chunk", options, draws=draws, size=size, seed=seed,
                   sources=sources)  # fmt: skip
    set_up(plan.options, seed)  # refuses what does not fit
    return plan


def _tables(folder: Path) -> dict[str, str]:
    """Every table of a folder as text, by its name there."""
    return {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*.csv"))
    }


@lru_cache(maxsize=4)
def set_up(options: str, seed: int) -> dict[str, AnyPrepared]:
    """The runs that options ask for, ready for draws: the baseline, and the changed one if any."""
    told = json.loads(options)
    system = _system(told["tables"])
    shared: dict[str, Any] = {
        "seed": seed,
        "years": tuple(told["years"]),
        "paths": {
            name: causal_model.Path(tuple(path["years"]), tuple(path["values"]), path["source"])
            for name, path in told["paths"].items()
        },
        "document": told["document"],
    }
    made: Callable[..., AnyPrepared] = prepared
    if told["calibrated"]:
        del shared["paths"]
        made = partial(prepared_posterior, posterior=_calibration(system, told["calibrated"]))
    levers = tuple(_lever(each) for each in told["levers"])
    runs = {BASELINE: made(system, **shared)}
    if levers or told["without"]:
        runs[CHANGED] = made(system, levers=levers, without=told["without"], **shared)
    return runs


def _calibration(system: CausalSystem, day: str) -> Posterior:
    """The calibration that ships for a system, as known on a day."""
    from steelyard.reference.dataset import load

    found = calibration_of(system, load(date.fromisoformat(day)))
    if found is None:
        raise NoData(
            where="ensemble of a causal system", found="no calibration ships for this system.",
            expected="the built-in system, unchanged", remedy="Run its priors.",
        )  # fmt: skip
    return found


def _system(tables: dict[str, str] | None) -> CausalSystem:
    """The system of these tables, or the one that ships."""
    if tables is None:
        return shipped()
    with TemporaryDirectory() as folder:
        for name, text in tables.items():
            file = Path(folder) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return read(Path(folder))


def _lever(told: dict[str, Any]) -> Lever:
    """A lever from JSON, which has no tuples."""
    parts: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
    }
    return Lever(**parts)


def chunk(job: Job) -> pa.Table:
    """Some draws of a causal system: a row for each run, draw and year, a column a variable.

    A draw in which an index ran further than `steelyard.system.dynamics.BEYOND` is refused: its
    rows are there, `ran_away` says which index, and its values are absent.
    """
    runs = set_up(json.dumps(job.options, sort_keys=True), job.seed)
    keep = job.options["keep"]
    parts = [
        _rows(name, run, keep, first, values)
        for name, run in runs.items()
        for first, values in _blocks(run, job.first, job.stop)
    ]
    system = runs[BASELINE].system
    return with_units(
        pa.concat_tables(parts), KEYS | {each: unit_of(system[each]) for each in keep}
    )


def _blocks(run: AnyPrepared, first: int, stop: int) -> Iterator[tuple[int, np.ndarray]]:
    """Values of these draws, block by block, with the number of the first one."""
    for start in range(first - first % BLOCK, stop, BLOCK):
        values = run.run(start, BLOCK, "numpy")  # a compiled program takes 20 s to make
        begin, end = max(first, start), min(stop, start + BLOCK)
        yield begin, values[begin - start : end - start]


def _rows(name: str, run: AnyPrepared, keep: list[str], first: int, values: np.ndarray) -> pa.Table:
    """Values [draw, year, variable] as rows."""
    count, years = values.shape[0], run.years
    far = reach(values)
    used = (far <= BEYOND).all(axis=1)
    furthest = np.array(run.names)[far.argmax(axis=1)]
    refused = np.repeat(~used, years.size)
    columns: dict[str, pa.Array] = {
        "run": pa.array([name] * refused.size, pa.string()),
        "draw": pa.array(np.repeat(np.arange(first, first + count), years.size), pa.int32()),
        "year": pa.array(np.tile(years, count).astype(np.int16)),
        "used": pa.array(~refused),
        "ran_away": pa.array(np.repeat(furthest, years.size), pa.string(), mask=~refused),
    }
    for each in keep:
        column = np.ascontiguousarray(values[..., run.names.index(each)]).ravel()
        columns[each] = pa.array(column, pa.float64(), mask=refused)
    return pa.table(columns)
