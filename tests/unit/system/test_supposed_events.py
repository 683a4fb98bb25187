"""Events that a scenario supposes act on drivers that follow observed series; others do not."""

from dataclasses import replace

import numpy as np
import pytest

from steelyard.system.causal import shipped
from steelyard.system.causal_model import Path, model_of
from steelyard.system.causal_program import trajectories
from steelyard.system.causal_records import SUPPOSED, Impulse, Prior
from steelyard.system.model import Kind
from steelyard.system.numbers import draws_of
from steelyard.system.simulation import simulate

PATHS = {"energy_price": Path((1992.0, 2024.0), (-1.0, 1.0), "made up")}
SIZE = 0.75


def event(kind):
    return Impulse(
        "new", kind, "2030", 2030.0, "a rise", "energy_price", 1, Prior(SIZE, SIZE, SIZE), 2.0, "x"
    )


def with_event(kind):
    return replace(shipped(), impulses=(*shipped().impulses, event(kind)))


def energy(system):
    run = simulate(model_of(system, paths=PATHS), engine="numpy")
    return dict(zip(run.times, run["energy_price"], strict=True))


def test_a_supposed_event_moves_an_observed_driver_while_it_lasts():
    before, after = energy(shipped()), energy(with_event(SUPPOSED))
    moved = {year: round(after[year] - before[year], 9) for year in (2029, 2030, 2031, 2032)}
    assert moved == {2029: 0, 2030: SIZE, 2031: SIZE, 2032: 0}


def test_an_event_of_the_tables_does_not_as_the_series_holds_it():
    assert energy(with_event("facts")) == energy(shipped())


@pytest.mark.parametrize("draws", [3])
def test_both_programs_agree_on_it(draws):
    system = with_event(SUPPOSED)
    numbers = draws_of(system, draws, 0)
    made = trajectories(system, paths=PATHS, engine="numpy")
    arrays = made.run(np.column_stack([numbers[name] for name in made.numbers]))
    model = model_of(system, paths=PATHS)
    held = set(model.of(Kind.CONSTANT))
    known = {name: each for name, each in numbers.items() if name in held}
    run = simulate(model, constants=known, keep=made.variables, engine="numpy")
    assert np.abs(run.values - arrays).max() < 1e-12
