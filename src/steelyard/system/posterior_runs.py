"""Runs of a calibrated system: the past as it was learnt, the future with what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.ranges import shares
from steelyard.system.calibration_density import SOFTNESS
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import FIRST, LAST, model_of
from steelyard.system.causal_program import Trajectories, trajectories
from steelyard.system.causal_records import Impulse
from steelyard.system.driver_noise import wandering
from steelyard.system.dynamics import BEYOND, PriorRuns, events_of, lacking, ran_away, reach
from steelyard.system.levers import Lever
from steelyard.system.model import Model
from steelyard.system.numbers import draws_of, size_name, variant_name
from steelyard.system.posterior import Posterior

PART = 500  # draws that are computed side by side


@dataclass(frozen=True, slots=True, eq=False)
class PreparedPosterior:
    """A calibrated system set up to be run at any of its draws, in any order.

    Draw *i* has the numbers of kept draw *i* modulo their count, and a future of its own that
    hangs on variable, year, seed and *i* alone: runs with one thing changed meet the same.
    """

    system: CausalSystem
    posterior: Posterior
    made: Trajectories
    levers: tuple[Lever, ...]
    dropped: tuple[Impulse, ...]
    seed: int
    document: str | None
    first_year: int

    @property
    def years(self) -> Float[np.ndarray, " year"]:
        """Years of a run that are asked for; what came before is run as well."""
        return self.made.years[self.made.years >= self.first_year]

    @property
    def model(self) -> Model:
        """The same at its usual numbers, for exchange with other programs."""
        span = (self.first_year, int(self.made.years[-1]))
        made = model_of(self.system, years=span, paths=self.posterior.paths, levers=self.levers)
        return lacking(made, self.dropped)

    @property
    def names(self) -> tuple[str, ...]:
        """Every variable of the system, in its order."""
        return self.made.variables

    def run(
        self, first: int, draws: int, engine: str = "numpy"
    ) -> Float[np.ndarray, "draw year variable"]:
        """All variables in the draws from `first` on."""
        del engine  # one engine: NumPy, all draws side by side
        at = (first + np.arange(draws)) % self.posterior.draws
        levels = None
        if any(each.uncertain for each in self.levers):
            levels = np.zeros((draws, len(self.made.years), len(self.names)))
            for each in self.levers:
                path = each.drawn(self.made.years, draws, self.seed, first)
                levels[..., self.names.index(each.variable)] = path
        values = self.made.run(self.vectors(at, first), self.noise(at, first), levels)
        return values[:, self.made.years >= self.first_year]

    def inputs(
        self, first: int, draws: int
    ) -> tuple[Float[np.ndarray, "draw number"], Float[np.ndarray, "draw year variable"]]:
        """Numbers, and what moves variables besides their links, in the draws from `first` on."""
        at = (first + np.arange(draws)) % self.posterior.draws
        return self.vectors(at, first), self.noise(at, first)

    def vectors(self, at: np.ndarray, first: int) -> Float[np.ndarray, "draw number"]:
        """Numbers as calibrated; those that the calibrated system had not, from their ranges."""
        gone = {size_name(each.id) for each in self.dropped}
        known = {name: self.posterior.number(name) for name in self.made.numbers}
        prior: dict[str, np.ndarray] = {}
        if any(values is None for values in known.values()):
            prior = draws_of(self.system, len(at), self.seed, self.document, first)
        found = np.stack(
            [prior[name] if values is None else values[at] for name, values in known.items()],
            axis=-1,
        )
        for each in self.system.links:
            if each.variant and self.document is not None:
                place = self.made.numbers.index(variant_name(each))
                found[:, place] = float(each.variant == self.document)
        for name in gone:
            found[:, self.made.numbers.index(name)] = 0.0
        return found

    def noise(self, at: np.ndarray, first: int) -> Float[np.ndarray, "draw year variable"]:
        """What moved variables besides their links, and what will."""
        from scipy.special import ndtri

        told, years = self.posterior, self.made.years
        found = wandering(told.paths, self.names, years, told.last, len(at), self.seed, first)
        past = min(len(years), told.moved.shape[1])
        for number, name in enumerate(told.noisy):
            place = self.names.index(name)
            found[:, :past, place] = told.moved[at, :past, number]
            for later in range(past, len(years)):
                new = ndtri(shares(f"noise {name} {years[later]:g}", len(at), self.seed, first))
                found[:, later, place] = told.spreads[at, number] * new
        return found


def prepared_posterior(
    system: CausalSystem,
    posterior: Posterior,
    *,
    seed: int = 0,
    years: tuple[int, int] = (FIRST, LAST),
    levers: Iterable[Lever] = (),
    without: Iterable[str] = (),
    document: str | None = None,
) -> PreparedPosterior:
    """A calibrated system with what is set or left out; arguments as in `simulate_posterior`."""
    dropped, set_to = events_of(system, without), tuple(levers)
    if document is not None:
        system.of_document(document)  # refuses what is no variant
    made = trajectories(system, years=(FIRST, years[1]), paths=posterior.paths, levers=set_to,
                        softness=SOFTNESS, engine="numpy")  # fmt: skip
    return PreparedPosterior(system, posterior, made, set_to, dropped, seed, document, years[0])


def simulate_posterior(
    system: CausalSystem,
    posterior: Posterior,
    draws: int,
    *,
    seed: int = 0,
    years: tuple[int, int] = (FIRST, LAST),
    levers: Iterable[Lever] = (),
    without: Iterable[str] = (),
    document: str | None = None,
    keep: Iterable[str] | None = None,
) -> PriorRuns:
    """Runs of a calibrated system over draws of its numbers, with noise.

    The past holds what moved variables besides their links, as the calibration found it: a run
    without an event is what those same years would have been without it (abduction, action,
    prediction). After the last year that it looked at, noise is new, and drivers go back to
    their mean as they did before (`driver_noise`).

    Parameters
    ----------
    system : CausalSystem
        The calibrated one, or one with more events; their sizes are drawn from their ranges.
    posterior : Posterior
    draws : int
    seed : int
    years : (first, last)
    levers : of Lever
    without : ids of impulses, or of events of the timeline
    document : str, optional
    keep : names, optional

    Returns
    -------
    runs : PriorRuns
        With `calibrated` set.

    Raises
    ------
    UnknownName, InputError

    References
    ----------
    Pearl, J. (2009). *Causality*, 2nd ed., 7.1 (counterfactuals in three steps).
    """
    made = prepared_posterior(system, posterior, seed=seed, years=years, levers=levers,
                              without=without, document=document)  # fmt: skip
    wanted = made.names if keep is None else tuple(keep)
    places = [made.names.index(system[name].name) for name in wanted]
    furthest, parts = [], []
    for first in range(0, max(draws, 1), PART):
        values = made.run(first, min(PART, draws - first))
        furthest.append(reach(values))
        parts.append(values[..., places])
    far = np.concatenate(furthest)
    used = np.asarray((far <= BEYOND).all(axis=1))
    return PriorRuns(
        made.model, made.years, wanted, np.concatenate(parts), used,
        ran_away(far[~used], made.names), made.dropped, calibrated=True,
    )  # fmt: skip
