"""The causal system run for the dossier: baseline, every scenario, every lever, as table rows.

This takes minutes and is done once, by `steelyard data build-system --part outcomes`; a dossier
reads the rows (`steelyard.dossier.causal.make`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from steelyard.dossier.causal.asked import Shown, shown
from steelyard.dossier.causal.stamp import digest, fit_of
from steelyard.dossier.system_standing import standings
from steelyard.models.composite.sensitivity import Importance
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.system import library
from steelyard.scenarios.system.outcome import Odds, SystemOutcome
from steelyard.scenarios.system.run import simulate
from steelyard.scenarios.system.runner import CalibratedRunner, PriorRunner, Runner, Runs
from steelyard.scenarios.system.schema import SystemScenario
from steelyard.scenarios.system.standing import Standing, Unranked, with_loadings
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import LAST
from steelyard.system.dominance_draws import calibrated_draws
from steelyard.system.dominance_flips import FEW, nearest_flips
from steelyard.system.dominance_over_draws import dominance_of
from steelyard.system.lever_effects import Pushable, lever_effects, lever_importance
from steelyard.system.lever_effects import pushable as made_pushable
from steelyard.system.numbers import draws_of
from steelyard.system.posterior import Posterior
from steelyard.system.readings import Reading, driver_paths, readings
from steelyard.system.shipped_posterior import calibration_of, series_of

Row = tuple[str, str, str, int, str, float]
LEVELS = ("p05", "p25", "p50", "p75", "p95")
BASE = 64  # of the Sobol sequence
DRAWS, PUSHED = 288, 32  # of scenarios, three futures of each draw that ships; of levers
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What is run: the system by this runner, its levers by these numbers, its classes."""

    system: CausalSystem
    runner: Runner
    standings: tuple[Standing | Unranked, ...]
    numbers: dict[str, np.ndarray]
    readings: tuple[Reading, ...]
    posterior: Posterior | None
    last: int
    draws: int
    seed: int
    fit: str  # the digest of the calibration; empty without one


def asked_of(
    system: CausalSystem, data: Dataset, seed: int, *, draws: int = DRAWS, levers: int = PUSHED
) -> Asked:
    """What is run with the calibration that ships; with priors where none does."""
    seen, _ = readings(system, *series_of(system, data))
    found = calibration_of(system, data)
    ranked = standings(system, data)
    if found is None:
        paths = driver_paths(system, seen)
        runner: Runner = PriorRunner(draws, seed, paths)
        drawn = dict(draws_of(system, levers, seed))
    else:
        runner = CalibratedRunner(found, draws, seed)
        ranked = with_loadings(ranked, found)
        drawn = {name: found.vectors[:levers, at] for at, name in enumerate(found.names)}
    last = max(year for each in seen for year in each.years)
    fit = "" if found is None else fit_of(data)
    return Asked(system, runner, ranked, drawn, seen, found, last, draws, seed, fit)


def tables_of(asked: Asked, progress: Progress) -> dict[str, pl.DataFrame]:
    """The two tables of results.

    Values are rounded to 0.001, which no reader sees and no verdict hangs on.
    """
    told = shown()
    rows = [*_baseline(asked, told), *_seen(asked, told), *_scenarios(asked, told, progress)]
    for state, room in told.rooms.items():
        progress(f"levers of {state}", 0.9)
        rows += _levers(asked, told, room)
    return {
        "system_runs": pl.DataFrame({
            "digest": [digest(asked.fit)], "kind": [asked.runner.kind], "last": [asked.last],
            "draws": [asked.draws], "lever_draws": [_draws(asked)], "seed": [asked.seed],
            "dominance": [_dominance(asked)], "flips": [_flips(asked, progress)],
        }),
        "system_outcomes": pl.DataFrame(
            [(*row[:5], round(row[5], 3) + 0.0) for row in rows],
            schema=["about", "scenario", "name", "at", "place", "value"], orient="row",
        ),
    }  # fmt: skip


def _dominance(asked: Asked) -> str:
    """Which loops lead when, as JSON with numbers to 0.001."""
    told = dominance_of(
        asked.system, asked.posterior, seed=asked.seed, paths=asked.runner.paths, seen=asked.last
    )
    return json.dumps(_rounded(asdict(told)), separators=(",", ":"), ensure_ascii=False)


def _flips(asked: Asked, progress: Progress) -> str:
    """Where dominance flips, as JSON with numbers to 0.001; nothing without a calibration."""
    if asked.posterior is None:
        return ""

    def told(step: str, done: float) -> None:
        progress(f"flips, {step}", done)

    drawn = calibrated_draws(asked.system, asked.posterior, FEW, last=LAST, seed=asked.seed)
    found = nearest_flips(drawn.kept()[0], asked.last, LAST, told)
    rows = [_rounded(asdict(each)) for each in found]
    return json.dumps(rows, separators=(",", ":"), ensure_ascii=False)


def _rounded(value: Any) -> Any:
    """All numbers of a record to 0.001."""
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value


def _draws(asked: Asked) -> int:
    return len(next(iter(asked.numbers.values())))


def _baseline(asked: Asked, told: Shown) -> Iterator[Row]:
    """Fans of the main indices."""
    runs = asked.runner(asked.system)
    for name in told.indices:
        values = runs.values[runs.used][..., runs.names.index(name)]
        found = np.quantile(values, (0.05, 0.25, 0.5, 0.75, 0.95), axis=0)
        for at, year in enumerate(runs.years):
            for place, quantiles in zip(LEVELS, found, strict=True):
                yield "fan", "", name, int(year), place, float(quantiles[at])


def _seen(asked: Asked, told: Shown) -> Iterator[Row]:
    """Observed series on the scale of their variables, as the calibration reads them."""
    known = asked.posterior
    for each in asked.readings:
        if each.observation.variable not in told.indices:
            continue
        intercept, loading = 0.0, 1.0
        if known is not None and each.name in (names := [one.name for one in known.readings]):
            at = names.index(each.name)
            intercept = float(np.median(known.intercept[:, at]))
            loading = float(np.median(known.loading[:, at]))
        for year, value in zip(each.years, each.values, strict=True):
            yield ("seen", each.observation.variable, each.name, year, "",
                   (value - intercept) / loading)  # fmt: skip


def _scenarios(asked: Asked, told: Shown, progress: Progress) -> Iterator[Row]:
    """Effects, chances and expectations of every scenario that ships."""
    base = asked.runner(asked.system)
    names = library.names()
    for place, name in enumerate(names):
        progress(name, 0.1 + 0.8 * place / len(names))
        scenario = library.shipped(name)
        own = not scenario.row
        found = _answer(asked, scenario, base, told, own=own)
        yield from _expected(found)
        if own:
            yield from _effects(found, told)
            yield from _odds(found.odds, name, baseline=False)
        if place == 0:
            yield from _odds(found.odds, "", baseline=True)


def _answer(
    asked: Asked, scenario: SystemScenario, base: Runs, told: Shown, *, own: bool
) -> SystemOutcome:
    """One scenario beside the baseline."""
    return simulate(
        scenario, asked.system, asked.runner, baseline=base, watch=told.effects,
        standings=asked.standings if own else (), seed=asked.seed,
    )  # fmt: skip


def _effects(found: SystemOutcome, told: Shown) -> Iterator[Row]:
    """The paired difference in the years asked for."""
    for each in found.watched:
        for year in told.effect_years:
            at = found.years.index(year)
            change, rises = each.change, each.rises[at]
            for place in ("p05", "p50", "p95"):
                value = getattr(change, place)[at]
                yield "effect", found.name, each.variable, year, place, value
            if rises is not None:
                yield "effect", found.name, each.variable, year, "rises", rises


def _expected(found: SystemOutcome) -> Iterator[Row]:
    """Whether what was expected comes out; expectations are told apart by their number."""
    for number, each in enumerate(found.answers):
        for place, value in (("p05", each.low), ("p50", each.middle), ("p95", each.high)):
            yield "answer", found.name, each.variable, number, place, value
        if each.probability is not None:
            yield "answer", found.name, each.variable, number, "holds", each.probability


def _odds(odds: Iterable[Odds], scenario: str, *, baseline: bool) -> Iterator[Row]:
    """Chances of classes by year."""
    for each in odds:
        for place, chances in enumerate(each.baseline if baseline else each.scenario):
            year = each.years[place]
            if not baseline and each.last_known is not None and year < each.last_known:
                continue
            for name, chance in zip(each.names, chances, strict=True):
                yield "class", scenario, each.definition, year, name, chance


def _levers(asked: Asked, told: Shown, room: str) -> Iterator[Row]:
    """What every lasting push does to a state's room, and whose choice decides."""
    held: Pushable = made_pushable(
        asked.system, asked.numbers, room, start=told.pushed_from, year=told.read_in,
        paths=asked.runner.paths,
    )  # fmt: skip
    effects = lever_effects(held)
    for each in effects:
        if each.rises is None:
            continue
        ends = (("p05", each.low), ("p50", each.middle), ("p95", each.high))
        for place, value in (*ends, ("rises", each.rises)):
            yield "lever", room, each.variable, told.read_in, place, value
    drivers = [each.variable for each in effects if each.role == "exogenous" and each.middle]
    parts = lever_importance(held, drivers[: told.levers], base=BASE, seed=asked.seed)
    yield from _parts(parts, room, told.read_in)


def _parts(parts: Sequence[Importance], room: str, year: int) -> Iterator[Row]:
    """Sobol indices with their intervals."""
    for each in parts:
        for place in ("first", "first_low", "first_high", "total", "total_low", "total_high"):
            value = getattr(each, place)
            if value is not None:
                yield "part", room, each.name, year, place, value
