"""Runs: closed forms, both engines, draws, series, shocks, floors, what breaks, and the time."""

import time

import numpy as np
import pytest
from tests.fixtures.system_models import chain_of_sectors, drawn_rates, every_sign

from steelyard.system.model import Model, Span, auxiliary, constant, flow, series, stock
from steelyard.system.simulation import program, simulate
from steelyard.vocabulary.errors import AxisMismatch, InputError, UnknownName

ENGINES = ("jax", "numpy")


def draining(stop: float = 4, dt: float = 0.25, *, floor: bool = False) -> Model:
    return Model(
        "draining",
        (
            stock("lake", "m3", "2 * half", (), ("drain",), non_negative=floor),
            constant("half", "m3", 50),
            constant("rate", "1/y", 0.5),
            flow("drain", "m3/y", "lake * rate"),
        ),
        Span(0, stop, dt),
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_decay_has_its_closed_form(engine):
    run = simulate(draining(), engine=engine)
    np.testing.assert_allclose(run["lake"], 100 * (1 - 0.5 * 0.25) ** np.arange(17), rtol=1e-13)
    np.testing.assert_array_equal(run.times, np.arange(17) / 4)
    assert run.broken == ()


@pytest.mark.parametrize("model", [every_sign(), chain_of_sectors()], ids=lambda model: model.name)
def test_both_engines_give_the_same(model):
    compiled, stepwise = (simulate(model, engine=engine).values for engine in ENGINES)
    np.testing.assert_allclose(compiled, stepwise, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("engine", ENGINES)
def test_draws_are_the_runs_of_their_values(engine):
    random = np.random.default_rng(3)
    noise = random.normal(size=(5, 17))
    start, rate = random.uniform(50, 90, 5), random.uniform(0.1, 0.9, 5)
    given = {"initial": {"lake": start}, "constants": {"rate": rate}, "shocks": {"drain": noise}}
    many = simulate(draining(), **given, engine=engine)
    assert many["lake"].shape == (5, 17)
    for draw in range(5):
        one = simulate(
            draining(),
            initial={"lake": start[draw]},
            constants={"rate": rate[draw]},
            shocks={"drain": noise[draw]},
            engine=engine,
        )
        np.testing.assert_allclose(many.values[draw], one.values, rtol=1e-12)


def test_more_draws_than_lanes_change_no_draw():
    rates = drawn_rates(2, 1003)
    many = simulate(chain_of_sectors(2), constants=rates)
    last = simulate(chain_of_sectors(2), constants={k: v[-3:] for k, v in rates.items()})
    np.testing.assert_allclose(many.values[-3:], last.values, rtol=1e-13)


@pytest.mark.parametrize("engine", ENGINES)
def test_series_are_linear_between_their_times_and_can_be_replaced(engine):
    model = Model(
        "m",
        (series("oil", "USD/bbl", (1, 3), (10, 30)), auxiliary("twice", "USD/bbl", "2 * oil")),
        Span(0, 4),
    )
    assert simulate(model, engine=engine)["twice"].tolist() == [20, 20, 40, 60, 60]
    other = simulate(model, series={"oil": np.arange(5.0)}, engine=engine)
    assert other["twice"].tolist() == [0, 2, 4, 6, 8]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_stock_with_a_floor_stops_at_zero_and_rises_again(engine):
    model = Model(
        "m",
        (
            stock("s", "t", 5, ("gain",), ("loss",), non_negative=True),
            flow("gain", "t/y", "if time >= 4 then 6 else 0"),
            flow("loss", "t/y", "2"),
        ),
        Span(0, 6),
    )
    assert simulate(model, engine=engine)["s"].tolist() == [5, 3, 1, 0, 0, 4, 8]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_that_leaves_the_numbers_says_where(engine):
    model = Model(
        "m",
        (
            stock("s", "t", 2, (), ("loss",)),
            constant("step", "t/y", 1),
            flow("loss", "t/y", "step * ln(s + 1) / ln(s + 1)"),
        ),
        Span(2000, 2005),
    )
    run = simulate(model, constants={"step": np.array([0.1, 1.0])}, engine=engine)
    assert run.broken == ((1, 2002.0, "loss"),)
    assert np.isfinite(run.values[0]).all()


def test_only_what_is_kept_comes_back_and_nothing_else_is_known():
    run = simulate(draining(), keep=("lake",))
    assert run.values.shape == (17, 1)
    with pytest.raises(UnknownName, match="drain"):
        run["drain"]
    with pytest.raises(UnknownName, match="lake"):
        simulate(draining(), keep=("lakes",))
    with pytest.raises(UnknownName, match="engine"):
        simulate(draining(), engine="fortran")


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"constants": {"rats": 1.0}}, UnknownName, "rate"),
        ({"constants": {"lake": 1.0}}, UnknownName, "constant"),
        ({"initial": {"rate": 1.0}}, UnknownName, "stock"),
        ({"shocks": {"lake": np.zeros(17)}}, UnknownName, "flow or auxiliary"),
        ({"constants": {"rate": np.nan}}, InputError, "law 2"),
        ({"constants": {"rate": np.zeros((2, 2))}}, InputError, "shape"),
        ({"constants": {"rate": np.zeros(0)}}, InputError, "shape"),
        ({"shocks": {"drain": 1.0}}, InputError, "time"),
        ({"shocks": {"drain": np.zeros(5)}}, AxisMismatch, "5 of drain"),
        ({"constants": {"rate": np.ones(2), "half": np.ones(3)}}, AxisMismatch, "3 of half"),
    ],
)
def test_what_does_not_fit_the_model_is_refused(given, error, words):
    with pytest.raises(error, match=words):
        simulate(draining(), **given)


def test_a_run_can_be_differentiated():
    import jax

    run = program(draining(), ("lake",))

    def last(rate):
        return run({"half": 50.0, "rate": rate}, {}, {}, {})[-1, 0]

    exact = -0.25 * 16 * 100 * (1 - 0.5 * 0.25) ** 15
    assert float(jax.grad(last)(0.5)) == pytest.approx(exact, rel=1e-12)


def test_ten_thousand_runs_of_ninety_variables_take_less_than_ten_seconds():
    model, rates = chain_of_sectors(), drawn_rates(15, 10_000)
    assert len(model.variables) == 90
    simulate(model, constants=rates, keep=("level1",))  # compiles
    began = time.perf_counter()
    run = simulate(model, constants=rates, keep=("level1",))
    took = time.perf_counter() - began
    assert run.broken == ()
    assert run.values.shape == (10_000, 51, 1)
    assert took < 10  # that is 1 ms for a run; about 0.2 s on two idle cores
