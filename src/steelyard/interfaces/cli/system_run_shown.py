"""Prior runs of a causal system: as lines of 80 columns, as a table, as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from steelyard.interfaces.cli.fan_chart import LEGEND, fan_chart
from steelyard.interfaces.cli.system_words import wrapped
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import Path
from steelyard.system.causal_terms import unit_of
from steelyard.system.dynamics import BEYOND, Difference, PriorRuns
from steelyard.system.levers import Lever

if TYPE_CHECKING:
    from steelyard.scenarios.ensembles.fans import KeptDifference, KeptRuns

PRIOR = (
    "Prior runs, not calibrated: what the ranges of the tables imply by themselves. No number is "
    "fitted to data, and no line is a forecast."
)
CALIBRATED = (
    "Calibrated runs: the past as its series left it, later years with the chance that each had "
    "before. Most links were hardly taught by data (`steelyard system learnt`)."
)
SCALE = "Scale: standard deviations from a usual year (mean of 1992-2024); 0 is usual."
COLUMNS = ("p05", "p25", "p50", "p75", "p95")
MOMENTS = (2000, 2010, 2020, 2025, 2030, 2040)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked and what came out; `changed` and `apart` where something was changed."""

    system: CausalSystem
    shown: tuple[str, ...]
    levers: tuple[Lever, ...]
    paths: dict[str, Path]
    base: PriorRuns | KeptRuns
    changed: PriorRuns | KeptRuns | None
    apart: Difference | KeptDifference | None
    seed: int
    calibrated: bool = False


def lines_of(asked: Asked) -> Iterator[str]:
    """The answer line by line."""
    yield from wrapped(CALIBRATED if asked.calibrated else PRIOR)
    yield ""
    yield from _changes(asked)
    yield from wrapped(SCALE)
    yield LEGEND
    for name in asked.shown:
        yield ""
        yield from _of(asked, name)
    yield ""
    for line in notes(asked):
        yield from wrapped(line)


def _changes(asked: Asked) -> Iterator[str]:
    """What differs from the baseline."""
    if asked.changed is None:
        return
    for each in asked.levers:
        yield from wrapped(f"Set: {each}.")
    for each in asked.changed.events:
        yield from wrapped(f"Left out: {each.date} {each.title} ({each.id}, on {each.variable}).")
    yield from wrapped("Shown: runs with the change less the same draws without it.")
    yield ""


def _of(asked: Asked, name: str) -> Iterator[str]:
    """One variable: its picture, and numbers of some years."""
    runs = asked.base
    fan = runs.fan(name) if asked.apart is None else asked.apart.fan(name)
    yield from wrapped(f"{asked.system[name].title} ({name}, {unit_of(asked.system[name])})")
    if asked.apart is not None and not fan.any():
        yield "  does not change"
        return
    yield from fan_chart(fan, runs.years)
    moments = [at for at, year in enumerate(runs.years) if year in MOMENTS]
    moments = moments or [0, runs.years.size - 1]
    cells = [f"{runs.years[at]:.0f} {_number(fan[2, at])}" for at in moments]
    yield "  middle: " + "  ".join(cells)
    last = f"{_number(fan[0, -1])} to {_number(fan[4, -1])}"
    risen = "" if asked.apart is None else f"; higher in {asked.apart.rises(name)[-1]:.0%} of draws"
    yield f"  nine in ten, {runs.years[-1]:.0f}: {last}{risen}"


def notes(asked: Asked) -> Iterator[str]:
    """How many draws, what drives, what was refused."""
    base = asked.base
    used = int(base.used.sum()) if asked.apart is None else asked.apart.draws
    yield f"{used} of {base.used.size} draws used, seed {asked.seed}." + _ran_away(asked)
    for name in asked.paths:
        lost = [each.id for each in asked.system.impulses if each.variable == name]
        if lost and asked.changed is not None:
            dropped = [each.id for each in asked.changed.events if each.id in lost]
            if dropped:
                yield (
                    f"{', '.join(dropped)} changes nothing: {name} follows its observed values, "
                    "which hold the event. Use --drivers held."
                )
    drivers = [each.name for each in asked.system.variables if each.role == "exogenous"]
    held = len(drivers) - len(asked.paths)
    yield (
        f"Drivers: {len(asked.paths)} follow observed series (held at their last value "
        f"afterwards), {held} stay usual but for dated events."
    )


def _ran_away(asked: Asked) -> str:
    """Draws that were refused, by variable."""
    counts: dict[str, int] = {}
    for runs in (asked.base, asked.changed):
        for name, count in () if runs is None else runs.ran_away:
            counts[name] = max(counts.get(name, 0), count)
    if not counts:
        return f" None ran further than {BEYOND:g} standard deviations."
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    return f" Refused, as an index ran further than {BEYOND:g} standard deviations: {told}."


def _number(value: float) -> str:
    """Two decimals with a sign."""
    return f"{value:+.2f}".replace("-", "−")


def _rows(asked: Asked) -> Iterator[list[object]]:
    """Every variable and year: usual numbers, fan, and the fan of the difference."""
    base = asked.base
    for name in base.names:
        usual, fan = base.usual(name), base.fan(name)
        apart = None if asked.apart is None else asked.apart.fan(name)
        for at, year in enumerate(base.years):
            row: list[object] = [name, int(year), float(usual[at]), *map(float, fan[:, at])]
            yield row if apart is None else [*row, *map(float, apart[:, at])]


def as_table(asked: Asked) -> str:
    """Fans of all variables as CSV."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    more = () if asked.apart is None else tuple(f"change_{each}" for each in COLUMNS)
    writer.writerow(["variable", "year", "usual", *COLUMNS, *more])
    writer.writerows(_rows(asked))
    return held.getvalue()


def as_json_text(asked: Asked) -> str:
    """All of it as JSON."""
    base = asked.base
    told = {
        "kind": "calibrated" if asked.calibrated else "prior, not calibrated",
        "draws": int(base.used.size),
        "used": int(base.used.sum()) if asked.apart is None else asked.apart.draws,
        "seed": asked.seed,
        "years": base.years.astype(int).tolist(),
        "set": [str(each) for each in asked.levers],
        "without": [] if asked.changed is None else [each.id for each in asked.changed.events],
        "drivers": {name: path.source for name, path in asked.paths.items()},
        "notes": list(notes(asked)),
        "variables": {name: _told(asked, name) for name in base.names},
    }
    return json.dumps(told, indent=1)


def _told(asked: Asked, name: str) -> dict[str, object]:
    """One variable for JSON."""
    base = asked.base
    told: dict[str, object] = {
        "title": asked.system[name].title,
        "unit": unit_of(asked.system[name]),
        "usual": base.usual(name).tolist(),
        "fan": dict(zip(COLUMNS, base.fan(name).tolist(), strict=True)),
    }
    if asked.apart is not None:
        rises = asked.apart.rises(name)
        told["change"] = dict(zip(COLUMNS, asked.apart.fan(name).tolist(), strict=True))
        told["rises"] = [None if np.isnan(each) else float(each) for each in rises]
    return told
