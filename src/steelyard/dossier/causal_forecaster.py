"""A calibrated causal system as a forecaster: fitted to what was known, run on, read off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float

from steelyard.models.series.rolling import Forecaster, Known
from steelyard.system.calibration import calibrate, need_mixed
from steelyard.system.calibration_scales import TAILS
from steelyard.system.causal_model import FIRST
from steelyard.system.driver_noise import persistence
from steelyard.system.posterior import Posterior, posterior
from steelyard.system.posterior_runs import prepared_posterior
from steelyard.system.readings import driver_paths, readings

if TYPE_CHECKING:
    from steelyard.system.causal import CausalSystem
    from steelyard.system.causal_records import Observation
    from steelyard.system.readings import Reading
    from steelyard.system.sampler import Plan, Progress

DRAWS = 1000
WORST, FEWEST = 1.1, 30.0
"""Largest R-hat, fewest independent draws: quantiles of forecasts, over many numbers at once."""
KEPT = 250  # draws of the calibration, each with futures of its own


def series_name(seen: Observation) -> str:
    """How a series of a causal system is called among forecasts."""
    parts = (seen.series, seen.subject, seen.partner, seen.part, seen.basis, seen.transform)
    return " ".join(filter(None, parts))


def causal_forecaster(
    system: CausalSystem, plan: Plan, folder: Path, progress: Progress | None = None
) -> Forecaster:
    """A forecaster that calibrates the system on what was known, and runs it on.

    Numbers, noise, drivers and errors of series are all drawn. Events after the origin are left
    out, as nobody knew them; what remains of hindsight is the system itself, whose links were
    taken from documents of 2012 to 2022. Series that say nothing yet, or that speak to a driver
    beside the one that it follows, are refused by name.
    """

    def forecast(
        known: Mapping[str, Known], origin: int, horizon: int, seed: int
    ) -> tuple[dict[str, np.ndarray], dict[str, str]]:
        then = _known_then(system, origin)
        values = {
            seen: dict(
                zip(map(int, known[name].years), map(float, known[name].values), strict=True)
            )
            for seen, name in _named(system).items()
            if name in known
        }
        given, _ = readings(then, values, until=origin)
        paths = driver_paths(then, given)
        found = calibrate(then, given, paths, last=origin, plan=plan,
                          folder=folder / str(origin), progress=progress)  # fmt: skip
        need_mixed(found, WORST, FEWEST)
        kept = posterior(found, paths, min(KEPT, len(found.u)))
        return _read_off(then, kept, given, origin, horizon, seed, known)

    return forecast


def _left_over(
    each: Reading, expected: Float[np.ndarray, "draw year"], origin: int
) -> dict[int, Float[np.ndarray, " draw"]]:
    """What a series lay beside its variable, by year up to the origin."""
    return {
        year: value - expected[:, year - FIRST]
        for year, value in zip(each.years, each.values, strict=True)
        if FIRST <= year <= origin
    }


def _errors(
    left: dict[int, Float[np.ndarray, " draw"]],
    origin: int,
    horizon: int,
    random: np.random.Generator,
) -> Float[np.ndarray, "draw year"]:
    """Errors of a series to come: they die away as they did, from where the last one was.

    By a first-order autoregression of what is left over, fitted to the years up to the origin.
    Calibration takes errors as independent; a series that has left its variable stays away.
    """
    middle = [float(values.mean()) for values in left.values()]
    phi, spread = persistence(middle)
    last = max(left)
    error, found = left[last], []
    for year in range(last + 1, origin + horizon + 1):
        error = phi * error + spread * random.standard_t(TAILS, size=error.shape)
        if year > origin:
            found.append(error)
    return np.stack(found, axis=-1)


def _known_then(system: CausalSystem, origin: int) -> CausalSystem:
    """The system with the events of the years up to the origin."""
    return replace(
        system, impulses=tuple(each for each in system.impulses if each.time < origin + 1)
    )


def _named(system: CausalSystem) -> dict[Observation, str]:
    """Every observation with the name of its series."""
    seen = (each for variable in system.variables for each in variable.observed)
    return {each: series_name(each) for each in seen}


def _read_off(
    system: CausalSystem,
    kept: Posterior,
    given: tuple[Reading, ...],
    origin: int,
    horizon: int,
    seed: int,
    known: Mapping[str, Known],
) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Draws of each series in its own unit, and why others have none."""
    years = (1992, origin + horizon)
    made = prepared_posterior(system, kept, seed=seed, years=years)
    whole = made.run(0, DRAWS)
    x = whole[:, -horizon:]
    at = np.arange(DRAWS) % kept.draws
    random = np.random.default_rng(seed)
    measured = {each.observation: number for number, each in enumerate(kept.readings)}
    found: dict[str, np.ndarray] = {}
    reasons: dict[str, str] = {}
    for each in given:
        seen, name = each.observation, series_name(each.observation)
        values = x[..., made.names.index(seen.variable)]
        if seen in measured:
            number = measured[seen]
            alpha, slope = (part[at, number][:, None] for part in (kept.intercept, kept.loading))
            past = alpha + slope * whole[..., made.names.index(seen.variable)]
            left = _left_over(each, past, origin)
            values = alpha + slope * values + _errors(left, origin, horizon, random)
        elif seen.variable not in kept.paths or kept.paths[seen.variable].values != each.values:
            reasons[name] = "speaks to a driver that follows another series"
            continue
        found[name] = each.middle + seen.sign * each.spread * values
    for name in known:
        if name not in found and name not in reasons:
            reasons[name] = "too few years yet to say what is usual"
    return found, reasons
