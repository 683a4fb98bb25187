"""What hangs on deliveries, in the dossier: both directions, bounds, pairs without a table."""

from datetime import date

import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.domains.network import network_gaps, network_series
from steelyard.dossier.request import request
from steelyard.reference.dataset import load

DAY = date(2026, 11, 22)
OWN = ("trade.orders_at_risk", "trade.inputs_at_risk", "trade.rationing_loss")


def basis_of(a, b, years=(1990, 2025)):
    return _basis(load(DAY), request(a, b, years, DAY, 0), lambda step, done: None)


@pytest.fixture(scope="module")
def found():
    return network_series(basis_of("RUS", "CHN"))


def test_both_directions_have_every_measure_with_a_range_and_the_year(found):
    for who in ("RUS", "CHN"):
        for measure in OWN:
            item = next(s for s in found if (s.measure, s.subject, s.part) == (measure, who, ""))
            value = item.points[0].value
            assert 0 < value.low < value.point < value.high < 1
            assert item.points[0].period == "2011"
            assert "2011" in item.title


def test_sectors_and_named_third_states_are_parts_of_their_totals(found):
    for item in found:
        whole = "orders lost: all third states" if item.part.startswith("orders") else ""
        whole = "inputs missing: all third states" if item.part.startswith("inputs") else whole
        total = next(
            s
            for s in found
            if (s.measure, s.subject, s.part) == (item.measure, item.subject, whole)
        )
        assert item.points[0].value.point <= total.points[0].value.point


def test_complements_lose_more_than_substitutes(found):
    for who in ("RUS", "CHN"):
        fed, rationed = (
            next(s for s in found if (s.measure, s.subject, s.part) == (measure, who, ""))
            for measure in OWN[1:]
        )
        assert rationed.points[0].value.point > fed.points[0].value.point
        assert rationed.points[0].value.level is None


@pytest.mark.parametrize("states", [("KAZ", "CHN"), ("KGZ", "RUS"), ("AUT", "RUS")])
def test_a_state_within_a_group_has_a_gap_with_the_reason_and_no_number(states):
    basis = basis_of(*states)
    assert network_series(basis) == ()
    [gap] = network_gaps(basis)
    assert "inside a group" in gap.reason


def test_years_outside_the_table_give_nothing_and_no_gap_of_a_group():
    basis = basis_of("RUS", "CHN", (2012, 2025))
    assert network_series(basis) == ()
    assert network_gaps(basis) == []
