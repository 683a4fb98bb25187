"""Laws of the game of a threatened cut, and best responses checked by brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.models.games.coercion import (
    Threat,
    best_demand,
    credible,
    extractable,
    play,
    would_cut,
)
from steelyard.vocabulary.errors import InputError

SLACK = 1e-9
cost = st.floats(0.001, 0.3)
small = st.floats(0.0001, 0.05)
chance = st.floats(0.01, 0.99)


@given(cost, cost, chance)
def test_the_concession_rises_with_what_the_target_would_lose(less, more, belief):
    low, high = sorted((less, more))
    assert extractable(low, belief) <= extractable(high, belief)


@given(st.floats(0, 0.3), st.floats(0, 0.3), small, cost)
def test_the_concession_does_not_rise_with_what_the_sender_would_lose(less, more, back, defiance):
    low, high = sorted((less, more))
    sure = [extractable(defiance, would_cut(each, back, 1e-4, 1e-1)) for each in (low, high)]
    assert sure[1] <= sure[0] + SLACK


def test_a_threat_that_costs_the_sender_nothing_is_always_believed():
    assert would_cut(0.0, 0.0, 1e-4, 1e-2) == 1
    assert credible(0.0, 0.0)


def test_nothing_is_extracted_from_a_target_that_loses_nothing():
    assert extractable(0.0, 1.0) == 0
    found = play(Threat(0.0, 0.001, 0.001, 0.01, 0.1), 0.01, 0.5)
    assert found.given_in == 0
    assert found.yields == 0


@given(cost, small, small, small, st.floats(0.05, 20), st.floats(0.05, 1.5), chance)
def test_probabilities_add_up_and_lie_between_0_and_1(d, c, a, r, worth, part, q):
    found = play(Threat(d, c, a, r, worth), part * d, q)
    parts = [found.quiet, found.yields, found.cut, found.backs_down]
    assert all(-SLACK <= each <= 1 + SLACK for each in parts)
    assert np.isclose(sum(parts), 1)


@given(cost, small, small, small, st.floats(0.05, 20), st.floats(0.05, 1.5), chance)
def test_nobody_gains_by_another_move(d, c, a, r, worth, part, q):
    """Every pure reply of each player against the strategies of the others, and Bayes' rule."""
    x = part * d
    found = play(Threat(d, c, a, r, worth), x, q)
    after = {"firm": max(r - c, -a), "bluffer": -a}
    if r - c < -a:
        return  # such a sender is not resolved: the game has no firm type
    for kind, threatens in (("firm", found.firm), ("bluffer", found.bluff)):
        gain = found.given_in * worth * x + (1 - found.given_in) * after[kind]
        played = threatens * gain
        assert played >= max(0.0, gain) - 1e-9 * (1 + worth) or (
            found.threat == 0 and found.given_in == 0
        )
    if found.threat > 0:
        assert np.isclose(found.belief, q * found.firm / found.threat)
        loss = {True: -x, False: -found.belief * d}
        answered = found.given_in * loss[True] + (1 - found.given_in) * loss[False]
        assert answered >= max(loss.values()) - 1e-9


@settings(max_examples=200)
@given(cost, small, small, st.floats(0.05, 20), st.floats(0.05, 0.99), chance)
def test_pure_equilibria_by_enumeration_hold_the_closed_form(d, c, a, worth, part, q):
    """All profiles of pure strategies, beliefs by Bayes on the path, found without the formula."""
    x, r = part * d, c  # a firm sender that is indifferent between cutting and no threat
    firm_cuts, bluff = r - c, -a
    pure = []
    for firm, bluffs, yields in itertools.product((0, 1), repeat=3):
        if firm + bluffs == 0:
            continue  # beliefs off the path decide; the D1 criterion rules these out
        belief = q * firm / (q * firm + (1 - q) * bluffs)
        if yields != (x <= belief * d) and x != belief * d:
            continue
        paid = {k: worth * x if yields else end for k, end in (("f", firm_cuts), ("b", bluff))}
        if (firm == 1) <= (paid["f"] >= 0) and (bluffs == 1) <= (paid["b"] >= 0):
            quiet_wrong = (firm == 0 and paid["f"] > 0) or (bluffs == 0 and paid["b"] > 0)
            if not quiet_wrong:
                pure.append((firm, bluffs, yields))
    found = play(Threat(d, c, a, r, worth), x, q)
    if x <= q * d:
        assert (1, 1, 1) in pure
        assert (found.firm, found.bluff, found.given_in) == (1, 1, 1)
    else:
        assert all(not (each[1] and each[2]) for each in pure)
        assert 0 < found.bluff < 1
        assert 0 < found.given_in < 1


@given(cost, st.floats(0, 0.3), st.floats(0.0, 0.3))
def test_with_full_information_backward_induction_agrees(d, c, stake):
    """The most that a target gives up, by trying demands on a grid."""
    grid = np.linspace(0, 1.5 * d, 301)
    cuts = c <= stake
    accepted = [x for x in grid if -x >= (-d if cuts else 0.0)]
    most = extractable(d, float(credible(c, stake)))
    assert abs(max(accepted) - float(most)) <= grid[1] + SLACK


@given(cost, small, small, small, st.floats(0.05, 20), chance)
def test_the_best_demand_beats_every_other(d, c, a, extra, worth, q):
    r = max(c - a, 0.0) + extra
    game = Threat(d, c, a, r, worth)

    def paid(x: float) -> float:
        found = play(game, x, q)
        return float(found.given_in * worth * x + (1 - found.given_in) * (r - c))

    tried = max(paid(x) for x in np.linspace(0.01 * d, d, 60))
    assert paid(float(best_demand(game, q))) >= tried - 1e-9 * (1 + worth)


@pytest.mark.parametrize(
    "wrong",
    [
        Threat(-0.1, 0.1, 0.1, 0.1, 1.0),
        Threat(0.1, np.nan, 0.1, 0.1, 1.0),
        Threat(0.1, 0.1, 0.0, 0.1, 1.0),
        Threat(0.1, 0.1, 0.1, 0.1, 0.0),
    ],
)
def test_costs_that_cannot_be_are_refused(wrong):
    with pytest.raises(InputError, match="what to do"):
        play(wrong, 0.05, 0.5)


def test_beliefs_and_ranges_that_cannot_be_are_refused():
    with pytest.raises(InputError):
        extractable(0.1, 1.2)
    with pytest.raises(InputError):
        would_cut(0.1, 0.0, 0.0, 0.1)
    with pytest.raises(InputError):
        would_cut(0.1, 0.0, 0.2, 0.1)
