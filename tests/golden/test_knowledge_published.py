"""Research, technology goods and finance against published figures, checked by hand."""

from datetime import date

import pytest

from steelyard.dossier.assemble import _basis
from steelyard.dossier.domains.goods import goods_series
from steelyard.dossier.domains.knowledge import knowledge_series
from steelyard.dossier.domains.money import money_series
from steelyard.dossier.domains.quoted import quoted_series
from steelyard.dossier.request import request
from steelyard.reference.dataset import load

MAKERS = (goods_series, knowledge_series, money_series, quoted_series)


@pytest.fixture(scope="module")
def found():
    basis = _basis(load(date(2026, 11, 22)), request("RUS", "CHN", (1990, 2025)), lambda *_: None)
    return {item.id: item for maker in MAKERS for item in maker(basis)}


@pytest.mark.parametrize(
    ("series", "period", "value", "low", "high"),
    [
        # rows of facts.csv as printed there
        ("technology.supplier_share.RUS.CHN.machine-tools.published-figures", "2023",
         0.88, 0.875, 0.885),
        ("technology.supplier_share.RUS.CHN.machine-tools.published-figures-fourth-quarter",
         "2023", 0.70, 0.675, 0.725),
        ("technology.supplier_share.RUS.CHN.cars.published-figures-from-january", "2025-10",
         0.54, 0.515, 0.565),
        ("technology.market_share.RUS.CHN.smartphones.published-figures", "2022",
         0.55, 0.50, 0.55),
        ("technology.market_share.RUS.CHN.lorries-in-use.published-figures", "2024-07",
         0.059, 0.0585, 0.0595),
        ("finance.exchange_share.RUS.CHN.exchange.published-figures", "2024-06",
         0.996, 0.9955, 0.9965),
        ("finance.settlement_share.RUS.CHN.exports.published-figures", "2024-01",
         0.408, 0.4075, 0.4085),
        ("finance.investment_flow.RUS.CHN.published-figures", "2018", -1.005, -1.0055, -1.0045),
        ("finance.bank_claims.RUS.CHN.published-figures", "2023-03", 9.7, 9.65, 9.75),
    ],
)  # fmt: skip
def test_figures_as_printed(found, series, period, value, low, high):
    ours = found[series].at(period).value
    assert (ours.point, ours.low, ours.high) == pytest.approx((value, low, high))


@pytest.mark.parametrize(("state", "published", "off"), [("RUS", 39.9, 0.03), ("CHN", 451.2, 0.13)])
def test_research_spending_of_2016_agrees_with_the_oecd(found, state, published, off):
    """OECD, GERD at purchasing power in 2016: ours is the World Bank's share times its GDP.

    The published figures rest on the price round of 2011, ours on that of 2017, which lowered
    Chinese output at purchasing power by an eighth or more.
    """
    ours = next(
        item for item in found.values()
        if (item.measure, item.subject) == ("technology.rd_spending", state)
        and "World Bank" not in item.basis and "published" not in item.basis
    )  # fmt: skip
    assert ours.at("2016").value.point == pytest.approx(published, rel=off)


def test_patents_of_2010_agree_with_wipo(found):
    """WIPO: 293 thousand resident applications in China in 2010."""
    ours = next(
        item for item in found.values()
        if (item.measure, item.subject) == ("technology.patents", "CHN")
        and "published" not in item.basis
    )  # fmt: skip
    assert ours.at("2010").value.point == pytest.approx(293, abs=0.5)


def test_machine_tools_bought_in_2022_are_near_the_published_value(found):
    """362 million USD of machine tools in 2022 (published); all headings 8456 to 8466 hold it."""
    ours = (
        found[
            "technology.group_value.RUS.CHN.machine-tools-and-their-parts."
            "baci-reconciled-by-product"
        ]
        .at("2022")
        .value
    )
    assert ours.high > 362


def test_official_finance_of_the_first_twenty_years(found):
    """AidData: about 170 bn USD at prices of 2021 from 2000 to 2021 for Russia."""
    ours = found["finance.official_finance.RUS.CHN.aiddata"]
    total = sum(entry.value.point for entry in ours.points)
    assert total == pytest.approx(169.5e3, rel=0.02)
