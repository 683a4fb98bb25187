"""Redrawing texts: intervals cover what they say, also where roll calls go together."""

import inspect

import numpy as np
import pytest

from steelyard.measures.cohesion import mean_pairwise_agreement, pairs_in_step
from steelyard.measures.similarity import similarity
from steelyard.measures.support import FEWEST, support_interval
from steelyard.measures.vote_bootstrap import redraw_similarity
from steelyard.measures.vote_texts import (
    FEWEST_FOR_SHARES,
    FEWEST_TEXTS,
    intervals_of,
    probability_above,
    redraw_counts,
    text_weights,
)
from steelyard.vocabulary.errors import InputError

LEAST, MOST = 0.87, 0.93
TRIALS = 500
# Mostly yes, some disagreement: the joint votes of an ordinary pair.
JOINT = np.array([[0.52, 0.05, 0.01], [0.08, 0.13, 0.03], [0.02, 0.04, 0.12]])
CELL_PRIOR = np.full(9, 1 / 6)


def paragraphs(random, texts, follow):
    """Text of each roll call, one or more for a text, and which of them follow its lead."""
    number = 1 + random.poisson(0.6, texts)
    text = np.repeat(np.arange(texts), number)
    return text, random.random(text.size) < follow


def covered(values, truth):
    return values[0].low is not None and values[0].low <= truth <= values[0].high


@pytest.mark.parametrize(
    ("measure", "texts", "follow"),
    [
        ("agreement", FEWEST_FOR_SHARES, 0.8),
        ("agreement", 70, 0.0),
        ("agreement", 70, 0.8),
        ("kappa_squared", 45, 0.8),
        ("kappa", 70, 0.0),
        ("pi_squared", 45, 0.8),
        ("pi", 70, 0.8),
    ],
)
def test_intervals_cover_the_truth_also_where_paragraphs_repeat_a_text(measure, texts, follow):
    random, held = np.random.default_rng(11), 0
    truth = float(similarity(JOINT, measure))
    for trial in range(TRIALS):
        text, follows = paragraphs(random, texts, follow)
        lead = random.choice(9, texts, p=JOINT.ravel())
        cell = np.where(follows, lead[text], random.choice(9, text.size, p=JOINT.ravel()))
        drawn = redraw_counts(
            np.eye(9)[cell],
            text,
            [np.ones(text.size, bool)],
            text_weights(texts, draws=400, seed=trial),
            prior=CELL_PRIOR,
            seed=trial + 1,
        )
        points = similarity(drawn.counts.reshape(1, 3, 3), measure)
        draws = similarity(drawn.draws.reshape(400, 1, 3, 3), measure)
        held += covered(intervals_of(points, draws, drawn.texts, fewest=1), truth)
    # close to 0.87 for kappa with few texts; the noise of 500 trials is 0.013
    assert LEAST - 0.015 <= held / TRIALS <= MOST + 0.015


def test_taking_paragraphs_for_independent_covers_too_little():
    """What the grouping is for: without it nearly every third interval misses."""
    random, held = np.random.default_rng(5), 0
    truth = float(similarity(JOINT, "agreement"))
    for trial in range(300):
        text = np.repeat(np.arange(30), 4)
        cell = random.choice(9, 30, p=JOINT.ravel())[text]
        votes = np.column_stack([cell // 3 + 1, cell % 3 + 1])
        found = redraw_similarity(votes, [(0, 1)], draws=300, seed=trial).intervals()[0]
        held += found.low <= truth <= found.high
    assert held / 300 < 0.8


@pytest.mark.parametrize("texts", [FEWEST, 8])
def test_support_with_few_texts_counts_each_text_about_once(texts):
    random, held, naive = np.random.default_rng(2), 0, 0
    for trial in range(TRIALS):
        number = 1 + random.poisson(2.0, texts)
        together = int(((random.random(texts) < 0.6) * number).sum())
        total = int(number.sum())
        effective = total**2 / float((number**2).sum())
        found = support_interval(together, total, effective=effective, draws=800, seed=trial)
        alone = support_interval(together, total, draws=800, seed=trial)
        held += found.low <= 0.6 <= found.high
        naive += alone.low <= 0.6 <= alone.high
    assert 0.85 <= held / TRIALS <= 0.96  # with few texts the share moves in steps
    assert naive / TRIALS < 0.7


def test_cohesion_of_a_bloc_covers_the_truth():
    """Members follow the bloc on a text with a chance of their own; the truth from many texts."""
    lines, chances = np.array([0.7, 0.2, 0.1]), np.array([0.95, 0.9, 0.85, 0.7, 0.6, 0.9])

    def bloc(random, texts):
        line = random.choice(3, texts, p=lines)[:, None]
        own = random.choice(3, (texts, chances.size), p=lines)
        votes = np.where(random.random(own.shape) < chances, line, own) + 1
        return pairs_in_step(votes)

    close = bloc(np.random.default_rng(0), 200_000).sum(axis=0)
    truth, held = close[0] / close.sum(), 0
    random = np.random.default_rng(1)
    for trial in range(TRIALS):
        counts = bloc(random, 60)
        drawn = redraw_counts(
            counts,
            np.arange(60),
            [np.ones(60, bool)],
            text_weights(60, draws=400, seed=trial),
            prior=np.array([1, 1]) / 6,
            seed=trial + 1,
        )
        points = drawn.counts[:, 0] / drawn.counts.sum(axis=1)
        draws = drawn.draws[..., 0] / drawn.draws.sum(axis=2)
        held += covered(intervals_of(points, draws, drawn.texts), truth)
    assert LEAST - 0.01 <= held / TRIALS <= MOST + 0.01


def test_probability_of_being_closer_is_calibrated_where_nothing_changed():
    """With equal truths the probability is uniform: a tenth of it lies below 0.1."""
    random, found = np.random.default_rng(4), []
    for trial in range(400):
        cell = random.choice(9, 120, p=JOINT.ravel())
        periods = [np.arange(120) < 60, np.arange(120) >= 60]
        drawn = redraw_counts(
            np.eye(9)[cell],
            np.arange(120),
            periods,
            text_weights(120, draws=300, seed=trial),
            prior=CELL_PRIOR,
            seed=trial + 1,
        )
        draws = similarity(drawn.draws.reshape(300, 2, 3, 3), "agreement")
        found.append(probability_above(draws[:, 1], draws[:, 0]))
    assert np.mean(np.array(found) < 0.1) == pytest.approx(0.1, abs=0.045)
    assert np.mean(np.array(found) > 0.9) == pytest.approx(0.1, abs=0.045)
    assert np.mean(found) == pytest.approx(0.5, abs=0.05)


def test_a_text_keeps_its_weight_from_year_to_year():
    """The same texts with the same votes in two years differ in no draw but by what is unseen."""
    counts = np.tile([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]], (20, 1))
    texts = np.tile(np.arange(30), 2)
    periods = [np.arange(60) < 30, np.arange(60) >= 30]
    drawn = redraw_counts(
        counts, texts, periods, text_weights(30, draws=50), prior=np.array([1e-9, 1e-9])
    )
    np.testing.assert_allclose(drawn.draws[:, 0], drawn.draws[:, 1], rtol=1e-5)
    assert drawn.texts.tolist() == [30, 30]


def test_few_texts_leave_a_number_without_interval_and_none_at_all_leaves_it_absent():
    points, draws = np.array([0.4, np.nan]), np.full((50, 2), 0.4)
    some, none = intervals_of(points, draws, np.array([FEWEST_TEXTS - 1, 0]))
    assert (some.point, some.low) == (0.4, None)
    assert "19 texts" in some.basis
    assert not none.present


def test_no_roll_call_at_all_gives_no_number():
    drawn = redraw_counts(
        np.zeros((0, 2)),
        np.zeros(0, int),
        [np.zeros(0, bool)],
        text_weights(0, draws=10),
        prior=np.array([0.5, 0.5]),
    )
    assert drawn.counts.tolist() == [[0.0, 0.0]]
    assert drawn.texts.tolist() == [0]


def test_pairs_in_step_is_the_mean_agreement_of_pairs_where_all_voted():
    votes = np.random.default_rng(0).integers(1, 4, (40, 7))
    close, apart = pairs_in_step(votes).sum(axis=0)
    assert close / (close + apart) == pytest.approx(mean_pairwise_agreement(votes))


def test_wrong_input_is_refused():
    weights = text_weights(2, draws=3)
    with pytest.raises(InputError, match="a weight for every text"):
        redraw_counts(np.ones((1, 1)), np.array([2]), [np.ones(1, bool)], weights, prior=np.ones(1))
    with pytest.raises(InputError, match="below zero"):
        redraw_counts(
            -np.ones((1, 1)), np.array([0]), [np.ones(1, bool)], weights, prior=np.ones(1)
        )
    with pytest.raises(InputError, match="as many of one"):
        inspect.unwrap(probability_above)(np.ones(3), np.ones(2))
