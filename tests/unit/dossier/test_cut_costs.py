"""What a cut would cost: both directions, short and long run, in series, gaps and findings."""

import pytest

from fixtures.pairs import dossier_of
from steelyard.dossier.domains.cuts import loss
from steelyard.report.figures.cuts import cut_figures, sector_table, third_table
from steelyard.vocabulary.estimate import Estimate, absent, exact

PAIRS = [("RUS", "CHN"), ("DEU", "RUS"), ("USA", "CHN")]


@pytest.fixture(scope="module", params=PAIRS, ids="-".join)
def found(request):
    return dossier_of(*request.param)


def test_both_sides_lose_in_every_cut_and_more_in_the_short_run(found):
    costs = {(cost.id, cost.horizon): cost for cost in found.cuts.costs if cost.of_pair}
    names = {name for name, _ in costs}
    assert len(names) == 3
    for name in names:
        for side in ("a", "b"):
            short, long = (getattr(costs[name, horizon], side) for horizon in ("short", "long"))
            assert short.point < long.point < 0
            assert long.low <= long.point <= long.high < 0


def test_no_trade_at_all_costs_more_than_either_stop_of_deliveries(found):
    costs = [cost for cost in found.cuts.costs if cost.of_pair and cost.horizon == "long"]
    both = next(cost for cost in costs if "-and-" in cost.id)
    for one in costs:
        if one is not both:
            assert both.a.point < one.a.point
            assert both.b.point < one.b.point


def test_the_ratio_turns_with_the_order_of_the_two():
    one, other = dossier_of("RUS", "CHN").cuts, dossier_of("CHN", "RUS").cuts
    for cost in one.costs:
        twin = next(c for c in other.costs if (c.id, c.horizon) == (cost.id, cost.horizon))
        assert (twin.a, twin.b) == (cost.b, cost.a)
        if cost.log_ratio.present:
            assert twin.log_ratio.point == pytest.approx(-cost.log_ratio.point)
            assert twin.log_ratio.low == pytest.approx(-cost.log_ratio.high)


def test_every_cut_of_the_pair_has_a_series_for_each_side_and_horizon(found):
    for measure in ("trade.cost_of_defiance", "trade.cost_of_coercion", "trade.cost_of_full_cut"):
        series = found.of(measure)
        assert len(series) == 4
        assert {item.part for item in series} == {"short run", "long run"}
        assert {item.subject for item in series} == {found.a.iso3, found.b.iso3}
        for item in series:
            value = item.points[0].value
            assert value.kind == "simulated"
            assert value.point > 0
            assert item.points[0].origins


def test_defiance_and_coercion_are_two_sides_of_one_cut(found):
    stop = f"{found.b.iso3}-cuts-{found.a.iso3}"
    cost = next(c for c in found.cuts.costs if c.id == stop and c.horizon == "long")
    lost = next(s for s in found.of("trade.cost_of_defiance", found.a.iso3) if s.part == "long run")
    paid = next(s for s in found.of("trade.cost_of_coercion", found.b.iso3) if s.part == "long run")
    assert lost.points[0].value.point == pytest.approx(-cost.a.point / 100)
    assert paid.points[0].value.point == pytest.approx(-cost.b.point / 100)


def test_a_sentence_says_what_the_end_of_trade_costs(found):
    told = [finding for finding in found.findings if finding.id == "cut"]
    assert len(told) == 1
    assert told[0].kind == "simulated"
    assert "long run" in told[0].sentence


def test_the_figure_has_words_table_and_numbers(found):
    (figure,) = cut_figures(found)
    assert "real income" in figure.title
    assert found.a.name in figure.alt
    assert figure.narrow is not None
    assert len(figure.rows) >= 12
    assert all(row["interval_basis"] for row in figure.rows)
    assert len(figure.table.rows) >= 3
    assert sector_table(found).rows


def test_scenarios_that_touch_either_state_stand_beside_the_cuts_of_the_pair():
    with_russia, without = dossier_of("RUS", "CHN").cuts, dossier_of("DEU", "POL").cuts
    assert {cost.id for cost in with_russia.costs if not cost.of_pair} >= {"west-cuts-russia"}
    assert all(cost.of_pair for cost in without.costs)
    assert third_table(dossier_of("DEU", "POL")) is None


@pytest.mark.parametrize(("a", "b"), [("KAZ", "CHN"), ("KGZ", "RUS"), ("MNG", "CHN")])
def test_states_inside_a_rest_group_have_a_gap_and_no_numbers_of_their_own(a, b):
    found = dossier_of(a, b)
    assert not found.of("trade.cost_of_full_cut")
    gaps = [gap for gap in found.gaps if gap.what == "What a cut would cost"]
    assert len(gaps) == 1
    assert "Rest of the world" in gaps[0].reason
    assert found.cuts is None or not any(cost.of_pair for cost in found.cuts.costs)


def test_a_change_becomes_a_loss_with_its_ends_turned():
    turned = loss(Estimate(-3.0, -5.0, -2.0, 0.9, "draws", "simulated"))
    assert (turned.point, turned.low, turned.high) == (0.03, 0.02, 0.05)
    assert loss(exact(-1.0, "why")).point == 0.01
    assert not loss(absent("no bound")).present
