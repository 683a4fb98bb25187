"""Draws of a causal system set up for loop scores: of a calibration, or of what was held before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from jaxtyping import Bool, Float

from steelyard.system.calibration_density import SOFTNESS
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_dominance import named_places
from steelyard.system.causal_model import FIRST, Path
from steelyard.system.dominance import loop_scores
from steelyard.system.dynamics import BEYOND
from steelyard.system.link_moves import Mover, Moves, mover, moves
from steelyard.system.loops import LONGEST, Loop, loops, partitions
from steelyard.system.numbers import draws_of
from steelyard.system.posterior import Posterior
from steelyard.system.posterior_runs import prepared_posterior
from steelyard.vocabulary.errors import NoData


@dataclass(frozen=True, eq=False)
class DominanceDraws:
    """Numbers of a causal system in each draw, and what moves its variables besides its links.

    `noise` is None in prior runs, which have none. The same draws serve every question, so that
    answers differ only by what is asked (common random numbers).
    """

    system: CausalSystem
    mover: Mover
    vectors: Float[np.ndarray, "draw number"]
    noise: Float[np.ndarray, "draw year variable"] | None
    last: int
    seed: int
    longest: int

    @cached_property
    def group(self) -> tuple[str, ...]:
        """The largest group of variables that act on each other."""
        return max(partitions(self.system.graph()), key=len)

    @cached_property
    def loops(self) -> tuple[Loop, ...]:
        """Loops of that group, up to a length."""
        found = loops(self.system.graph(), self.longest)
        return tuple(each for each in found if each.variables[0] in self.group)

    @cached_property
    def named(self) -> dict[str, int]:
        """Places of the loops with a name."""
        return named_places(self.system, self.loops)

    def column(self, number: str) -> int:
        """Where a number stands in the vectors."""
        return self.mover.made.numbers.index(number)

    def moves(self) -> Moves:
        """What each link did over each year."""
        return moves(self.mover, self.vectors, self.noise)

    def relative(self, made: Moves) -> Float[np.ndarray, "draw year loop"]:
        """Relative scores of the loops."""
        return loop_scores(made.scores, self.loops).relative

    def first(self, draws: int) -> DominanceDraws:
        """The first so many draws."""
        noise = None if self.noise is None else self.noise[:draws]
        return replace(self, vectors=self.vectors[:draws], noise=noise)

    def kept(self) -> tuple[DominanceDraws, int]:
        """Without draws in which an index runs away, and how many those are.

        Raises
        ------
        NoData
            If none is left.
        """
        x = self.mover.made.run(self.vectors, self.noise)
        far = np.nan_to_num(np.abs(x), nan=np.inf).max(axis=(1, 2))
        used: Bool[np.ndarray, " draw"] = far <= BEYOND
        if not used.any():
            raise NoData(
                where="loop dominance over draws", found="in every draw an index ran away.",
                expected=f"indices within {BEYOND:g} standard deviations",
                remedy="Narrow the ranges of the tables, or ask for an earlier year.",
            )  # fmt: skip
        noise = None if self.noise is None else self.noise[used]
        return replace(self, vectors=self.vectors[used], noise=noise), int((~used).sum())


def calibrated_draws(
    system: CausalSystem,
    posterior: Posterior,
    draws: int,
    *,
    last: int,
    seed: int = 0,
    longest: int = LONGEST,
) -> DominanceDraws:
    """Draws of a calibration, with the chance that it found and that of years to come.

    Runs are those of `simulate_posterior` at the same seed.
    """
    made = prepared_posterior(system, posterior, seed=seed, years=(FIRST, last + 1))
    vectors, noise = made.inputs(0, draws)
    of = mover(system, last, paths=posterior.paths, softness=SOFTNESS)
    return DominanceDraws(system, of, vectors, noise, last, seed, longest)


def prior_draws(
    system: CausalSystem,
    draws: int,
    *,
    last: int,
    seed: int = 0,
    paths: Mapping[str, Path] | None = None,
    longest: int = LONGEST,
) -> DominanceDraws:
    """Draws of what was held before data, without chance; the first has the usual numbers."""
    of = mover(system, last, paths=paths)
    drawn = draws_of(system, draws, seed)
    vectors = np.stack([drawn[name] for name in of.made.numbers], axis=-1)
    return DominanceDraws(system, of, vectors, None, last, seed, longest)
