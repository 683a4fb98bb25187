"""How likely series are, given the numbers of a causal system and what moved it besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float, Int

from steelyard.system.calibration_scales import TAILS, Scales, scales
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import FIRST, Path
from steelyard.system.causal_program import Trajectories, trajectories
from steelyard.system.readings import Reading

SOFTNESS = 0.25
"""Conditions hold by degrees while numbers are sought, as a likelihood needs slopes."""


@dataclass(frozen=True, slots=True, eq=False)
class Density:
    """A system with its series: `model()` for NumPyro, and what its coordinates mean.

    Coordinates `u` (`scales`) and `noise` (years by `scales.noisy`) are standard normal before
    data. `series`, `year`, `column` and `value` have one entry for each observed value.
    """

    system: CausalSystem
    readings: tuple[Reading, ...]
    scales: Scales
    made: Trajectories
    columns: Int[np.ndarray, " noisy"]
    series: Int[np.ndarray, " value"]
    year: Int[np.ndarray, " value"]
    column: Int[np.ndarray, " value"]
    value: Float[np.ndarray, " value"]

    @property
    def years(self) -> tuple[int, int]:
        """First and last year that the series reach, and the system is run."""
        return int(self.made.years[0]), int(self.made.years[-1])

    def paths_of(self, u: Any, noise: Any, xp: Any = np) -> Any:
        """The variables year by year: what the links make, and what moved them besides."""
        moved = noise * self.scales.spreads(u, xp)[..., None, :]
        into = np.zeros((len(self.columns), len(self.made.variables)))
        into[np.arange(len(self.columns)), self.columns] = 1.0
        return self.made.run(self.scales.vector(u, xp), moved @ into)

    def expected(self, u: Any, noise: Any, xp: Any = np) -> tuple[Any, Any]:
        """What each observed value should be, and its standard error."""
        x = self.paths_of(u, noise, xp)
        intercept, loading, error = self.scales.measured(u, xp)
        middle = (
            intercept[..., self.series] + loading[..., self.series] * x[..., self.year, self.column]
        )
        return middle, error[..., self.series]

    def model(self) -> None:
        """The model for NumPyro's samplers."""
        import numpyro
        from numpyro import distributions

        from steelyard.models.trade.numerics import jax, jnp

        # one program: the sampler's first look runs the model step by step, and would compile each
        expected = jax.jit(lambda u, noise: self.expected(u, noise, jnp))
        ordinary = distributions.Normal(0.0, 1.0)
        shape = (len(self.made.years), len(self.columns))
        u = numpyro.sample("u", ordinary.expand([self.scales.size]).to_event(1))
        noise = numpyro.sample("noise", ordinary.expand(shape).to_event(2))
        middle, error = expected(u, noise)
        seen = distributions.StudentT(TAILS, middle, error).to_event(1)
        numpyro.sample("seen", seen, obs=self.value)


def density(
    system: CausalSystem,
    seen: Sequence[Reading],
    paths: Mapping[str, Path],
    *,
    last: int,
    engine: str = "jax",
) -> Density:
    r"""The likelihood of series of endogenous variables, from 1992 to a last year.

    .. math::
        z_{st} = \alpha_s + \lambda_s x_{v(s),t} + \epsilon_{st},
        \qquad \epsilon_{st} / \sigma_s \sim t_5

    with *x* the variable that the series speaks to, moved by the links of the system, by its
    events, and by yearly noise :math:`\tau_v w_{vt}` of its own (into a stock, where it stays;
    on an auxiliary, for the year). Series of drivers are not judged: they are the drivers' paths.
    """
    role = {each.name: each.role for each in system.variables}
    kept = tuple(each for each in seen if role[each.observation.variable] != "exogenous")
    made = trajectories(system, years=(FIRST, last), paths=paths, softness=SOFTNESS, engine=engine)
    place = {name: at for at, name in enumerate(made.variables)}
    rows = [
        (at, year - FIRST, place[each.observation.variable], value)
        for at, each in enumerate(kept)
        for year, value in zip(each.years, each.values, strict=True)
        if FIRST <= year <= last
    ]
    series, year, column, value = zip(*rows, strict=True)
    found = scales(system, kept)
    return Density(
        system, kept, found, made, np.array([place[name] for name in found.noisy]),
        np.array(series), np.array(year), np.array(column), np.array(value),
    )  # fmt: skip
