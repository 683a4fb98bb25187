"""Runs of a model: one or many draws, compiled with JAX, or step by step with NumPy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from jaxtyping import Float

from steelyard.system.expressions import TIME
from steelyard.system.grid import points
from steelyard.system.inputs import GROUPS, Given, Inputs, gathered, near_names
from steelyard.system.model import Model
from steelyard.system.stepping import advanced, completed, started
from steelyard.vocabulary.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Callable

LANES = 1000  # draws side by side; a fixed number, so that one program serves any number of draws


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What every kept variable did, at every time.

    `values` has the axes draw (where draws were given), time, variable. `broken` tells of each
    run that left the numbers, such as by a division by 0: draw (0 without draws), time, variable;
    its values from there on are not finite, and stand for nothing (law 7).
    """

    model: Model
    times: Float[np.ndarray, " time"]
    names: tuple[str, ...]
    values: Float[np.ndarray, "*draw time variable"]
    inputs: Inputs
    broken: tuple[tuple[int, float, str], ...]

    def __getitem__(self, name: str) -> Float[np.ndarray, "*draw time"]:
        """One variable over time."""
        if name not in self.names:
            kind = f"variable kept from a run of {self.model.name}"
            near = near_names(name, self.names)
            raise UnknownName(where="run", kind=kind, name=name, nearest=near)
        return self.values[..., self.names.index(name)]


def simulate(
    model: Model,
    *,
    constants: Given | None = None,
    initial: Given | None = None,
    series: Given | None = None,
    shocks: Given | None = None,
    keep: Iterable[str] | None = None,
    engine: str = "jax",
) -> Run:
    r"""A run of the model over its span, by Euler, or one run for each draw.

    .. math:: S_{t+dt} = S_t + dt \left( \sum_i i_t - \sum_o o_t \right)

    Everything else follows at each time from stocks, constants, series and shocks. Stocks that
    may not be negative stop at 0.

    Parameters
    ----------
    model : Model
        Over another span: ``model.over(1992, 2040)``.
    constants, initial : number or (draw,)
        Values in place of those of the model; a stock's in place of its initial equation.
    series : (time,) or (draw, time)
        What comes from outside, at every time of the run.
    shocks : (time,) or (draw, time)
        Added to a flow or an auxiliary at each time: noise, impulses. Chance is drawn outside,
        with a seed, so that the same draws give the same run.
    keep : names
        Variables to return, all if None. Fewer need less memory when there are many draws.
    engine : {"jax", "numpy"}
        Compiled, or step by step; both give the same to about 1e-12.

    Returns
    -------
    run : Run
        Each variable in its own unit at every time, first and last included.

    Raises
    ------
    UnknownName, AxisMismatch, InputError
        If what is given does not fit the model.

    References
    ----------
    Forrester, J. W. (1961). *Industrial Dynamics*. MIT Press, ch. 7.

    Examples
    --------
    >>> from steelyard.system.model import Model, Span, constant, flow, stock
    >>> model = Model("water", (
    ...     stock("lake", "m3", 100, outflows=("drain",)),
    ...     flow("drain", "m3/y", "lake * rate"),
    ...     constant("rate", "1/y", 0.5),
    ... ), Span(0, 2))
    >>> simulate(model, engine="numpy")["lake"].tolist()
    [100.0, 50.0, 25.0]
    >>> simulate(model, constants={"rate": [0.1, 0.2]}, engine="numpy")["lake"][:, 1].tolist()
    [90.0, 80.0]
    """
    inputs = gathered(model, constants, initial, series, shocks)
    names = tuple(model.by_name) if keep is None else tuple(keep)
    for name in names:
        if name not in model.by_name:
            near = near_names(name, model.by_name)
            raise UnknownName(where="keep", kind="variable", name=name, nearest=near)
    if engine not in ENGINES:
        raise UnknownName(where="simulate", kind="engine", name=engine, nearest=tuple(ENGINES))
    values = ENGINES[engine](model, inputs, names)
    times = points(model.span)
    return Run(model, times, names, values, inputs, _broken(times, names, values))


def _broken(
    times: np.ndarray, names: tuple[str, ...], values: np.ndarray
) -> tuple[tuple[int, float, str], ...]:
    """The first time and variable of each run that is not finite."""
    bad = ~np.isfinite(values.reshape(-1, *values.shape[-2:]))
    found = []
    for draw in np.flatnonzero(bad.any(axis=(1, 2))):
        at = int(bad[draw].any(axis=1).argmax())
        found.append((int(draw), float(times[at]), names[int(bad[draw, at].argmax())]))
    return tuple(found)


def _stepwise(model: Model, inputs: Inputs, names: tuple[str, ...]) -> np.ndarray:
    """All draws at once, one time after the other, in NumPy."""
    times = points(model.span)
    shape = () if inputs.draws is None else (inputs.draws,)
    kept = np.empty((*shape, times.size, len(names)))
    stocks: dict[str, Any] = {}
    with np.errstate(all="ignore"):  # what is not finite is told in `Run.broken`
        for step, time in enumerate(times):
            given = inputs.constants | {k: v[..., step] for k, v in inputs.series.items()}
            shocks = {name: value[..., step] for name, value in inputs.shocks.items()}
            if step == 0:
                stocks = started(model, given | {TIME: time}, inputs.initial, np)
            values = completed(model, time, stocks, given, shocks, np)
            for at, name in enumerate(names):
                kept[..., step, at] = values[name]
            stocks = advanced(model, values, np)
    return kept


def program(model: Model, keep: tuple[str, ...]) -> Callable[..., Any]:
    """One run as a pure function for JAX, to be compiled, mapped over draws or differentiated.

    Returns
    -------
    run : function of (constants, initial, series, shocks)
        Each a mapping from names to scalars, or to arrays over the times of the run; constants
        and series are needed all, as in `Inputs`. Gives an array of times by `keep`.
    """
    from steelyard.models.trade.numerics import jax, jnp

    times = points(model.span)

    def run(constants: Any, initial: Any, series: Any, shocks: Any) -> Any:
        first = {name: value[0] for name, value in series.items()}
        with np.errstate(all="ignore"):
            start = started(model, {**constants, **first, TIME: times[0]}, initial, jnp)
        start = {name: jnp.asarray(value, dtype=float) for name, value in start.items()}

        def step(stocks: Any, now: Any) -> Any:
            time, given, shock = now
            with np.errstate(all="ignore"):
                values = completed(model, time, stocks, constants | given, shock, jnp)
                later = advanced(model, values, jnp)
            later = {name: jnp.asarray(value, dtype=float) for name, value in later.items()}
            return later, [jnp.asarray(values[name], dtype=float) for name in keep]

        _, kept = jax.lax.scan(step, start, (jnp.asarray(times), series, shocks))
        return jnp.stack(kept, axis=-1)

    return run


@lru_cache(maxsize=32)
def _compiled(model: Model, keep: tuple[str, ...], drawn: tuple[Any, ...] | None) -> Any:
    """The compiled run; with draws, over the first axis of those inputs that have them."""
    from steelyard.models.trade.numerics import jax

    run = program(model, keep)
    if drawn is None:
        return jax.jit(run)
    axes = tuple({name: 0 if has else None for name, has in group} for group in drawn)
    return jax.jit(jax.vmap(run, in_axes=axes))


def _scanned(model: Model, inputs: Inputs, names: tuple[str, ...]) -> np.ndarray:
    """Compiled runs, in lanes of a fixed number of draws."""
    groups = inputs.groups()
    if inputs.draws is None:
        return np.asarray(_compiled(model, names, None)(*groups.values()))
    drawn = inputs.drawn()
    key = tuple(tuple(drawn[group].items()) for group in GROUPS)
    run = _compiled(model, names, key)
    lanes = LANES if inputs.draws > LANES else inputs.draws
    kept = np.empty((inputs.draws, model.span.steps + 1, len(names)))
    for first in range(0, inputs.draws, lanes):
        picked = np.minimum(np.arange(first, first + lanes), inputs.draws - 1)
        part = [
            {name: array[picked] if drawn[group][name] else array for name, array in each.items()}
            for group, each in groups.items()
        ]
        count = min(lanes, inputs.draws - first)
        kept[first : first + count] = np.asarray(run(*part))[:count]
    return kept


ENGINES: dict[str, Callable[[Model, Inputs, tuple[str, ...]], np.ndarray]] = {
    "jax": _scanned,
    "numpy": _stepwise,
}
