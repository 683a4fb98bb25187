"""A causal system as a function of its numbers: the same runs, with gradients."""

from dataclasses import replace

import numpy as np
import pytest

from steelyard.models.trade.numerics import jax
from steelyard.system.causal import shipped
from steelyard.system.causal_model import Path, model_of
from steelyard.system.causal_program import trajectories
from steelyard.system.model import Kind
from steelyard.system.numbers import draws_of
from steelyard.system.simulation import simulate
from steelyard.vocabulary.errors import InputError

PRICE = {"energy_price": Path((1995.0, 2010.0, 2020.0), (-1.0, 1.5, 0.2), "made up")}


def delayed(system):
    """The system with delays of parts of years, long ones, and other forms."""
    links = list(system.links)
    for at, delay in ((0, 0.4), (2, 2.5), (7, 14.0), (20, 0.7)):
        links[at] = replace(links[at], delay=delay)
    links[30] = replace(links[30], form="log")
    return replace(system, links=tuple(links))


@pytest.mark.parametrize("change", [lambda system: system, delayed], ids=["shipped", "changed"])
@pytest.mark.parametrize("softness", [0.0, 0.4])
@pytest.mark.parametrize("paths", [{}, PRICE], ids=["held", "path"])
def test_it_runs_as_the_model_does(change, softness, paths):
    system = change(shipped())
    model = model_of(system, paths=paths, softness=softness)
    drawn, known = draws_of(system, 25, 2), set(model.of(Kind.CONSTANT))
    given = {name: values for name, values in drawn.items() if name in known}
    ours = simulate(model, constants=given, engine="numpy")
    made = trajectories(system, paths=paths, softness=softness)
    vectors = np.stack([drawn[name] for name in made.numbers], axis=-1)
    theirs = np.asarray(jax.jit(jax.vmap(made.run))(vectors))
    for at, name in enumerate(made.variables):
        np.testing.assert_allclose(theirs[..., at], ours[name], rtol=0, atol=1e-12, err_msg=name)


def test_noise_is_added_where_it_is_said_to_be():
    system, span = shipped(), (1992, 2010)
    made, model = trajectories(system, years=span), model_of(system, years=span)
    usual = draws_of(system, 1, 0)
    vector = np.array([usual[name][0] for name in made.numbers])
    noise = np.random.default_rng(0).normal(size=(19, len(made.variables)))
    stocks = {each.name for each in system.variables if each.role == "stock"}
    shocks = {
        f"{name}_gain" if name in stocks else name: noise[:, at]
        for at, name in enumerate(made.variables)
        if f"{name}_gain" in model.by_name or model[name].kind is Kind.AUXILIARY
    }
    ours = simulate(model, shocks=shocks, engine="numpy")
    theirs = np.asarray(jax.jit(made.run)(vector, noise))
    for at, name in enumerate(made.variables):
        np.testing.assert_allclose(theirs[:, at], ours[name], rtol=0, atol=1e-12, err_msg=name)


def test_its_gradient_is_that_of_differences():
    made = trajectories(shipped(), years=(1992, 2020), softness=0.3)
    usual = draws_of(shipped(), 1, 0)
    at = np.array([usual[name][0] for name in made.numbers])
    place = made.variables.index("alignment")
    last = jax.jit(jax.value_and_grad(lambda vector: made.run(vector)[-1, place]))
    _, slope = last(at)
    assert np.isfinite(slope).all()
    for name in ("slope_west_pressure_on_alignment", "decay_alignment", "size_i06", "size_i46",
                 "start_west_cohesion", "slope_aggression_rus_on_sanctions"):  # fmt: skip
        number, step = made.numbers.index(name), 1e-6
        ends = [last(at + sign * step * (np.arange(at.size) == number))[0] for sign in (1, -1)]
        expected = float(ends[0] - ends[1]) / (2 * step)
        # curves are linear between points, so that a difference may straddle a kink
        assert slope[number] == pytest.approx(expected, rel=1e-4, abs=1e-9), name
        assert slope[number] != 0


def test_bad_input_is_refused():
    with pytest.raises(InputError, match="from 1992 to 2100"):
        trajectories(shipped(), years=(1980, 2000))
    with pytest.raises(InputError, match="path of alignment"):
        trajectories(shipped(), paths={"alignment": Path((1992.0,), (1.0,), "")})
