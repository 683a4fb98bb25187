"""How a system is run for a scenario: a protocol, and the runs of its priors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from jaxtyping import Bool, Float

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import FIRST, LAST, Path
from steelyard.system.dynamics import simulate_prior
from steelyard.system.levers import Lever
from steelyard.system.posterior import Posterior
from steelyard.system.posterior_runs import simulate_posterior

Kind = Literal["prior", "calibrated"]


class Runs(Protocol):
    """Trajectories by draw; draws of two runs with the same number belong together.

    `used` is False for draws that were refused, `ran_away` counts them by variable.
    """

    @property
    def years(self) -> Float[np.ndarray, " year"]:
        """Years of the run."""
        ...

    @property
    def used(self) -> Bool[np.ndarray, " draw"]:
        """Which draws may be used."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Variables that were kept."""
        ...

    @property
    def values(self) -> Float[np.ndarray, "draw year variable"]:
        """All draws, also refused ones."""
        ...


class Runner(Protocol):
    """Runs a system with some things changed; everything else, chance too, is as in other calls.

    `kind` says whether numbers are drawn from priors or were calibrated, `paths` which drivers
    follow observed series, `years` the span.
    """

    @property
    def kind(self) -> Kind:
        """Prior or calibrated."""
        ...

    @property
    def paths(self) -> Mapping[str, Path]:
        """Observed drivers."""
        ...

    @property
    def years(self) -> tuple[int, int]:
        """First and last year."""
        ...

    def __call__(
        self, system: CausalSystem, *, levers: Iterable[Lever] = (), without: Iterable[str] = ()
    ) -> Runs:
        """Runs with these levers, and without these events."""
        ...


@dataclass(frozen=True, slots=True)
class PriorRunner:
    """Runs over draws of all numbers from their priors; nothing is fitted."""

    draws: int
    seed: int = 0
    paths: Mapping[str, Path] = field(default_factory=dict)
    years: tuple[int, int] = (FIRST, LAST)
    kind: Kind = "prior"

    def __call__(
        self, system: CausalSystem, *, levers: Iterable[Lever] = (), without: Iterable[str] = ()
    ) -> Runs:
        """As `steelyard.system.dynamics.simulate_prior`."""
        return simulate_prior(
            system, self.draws, seed=self.seed, years=self.years, paths=self.paths,
            levers=levers, without=without,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CalibratedRunner:
    """Runs over the draws of a calibration, with the chance of the years to come."""

    posterior: Posterior
    draws: int
    seed: int = 0
    years: tuple[int, int] = (FIRST, LAST)
    kind: Kind = "calibrated"

    @property
    def paths(self) -> Mapping[str, Path]:
        """Observed drivers, those that it was calibrated with."""
        return self.posterior.paths

    def __call__(
        self, system: CausalSystem, *, levers: Iterable[Lever] = (), without: Iterable[str] = ()
    ) -> Runs:
        """As `steelyard.system.posterior_runs.simulate_posterior`."""
        return simulate_posterior(
            system, self.posterior, self.draws, seed=self.seed, years=self.years,
            levers=levers, without=without,
        )  # fmt: skip
