"""One step of a model, in NumPy or JAX alike: everything at a time, then the stocks after it."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from steelyard.system.expressions import TIME, evaluate
from steelyard.system.model import Kind, Model, initial_order, order


def started(
    model: Model, given: Mapping[str, Any], initial: Mapping[str, Any], xp: ModuleType
) -> dict[str, Any]:
    """Stocks at the start: as told in `initial`, else by their own equations.

    Parameters
    ----------
    model : Model
    given : of each constant and series, and the time
        Their values at the start.
    initial : of some stocks
        Values that replace the equations.
    xp : module
        ``numpy`` or ``jax.numpy``.
    """
    values = dict(given) | dict(initial)
    for name in initial_order(model):
        each = model[name]
        tree = each.initial if each.kind is Kind.STOCK else each.equation
        if name not in initial and tree is not None:
            values[name] = evaluate(tree, values, xp)
    return {name: values[name] for name in model.of(Kind.STOCK)}


def completed(
    model: Model,
    time: Any,
    stocks: Mapping[str, Any],
    given: Mapping[str, Any],
    shocks: Mapping[str, Any],
    xp: ModuleType,
) -> dict[str, Any]:
    """All variables at one time, from its stocks, constants, series and shocks."""
    values = {**given, **stocks, TIME: time}
    for name in order(model):
        tree = model[name].equation
        assert tree is not None  # `check` has seen to it
        value = evaluate(tree, values, xp)
        values[name] = value + shocks[name] if name in shocks else value
    return values


def advanced(model: Model, values: Mapping[str, Any], xp: ModuleType) -> dict[str, Any]:
    """The stocks one step later, by Euler: each flow keeps its value for the whole step."""
    return {name: _advanced(model, name, values, xp) for name in model.of(Kind.STOCK)}


def _advanced(model: Model, name: str, values: Mapping[str, Any], xp: ModuleType) -> Any:
    """One stock one step later."""
    each = model[name]
    net = sum((values[flow] for flow in each.inflows), 0.0)
    net = net - sum((values[flow] for flow in each.outflows), 0.0)
    later = values[name] + model.span.dt * net
    return xp.maximum(later, 0.0) if each.non_negative else later
