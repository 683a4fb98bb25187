"""Laws of the contest of two powers; equilibria found again by iterated best replies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from steelyard.models.games.contest import (
    implied_strength,
    influence_share,
    most_decisive,
    patience_for_restraint,
    patience_needed,
    spending,
)
from steelyard.vocabulary.errors import InputError

strength = st.floats(0.05, 20)
share = st.floats(0.05, 0.95)


@given(strength)
def test_a_share_tells_the_strength_behind_it(s):
    assert np.isclose(implied_strength(influence_share(s)), s)


@given(strength, st.floats(0.2, 1.0))
def test_swapping_the_sides_swaps_the_shares(s, r):
    one, other = spending(s, r), spending(1 / s, r)
    assert np.isclose(one.share, 1 - other.share)
    assert np.isclose(one.gain_first, other.gain_second)


@settings(max_examples=8)
@given(st.floats(0.3, 3), st.floats(0.4, 1.2), st.floats(0.5, 2), st.floats(0.5, 2))
def test_iterated_best_replies_reach_the_closed_form(edge, r, first, second):
    """Efforts e, unit cost 1, prizes `first` and `second`; replies by a bounded search."""
    s = edge * (first / second) ** r
    if r > most_decisive(influence_share(s)) - 0.05:
        return

    def won(own: float, other: float, effect: float) -> float:
        return effect * own**r / (effect * own**r + other**r)

    def reply(other: float, effect: float, prize: float) -> float:
        found = minimize_scalar(
            lambda e: e - prize * won(e, other, effect),
            bounds=(1e-9, prize),
            method="bounded",
            options={"xatol": 1e-12},
        )
        return float(found.x)

    e1, e2 = 0.1 * first, 0.1 * second
    for _ in range(80):
        e1 = 0.5 * e1 + 0.5 * reply(e2, edge, first)
        e2 = 0.5 * e2 + 0.5 * reply(e1, 1 / edge, second)
    expected = spending(s, r)
    assert np.isclose(won(e1, e2, edge), expected.share, atol=1e-4)
    assert np.isclose(e1 / first, expected.first, atol=1e-4)
    assert np.isclose(e2 / second, expected.second, atol=1e-4)


@given(share)
def test_beyond_the_limit_the_weaker_would_rather_stay_out(p):
    r = float(most_decisive(p))
    weaker = min(p, 1 - p)
    beyond = weaker * (1 - 1.01 * r * (1 - weaker))
    at = weaker * (1 - r * (1 - weaker))
    assert beyond < 0 <= at + 1e-12
    with pytest.raises(InputError, match="no equilibrium"):
        spending(p / (1 - p), 1.01 * r)


@given(share, st.floats(0.2, 1.0))
def test_a_condominium_holds_exactly_from_the_patience_needed(p, r):
    """Values of keeping it and of breaking it, from the definition."""
    delta = float(patience_needed(p, r))
    for own in (p, 1 - p):
        keep = own / (1 - delta)
        contest = own * (1 - r * (1 - own))
        breach = 1 + delta / (1 - delta) * contest
        assert keep >= breach - 1e-9
    weaker = min(p, 1 - p)
    less = delta - 1e-3
    assert weaker / (1 - less) < 1 + less / (1 - less) * weaker * (1 - r * (1 - weaker))


@given(share, st.floats(0.2, 1.0))
def test_payments_never_ask_for_more_patience(p, r):
    paid = patience_needed(p, r, side_payments=True)
    assert paid <= patience_needed(p, r) + 1e-12


def test_equals_need_no_payments():
    assert patience_needed(0.5) == patience_needed(0.5, side_payments=True)


@given(share, st.floats(0.0, 0.9))
def test_the_best_breach_of_restraint_is_the_closed_form(p, part):
    own, other = p, 1 - p
    against = part * other**2  # the other's effective effort, in units of one's own

    def gain(x: np.ndarray) -> np.ndarray:
        return x / (x + against) - x

    tried = gain(np.linspace(1e-9, 1, 200_001)).max()
    assert np.isclose((1 - np.sqrt(part) * other) ** 2, tried, atol=1e-4)
    delta = float(patience_for_restraint(p, part))
    keep = (own - part * own * other) / (1 - delta)
    assert keep >= (1 - np.sqrt(part) * other) ** 2 + delta / (1 - delta) * own**2 - 1e-9


@given(share)
def test_more_restraint_asks_for_more_patience(p):
    found = patience_for_restraint(p, np.linspace(0, 0.95, 20))
    assert (np.diff(found) < 1e-9).all()
    assert np.isclose(found[0], patience_needed(p))


@given(strength)
def test_rivalry_uses_up_most_between_equals(s):
    assert spending(s).dissipated <= spending(1.0).dissipated


@pytest.mark.parametrize("wrong", [0.0, 1.0, -0.1, 1.2, np.nan])
def test_shares_that_cannot_be_are_refused(wrong):
    with pytest.raises(InputError):
        implied_strength(wrong)
    with pytest.raises(InputError):
        patience_needed(wrong)


@pytest.mark.parametrize("wrong", [0.0, -1.0, np.nan])
def test_strengths_that_cannot_be_are_refused(wrong):
    with pytest.raises(InputError):
        influence_share(wrong)
