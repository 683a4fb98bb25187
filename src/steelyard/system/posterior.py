"""What a calibration leaves: draws of all numbers, of noise, and of the scales of series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.system.calibration import Calibration, Learnt
from steelyard.system.calibration_density import Density
from steelyard.system.causal_model import FIRST, Path
from steelyard.system.readings import Reading
from steelyard.system.sampler import Plan
from steelyard.vocabulary.errors import InputError


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Draws of a calibrated system, few enough to keep.

    `vectors` hold the numbers in the order of `names`. `moved` is what moved each variable of
    `noisy` besides its links, in standard deviations by year from 1992 to `last`; `spreads` its
    usual size. `intercept`, `loading` and `error` belong to `readings`. `paths` are those of the
    drivers that it was calibrated with.
    """

    names: tuple[str, ...]
    vectors: Float[np.ndarray, "draw number"]
    noisy: tuple[str, ...]
    spreads: Float[np.ndarray, "draw noisy"]
    moved: Float[np.ndarray, "draw year noisy"]
    readings: tuple[Reading, ...]
    intercept: Float[np.ndarray, "draw reading"]
    loading: Float[np.ndarray, "draw reading"]
    error: Float[np.ndarray, "draw reading"]
    paths: Mapping[str, Path]
    learnt: tuple[Learnt, ...]
    plan: Plan
    divergent: int

    @classmethod
    def of(
        cls,
        made: Density,
        u: Float[np.ndarray, "draw coordinate"],
        noise: Float[np.ndarray, "draw year noisy"],
        paths: Mapping[str, Path],
        learnt: tuple[Learnt, ...],
        plan: Plan,
        divergent: int,
    ) -> Posterior:
        """Coordinates as the numbers that they stand for."""
        held = made.scales
        spreads = held.spreads(u)
        intercept, loading, error = held.measured(u)
        return cls(
            held.names, held.vector(u), held.noisy, spreads, noise * spreads[:, None, :],
            made.readings, intercept, loading, error, dict(paths), learnt, plan, divergent,
        )  # fmt: skip

    @property
    def draws(self) -> int:
        """How many draws are kept."""
        return len(self.vectors)

    @property
    def last(self) -> int:
        """Last year that the calibration looked at."""
        return FIRST + self.moved.shape[1] - 1

    def number(self, name: str) -> Float[np.ndarray, " draw"] | None:
        """Draws of one number; None where the calibrated system had none of that name."""
        return self.vectors[:, self.names.index(name)] if name in self.names else None


def kept(found: Calibration, draws: int) -> Int[np.ndarray, " draw"]:
    """Places of so many draws of a calibration, evenly spaced over its chains.

    Raises
    ------
    InputError
        If the calibration has fewer.
    """
    if not 1 <= draws <= len(found.u):
        raise InputError(
            where="draws of a calibration to keep", found=f"{draws} of {len(found.u)}.",
            expected=f"1 to {len(found.u)}", remedy="Draw more, or keep fewer.",
        )  # fmt: skip
    return np.linspace(0, len(found.u) - 1, draws).round().astype(int)


def posterior(found: Calibration, paths: Mapping[str, Path], draws: int) -> Posterior:
    """So many draws of a calibration."""
    at = kept(found, draws)
    return Posterior.of(
        found.density, found.u[at], found.noise[at], paths, found.learnt, found.plan,
        found.divergent,
    )  # fmt: skip
