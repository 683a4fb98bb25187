"""Loop scores of other programs (V12): logistic growth in Stella, an arms race in Simlin.

Stella's table prints three significant digits, then at most two decimals: -0.78475 is -0.785 and
then -0.79. It prints 0 at the first time, before which there is no step.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path

import numpy as np
import pytest

from steelyard.system.dominance import LoopScores, loop_scores, periods
from steelyard.system.graph import graph_of
from steelyard.system.link_scores import link_scores, seen
from steelyard.system.loops import loops
from steelyard.system.model import Model
from steelyard.system.simulation import simulate
from steelyard.system.xmile import read_file

FOLDER = Path(__file__).parents[3] / "shared/validation/loops"
PRINTED = FOLDER / "logistic_growth_loop_scores.tsv"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not PRINTED.exists(), reason=f"{PRINTED} is not there"),
]


def scored(model: Model, others: str = "before") -> LoopScores:
    scores = link_scores(simulate(model), others=others)
    return loop_scores(scores, loops(seen(graph_of(model), scores), longest=100))


def as_printed(percent: float) -> Decimal:
    """Three significant digits, then two decimals."""
    three = Context(prec=3, rounding=ROUND_HALF_UP).create_decimal(repr(float(percent)))
    return three.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@pytest.fixture(scope="module")
def printed() -> dict[str, list[Decimal]]:
    rows = [line.split("\t") for line in PRINTED.read_text("utf-8-sig").splitlines()]
    assert rows[0][1:] == [str(time) for time in range(101)]
    return {row[0].upper(): [Decimal(number) for number in row[1:]] for row in rows[1:]}


def test_logistic_growth_is_as_stella_prints_it_one_step_earlier(printed):
    model = read_file(FOLDER / "logistic_growth.stmx").over(0, 101)
    ours = scored(model)
    assert {
        name: set(loop.variables) for name, loop in zip(("R1", "B1"), ours.loops, strict=True)
    } == {
        "R1": {"population", "net_birth_rate"},
        "B1": {
            "population",
            "fraction_of_carrying_capacity_used",
            "fractional_growth_rate",
            "net_birth_rate",
        },
    }
    for name, series in printed.items():
        assert series[0] == 0
        assert ours.times[1:].tolist() == list(range(2, 102))
        assert [as_printed(100 * score) for score in ours.of(name)[1:]] == series[1:]


def test_logistic_growth_is_as_stella_prints_it_at_its_times_with_others_after_the_step(printed):
    ours = scored(read_file(FOLDER / "logistic_growth.stmx"), others="after")
    for name, series in printed.items():
        assert series[0] == 0
        assert ours.times.tolist() == list(range(1, 101))
        assert [as_printed(100 * score) for score in ours.of(name)] == series[1:]


def test_dominance_passes_to_the_balancing_loop_where_the_population_is_half_of_the_capacity():
    model = read_file(FOLDER / "logistic_growth.stmx")
    first, second = periods(scored(model))
    assert (first.loops, second.loops) == (("R1",), ("B1",))
    before = simulate(model)["population"][int(second.first) - 1]
    assert 500 <= before < 560  # one step of growth is at most 30 there


@pytest.mark.parametrize("name", ["arms_race", "logistic_growth"])
def test_loops_and_scores_are_those_of_simlin(name):
    simlin = pytest.importorskip("simlin")
    file = FOLDER / f"{name}.stmx"
    ours, theirs = scored(read_file(file)), simlin.load(file).run()
    at = {frozenset(loop.links): number for number, loop in enumerate(ours.loops)}
    assert len(theirs.loops) == len(ours.loops)
    for each in theirs.loops:
        later = (*each.variables[1:], each.variables[0])
        number = at[frozenset(zip(each.variables, later, strict=True))]
        series = np.asarray(each.behavior_time_series)
        assert series[0] == 0  # before the first step
        np.testing.assert_allclose(ours.relative[:, number], series[1:], rtol=0, atol=1e-6)
        assert each.name or ours.loops[number].name[0] == each.id[0].upper()


def test_the_arms_race_runs_as_in_simlin():
    simlin = pytest.importorskip("simlin")
    file = FOLDER / "arms_race.stmx"
    ours, theirs = simulate(read_file(file)), simlin.load(file).run().results
    for name in ours.names:
        np.testing.assert_allclose(ours[name], theirs[name].to_numpy(), rtol=1e-12)
