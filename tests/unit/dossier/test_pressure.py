"""Games of pressure in the dossier: both directions, intervals, absence with a reason."""

from __future__ import annotations

import pytest

from fixtures.pairs import dossier_of
from steelyard.dossier.pressure.assumptions import assumptions
from steelyard.dossier.pressure.choices import stated
from steelyard.dossier.records import Pressure
from steelyard.report.figures.pressure import pressure_figures
from steelyard.report.figures.pressure.threats import demand_table


@pytest.fixture(scope="module")
def pressed() -> Pressure:
    found = dossier_of("RUS", "CHN").pressure
    assert found is not None
    return found


def test_both_directions_at_both_horizons_are_played(pressed):
    played = {(game.sender, game.target, game.horizon) for game in pressed.coercion}
    pair = (("RUS", "CHN"), ("CHN", "RUS"))
    assert played == {(*way, horizon) for way in pair for horizon in ("short", "long")}


def test_no_concession_is_above_what_a_cut_would_cost(pressed):
    for game in pressed.coercion:
        assert len(game.cases) == len(assumptions().resolve)
        for case in game.cases:
            assert case.concession.low is not None
            assert 0 <= case.concession.point <= game.ceiling.point + 1e-9
            assert 0 <= case.would_cut.point <= 1


def test_more_resolve_never_extracts_less(pressed):
    for game in pressed.coercion:
        ordered = sorted(game.cases, key=lambda case: case.least)
        found = [case.concession.point for case in ordered]
        assert found == sorted(found)


def test_greater_demands_are_obeyed_less(pressed):
    for game in pressed.coercion:
        yields = [each.yields.point for each in game.demands]
        assert yields == sorted(yields, reverse=True)


def test_each_side_is_hedged_and_never_leans_more_than_before(pressed):
    assert {(game.state, game.partner) for game in pressed.hedging} == {
        ("RUS", "CHN"),
        ("CHN", "RUS"),
    }
    for game in pressed.hedging:
        kept = [each.dependence for each in game.frontier]
        assert kept[0] <= game.dependence.point
        assert [each.at_risk for each in game.frontier] == sorted(
            (each.at_risk for each in game.frontier), reverse=True
        ) or max(each.at_risk for each in game.frontier) <= game.at_risk.point + 1e-4
        assert game.hedged_at_risk.point <= game.at_risk.point
        for each in game.partners:
            assert each.moved.point <= each.capacity.point + 1e-9


def test_states_that_joined_the_cut_take_nothing_of_russias_trade(pressed):
    game = next(game for game in pressed.hedging if game.state == "RUS")
    joined = [each for each in game.partners if each.state in ("JPN", "KOR")]
    assert [each.join.point for each in joined] == [1, 1]
    assert all(each.moved.point < 1e-3 for each in joined)


def test_every_stated_alternative_is_there_or_left_out_with_a_reason(pressed):
    game = next(game for game in pressed.hedging if game.state == "RUS")
    shown = {each.state for each in game.partners} | {code for code, _ in game.left_out}
    assert shown == {code for code, _ in stated("RUS")}
    assert all(reason for _, reason in game.left_out)


def test_contests_tell_share_strength_and_chance_by_year(pressed):
    game = pressed.contests[0]
    assert game.whole
    for each in game.years:
        share = each.share_b.point
        assert abs(each.strength.point - share / (1 - share)) < 1e-6 * each.strength.point
        assert abs(each.used_up.point - 2 * share * (1 - share)) < 1e-9
        assert 0 <= each.chance_b <= 1
    assert 1 <= game.decisive.point <= 2
    assert game.patience_paid.point <= game.patience.point


def test_figures_say_what_they_show_in_words():
    found = list(pressure_figures(dossier_of("RUS", "CHN")))
    assert [figure.id for figure in found] == [
        "pressure-threats",
        "pressure-hedge-rus",
        "pressure-hedge-chn",
        "pressure-contest",
    ]
    for figure in found:
        assert figure.title in figure.alt
        assert figure.origins
        assert figure.narrow is not None
        columns = {tuple(row) for row in figure.rows}
        assert len(columns) == 1  # one table
    assert demand_table(dossier_of("RUS", "CHN")) is not None


def test_a_pair_that_no_table_tells_apart_says_so():
    found = dossier_of("KGZ", "RUS").pressure
    assert found is not None
    assert not found.coercion
    assert any("threat" in what and reason for what, reason in found.missing)
