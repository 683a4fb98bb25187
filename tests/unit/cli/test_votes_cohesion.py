"""`steelyard votes cohesion`, and the interval of how far a bloc is ahead of all states."""

import json
from datetime import date

import numpy as np
import pytest
from click.testing import CliRunner

from steelyard.dossier.bloc_cohesion import bloc_cohesion
from steelyard.dossier.domains.votes.blocs import PRIOR
from steelyard.dossier.domains.votes.material import share_of
from steelyard.interfaces.cli.main import cli
from steelyard.measures.cohesion import pairs_in_step
from steelyard.measures.vote_texts import intervals_of, redraw_counts, text_weights
from steelyard.reference.dataset import load
from steelyard.vocabulary.errors import BadYears, UnknownName


def asked(*words: str) -> str:
    result = CliRunner().invoke(cli, ["votes", "cohesion", *words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_table_is_narrow_and_has_a_block_for_each_bloc():
    told = asked("BRICS", "SCO", "--years", "2014:2019").splitlines()
    assert max(map(len, told)) <= 80
    assert sum(line.startswith("Year") for line in told) == 2


def test_members_are_those_of_the_year_and_both_sides_have_intervals():
    rows = json.loads(asked("SCO", "--years", "2015:2019", "--json"))
    assert {row["year"]: len(row["members"]) for row in rows} == {
        2015: 6, 2016: 6, 2017: 8, 2018: 8, 2019: 8,
    }  # fmt: skip
    for row in rows:
        assert row["agreement"]["low"] <= row["agreement"]["point"] <= row["agreement"]["high"]
        assert row["ahead"]["point"] == pytest.approx(
            row["agreement"]["point"] - row["everybody"]["point"]
        )


def test_the_union_votes_closer_together_than_the_five():
    data = load(date(2026, 11, 22))
    union, five = (bloc_cohesion(data, name, (2010, 2019)) for name in ("EU", "BRICS"))
    for one, other in zip(union, five, strict=True):
        assert one.agreement.low > other.agreement.high
        assert one.ahead.low > 0
    assert any(row.ahead.low < 0 for row in five)


def test_nine_of_ten_intervals_hold_how_far_a_bloc_is_ahead():
    """Texts drawn from a world with known agreement; some come up in several roll calls."""
    random, inside, rounds = np.random.default_rng(2), 0, 400
    leaning = np.concatenate([np.full(5, 0.8), np.full(20, 0.55)])

    def drawn(number):
        pull = random.normal(0, 0.15, (number, 1))
        size = random.integers(1, 4, number)
        votes = np.where(random.random((number, 25)) < np.clip(leaning + pull, 0, 1), 1, 3)
        return votes, size

    def counted(votes, size):
        return (pairs_in_step(each) * size[:, None] for each in (votes[:, :5], votes))

    big = [counts.sum(axis=0) for counts in counted(*drawn(60_000))]
    truth = share_of(big[0]) - share_of(big[1])
    for seed in range(rounds):
        counts = list(counted(*drawn(60)))
        weights = text_weights(60, draws=400, seed=seed)
        everything = [np.ones(60, dtype=bool)]
        one, other = (
            redraw_counts(each, np.arange(60), everything, weights, prior=PRIOR, seed=seed)
            for each in counts
        )
        value = intervals_of(
            share_of(one.counts) - share_of(other.counts),
            share_of(one.draws) - share_of(other.draws),
            one.texts,
        )[0]
        inside += value.low <= truth <= value.high
    assert 0.87 <= inside / rounds <= 0.93


def test_unknown_blocs_and_years_without_votes_are_refused():
    data = load(date(2026, 11, 22))
    with pytest.raises(UnknownName):
        bloc_cohesion(data, "no such bloc", (2010, 2019))
    with pytest.raises(BadYears):
        bloc_cohesion(data, "EAEU", (1992, 2000))
