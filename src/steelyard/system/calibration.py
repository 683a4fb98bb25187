"""Calibration of a causal system: what the data taught, and what is assumption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from jaxtyping import Float

from steelyard.system.calibration_density import Density, density
from steelyard.system.calibration_scales import Coordinate, Kind
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import Path as Driver
from steelyard.system.readings import Reading
from steelyard.system.sampler import Plan, Progress, Sampled, sample
from steelyard.vocabulary.errors import InputError

MIXED = 1.05
"""Largest split R-hat of a coordinate. Vehtari and others (2021) ask for 1.01 of a final run; of
500 coordinates the largest lies above the others by chance, and 1.05 still bounds the variance
between chains to a tenth of that within."""
FEWEST_EFFECTIVE = 100.0  # independent draws: the standard error of a mean is a tenth of a sd


@dataclass(frozen=True, slots=True)
class Learnt:
    """One estimated thing before and after data.

    `contraction` is 1 less the ratio of variances, on the scale on which it is normal before
    data: 0, data said nothing; 1, they settled it; below 0, they made it less sure. `shift` is
    how far the middle moved, in standard deviations of what was held before. `low`, `usual` and
    `high` are quantiles (5, 50, 95 %) after data, in the unit of the number.
    """

    coordinate: Coordinate
    contraction: float
    shift: float
    low: float
    usual: float
    high: float
    rhat: float
    effective: float


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Draws of all numbers of a system given its series, with diagnostics.

    `u` and `noise` are coordinates (`calibration_scales`), chains one after another. `learnt` has
    one entry for each coordinate; `divergent` counts steps on which the sampler failed.
    """

    density: Density
    plan: Plan
    u: Float[np.ndarray, "draw coordinate"]
    noise: Float[np.ndarray, "draw year noisy"]
    learnt: tuple[Learnt, ...]
    divergent: int
    worst_noise: float

    @property
    def worst_rhat(self) -> float:
        """The largest of numbers and noise."""
        return max(max(each.rhat for each in self.learnt), self.worst_noise)

    @property
    def least_effective(self) -> float:
        """Fewest independent draws of any number."""
        return min(each.effective for each in self.learnt)

    def about(self, about: Kind) -> tuple[Learnt, ...]:
        """What was learnt of one kind of number, most taught first."""
        found = (each for each in self.learnt if each.coordinate.about == about)
        return tuple(sorted(found, key=lambda each: -each.contraction))


def calibrate(
    system: CausalSystem,
    seen: Sequence[Reading],
    paths: Mapping[str, Driver],
    *,
    last: int,
    plan: Plan | None = None,
    folder: Path | None = None,
    progress: Progress | None = None,
) -> Calibration:
    """Estimate all numbers of a system from its series at once.

    Every slope, decay, drift, start and size of an event keeps its range of the tables as what is
    held before data; each observed variable has yearly noise of its own (process noise), each
    series an intercept, a loading and an error (measurement noise): `calibration_density.density`.

    Parameters
    ----------
    system : CausalSystem
    seen : of Reading
    paths : of exogenous variables, as observed
    last : year
        The last one that is looked at.
    plan : Plan, optional
    folder : Path, optional
        Where states are kept, so that an interrupted run goes on.
    progress : callable, optional

    Returns
    -------
    calibration : Calibration
        Whether or not it mixed: see `need_mixed`.

    Raises
    ------
    InputError
        If no series speaks to an endogenous variable, or the folder is of another calibration.

    References
    ----------
    Durbin, J. and Koopman, S. J. (2012). *Time Series Analysis by State Space Methods*, 2nd ed.
    Betancourt, M. (2020). Towards a Principled Bayesian Workflow, 1.3 (contraction and shift).
    """
    plan = plan or Plan()
    if not any(system[each.observation.variable].role != "exogenous" for each in seen):
        raise InputError(
            where="calibration", found="no series speaks to a variable that has causes.",
            expected="series in observations.csv with four years or more",
            remedy="Name series there, or run the priors.",
        )  # fmt: skip
    made = density(system, seen, paths, last=last)
    drawn = sample(made.model, plan, folder=folder, digest=digest_of(made), progress=progress)
    return _told(made, plan, drawn)


def digest_of(made: Density) -> str:
    """Everything that draws hang on besides the plan, as one number."""
    held = made.scales
    arrays = (held.low, held.usual, held.high, made.series, made.year, made.column, made.value)
    seen = sha256(b"".join(np.ascontiguousarray(each).tobytes() for each in arrays))
    start = np.asarray(made.made.run(held.vector(np.zeros(held.size))))
    seen.update(np.round(start, 9).tobytes())  # equations, events and paths of drivers
    return seen.hexdigest()[:32]


def need_mixed(found: Calibration, worst: float = MIXED, fewest: float = FEWEST_EFFECTIVE) -> None:
    """Refuse a calibration whose chains tell different things.

    Parameters
    ----------
    found : Calibration
    worst, fewest : of any number
        Largest R-hat and fewest independent draws; a forecast of series needs less than a
        statement on each number.

    Raises
    ------
    InputError
        With the numbers that differ most, and the way out.
    """
    if found.worst_rhat <= worst and found.least_effective >= fewest:
        return
    apart = sorted(found.learnt, key=lambda each: -each.rhat)[:3]
    told = ", ".join(f"{each.coordinate.name} (R-hat {each.rhat:.2f})" for each in apart)
    least = min(found.learnt, key=lambda each: each.effective)
    raise InputError(
        where="calibration of the causal system",
        found=f"the chains did not mix: {told}; noise up to {found.worst_noise:.2f}; "
        f"{least.coordinate.name} has {least.effective:.0f} independent draws.",
        expected=f"R-hat of at most {worst} and {fewest:.0f} independent draws of each",
        remedy="Adapt longer (--adapting), draw more (--draws), or narrow ranges in the tables.",
    )


def _told(made: Density, plan: Plan, drawn: Sampled) -> Calibration:
    """Draws with their diagnostics."""
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin

    u, noise = drawn.draws["u"], drawn.draws["noise"]
    rhat, effective = split_gelman_rubin(u), effective_sample_size(u)
    flat = u.reshape(-1, u.shape[-1])
    ends = np.quantile(_in_units(made, flat), (0.05, 0.5, 0.95), axis=0)
    learnt = tuple(
        Learnt(
            each, float(1 - flat[:, at].var()), float(flat[:, at].mean()), float(ends[0, at]),
            float(ends[1, at]), float(ends[2, at]), float(rhat[at]), float(effective[at]),
        )
        for at, each in enumerate(made.scales.coordinates)
    )  # fmt: skip
    return Calibration(
        made, plan, flat, noise.reshape(-1, *noise.shape[2:]), learnt,
        int(drawn.diverging.sum()), float(np.max(split_gelman_rubin(noise))),
    )  # fmt: skip


def _in_units(made: Density, u: Float[np.ndarray, "draw coordinate"]) -> np.ndarray:
    """Every coordinate as the number that it stands for, in the order of coordinates."""
    held = made.scales
    vector, place = held.vector(u), {name: at for at, name in enumerate(held.names)}
    numbers = [vector[:, place[each.name]] for each in held.coordinates if each.name in place]
    intercept, loading, error = held.measured(u)
    return np.concatenate(
        [np.stack(numbers, axis=-1), held.spreads(u), intercept, loading, error], axis=-1
    )
