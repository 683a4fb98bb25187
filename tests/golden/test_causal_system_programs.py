"""The causal system that ships, written in XMILE, is the same model in other programs."""

import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from steelyard.system.causal import CausalSystem, shipped
from steelyard.system.causal_model import model_of
from steelyard.system.dominance import loop_scores
from steelyard.system.graph import graph_of
from steelyard.system.link_scores import link_scores, seen
from steelyard.system.lookups import apart
from steelyard.system.loops import loops
from steelyard.system.simulation import simulate
from steelyard.system.xmile_text import write_file

CLOSE = {"R4", "R6", "B3"}


def small() -> CausalSystem:
    """The part of the system that three named loops and what acts on them make."""
    whole = shipped()
    rings = tuple(each for each in whole.named_loops if each.name in CLOSE)
    within = {name for each in rings for name in each.ring}
    switches = {each.switch.variable for each in whole.links if each.switch is not None}
    links = tuple(
        each
        for each in whole.links
        if {each.cause, each.effect} <= within and each.cause not in switches - within
    )
    return replace(
        whole,
        variables=tuple(each for each in whole.variables if each.name in within),
        mechanisms=(),
        links=links,
        impulses=tuple(each for each in whole.impulses if each.variable in within),
        named_loops=rings,
    )


def test_pysd_gives_the_same_trajectories(tmp_path: Path):
    pytest.importorskip("lxml")
    model, file = model_of(shipped()), tmp_path / "system.xmile"
    write_file(model, file)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what PySD uses of pandas is about to change
        pysd = pytest.importorskip("pysd")
        theirs = pysd.read_xmile(str(file)).run()
    ours = simulate(model, engine="numpy")
    columns = {str(name).lower().replace(" ", "_"): name for name in theirs.columns}
    for name in ours.names:
        np.testing.assert_allclose(
            theirs[columns[name]].to_numpy(), ours[name], rtol=0, atol=1e-10, err_msg=name
        )


def test_simlin_reads_the_same_links_and_runs(tmp_path: Path):
    simlin = pytest.importorskip("simlin")
    model, file = apart(model_of(shipped())), tmp_path / "system.stmx"
    write_file(model, file)
    theirs = simlin.load(file)
    run, other = simulate(model, engine="numpy"), theirs.run(analyze_loops=False)
    for name in run.names:
        np.testing.assert_allclose(other.results[name].to_numpy(), run[name], rtol=0, atol=1e-12)
    ours = graph_of(model).polarities()
    named = {(each.from_var, each.to_var): each.polarity.name for each in theirs.get_links()}
    assert set(named) == set(ours)
    settled = {ends: sign for ends, sign in ours.items() if sign is not None}
    both = [ends for ends in settled if named[ends] in ("POSITIVE", "NEGATIVE")]
    assert len(both) > 600
    for ends in both:
        assert named[ends] == ("POSITIVE" if settled[ends] > 0 else "NEGATIVE"), ends


def test_simlin_finds_the_same_loops_and_scores(tmp_path: Path):
    simlin = pytest.importorskip("simlin")
    model, file = model_of(small()), tmp_path / "small.stmx"
    write_file(model, file)
    theirs, run = simlin.load(file).run(), simulate(model, engine="numpy")
    scores = link_scores(run)
    ours = loop_scores(scores, loops(seen(graph_of(model), scores), longest=100))
    at = {frozenset(loop.links): number for number, loop in enumerate(ours.loops)}
    assert len(theirs.loops) == len(ours.loops) > 8
    for each in theirs.loops:
        later = (*each.variables[1:], each.variables[0])
        number = at[frozenset(zip(each.variables, later, strict=True))]
        series = np.asarray(each.behavior_time_series)[1:]
        np.testing.assert_allclose(ours.relative[:, number], series, rtol=0, atol=1e-6)
