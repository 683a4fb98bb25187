"""A causal system as one function of its numbers, in arrays: quick to compile and to differentiate.

The same equations as `steelyard.system.causal_model`, a test says to 1e-12; there each variable is
an equation of its own, which loops and other programs need, here all links are one array, which
likelihoods and gradients need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_arrays import FORMS, arranged
from steelyard.system.causal_model import FIRST, LAST, Path, need_paths, need_years
from steelyard.system.grid import points
from steelyard.system.model import Span


@dataclass(frozen=True, slots=True, eq=False)
class Trajectories:
    """A system as a function: `run(vector, noise=None)` gives years by variables, by JAX.

    `numbers` names the entries of the vector, `variables` the columns of the result. `noise` has
    years by variables: added to an auxiliary of a year, and to what flows into a stock over it.
    """

    numbers: tuple[str, ...]
    variables: tuple[str, ...]
    years: Float[np.ndarray, " year"]
    run: Callable[..., Any]


def trajectories(
    system: CausalSystem,
    *,
    years: tuple[int, int] = (FIRST, LAST),
    paths: Mapping[str, Path] | None = None,
    softness: float = 0.0,
) -> Trajectories:
    """The system as a pure function of one vector of numbers.

    For samplers and sensitivities: compile it with `jax.jit`, map it over draws with `jax.vmap`,
    differentiate it with `jax.grad`. A condition that holds or not has no slope where it turns;
    `softness` gives it one. Levers belong to `steelyard.system.causal_model.model_of`.

    Parameters
    ----------
    system : CausalSystem
    years : (first, last)
    paths : of exogenous variables
    softness : standard deviations

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> from steelyard.system.numbers import usual
    >>> made = trajectories(shipped())
    >>> at = usual(shipped())
    >>> made.run(np.array([at[name] for name in made.numbers])).shape
    (49, 90)
    """
    from steelyard.models.trade.numerics import jax, jnp

    need_years(years)
    need_paths(system, paths or {})
    held = arranged(system, points(Span(float(years[0]), float(years[1]))), dict(paths or {}))

    saturating = held.form == FORMS.index("saturating")
    curve = np.where(saturating, held.bend, 1.0)  # a branch not taken must have a slope too

    def forms(z: Any, read: Any) -> Any:
        cause = z[read]
        bent = curve * jnp.tanh(cause / curve)
        above = jnp.maximum(0.0, cause - held.bend) - jnp.maximum(0.0, -held.bend)
        log = jnp.log1p(jnp.maximum(0.0, cause)) - jnp.log1p(jnp.maximum(0.0, -cause))
        far = held.side * (z[held.switch] - held.level)
        holds = jax.nn.sigmoid(far / softness) if softness > 0 else jnp.where(far > 0, 1.0, 0.0)
        return jnp.select(
            [held.form == at for at in range(5)], [cause, log, bent, above, cause * holds]
        )

    def run(vector: Any, noise: Any = None) -> Any:
        vector = jnp.asarray(vector)
        weight = held.settled + (1 - held.settled) * vector[held.weight]
        slope = held.sign * vector[held.slope] * weight
        decay = held.stock * vector[held.decay]
        sized = held.hit * (held.direction * vector[held.size])[:, None]  # by event and variable
        event = jnp.where(held.stock, held.jump @ sized + decay * (held.force @ sized),
                          held.force @ sized)  # fmt: skip
        pushed = jnp.where(held.driven, held.given, event)
        left = (sized * held.before[:, None] * jnp.exp(-decay * held.faded[:, None])).sum(axis=0)
        start = jnp.where(held.stock, vector[held.start] + left, 0.0)
        added = jnp.zeros_like(pushed) if noise is None else jnp.asarray(noise)

        def sums(z: Any, read: Any) -> Any:
            return jnp.zeros(held.stock.size).at[held.effect].add(slope * forms(z, read))

        def whole(x: Any, stages: Any, push: Any, read: Any) -> Any:
            x = jnp.where(held.depth == 0, push, x)
            for depth in range(1, held.depth.max() + 1):
                now = sums(jnp.concatenate([x, stages]), read) + push
                x = jnp.where(held.depth == depth, now, x)
            return x

        def step(carry: Any, push: Any) -> Any:
            stocks, stages = carry
            x = whole(stocks, stages, push, held.read)
            z = jnp.concatenate([x, stages])
            later = x + jnp.where(held.stock, sums(z, held.read) + push - decay * x, 0.0)
            later = jnp.where(held.floor, jnp.maximum(later, 0.0), later)
            return (later, stages + held.rate * (z[held.source] - stages)), x

        nothing = jnp.zeros(held.source.size)
        first = whole(start, nothing, pushed[0], held.cause)  # a delay begins filled
        _, values = jax.lax.scan(step, (start, first[held.origin]), pushed + added)
        return values

    return Trajectories(held.names, held.variables, held.years, run)
