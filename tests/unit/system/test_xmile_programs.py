"""What is written opens in other programs and has the same runs, loops and scores there."""

import warnings
from pathlib import Path

import numpy as np
import pytest
from tests.fixtures.system_models import chain_of_sectors, every_sign

from steelyard.system.dominance import loop_scores
from steelyard.system.graph import graph_of
from steelyard.system.link_scores import link_scores, seen
from steelyard.system.loops import loops
from steelyard.system.model import Model, Span, flow, stock
from steelyard.system.simulation import simulate
from steelyard.system.xmile_text import write_file

FLOOR = Model(
    "floor",
    (
        stock("s", "t", 10, ("gain",), ("loss",), non_negative=True),
        flow("gain", "t/y", "if time > 6 then 4 else 0.5"),
        flow("loss", "t/y", "3 + 0.1 * lookup(s, 0, 0, 5, 1) * lookup(time, 2, 0, 4, 1)"),
    ),
    Span(0, 10),
)
MODELS = [every_sign(), chain_of_sectors(3)]


@pytest.fixture(params=[*MODELS, FLOOR], ids=lambda model: model.name)
def exported(request, tmp_path: Path) -> tuple[Model, Path]:
    file = tmp_path / "model.xmile"
    write_file(request.param, file)
    return request.param, file


def test_pysd_gives_the_same_trajectories(exported):
    pytest.importorskip("lxml")
    model, file = exported
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what PySD uses of pandas is about to change
        pysd = pytest.importorskip("pysd")
        theirs = pysd.read_xmile(str(file)).run()
    ours = simulate(model)
    columns = {str(name).lower().replace(" ", "_"): name for name in theirs.columns}
    for name in ours.names:
        np.testing.assert_allclose(
            theirs[columns[name]].to_numpy(), ours[name], rtol=1e-9, atol=1e-9, err_msg=name
        )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_simlin_gives_the_same_trajectories_loops_and_scores(model, tmp_path: Path):
    simlin = pytest.importorskip("simlin")
    file = tmp_path / "model.stmx"
    write_file(model, file)
    theirs, run = simlin.load(file).run(), simulate(model)
    for name in run.names:
        np.testing.assert_allclose(theirs.results[name].to_numpy(), run[name], rtol=1e-9, atol=1e-9)
    scores = link_scores(run)
    ours = loop_scores(scores, loops(seen(graph_of(model), scores), longest=100))
    at = {frozenset(loop.links): number for number, loop in enumerate(ours.loops)}
    assert len(theirs.loops) == len(ours.loops) > 5
    for each in theirs.loops:
        later = (*each.variables[1:], each.variables[0])
        number = at[frozenset(zip(each.variables, later, strict=True))]
        series = np.asarray(each.behavior_time_series)[1:]
        np.testing.assert_allclose(ours.relative[:, number], series, rtol=0, atol=1e-6)
