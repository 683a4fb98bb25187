"""Whether a causal system, written as a model, says what its tables say: at rest, link by link."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import model_of
from steelyard.system.causal_records import CausalLink
from steelyard.system.causal_terms import delayed, gain
from steelyard.system.expressions import TIME, evaluate
from steelyard.system.model import Kind, Model
from steelyard.system.numbers import numbers, variant_name
from steelyard.system.simulation import simulate

STEP = 1e-6
BEFORE_ALL = 0.0  # a time before every event


@dataclass(frozen=True, slots=True)
class Slope:
    """What a link does in the model: change of its effect for one of its cause, others at rest."""

    link: CausalLink
    value: float

    @property
    def agrees(self) -> bool:
        """Whether the sign is that of the table."""
        return float(np.sign(self.value)) == self.link.polarity


def unrest(system: CausalSystem) -> dict[str, float]:
    """Variables that move although nothing pushes them, by how far; empty as it should be.

    Without events and drifts, with every stock begun at 0 and every driver held there.
    """
    model = model_of(system)
    still = {each.name: 0.0 for each in numbers(system) if each.about in ("size", "start", "drift")}
    known = set(model.of(Kind.CONSTANT))
    run = simulate(model, constants={k: v for k, v in still.items() if k in known}, engine="numpy")
    moved = {each.name: float(np.abs(run[each.name]).max()) for each in system.variables}
    return {name: most for name, most in moved.items() if most > 0}


def slopes(system: CausalSystem) -> tuple[Slope, ...]:
    """The slope of every link in the model, by central difference at rest.

    A threshold is taken one standard deviation above its bend, and a link with a switch where
    the switch holds by one, as at rest neither acts.
    """
    model = model_of(system)
    return tuple(Slope(each, _slope(system, model, each)) for each in system.links)


def _slope(system: CausalSystem, model: Model, link: CausalLink) -> float:
    """One partial derivative."""
    effect = gain(link.effect) if system[link.effect].role == "stock" else link.effect
    tree = model[effect].equation
    assert tree is not None
    values = dict.fromkeys(model.by_name, 0.0) | {TIME: BEFORE_ALL}
    for name in model.of(Kind.CONSTANT):
        own = model[name].equation
        assert own is not None
        values[name] = float(evaluate(own, {}))
    for each in system.links:  # the sign of its own document, where they differ
        if each.variant:
            values[variant_name(each)] = float(each.variant == link.variant)
    if link.switch is not None:
        values[link.switch.variable] = link.switch.level + (1 if link.switch.above else -1)
    at = link.bend + 1 if link.form == "threshold" and link.bend is not None else 0.0
    cause = delayed(link)
    up, down = (float(evaluate(tree, values | {cause: at + step})) for step in (STEP, -STEP))
    return (up - down) / (2 * STEP)
