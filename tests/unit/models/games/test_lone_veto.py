"""The game of the lone veto, and what a record of vetoes can tell of it."""

import numpy as np
import pytest

from steelyard.models.games.lone_veto import Stances, isolation_premium, outcomes, types_of
from steelyard.models.games.lone_veto_record import LEAST_CONTRACTION, premiums
from steelyard.vocabulary.errors import InputError


def one(drive, premium, shared=0.0, meeting=0.5):
    return outcomes(
        Stances(
            np.array([drive], dtype=float),
            np.array([premium], dtype=float),
            np.array([shared]),
            np.array([meeting]),
        )
    )[0]


def random_stances(number, seed):
    random = np.random.default_rng(seed)
    return Stances(
        random.normal(-0.5, 1, (number, 2)),
        random.normal(0, 1, (number, 2)),
        random.uniform(-0.9, 0.9, number),
        random.uniform(0, 1, number),
    )


def test_chances_add_up_and_names_of_members_do_not_matter():
    stances = random_stances(200, 1)
    there = outcomes(stances)
    back = outcomes(
        Stances(stances.drive[:, ::-1], stances.premium[:, ::-1], stances.shared, stances.meeting)
    )
    np.testing.assert_allclose(there.sum(axis=1), 1, atol=1e-12)
    # the sign of the common part is borne by the second: exact up to the quadrature
    np.testing.assert_allclose(there, back[:, [0, 2, 1, 3]], atol=1e-9)


def test_outcomes_are_those_of_members_who_play_the_game():
    """Against plain simulation of best replies, equilibrium by equilibrium."""
    random = np.random.default_rng(3)
    drive, premium, shared, meeting = (-0.2, 0.1), (1.0, -0.6), 0.5, 0.3
    common, own = random.normal(size=200_000), random.normal(size=(200_000, 2))
    stake = np.array(drive) + np.sqrt(shared) * common[:, None] + np.sqrt(1 - shared) * own
    alone, joint = stake > 0, stake + np.array(premium) > 0
    equilibria = np.stack(
        [
            joint[:, 0] & joint[:, 1],
            alone[:, 0] & ~joint[:, 1],
            ~joint[:, 0] & alone[:, 1],
            ~alone[:, 0] & ~alone[:, 1],
        ],
        axis=1,
    ).astype(float)
    twice = (equilibria[:, 0] > 0) & (equilibria[:, 3] > 0)
    equilibria[twice] = [meeting, 0, 0, 1 - meeting]
    equilibria[equilibria.sum(axis=1) == 0] = 0.25
    simulated = (equilibria / equilibria.sum(axis=1, keepdims=True)).mean(axis=0)
    np.testing.assert_allclose(one(drive, premium, shared, meeting), simulated, atol=0.01)


def test_a_premium_for_company_makes_joint_vetoes_likelier_and_a_burden_rarer():
    assert one((0, 0), (1, 1))[0] > one((0, 0), (0, 0))[0] > one((0, 0), (-1, -1))[0]


def test_opposed_stakes_make_joint_vetoes_rarer():
    assert one((0, 0), (0, 0), -0.8)[0] < one((0, 0), (0, 0))[0] < one((0, 0), (0, 0), 0.8)[0]


def test_types_add_up():
    kinds = types_of(np.linspace(-2, 2, 9), np.linspace(2, -2, 9))
    np.testing.assert_allclose(kinds.sum(axis=1), 1)
    assert (kinds >= 0).all()


def test_nine_of_ten_intervals_hold_the_premium():
    """Games drawn from the stated prior, records drawn from the games."""
    stances, random = random_stances(700, 12), np.random.default_rng(4)
    chances = outcomes(stances)
    inside = []
    for game, odds in enumerate(chances):
        counts = random.multinomial(30, odds[:3] / odds[:3].sum())
        for member, found in enumerate(premiums(*counts.tolist())):
            if found.value.present:
                truth = stances.premium[game, member]
                inside.append(found.value.low <= truth <= found.value.high)
    assert len(inside) > 700
    assert 0.87 <= np.mean(inside) <= 0.93


def test_bounds_hold_the_truth_at_least_as_often_as_they_say():
    stances, random = random_stances(300, 21), np.random.default_rng(6)
    inside = []
    for game, odds in enumerate(outcomes(stances)):
        counts = random.multinomial(30, odds[:3] / odds[:3].sum())
        low, high = premiums(*counts.tolist())[0].bounds
        truth = stances.premium[game, 0]
        inside.append((low is None or low <= truth) and (high is None or truth <= high))
    assert np.mean(inside) >= 0.9


def test_a_record_that_says_little_gives_no_number():
    found = premiums(1, 2, 2, effective=0.2)
    absent = [each for each in found if not each.value.present]
    assert absent
    assert all(each.contraction < LEAST_CONTRACTION for each in absent)
    assert "prior" in absent[0].value.basis


def test_drafts_that_passed_tell_more():
    without, beside = premiums(14, 15, 0), premiums(14, 15, 0, passed=200)
    assert beside[1].contraction > without[1].contraction


@pytest.mark.parametrize(
    ("counts", "effective"), [((-1, 3, 9), 1.0), ((1, 1, 1), 1.0), ((9, 9, 9), 0.0)]
)
def test_bad_records_are_refused(counts, effective):
    with pytest.raises(InputError):
        premiums(*counts, effective=effective)


def test_bad_stances_are_refused():
    with pytest.raises(InputError):
        one((0, 0), (0, 0), shared=1.5)
    with pytest.raises(InputError):
        isolation_premium(1.0, 1.0, 1.0, stake_sd=0.0)
