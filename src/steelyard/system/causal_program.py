"""A causal system as one function of its numbers, in arrays: quick to run and to differentiate.

The same equations as `steelyard.system.causal_model`, a test says to 1e-12; there each variable is
an equation of its own, which loops and other programs need, here all links are arrays, which
draws, likelihoods and gradients need.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_arrays import arranged
from steelyard.system.causal_layers import Layer, layers_of, terms
from steelyard.system.causal_model import FIRST, LAST, Path, need_paths, need_years
from steelyard.system.grid import points
from steelyard.system.levers import Lever, need_levers
from steelyard.system.model import Span


@dataclass(frozen=True, slots=True, eq=False)
class Trajectories:
    """A system as a function: `run(vector, noise=None, levels=None)` gives years by variables.

    `numbers` names the entries of the vector, `variables` the columns of the result. `noise` has
    years by variables: added to an auxiliary of a year, and to what flows into a stock over it.
    `levels` has years by variables too: where levers hold a variable, instead of their usual path.
    By NumPy, all may have draws in front; by JAX, map it with `jax.vmap`.
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
    levers: Iterable[Lever] = (),
    softness: float = 0.0,
    engine: str = "jax",
) -> Trajectories:
    """The system as a pure function of one vector of numbers.

    For draws, samplers and sensitivities: by JAX, compile it with `jax.jit`, map it over draws
    with `jax.vmap`, differentiate it with `jax.grad`; by NumPy it runs all draws at once without
    compiling. A condition that holds or not has no slope where it turns; `softness` gives it one.

    Parameters
    ----------
    system : CausalSystem
    years : (first, last)
    paths : of exogenous variables
    levers : of Lever
        Variables held on a path of the user's from a year on, whatever acts on them.
    softness : standard deviations
    engine : {"jax", "numpy"}

    Raises
    ------
    InputError
        If years, paths or levers are impossible.
    UnknownName

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> from steelyard.system.numbers import usual
    >>> made = trajectories(shipped(), engine="numpy")
    >>> at = usual(shipped())
    >>> made.run(np.array([at[name] for name in made.numbers])).shape
    (49, 90)
    """
    need_years(years)
    need_paths(system, paths or {})
    set_to = tuple(levers)
    need_levers(system, set_to, *years)
    held = arranged(system, points(Span(float(years[0]), float(years[1]))), paths or {}, set_to)
    xp, scan = (np, _loop) if engine == "numpy" else _jax()
    layers, inflow = layers_of(held)
    setting = bool(held.held.any())

    def run(vector: Any, noise: Any = None, levels: Any = None) -> Any:
        vector = xp.asarray(vector)
        weight = held.settled + (1 - held.settled) * vector[..., held.weight]
        slope = held.sign * vector[..., held.slope] * weight
        decay = held.stock * vector[..., held.decay]
        drift = held.drifting * vector[..., held.drift]
        sized = (held.direction * vector[..., held.size])[..., :, None] * held.hit
        event = held.force @ sized
        added = (held.force * held.supposed) @ sized  # onto observed paths as well
        event = xp.where(held.stock, held.jump @ sized + decay[..., None, :] * event, event)
        pushed = quiet = xp.where(held.driven, held.given + added, event)
        if noise is not None:
            pushed = pushed + xp.asarray(noise)
        left = held.before[:, None] * xp.exp(-decay[..., None, :] * held.faded[:, None])
        start = xp.where(held.stock, vector[..., held.start] + (sized * left).sum(axis=-2), 0.0)

        def part(layer: Layer, z: Any, read: Any) -> Any:
            return (slope[..., layer.links] * terms(layer, z, read, softness, xp)) @ layer.into

        def whole(x: Any, stages: Any, push: Any, at: Any, first: bool = False) -> Any:
            x = xp.where(held.depth >= 0, push, x)
            x = _set(x, at)
            for layer in layers:
                z = x if first else xp.concatenate([x, stages], axis=-1)
                x = _set(x + part(layer, z, layer.cause if first else layer.read), at)
            return x

        def _set(x: Any, at: Any) -> Any:
            return xp.where(at[0], at[1], x) if setting else x

        def step(carry: Any, given: Any) -> Any:
            stocks, stages = carry
            push, at = given
            x = whole(stocks, stages, push, at)
            z = xp.concatenate([x, stages], axis=-1)
            gain = part(inflow, z, inflow.read) + push + drift - decay * x
            later = x + xp.where(held.stock, gain, 0.0)
            later = xp.where(held.floor, xp.maximum(later, 0.0), later)
            return (later, stages + held.rate * (z[..., held.source] - stages)), x

        by_year = xp.moveaxis(pushed, -2, 0)
        level = xp.moveaxis(xp.asarray(held.level_held if levels is None else levels), -2, 0)
        first = whole(start, None, quiet[..., 0, :], (held.held[0], level[0]), first=True)
        carry = (xp.where(held.stock, start, 0.0), first[..., held.origin])  # a delay begins filled
        values = scan(step, carry, (by_year, (xp.asarray(held.held), level)))
        return xp.moveaxis(values, 0, -2)

    return Trajectories(held.names, held.variables, held.years, run)


def _loop(step: Callable[..., Any], carry: Any, given: Any) -> Any:
    """Year after year by NumPy."""
    by_year, (held, level) = given
    found = []
    for year in range(by_year.shape[0]):
        carry, x = step(carry, (by_year[year], (held[year], level[year])))
        found.append(x)
    return np.stack(found)


def _jax() -> tuple[Any, Callable[..., Any]]:
    """JAX, and its loop over years."""
    from steelyard.models.trade.numerics import jax, jnp

    return jnp, lambda step, carry, given: jax.lax.scan(step, carry, given)[1]
