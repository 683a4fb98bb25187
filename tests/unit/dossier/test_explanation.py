"""Explanations: exact parts, both directions, years that move, turning years, other pairs."""

import numpy as np
import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.domains.trade import trade_series
from steelyard.dossier.explanation.breaks import break_tests
from steelyard.dossier.explanation.controls import controls, neighbours
from steelyard.dossier.explanation.discrepancies import discrepancies, gap_sentences
from steelyard.dossier.explanation.expected import expected_flows
from steelyard.dossier.explanation.explain import Question, _changes, explanation
from steelyard.dossier.explanation.register import turning_years
from steelyard.dossier.explanation.span import nearest, span_of
from steelyard.dossier.happened import events
from steelyard.dossier.request import request
from steelyard.reference.dataset import load
from steelyard.vocabulary.errors import BadYears


def basis_of(a, b, years=(1992, 2025)):
    asked = request(a, b, years)
    return _basis(load(asked.as_of), asked, lambda step, done: None)


@pytest.fixture(scope="module")
def pair():
    return basis_of("RUS", "CHN")


@pytest.fixture(scope="module")
def series(pair):
    return trade_series(pair)


@pytest.fixture(scope="module")
def changes(pair, series):
    return _changes(pair, span_of(pair, 2013, 2023), series)


def adds_up(parts, amount):
    return sum(part.amount for part in parts) == pytest.approx(
        amount, abs=1e-7 + 1e-12 * abs(amount)
    )


def test_parts_add_up_at_every_level(changes):
    assert len(changes) >= 17
    for change in changes:
        size = max(abs(change.end.point), 1.0)
        assert abs(change.residual) <= 1e-12 * size
        assert adds_up(change.contributions, change.end.point - change.start.point)
        for part in change.contributions:
            assert part.value.point == part.amount
            assert not part.parts or adds_up(part.parts, part.amount)


def test_both_directions_are_split(changes):
    shares = {(one.subject, one.measure) for one in changes if one.unit == "1"}
    for way in ("export", "import", "trade"):
        assert {("RUS", f"trade.{way}_share"), ("CHN", f"trade.{way}_share")} <= shares


def test_every_part_of_a_share_has_an_interval_that_holds_it(changes):
    for change in changes:
        if change.measure.endswith("_share"):
            for part in change.contributions:
                assert part.value.low <= part.amount <= part.value.high


def test_ends_are_those_of_the_series(changes, series):
    known = {(one.measure, one.subject, one.basis): one for one in series}
    for change in changes:
        if change.measure.endswith("_share"):
            own = known[change.measure, change.subject, "BACI, reconciled"]
            assert own.at(change.start_period).value == change.start
            assert own.at(change.end_period).value == change.end


def test_the_order_of_the_states_does_not_matter(changes):
    other = basis_of("CHN", "RUS")
    turned = _changes(other, span_of(other, 2013, 2023), trade_series(other))
    amounts = {(one.id, part.name): part.amount for one in changes for part in one.contributions}
    for one in turned:
        if one.measure != "trade.log_ratio":
            for part in one.contributions:
                assert part.amount == pytest.approx(amounts[one.id, part.name], abs=1e-12)


def test_blocs_are_the_same_change_cut_otherwise(changes):
    by_id = {one.id: one for one in changes}
    for name, change in by_id.items():
        if name.endswith(".blocs"):
            whole = by_id[name.removesuffix(".blocs")]
            assert adds_up(change.contributions, whole.end.point - whole.start.point)
            assert change.contributions[0].amount == whole.contributions[0].amount


def test_what_grew_as_fast_as_world_trade_has_no_part(pair, changes):
    found = next(one for one in changes if one.id == "trade.export_share.RUS.CHN")
    own, rest = found.contributions
    assert own.amount > 0
    assert rest.amount > 0
    assert "outgrew world trade" in own.title
    assert "fell" in rest.title


def test_goods_split_into_price_volume_and_a_named_rest(changes):
    for seller in ("RUS", "CHN"):
        other = {"RUS": "CHN", "CHN": "RUS"}[seller]
        change = next(one for one in changes if one.id == f"trade.flow.{seller}.{other}.goods")
        assert (change.start_period, change.end_period) == ("2017", "2023")
        names = {inner.name for part in change.contributions for inner in part.parts}
        assert {"price", "volume"} <= names <= {"price", "volume", "begun", "ended", "unweighed"}
        assert "2017 to 2023" in change.limits


def test_years_without_trade_of_all_pairs_move_to_the_nearest_and_say_so(pair):
    span = span_of(pair, 2014, 2021)
    assert (span.first, span.last) == (2014, 2020)
    assert "2020 stands for it" in span.note
    assert nearest([2018, 2020], 2019) == 2018


@pytest.mark.parametrize(
    ("start", "end", "says"),
    [
        (2023, 2013, "Swap them"),
        (2015, 2015, "nothing can change"),
        (1900, 2000, "years from 1990"),
        (2000, 2031, "years from 1990"),
    ],
)
def test_years_that_cannot_be_compared_are_refused(pair, start, end, says):
    with pytest.raises(BadYears, match=says):
        span_of(pair, start, end)


def test_years_outside_those_of_the_dossier_are_refused():
    with pytest.raises(BadYears, match="within --years"):
        span_of(basis_of("RUS", "CHN", (2010, 2020)), 2005, 2015)


def test_one_year_of_data_has_no_explanation():
    one = basis_of("RUS", "CHN", (2020, 2020))
    assert explanation(one, trade_series(one), (), Question()) is None


def test_turning_years_come_from_the_register_or_the_reader(pair):
    span = span_of(pair, 2013, 2023)
    assert [turn.year for turn in turning_years(pair, span, (), ())] == [2014, 2022]
    named = turning_years(pair, span, (2018,), ())
    assert [(turn.year, turn.reason) for turn in named] == [(2018, "named by the reader")]
    other = basis_of("CHN", "USA")
    assert turning_years(other, span_of(other, 2013, 2023), (), ()) == ()
    assert [turn.year for turn in turning_years(other, span, (), (2019,))] == [2019]


def test_neighbours_and_states_of_the_event_are_no_donors(pair):
    span = span_of(pair, 2013, 2023)
    found = controls(pair, span, turning_years(pair, span, (), ()))
    assert {one.event_year for one in found} == {2014, 2022}
    assert {(one.subject, one.partner) for one in found} == {("RUS", "CHN"), ("CHN", "RUS")}
    near = neighbours(pair, "RUS") | neighbours(pair, "CHN")
    assert {"KAZ", "FIN", "IND"} <= near
    for one in found:
        donors = {name for name, _ in one.donors}
        assert not donors & near
        assert not donors & {"USA", "UKR", "DEU", "POL"}
        assert sum(weight for _, weight in one.donors) == pytest.approx(1.0, abs=1e-6)
        assert one.event_year <= max(one.years) < 2024
    only = [one for one in found if one.event_year == 2022]
    assert all("rests on one year, 2023" in one.limits for one in only)
    assert all(one.years[-2:] == (2020, 2023) for one in only)


def test_expected_flows_are_compared_with_other_pairs(pair):
    span = span_of(pair, 2013, 2023)
    found = expected_flows(pair, span, turning_years(pair, span, (), ()))
    assert [(one.subject, one.partner) for one in found] == [("RUS", "CHN"), ("CHN", "RUS")]
    for one in found:
        assert len(one.years) == len(one.observed) == len(one.expected)
        assert one.placebos > 500
        assert 0 < one.p_value <= 1
        assert all(value.low < value.point < value.high for value in one.expected if value.present)


def test_breaks_are_asked_of_long_series_and_name_events_without_cause(pair, series):
    tests, breaks = break_tests(series, events(pair.data, pair.asked), 0)
    assert {test.measure for test in tests} >= {"trade.export_share", "trade.log_ratio"}
    for test in tests:
        assert (test.p_value is None) == (len(test.years) < 15)
        assert 2023 not in test.years or test.measure == "trade.flow"  # imputed years say nothing
        assert test.sentence.endswith((".", "."))
    for one in breaks:
        assert one.low <= one.year <= one.high
        assert all(one.low <= event.x < one.high + 2 for event in one.events)


def test_both_sides_figures_are_set_against_each_other(pair):
    found = discrepancies(pair, span_of(pair, 2013, 2023))
    assert all(len(one.figures) == 2 for one in found)
    for sentence in gap_sentences(found):
        assert "may be the way each side counts" in sentence


@pytest.mark.parametrize(("a", "b"), [("MNG", "CHN"), ("KGZ", "RUS"), ("DEU", "RUS")])
def test_any_pair_with_trade_is_split(a, b):
    other = basis_of(a, b)
    found = _changes(other, span_of(other, 2010, 2020), trade_series(other))
    assert {one.subject for one in found} == {a, b}
    assert all(np.isfinite(one.residual) and abs(one.residual) < 1e-9 for one in found)
