"""Loop scores over draws in arrays: the engine's scores, intervals, and where dominance flips."""

from dataclasses import replace

import numpy as np
import pytest

from steelyard.system.causal import shipped
from steelyard.system.causal_dominance import causal_dominance, causal_scores
from steelyard.system.causal_model import model_of
from steelyard.system.causal_records import SUPPOSED, Impulse, Prior
from steelyard.system.dominance_draws import prior_draws
from steelyard.system.dominance_flips import (
    Contest,
    Question,
    _brackets,
    crossing,
    flips,
    usual_mean,
    varied,
)
from steelyard.system.dominance_over_draws import spans_of, told_of
from steelyard.system.link_moves import PARTS, mover, moves, parts_of
from steelyard.system.model import Kind
from steelyard.system.numbers import draws_of
from steelyard.system.simulation import simulate

LAST, DRAWS = 2006, 4


@pytest.fixture(scope="module")
def given():
    """Draws with chance of every variable."""
    made = prior_draws(shipped(), 8, last=LAST, seed=3)
    shape = (8, made.mover.made.years.size, len(made.mover.made.variables))
    return replace(made, noise=0.1 * np.random.default_rng(0).normal(size=shape))


@pytest.mark.parametrize("softness", [0.0, 0.25])
@pytest.mark.parametrize("noisy", [False, True])
def test_both_ways_give_the_same_scores(softness, noisy):
    system = shipped()
    model, drawn = (
        model_of(system, years=(1992, LAST), softness=softness),
        draws_of(system, DRAWS, 1),
    )
    of = mover(system, LAST, softness=softness)
    names, stocks = of.made.variables, {v.name for v in system.variables if v.role == "stock"}
    noise, shocks = None, None
    if noisy:
        noise = 0.1 * np.random.default_rng(1).normal(size=(DRAWS, LAST - 1990, len(names)))
        shocks = {
            f"{name}_gain" if name in stocks else name: noise[:, :-1, at]
            for at, name in enumerate(names)
        }
    known = set(model.of(Kind.CONSTANT))
    run = simulate(model, constants={k: v for k, v in drawn.items() if k in known},
                   shocks=shocks, engine="numpy")  # fmt: skip
    vectors = np.stack([drawn[name] for name in of.made.numbers], axis=-1)
    ours, theirs = moves(of, vectors, noise).scores, causal_scores(system, run)
    assert ours.links == theirs.links
    np.testing.assert_array_equal(ours.times, theirs.times)
    scale = 1 + np.abs(theirs.values)
    np.testing.assert_allclose(ours.values / scale, theirs.values / scale, rtol=0, atol=1e-9)
    later = moves(of, vectors, noise, since=2000).scores
    np.testing.assert_allclose(later.values, ours.values[:, 8:], rtol=1e-12)
    found = causal_dominance(system, run)
    group = prior_draws(system, 1, last=LAST).loops
    assert group == found.loops


def test_scores_and_parts_are_wholes(given):
    made = given.moves()
    whole = np.abs(given.relative(made)).sum(axis=-1)
    assert not whole[:, 0].any()  # every loop has a delay, which begins filled and still
    np.testing.assert_allclose(whole[:, 1:], 1, atol=1e-9)
    parts = parts_of(given.mover, given.group, made)
    np.testing.assert_allclose(parts.sum(axis=-1), 1, atol=1e-9)
    assert (parts[..., PARTS.index("chance")] > 0).all()
    still = replace(given, noise=None)
    calm = parts_of(given.mover, given.group, still.moves())
    assert not calm[..., PARTS.index("chance")].any()


def test_what_is_told_is_that_of_the_scores(given):
    found = told_of(given, 0, 2002, "prior")
    years = np.array(found.years)
    assert [str(each) for each in found.spans] == ["1993-97", "1998-02", "2003-06"]
    assert [each.projected for each in found.spans] == [False, False, True]
    score = given.relative(given.moves())[..., given.named["R4"]]
    mean = score[:, (years >= 1998) & (years <= 2002)].mean(axis=1)
    told = next(each for each in found.named if each.name == "R4").by_span[1]
    assert (told.low, told.middle, told.high) == pytest.approx(
        tuple(np.quantile(mean, (0.05, 0.5, 0.95)))
    )
    both = [each.probability for each in found.positions[:2]]
    np.testing.assert_allclose(np.add(*both), 1)
    for each in found.turns:
        at = found.spans.index(each.before)
        change = each.to_reinforcing - each.to_balancing
        over = found.balance.over_half_by_span
        assert change == pytest.approx(over[at + 1] - over[at])


def test_spans_leave_no_year_out():
    years = range(1993, 2041)
    for seen in range(1990, 2042):
        found = spans_of(years, seen)
        assert [y for each in found for y in range(each.first, each.last + 1)] == list(years)
        assert all(each.first > seen or each.last <= seen for each in found)


@pytest.mark.parametrize("name", ["western_access", "alignment", "chn_credit"])
def test_a_push_is_the_event_that_it_stands_for(given, name):
    """An auxiliary, a stock, a driver."""
    size, count = 0.7, len(given.vectors)
    push = Impulse("push", SUPPOSED, "2000", 2000.0, "", name, 1, Prior(0, 0, 0), 200.0, "asked")
    whole = replace(shipped(), impulses=(*shipped().impulses, push))
    other = mover(whole, LAST)
    vectors = np.insert(given.vectors, other.made.numbers.index("size_push"), size, axis=1)
    theirs = moves(other, vectors, given.noise, since=2000).scores.values
    asked = Question(given, 2001, LAST, 2000)
    number = next(each for each in varied(given, [name]) if each.about == "push")
    mean = asked.mean(number, np.full(count, size), np.arange(count))
    scores = moves(other, vectors, given.noise, since=2000).scores
    assert theirs.shape[1] == LAST - 2000
    from steelyard.system.dominance import loop_scores

    expected = loop_scores(scores, given.loops).relative.mean(axis=1)
    np.testing.assert_allclose(mean, expected, atol=1e-9)


def test_a_threshold_is_where_the_sign_changes(given):
    """Recomputed on either side of what halving found, in every draw that flips."""
    asked = Question(given, 1998, LAST, 1998)
    number = next(each for each in varied(given, []) if "alignment_on_west" in each.number)
    named = given.named
    contest = Contest(("R4", "R6"), (named["R4"],), (named["R6"],))
    margin = contest.margin(usual_mean(asked))
    wide = replace(number, low=0.0, high=0.3)
    bracket = _brackets(asked, wide, [contest], margin[None])[0]
    assert bracket.found.any()
    at, draws = crossing(asked, wide, contest, bracket, margin > 0), np.flatnonzero(bracket.found)
    step = 0.3 / 4 / 2**11
    way = np.sign(at - bracket.own[draws])
    here, there = (
        contest.margin(asked.mean(wide, at + move, draws)) for move in (-way * step, 0 * way)
    )
    assert ((here > 0) == (margin[draws] > 0)).all()
    assert ((there > 0) != (margin[draws] > 0)).all()
    again = flips(asked, [wide], between=[contest])[0]
    assert again.at.middle == pytest.approx(np.median(at))
    assert again.flips == pytest.approx(bracket.found.mean())
    assert again.before == pytest.approx((margin > 0).mean())


def test_what_cannot_reach_a_loop_is_not_varied(given):
    reached = {each.number for each in varied(given, ["alignment"])}
    assert "alignment" in reached
    assert all(each.high > each.low for each in varied(given, []))
