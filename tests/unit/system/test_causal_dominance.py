"""Loops of a causal system scored over its runs."""

import numpy as np
import pytest

from steelyard.system.causal import shipped
from steelyard.system.causal_dominance import (
    causal_dominance,
    causal_scores,
    dominance_over_draws,
)
from steelyard.system.causal_model import model_of
from steelyard.system.levers import read_lever
from steelyard.system.model import Kind
from steelyard.system.numbers import numbers
from steelyard.system.simulation import simulate


@pytest.fixture(scope="module")
def system():
    return shipped()


@pytest.fixture(scope="module")
def found(system):
    return dominance_over_draws(system, 30)


def test_all_named_loops_are_scored_and_shares_make_a_whole(system, found):
    assert set(found.named) == {each.name for each in system.named_loops}
    whole = np.abs(found.scores.relative).sum(axis=-1)
    assert ((np.abs(whole - 1) < 1e-9) | (whole == 0)).all()
    assert (whole[:, 5:] > 0).all()


def test_a_loop_acts_by_its_polarity(system, found):
    for each in system.named_loops:
        score = found.of(each.name)
        assert (score * each.polarity >= 0).all()
        assert (score != 0).any(), each.name


def test_the_leading_set_makes_half_and_no_more_than_needed(found):
    size, leads = np.abs(found.scores.relative), found.leading()
    made = np.where(leads, size, 0).sum(axis=-1)
    moving = size.sum(axis=-1) > 0
    assert (made[moving] >= 0.5 - 1e-9).all()
    least = np.where(leads, size, np.inf).min(axis=-1)
    assert (made[moving] - least[moving] < 0.5).all()


def test_parts_are_parts(found):
    for part in (found.share_of_named(), found.reinforcing(), found.forgotten):
        assert (part >= 0).all()
        assert (part <= 1 + 1e-9).all()
    assert (found.turns() <= found.years.size - 1).all()


def test_at_rest_no_loop_acts(system):
    model = model_of(system)
    known = set(model.of(Kind.CONSTANT))
    still = {
        each.name: 0.0
        for each in numbers(system)
        if each.about in ("size", "start") and each.name in known
    }
    made = causal_dominance(system, simulate(model, constants=still, engine="numpy"))
    assert not made.scores.relative.any()
    assert not made.forgotten.any()
    assert [each.loops for each in made.spells()] == [()]


def test_the_score_of_a_link_is_its_part_of_the_change(system):
    """Two causes of an auxiliary, one set to move: its link makes all of the change."""
    model = model_of(system, levers=[read_lever("hedging_rus=2000:0,2010:1")])
    known = set(model.of(Kind.CONSTANT))
    still = {
        each.name: 0.0
        for each in numbers(system)
        if each.about in ("size", "start") and each.name in known
    }
    run = simulate(model, constants=still, engine="numpy")
    scores = causal_scores(system, run)
    moved = scores.of("hedging_rus", "dependence")
    at = int(np.flatnonzero(scores.times == 2002)[0])  # a year's delay
    assert moved[at] == pytest.approx(-1.0)
    assert scores.of("lock_in", "dependence")[at] == 0


def test_shorter_loops_alone_and_other_years(system):
    made = dominance_over_draws(system, 2, years=(2000, 2010), longest=5)
    assert max(len(each.variables) for each in made.loops) == 5
    assert "B4" not in made.named
    assert made.years.tolist() == list(range(2001, 2011))
