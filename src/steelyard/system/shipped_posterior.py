"""A calibration as the package ships it: in little room, to and from its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from steelyard.system.calibration import Calibration, Learnt, digest_of
from steelyard.system.calibration_density import Density, density
from steelyard.system.posterior import Posterior, kept
from steelyard.system.sampler import Plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from steelyard.reference.dataset import Dataset
    from steelyard.system.causal import CausalSystem
    from steelyard.system.causal_model import Path
    from steelyard.system.causal_records import Observation
    from steelyard.system.readings import Reading, Values

NUMBER_STEP = 0.05
"""Of a scale that is standard normal before data: what is rounded off is a fourteenth of that."""
NOISE_STEP = 0.25


def tables_of(found: Calibration, draws: int) -> dict[str, pl.DataFrame]:
    """The tables of a calibration, with so many of its draws, evenly spaced over its chains."""
    at = kept(found, draws)
    u = np.round(found.u[at] / NUMBER_STEP).astype(np.int16)
    noise = np.round(found.noise[at] / NOISE_STEP).astype(np.int16)
    held = found.density.scales
    names = [each.name for each in held.coordinates]
    years = found.density.made.years.astype(np.int16)
    plan = found.plan
    return {
        "system_draws": pl.concat([
            _long("number", names, [0], u[:, None, :]),
            _long("noise", list(held.noisy), years.tolist(), noise),
        ]),
        "system_learnt": pl.DataFrame({
            "name": names,
            **{key: [getattr(each, key) for each in found.learnt] for key in LEARNT},
        }),
        "system_fit": pl.DataFrame({
            "digest": [digest_of(found.density)], "last": [int(years[-1])],
            "chains": [plan.chains], "adapting": [plan.adapting], "draws": [plan.draws],
            "seed": [plan.seed], "divergent": [found.divergent],
            "worst_noise": [found.worst_noise],
        }),
    }  # fmt: skip


LEARNT = ("contraction", "shift", "low", "usual", "high", "rhat", "effective")


def _long(about: str, names: list[str], years: list[int], steps: np.ndarray) -> pl.DataFrame:
    """Draws, years and names as rows."""
    draws = len(steps)
    draw, year, name = np.meshgrid(range(draws), years, range(len(names)), indexing="ij")
    return pl.DataFrame({
        "about": pl.repeat(about, steps.size, eager=True),
        "name": np.array(names, dtype=object)[name.ravel()].tolist(),
        "year": year.ravel().astype(np.int16),
        "draw": draw.ravel().astype(np.int16),
        "steps": steps.ravel(),
    })  # fmt: skip


def series_rows(
    values: Mapping[Observation, Values], origins: Mapping[Observation, tuple[str, ...]]
) -> pl.DataFrame:
    """Series as rows of the table that ships; a series that two variables share stands once."""
    rows = {
        (series_key(seen), year): (value, ";".join(origins[seen]))
        for seen, given in values.items()
        for year, value in given.items()
    }
    return pl.DataFrame(
        [(*key, *told) for key, told in rows.items()],
        schema=["series", "year", "value", "origins"], orient="row",
    )  # fmt: skip


def series_of(
    system: CausalSystem, data: Dataset
) -> tuple[dict[Observation, Values], dict[Observation, tuple[str, ...]]]:
    """The series of a system that ship, and their origins; others are left out."""
    rows = data.table("system_series").partition_by("series", as_dict=True)
    values, origins = {}, {}
    for seen in (each for variable in system.variables for each in variable.observed):
        told = rows.get((series_key(seen),))
        if told is not None:
            values[seen] = dict(zip(told["year"].to_list(), told["value"].to_list(), strict=True))
            origins[seen] = tuple(told["origins"][0].split(";"))
    return values, origins


def series_key(seen: Observation) -> str:
    """What a series is, whatever variable it speaks to."""
    return " | ".join((seen.source, seen.series, seen.subject, seen.partner, seen.basis, seen.part,
                       seen.transform))  # fmt: skip


def calibration_of(system: CausalSystem, data: Dataset) -> Posterior | None:
    """The calibration that ships for a system, on the series that ship for it; None if none does.

    Examples
    --------
    >>> from datetime import date
    >>> from steelyard.reference.dataset import load
    >>> from steelyard.system.causal import shipped
    >>> calibration_of(shipped(), load(date(2026, 6, 1))).last
    2025
    """
    from steelyard.system.readings import driver_paths, readings

    seen, _ = readings(system, *series_of(system, data))
    return shipped_posterior(system, seen, driver_paths(system, seen), data) if seen else None


def shipped_posterior(
    system: CausalSystem, seen: Sequence[Reading], paths: Mapping[str, Path], data: Dataset
) -> Posterior | None:
    """The calibration that ships; None where it is of another system or of other series.

    A calibration knows the years up to its last: it is None as well for a dataset of an earlier
    day (law 6).
    """
    fit = data.table("system_fit")
    if fit.is_empty() or fit["last"][0] > data.as_of.year:
        return None
    made = density(system, seen, paths, last=fit["last"][0], engine="numpy")
    if digest_of(made) != fit["digest"][0]:
        return None
    return _posterior(made, paths, data)


def _posterior(made: Density, paths: Mapping[str, Path], data: Dataset) -> Posterior:
    """Draws out of their tables."""
    held, fit = made.scales, data.table("system_fit").row(0, named=True)
    rows = data.table("system_draws")
    u = _wide(rows.filter(about="number"), [each.name for each in held.coordinates])
    noise = _wide(rows.filter(about="noise"), list(held.noisy))
    u, noise = u[:, 0] * NUMBER_STEP, noise * NOISE_STEP
    told = {row["name"]: row for row in data.table("system_learnt").iter_rows(named=True)}
    learnt = tuple(
        Learnt(each, *(told[each.name][key] for key in LEARNT)) for each in held.coordinates
    )
    return Posterior.of(
        made, u, noise, paths, learnt,
        Plan(fit["chains"], fit["adapting"], fit["draws"], fit["seed"]), fit["divergent"],
    )  # fmt: skip


def _wide(rows: pl.DataFrame, names: list[str]) -> np.ndarray:
    """Draws by years by names, in the order of names."""
    place = {name: at for at, name in enumerate(names)}
    ordered = rows.with_columns(pl.col("name").replace_strict(place, return_dtype=pl.Int32)).sort(
        "draw", "year", "name"
    )
    draws, years = ordered["draw"].n_unique(), ordered["year"].n_unique()
    return ordered["steps"].to_numpy().astype(float).reshape(draws, years, len(names))
