"""Positions, distances and who moved in a dossier, for any pair; and what is said where none is."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.domains.votes.maker import vote_series
from steelyard.dossier.domains.votes.moved import moved_series
from steelyard.dossier.domains.votes.positions import (
    distance_series,
    placed,
    position_series,
    third_states,
)
from steelyard.dossier.domains.votes.published_points import published_points
from steelyard.dossier.position_gaps import position_gaps
from steelyard.dossier.request import DEFAULT_AS_OF, request
from steelyard.dossier.shipped_points import shipped
from steelyard.dossier.vote_accounts import account_differences, accounts
from steelyard.reference.dataset import Dataset, load
from steelyard.reference.derived import IDEAL_POINTS, carried, empty


@pytest.fixture(scope="module")
def data():
    return load(DEFAULT_AS_OF)


def basis_of(data, a, b, years=(1990, 2025)):
    return _basis(data, request(a, b, years), lambda step, done: None)


@pytest.fixture(scope="module")
def basis(data):
    return basis_of(data, "RUS", "CHN")


@pytest.fixture(scope="module")
def made(basis):
    found = placed(basis)
    assert found is not None
    return found


def by_part(found):
    return {(s.subject, s.part): s for s in found if s is not None}


def test_both_states_and_the_ends_of_the_scale_have_positions_with_intervals(made):
    found = by_part(position_series(made))
    assert [subject for subject, _ in found] == ["RUS", "CHN", "USA", "FRA"]
    for series in found.values():
        assert {p.status for p in series.points} == {"estimated"}
        assert all(p.value.low < p.value.point < p.value.high for p in series.points)
        assert [series.points[end].period for end in (0, -1)] == ["1990", "2019"]
    american, russian = (found[code, ""].at("2019").value for code in ("USA", "RUS"))
    assert american.low > russian.high


def test_distance_change_and_chance_agree_with_one_another(made):
    found = {(s.measure, s.part): s for s in distance_series(made) if s is not None}
    distance = found["votes.distance", ""]
    change = found["votes.distance_change", "against 1990"]
    assert change.at("2019").value.point == pytest.approx(
        distance.at("2019").value.point - distance.at("1990").value.point, abs=1e-6
    )
    chances = [s for s in distance_series(made) if s is not None and s.measure == "votes.nearer"]
    assert all(0 <= p.value.point <= 1 for s in chances for p in s.points)


def test_who_moved_is_told_of_both_sides_and_adds_up(made):
    found = by_part(moved_series(made))
    for first in ("1990", "2009"):
        whole, russian, chinese, texts = (
            found[key, f"{part} since {first}"].points[0].value.point
            for key, part in (
                ("RUS", "whole change"), ("RUS", "own move"), ("CHN", "own move"),
                ("RUS", "other texts"),
            )
        )  # fmt: skip
        assert whole == pytest.approx(russian + chinese + texts, abs=1e-9)


def test_the_order_of_the_pair_changes_no_number(data, made):
    turned = placed(basis_of(data, "CHN", "RUS"))
    one, other = (
        next(s for s in distance_series(each) if s is not None) for each in (made, turned)
    )
    assert [p.value for p in one.points] == [p.value for p in other.points]


@pytest.mark.parametrize(
    ("a", "b", "ends"), [("KAZ", "CHN", ("1992", "2019")), ("SCG", "RUS", ("1992", "2005"))]
)
def test_states_that_came_or_left_have_the_years_in_which_both_voted(data, a, b, ends):
    found = placed(basis_of(data, a, b))
    series = next(s for s in distance_series(found) if s is not None)
    assert (series.points[0].period, series.points[-1].period) == ends


@pytest.mark.parametrize(("a", "b", "missing"), [("DDR", "RUS", "DDR"), ("TWN", "CHN", "TWN")])
def test_a_state_without_a_position_in_these_years_is_a_gap(data, a, b, missing):
    basis = basis_of(data, a, b)
    assert placed(basis) is None
    (gap,) = position_gaps(basis)
    assert gap.where == request(missing, "USA").a.name


def test_ends_of_the_scale_are_never_of_the_pair(data):
    points = shipped(data)
    assert third_states(points, ("RUS", "CHN"), 2019) == ("USA", "FRA")
    assert not {"USA", "CHN"} & set(third_states(points, ("USA", "CHN"), 2019))


def test_a_day_before_the_last_votes_of_the_fit_has_no_positions():
    early = load(date(2010, 1, 1))
    assert shipped(early) is None
    (gap,) = position_gaps(basis_of(early, "RUS", "CHN"))
    assert "known on this day" in gap.reason


def test_roll_calls_of_a_user_beyond_the_fit_are_named(data, basis):
    newer = (
        data.table("votes")
        .filter(pl.col("session") == 74)
        .with_columns(
            session=pl.lit(78, pl.Int16), year=pl.lit(2023, pl.Int16), origin=pl.lit("own")
        )
    )
    frames = {**data.frames, "votes": pl.concat([data.table("votes"), newer])}
    own = Dataset(data.as_of, frames, data.origins)
    (gap,) = position_gaps(replace(basis, data=own))
    assert gap.years == "2023"
    assert "not in it" in gap.reason


def test_published_points_stand_beside_our_own_on_their_own_basis(basis):
    found = [s for s in published_points(basis) if s is not None]
    assert {s.basis for s in found} == {"published, all votes", "published, final votes"}
    assert {p.status for s in found for p in s.points} == {"quoted"}


def test_raw_agreement_and_agreement_beyond_chance_are_told_to_contradict(basis):
    series = vote_series(basis)
    raw, corrected, distance = accounts(series, basis.asked)
    assert raw.first.value.point > raw.last.value.point
    assert corrected.first.value.high < corrected.last.value.low
    assert (raw.sign, corrected.sign, distance.sign) == (-1, 1, -1)
    (told,) = account_differences(series, basis.asked)
    assert len(told.figures) == 6
    assert "raw agreement" in told.comment


def test_without_one_of_the_three_accounts_nothing_is_said(basis):
    without = [s for s in vote_series(basis) if s.measure != "votes.kappa"]
    assert accounts(without, basis.asked) == ()
    assert not list(account_differences(without, basis.asked))


def test_derived_tables_are_carried_on_and_emptied_once_their_votes_change(data, tmp_path):
    from steelyard.reference.dataset import folder

    frames = dict(data.frames)
    kept = carried(folder(), frames)
    assert kept["vote_positions"].height > 10_000
    frames["votes"] = frames["votes"].head(100)
    stale = carried(folder(), frames)
    assert all(stale[table.name].is_empty() for table in IDEAL_POINTS.tables)
    assert not stale["cuts"].is_empty()  # made of other tables, which stayed
    assert all(frame.is_empty() for frame in carried(tmp_path, frames).values())
    assert empty(IDEAL_POINTS.tables[0]).columns == list(IDEAL_POINTS.tables[0].names)
