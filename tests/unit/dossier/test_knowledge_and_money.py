"""Research, technology goods and finance of any pair, and what bounds what."""

from datetime import date

import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.domains.goods import GROUPS, goods_series
from steelyard.dossier.domains.knowledge import knowledge_series
from steelyard.dossier.domains.money import left_by, money_series
from steelyard.dossier.domains.quoted import quoted_series
from steelyard.dossier.knowledge_gaps import knowledge_gaps
from steelyard.dossier.passings import passings
from steelyard.dossier.request import request
from steelyard.reference.dataset import load
from steelyard.vocabulary.estimate import Estimate

DAY = date(2026, 11, 22)
MAKERS = (goods_series, knowledge_series, money_series, quoted_series)
PAIRS = [("RUS", "CHN"), ("KGZ", "RUS"), ("USA", "CHN"), ("DEU", "RUS"), ("MNG", "CHN")]


@pytest.fixture(scope="module")
def data():
    return load(DAY)


def basis_of(data, a, b, years=(1990, 2025)):
    return _basis(data, request(a, b, years), lambda *_: None)


@pytest.fixture(scope="module")
def pair(data):
    basis = basis_of(data, "RUS", "CHN")
    return {item.id: item for maker in MAKERS for item in maker(basis)}


def one(found, measure, subject, part="", basis=""):
    return next(
        item for item in found.values()
        if (item.measure, item.subject) == (measure, subject) and part in ("", item.part)
        and basis in item.basis
    )  # fmt: skip


@pytest.mark.parametrize("names", PAIRS)
def test_any_pair_has_unique_series_with_interval_or_reason(data, names):
    basis = basis_of(data, *names)
    found = [item for maker in MAKERS for item in maker(basis)]
    assert len({item.id for item in found}) == len(found) > 0
    for item in found:
        for entry in item.points:
            value = entry.value
            assert value.low is not None or value.basis.startswith(("none:", "absent:"))
            assert entry.origins


@pytest.mark.parametrize("flow", ["exports", "imports"])
def test_the_yuan_never_exceeds_its_ceilings(pair, flow):
    """Wherever both are published for one month: yuan <= all but own and unfriendly currencies."""
    yuan = one(pair, "finance.settlement_share", "RUS", flow)
    ceiling = one(pair, "finance.settlement_remainder", "RUS", flow)
    months = [entry for entry in ceiling.points if yuan.at(entry.period) is not None]
    assert len(months) >= 2
    for entry in months:
        assert yuan.at(entry.period).value.low <= entry.value.high


@pytest.mark.parametrize("flow", ["exports", "imports"])
def test_the_remainder_is_the_published_share_of_friendly_currencies(pair, flow):
    ceiling = one(pair, "finance.settlement_remainder", "RUS", flow).at("2025-04").value
    published = one(pair, "finance.settlement_bound", "RUS", flow).at("2025-04").value
    assert ceiling.low <= published.high
    assert published.low <= ceiling.high


def test_what_is_left_stays_between_nothing_and_all():
    half = Estimate(0.5, 0.4, 0.6, None, "last printed digit")
    left = left_by(half, half)
    assert (left.point, left.low) == (0.0, 0.0)
    assert left.high == pytest.approx(0.2)
    most = left_by(Estimate(0.3, 0.0, 0.3, None, "published as an upper limit"), half)
    assert (most.point, most.high) == pytest.approx((0.2, 0.6))


def test_no_ceiling_for_a_currency_of_another_group(data):
    found = money_series(basis_of(data, "RUS", "DEU"))
    assert not any(item.measure == "finance.settlement_remainder" for item in found)


def test_goods_go_both_ways_and_add_up(data, pair):
    for group in ("passenger cars", "semiconductors"):
        there = one(pair, "technology.group_value", "RUS", group)
        back = one(pair, "technology.group_value", "CHN", group)
        assert there.at("2023").value.point > back.at("2023").value.point > 0
    rows = data.table("products").filter(
        (data.table("products")["exporter"] == "CHN")
        & (data.table("products")["hs4"].is_in(["8541", "8542"]))
        & (data.table("products")["year"] == 2023)
    )
    ours = one(pair, "technology.group_value", "RUS", "semiconductors").at("2023").value
    assert ours.point == pytest.approx(rows["value"].sum())
    assert ours.low < ours.point < ours.high


def test_no_products_no_goods(data):
    assert goods_series(basis_of(data, "DEU", "FRA")) == ()
    assert len(GROUPS) == len(set(GROUPS))


def test_reversing_the_pair_inverts_the_ratio_of_knowledge(data):
    there, back = (
        {item.id: item for item in knowledge_series(basis_of(data, *names))}
        for names in (("RUS", "CHN"), ("CHN", "RUS"))
    )
    one_way = one(there, "technology.knowledge_ratio", "RUS", "knowledge stock").at("2018").value
    other = one(back, "technology.knowledge_ratio", "CHN", "knowledge stock").at("2018").value
    assert one_way.point * other.point == pytest.approx(1)
    assert one_way.low * other.high == pytest.approx(1)


def test_china_passes_russia_in_research_and_patents(pair):
    told = {item.title: item.year for item in passings(tuple(pair.values()), request("RUS", "CHN"))}
    assert told["China passes Russia: spending on research over GDP"] == 2004
    assert told["China passes Russia: patent applications by residents"] == 2000


def test_an_early_last_year_hides_what_came_after(data):
    found = knowledge_series(basis_of(data, "RUS", "CHN", years=(1990, 2005)))
    assert max(entry.x for item in found for entry in item.points) == 2005


def test_the_lender_is_not_its_own_borrower(pair):
    lent = one(pair, "finance.official_finance", "RUS")
    assert lent.partner == "CHN"
    assert not any(
        item.measure.startswith("finance.official") and item.subject == "CHN"
        for item in pair.values()
    )


def test_the_reverse_that_nobody_published_is_a_gap_and_not_zero(data, pair):
    gaps = knowledge_gaps(basis_of(data, "RUS", "CHN"), tuple(pair.values()))
    assert [gap.where for gap in gaps] == ["China on Russia", "China on Russia"]
    assert "currency share of settlements" in gaps[1].what
    assert knowledge_gaps(basis_of(data, "DEU", "FRA"), ()) == ()
