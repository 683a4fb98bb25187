"""What a run is given beside its model: constants, initial values, series, shocks; draws."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.system.expressions import evaluate
from steelyard.system.grid import at_points, points
from steelyard.system.model import Kind, Model
from steelyard.vocabulary.errors import AxisMismatch, InputError, UnknownName

Given = Mapping[str, float | np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Values for a run, all of them, as arrays: a drawn one has its draws as first axis.

    `constants` and `initial` are numbers, `series` and `shocks` have one value for each time.
    """

    constants: dict[str, np.ndarray]
    initial: dict[str, np.ndarray]
    series: dict[str, np.ndarray]
    shocks: dict[str, np.ndarray]
    draws: int | None

    def groups(self) -> dict[str, dict[str, np.ndarray]]:
        """The four groups by name."""
        return {name: getattr(self, name) for name in GROUPS}

    def drawn(self) -> dict[str, dict[str, bool]]:
        """Which of them have draws."""
        return {
            group: {name: array.ndim > GROUPS[group] for name, array in values.items()}
            for group, values in self.groups().items()
        }


GROUPS = {"constants": 0, "initial": 0, "series": 1, "shocks": 1}  # axes without draws
KINDS = {
    "constants": (Kind.CONSTANT,),
    "initial": (Kind.STOCK,),
    "series": (Kind.SERIES,),
    "shocks": (Kind.FLOW, Kind.AUXILIARY),
}


def gathered(
    model: Model,
    constants: Given | None = None,
    initial: Given | None = None,
    series: Given | None = None,
    shocks: Given | None = None,
) -> Inputs:
    """The model's own values, with those replaced that are given.

    Parameters
    ----------
    model : Model
    constants, initial : number or (draw,)
        By name of a constant, of a stock.
    series, shocks : (time,) or (draw, time)
        By name of a series; by name of a flow or auxiliary, to whose value a shock is added.

    Raises
    ------
    UnknownName
        If a name is no constant, stock, series, flow or auxiliary of the model.
    InputError
        If a value is not finite or has the wrong number of axes.
    AxisMismatch
        If lengths differ between draws, or from the times of the run (law 3).
    """
    times = points(model.span)
    told = {"constants": constants, "initial": initial, "series": series, "shocks": shocks}
    made = {
        group: {name: _array(model, group, name, values[name], times) for name in values}
        for group, values in ((group, values or {}) for group, values in told.items())
    }
    lengths = {
        name: array.shape[0]
        for group, values in made.items()
        for name, array in values.items()
        if array.ndim > GROUPS[group]
    }
    for name, length in lengths.items():
        first = next(iter(lengths))
        if length != lengths[first]:
            raise AxisMismatch(
                axis="draw", left=[f"{lengths[first]} of {first}"], right=[f"{length} of {name}"]
            )
    own = _own(model, times)
    return Inputs(
        constants=own["constants"] | made["constants"],
        initial=made["initial"],
        series=own["series"] | made["series"],
        shocks=made["shocks"],
        draws=next(iter(lengths.values()), None),
    )


def _own(model: Model, times: Float[np.ndarray, " time"]) -> dict[str, dict[str, np.ndarray]]:
    """What the model itself says of its constants and series."""
    constants: dict[str, np.ndarray] = {}
    for name in model.of(Kind.CONSTANT):
        tree = model[name].equation
        assert tree is not None  # `check` has seen to it
        constants[name] = np.asarray(evaluate(tree, {}))
    series = {name: at_points(model[name], times) for name in model.of(Kind.SERIES)}
    return {"constants": constants, "series": series}


def _array(
    model: Model,
    group: str,
    name: str,
    value: float | np.ndarray,
    times: Float[np.ndarray, " time"],
) -> np.ndarray:
    """One given value as an array, or the reason why it cannot be used."""
    known = model.of(*KINDS[group])
    where = f"{group} for a run of {model.name}"
    if name not in known:
        kind = " or ".join(KINDS[group])
        raise UnknownName(where=where, kind=kind, name=name, nearest=near_names(name, known))
    array = np.asarray(value, dtype=float)
    axes = GROUPS[group]
    if array.ndim not in (axes, axes + 1) or not np.isfinite(array).all() or array.size == 0:
        raise InputError(
            where=where,
            found=f"{name} of shape {array.shape}, {np.isfinite(array).sum()} values finite.",
            expected=f"finite values, {'(time,) or (draw, time)' if axes else '() or (draw,)'}",
            remedy="Fill or drop what is absent in a named step first (law 2).",
        )
    if axes and array.shape[-1] != times.size:
        raise AxisMismatch(axis="time", left=times.tolist(), right=[f"{array.shape[-1]} of {name}"])
    return array


def near_names(name: str, known: Iterable[str]) -> list[str]:
    """Known names like this one, at most three."""
    return difflib.get_close_matches(name.lower(), list(known), 3)
