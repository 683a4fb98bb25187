"""Vote similarity: equal to its definition pair by pair, bounded, blind to order, never silent."""

from itertools import combinations

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from steelyard.measures.agreement import agreement_interval, kappa_interval
from steelyard.measures.cohesion import agreement_index, mean_pairwise_agreement, rice_index
from steelyard.measures.similarity import MEASURES, contested, dyad_tables, similarities
from steelyard.measures.vote_bootstrap import FEWEST_GROUPS, redraw_similarity
from steelyard.vocabulary.errors import InputError

STATES, ROLL_CALLS = 5, 12
VOTES = arrays(np.int8, (ROLL_CALLS, STATES), elements=st.integers(0, 3))
# What the joint votes are drawn from: mostly yes, some disagreement.
JOINT = np.array([[0.52, 0.05, 0.01], [0.08, 0.13, 0.03], [0.02, 0.04, 0.12]])


def by_definition(one, other):
    """All nine measures of one pair, written out roll call by roll call."""
    both = (one > 0) & (other > 0)
    one, other = one[both].astype(int), other[both].astype(int)
    if not one.size:
        return dict.fromkeys(MEASURES, np.nan)
    apart = np.abs(one - other)
    found = {
        "agreement": (1 - apart / 2).mean(),
        "s": 1 - 2 * (apart / 2).mean(),
        "s_squared": 1 - 2 * (apart**2 / 4).mean(),
    }
    pooled = np.concatenate([one, other])
    for exponent, ending in ((0, ""), (1, "_linear"), (2, "_squared")):
        observed = _distance(apart, exponent).mean()
        for name, left, right in (("kappa", one, other), ("pi", pooled, pooled)):
            chance = _distance(np.abs(left[:, None] - right[None, :]), exponent).mean()
            found[name + ending] = 1 - observed / chance if chance > 0 else np.nan
    return found


def _distance(apart, exponent):
    return (apart > 0).astype(float) if exponent == 0 else apart.astype(float) ** exponent


@settings(max_examples=40)
@given(votes=VOTES)
def test_all_pairs_at_once_equal_the_definition_pair_by_pair(votes):
    tables = dyad_tables(votes)
    found = similarities(tables.table)
    for place, (one, other) in enumerate(combinations(range(STATES), 2)):
        assert (tables.first[place], tables.second[place]) == (one, other)
        expected = by_definition(votes[:, one], votes[:, other])
        for name in MEASURES:
            np.testing.assert_allclose(
                getattr(found, name)[place], expected[name], atol=1e-12, err_msg=name
            )


@given(votes=VOTES)
def test_measures_are_bounded_and_absent_only_where_nothing_can_be_said(votes):
    tables = dyad_tables(votes)
    found = similarities(tables.table)
    never = tables.roll_calls == 0
    np.testing.assert_array_equal(np.isnan(found.agreement), never)
    np.testing.assert_array_equal(found.s, 2 * found.agreement - 1)
    for name in MEASURES:
        values = getattr(found, name)
        known = values[np.isfinite(values)]
        assert ((known >= -1 - 1e-12) & (known <= 1 + 1e-12)).all()
        assert np.isnan(values[never]).all()
    both = np.isfinite(found.kappa) & np.isfinite(found.pi)
    assert (found.pi[both] <= found.kappa[both] + 1e-12).all()


@settings(max_examples=25)
@given(votes=VOTES, order=st.permutations(range(STATES)))
def test_the_order_of_states_and_swapping_yes_for_no_do_not_matter(votes, order):
    reverse = np.where(votes > 0, 4 - votes, 0)
    here, there, turned = (_square(each) for each in (votes, votes[:, order], reverse))
    np.testing.assert_allclose(there, here[:, order][:, :, order], atol=1e-12)
    np.testing.assert_allclose(turned, here, atol=1e-12)


def _square(votes):
    """The nine measures as symmetric matrices."""
    tables = dyad_tables(votes)
    found = similarities(tables.table)
    matrix = np.full((len(MEASURES), STATES, STATES), np.nan)
    values = [getattr(found, name) for name in MEASURES]
    matrix[:, tables.first, tables.second] = matrix[:, tables.second, tables.first] = values
    return matrix


@given(votes=VOTES)
def test_roll_calls_are_contested_unless_all_present_chose_alike(votes):
    expected = [len(set(row[row > 0].tolist())) > 1 for row in votes]
    assert contested(votes).tolist() == expected


def test_two_states_that_always_say_yes_agree_fully_and_have_no_kappa():
    found = similarities(dyad_tables(np.ones((9, 2), dtype=int)).table)
    assert found.agreement.tolist() == [1.0]
    assert found.s_squared.tolist() == [1.0]
    assert np.isnan(found.kappa).all()
    assert np.isnan(found.pi_squared).all()


@pytest.mark.parametrize("code", [8, 9, -1])
def test_the_publishers_codes_for_absence_are_refused(code):
    votes = np.array([[1, 2], [3, code]])
    for measure in (dyad_tables, contested, mean_pairwise_agreement, rice_index, agreement_index):
        with pytest.raises(InputError, match="other codes"):
            measure(votes)


# ---- redrawing roll calls


def _joint_votes(cells):
    return np.stack([cells // 3 + 1, cells % 3 + 1], axis=-1)


def _coverage(sessions, measure, draw_session, pairs=100):
    """Fraction of pairs, independent of each other, whose interval holds the truth."""
    truth, hits = float(getattr(similarities(JOINT), measure)), 0
    chosen = [(2 * pair, 2 * pair + 1) for pair in range(pairs)]
    for seed in range(sessions):
        cells, groups = draw_session(np.random.default_rng(seed + 100), pairs)
        votes = _joint_votes(cells).reshape(len(cells), -1)
        drawn = redraw_similarity(
            votes, chosen, measure=measure, groups=groups, draws=300, seed=seed
        )
        hits += sum(one.low <= truth <= one.high for one in drawn.intervals())
    return hits / (sessions * pairs)


def _lone_roll_calls(random, pairs):
    return random.choice(9, p=JOINT.ravel(), size=(60, pairs)), None


def _subjects(random, pairs, subjects=40):
    """Roll calls that go together: each subject has its own inclination and 1 to 6 votes."""
    inclination = random.dirichlet(JOINT.ravel() * 2, (subjects, pairs))
    subject = np.repeat(np.arange(subjects), random.integers(1, 7, subjects))
    above = random.random((subject.size, pairs, 1)) > inclination.cumsum(axis=-1)[subject]
    return np.minimum(above.sum(axis=-1), 8), subject


def _subjects_taken_as_lone(random, pairs):
    return _subjects(random, pairs)[0], None


@pytest.mark.parametrize("measure", ["agreement", "kappa_squared"])
@pytest.mark.parametrize("draw_session", [_lone_roll_calls, _subjects])
def test_intervals_cover_the_truth_87_to_93_times_in_100(measure, draw_session):
    assert 0.87 <= _coverage(10, measure, draw_session) <= 0.93


def test_taking_votes_on_one_subject_as_independent_makes_intervals_too_narrow():
    assert _coverage(4, "agreement", _subjects_taken_as_lone) < 0.85


def test_single_roll_calls_give_the_interval_of_the_dirichlet_posterior():
    votes = _joint_votes(np.random.default_rng(3).choice(9, p=JOINT.ravel(), size=70))
    table = dyad_tables(votes).table[0]
    ours = redraw_similarity(votes, [(0, 1)], measure="kappa_squared", draws=8000).intervals()[0]
    theirs = kappa_interval(table, draws=8000)
    assert (ours.point, ours.low, ours.high) == pytest.approx(
        (theirs.point, theirs.low, theirs.high), abs=0.02
    )
    plain = redraw_similarity(votes, [(0, 1)], draws=8000).intervals()[0]
    same, opposed = int(np.trace(table)), int(table[0, 2] + table[2, 0])
    posterior = agreement_interval(same, 70 - same - opposed, opposed)
    assert (plain.low, plain.high) == pytest.approx((posterior.low, posterior.high), abs=0.01)


def test_the_same_seed_gives_the_same_draws_and_pairs_are_redrawn_together():
    votes = np.random.default_rng(2).integers(0, 4, (90, 3))
    pairs = [(0, 1), (1, 0), (0, 2)]
    one, other = (redraw_similarity(votes, pairs, draws=50, seed=4) for _ in range(2))
    np.testing.assert_array_equal(one.draws, other.draws)
    gap = one.difference(0, 2)
    assert gap.point == pytest.approx(one.point[0] - one.point[2])
    assert gap.low <= gap.point <= gap.high


def test_too_few_roll_calls_and_unanimous_pairs_are_absent_with_a_reason():
    few = np.random.default_rng(0).integers(1, 4, (FEWEST_GROUPS - 1, 2))
    lone = redraw_similarity(few, [(0, 1)], draws=30)
    assert not lone.intervals()[0].present
    assert not lone.difference(0, 0).present
    assert "too few" in lone.intervals()[0].basis
    unanimous = redraw_similarity(np.ones((40, 2), int), [(0, 1)], measure="kappa", draws=30)
    assert "chance explains all" in unanimous.intervals()[0].basis


@pytest.mark.parametrize(
    ("pairs", "measure", "groups"),
    [
        ([(0, 0)], "agreement", None),
        ([(0, 5)], "agreement", None),
        ([(0, -1)], "agreement", None),
        ([(0, 1)], "tau", None),
        ([(0, 1)], "kappa", np.arange(3)),
    ],
)
def test_requests_that_do_not_fit_are_refused(pairs, measure, groups):
    with pytest.raises(InputError, match="redraw_similarity"):
        redraw_similarity(np.ones((20, 2), int), pairs, measure=measure, groups=groups)


# ---- cohesion


@given(votes=VOTES)
def test_cohesion_is_bounded_and_absent_only_below_two_votes(votes):
    rice, index, pairwise = (
        rice_index(votes),
        agreement_index(votes),
        mean_pairwise_agreement(votes),
    )
    np.testing.assert_array_equal(np.isnan(rice), ((votes == 1) | (votes == 3)).sum(axis=1) < 2)
    np.testing.assert_array_equal(np.isnan(index), (votes > 0).sum(axis=1) < 2)
    for values in (rice, index, np.array([pairwise])):
        known = values[np.isfinite(values)]
        assert ((known >= -1e-15) & (known <= 1)).all()


def test_a_united_bloc_scores_one_and_a_bloc_of_one_is_refused():
    united = np.full((4, 3), 2)
    assert agreement_index(united).tolist() == [1.0] * 4
    assert np.isnan(rice_index(united)).all()
    assert mean_pairwise_agreement(united) == 1.0
    with pytest.raises(InputError, match="1 member"):
        mean_pairwise_agreement(united[:, :1])
