"""Fans of a causal system from the chunks of an ensemble, a few variables at a time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from jaxtyping import Bool, Float

from steelyard.scenarios.ensembles.causal import BASELINE, CHANGED, set_up
from steelyard.scenarios.ensembles.chunk_file import columns
from steelyard.scenarios.ensembles.running import Finished
from steelyard.system.causal_records import Impulse
from steelyard.system.dynamics import LEVELS
from steelyard.system.model import Model

MEMORY = 2.5e8  # bytes of values that are read at once, at least one variable of one run
Fan = Float[np.ndarray, "level year"]
Line = Float[np.ndarray, " year"]


@dataclass(frozen=True, slots=True, eq=False)
class KeptRuns:
    """Runs of an ensemble in summary, with the words of `steelyard.system.dynamics.PriorRuns`."""

    model: Model
    years: Line
    names: tuple[str, ...]
    used: Bool[np.ndarray, " draw"]
    ran_away: tuple[tuple[str, int], ...]
    events: tuple[Impulse, ...]
    usuals: Mapping[str, Line]
    fans: Mapping[str, Fan]

    def usual(self, name: str) -> Line:
        """One variable at the usual numbers."""
        return self.usuals[name]

    def fan(self, name: str) -> Fan:
        """Quantiles at 5, 25, 50, 75 and 95 % of the draws that are used, year by year."""
        return self.fans[name]


@dataclass(frozen=True, slots=True, eq=False)
class KeptDifference:
    """Changed runs less the baseline, with the words of `steelyard.system.dynamics.Difference`."""

    years: Line
    names: tuple[str, ...]
    draws: int
    fans: Mapping[str, Fan]
    rising: Mapping[str, Line]

    def fan(self, name: str) -> Fan:
        """Quantiles at 5, 25, 50, 75 and 95 % of the differences, year by year."""
        return self.fans[name]

    def rises(self, name: str) -> Line:
        """Share of draws in which the variable is higher; where it moves in none, NaN."""
        return self.rising[name]


@dataclass(frozen=True, slots=True, eq=False)
class Summary:
    """What an ensemble of a causal system says: the baseline, and what a change does."""

    base: KeptRuns
    changed: KeptRuns | None
    apart: KeptDifference | None


def summarised(
    finished: Finished,
    names: Iterable[str],
    progress: Callable[[str, float], None] = lambda step, done: None,
) -> Summary:
    """Exact quantiles of some variables, from the files of their ensemble.

    A few variables are read at a time, so that memory hangs on how many draws there are and not
    on how many variables: eight bytes for each draw, year and run, twice over.

    Raises
    ------
    StoreDamaged
        If a file was altered.
    """
    plan, wanted = finished.plan, tuple(dict.fromkeys(names))
    runs = set_up(plan.options, plan.seed)
    years = runs[BASELINE].years
    used, away = _used(finished, tuple(runs), years.size)
    usuals, fans = {name: {} for name in runs}, {name: {} for name in runs}
    apart, rising = {}, {}
    both = np.logical_and.reduce(list(used.values()))
    for done, (name, values) in enumerate(_variables(finished, wanted, tuple(runs), years.size)):
        for run, value in values.items():
            usuals[run][name] = value[0].copy()
            fans[run][name] = np.quantile(value[used[run]], LEVELS, axis=0)
        if CHANGED in values:
            less = (values[CHANGED] - values[BASELINE])[both]
            apart[name] = np.quantile(less, LEVELS, axis=0)
            rising[name] = np.where((less != 0).any(axis=0), (less > 0).mean(axis=0), np.nan)
        progress(name, (done + 1) / len(wanted))
    told = {
        name: KeptRuns(run.model, years, wanted, used[name], away[name], run.dropped,
                       usuals[name], fans[name])
        for name, run in runs.items()
    }  # fmt: skip
    if CHANGED not in told:
        return Summary(told[BASELINE], None, None)
    difference = KeptDifference(years, wanted, int(both.sum()), apart, rising)
    return Summary(told[BASELINE], told[CHANGED], difference)


def _used(
    finished: Finished, runs: tuple[str, ...], years: int
) -> tuple[dict[str, np.ndarray], dict[str, tuple[tuple[str, int], ...]]]:
    """By run, which draws are used, and which index ran away in how many of the others."""
    used: dict[str, list[np.ndarray]] = {name: [] for name in runs}
    away: dict[str, Counter[str]] = {name: Counter() for name in runs}
    for file in finished.files:
        held = pl.DataFrame(columns(file, ["run", "used", "ran_away"]))
        for name in runs:
            rows = held.filter(pl.col("run") == name).gather_every(years)  # a row a draw
            used[name].append(rows["used"].to_numpy())
            away[name].update(rows["ran_away"].drop_nulls().to_list())
    counted = {
        name: tuple(sorted(each.items(), key=lambda met: (-met[1], met[0])))
        for name, each in away.items()
    }
    return {name: np.concatenate(each) for name, each in used.items()}, counted


def _variables(
    finished: Finished, names: tuple[str, ...], runs: tuple[str, ...], years: int
) -> Iterator[tuple[str, dict[str, Float[np.ndarray, "draw year"]]]]:
    """Each variable in all draws, by run; absent values are NaN."""
    draws = finished.plan.draws
    at_once = max(1, int(MEMORY / (8 * draws * years * len(runs))))
    for start in range(0, len(names), at_once):
        group = list(names[start : start + at_once])
        held = {(each, run): np.empty((draws, years)) for each in group for run in runs}
        for chunk, file in zip(finished.plan.chunks, finished.files, strict=True):
            table = pl.DataFrame(columns(file, ["run", *group]))
            for run in runs:
                rows = table.filter(pl.col("run") == run)
                for each in group:
                    values = rows[each].to_numpy().reshape(-1, years)
                    held[each, run][chunk.first : chunk.stop] = values
        for each in group:
            yield each, {run: held.pop((each, run)) for run in runs}


def kept_names(finished: Finished) -> tuple[str, ...]:
    """Variables that an ensemble of a causal system keeps."""
    return tuple(json.loads(finished.plan.options)["keep"])
