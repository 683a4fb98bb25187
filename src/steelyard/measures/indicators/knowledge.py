"""Indicators of research, patents, and of technology goods as published."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.measures.indicators.published import published
from steelyard.vocabulary.provenance import Processing

OPEN = (None, None)
STOCK = (
    "Griliches, Z. (1979). Issues in assessing the contribution of research and development to "
    "productivity growth. Bell Journal of Economics 10(1), 92-116; Hall, B. H., Mairesse, J. and "
    "Mohnen, P. (2010). Measuring the returns to R&D. Handbook of the Economics of Innovation 2, "
    "1033-1082 (15 % and its alternatives)"
)
PRICES = (
    "International Monetary Fund (2009). Export and Import Price Index Manual. Washington, DC: "
    "IMF, ch. 2 and 16 (bias of unit values; bounds of Laspeyres and Paasche)"
)
WIPO = "WIPO (2023). World Intellectual Property Indicators 2023. Geneva"
HIGH = "OECD (1997). Revision of the high-technology sector and product classification. Paris"


def _own(
    id: str, title: str, definition: str, unit: str, reading: str, limits: str, formula: str,
    citation: str, *, valid: tuple[float | None, float | None] = COUNT,
    processing: Processing = Processing.MAJOR,
) -> Indicator:  # fmt: skip
    """A measure computed here; amounts may be summed."""
    return Indicator(
        id=id, title=title, definition=definition, formula=formula, unit=unit,
        kind="intensive" if unit in ("1", "times") else "extensive", valid=valid,
        reading=reading, limits=limits, citation=citation, domain="technology",
        processing=processing,
    )  # fmt: skip


KNOWLEDGE = (
    _own(
        "technology.rd_spending", "Spending on research",
        "Gross domestic spending on research and development at purchasing power", "intl USD bn",
        "What could be bought with it at home, in dollars of that year.",
        "Purchasing power of all output, not of laboratories and pay.", "R_i = g_i Y_i",
        "OECD (2015). Frascati Manual 2015. Paris: OECD Publishing, ch. 4",
    ),
    _own(
        "technology.knowledge_stock", "Stock of knowledge",
        "Past spending on research, each year of it worth less than the year before",
        "intl USD bn", "What years of research have left, at constant prices of purchasing power.",
        "Depreciation of knowledge is not observed: ends are those of 10 and 20 % a year, and of "
        "two rules for what stood at the start. What was built before the record enters by that "
        "rule alone. What is known abroad is free to neither.",
        "K_t = (1 - d) K_{t-1} + R_t, K_0 = R_0 / (g + d)", STOCK,
    ),
    _own(
        "technology.knowledge_ratio", "Ratio of knowledge",
        "Research, patents or the stock of knowledge of the partner over a state's own", "times",
        "10: the partner spends ten times as much.",
        "Effort and paper, not what works. Offices grant by different rules.", "k_ij = K_j / K_i",
        STOCK,
    ),
    _own(
        "technology.patents", "Patent applications by residents",
        "Applications in a year by residents at the office of the state", "thousand",
        "How much is filed at home.",
        "Offices, subsidies and fees differ; quality is not weighed. International applications "
        "compare better.", "P_i", WIPO, processing=Processing.MINOR,
    ),
    published(
        "technology.patents_abroad", "International patent applications",
        "Applications in a year under the Patent Cooperation Treaty", "applications",
        "Filed by one rule for all states.", "Costs keep small firms away.", "P_i",
    ),
    published(
        "technology.researchers", "Researchers", "Researchers, in full-time equivalents",
        "thousand FTE", "How many work at it.", "Who counts as one differs by state.", "n_i",
    ),
    published(
        "technology.innovation_rank", "Rank in innovation",
        "Rank among the economies of the Global Innovation Index", "rank", "1 is the first.",
        "An index of 80 choices; ranks move with the list of economies and with definitions.",
        "rank(I_i)", valid=(1.0, None),
    ),
    _own(
        "technology.high_tech_exports", "High-technology exports",
        "Exports of goods with high research content", "USD bn", "What is sold to all states.",
        "Counts assembly as the whole product.", "X_i", HIGH, processing=Processing.MINOR,
    ),
    _own(
        "technology.group_value", "Technology goods bought, by group",
        "What a state buys of one group of technology goods from the partner", "USD m",
        "In dollars of the year.", "By sender; goods that come through third states are missing.",
        "V_G = sum_{k in G} X_ji,k", PRICES,
    ),
    _own(
        "technology.group_share", "Group of technology goods in all imports",
        "What a state buys of one group of goods from the partner, over all that it imports",
        "1", "3 %: every thirtieth dollar of imports goes into this group from this partner.",
        "Not the partner's share of the group: who else supplies it is not in it.",
        "V_G / M_i", PRICES, valid=SHARE,
    ),
    _own(
        "technology.unit_value_index", "Unit values by group",
        "Price per tonne of a group of goods against that of the first year, headings held fixed",
        "times", "1.4: a tonne of the same headings costs two fifths more: better goods or "
        "dearer ones.",
        "Quality, price, mark-up and currency are one number. Ends are the indices with the "
        "weights of either year: the truth may lie outside where goods within a heading changed.",
        "I = prod_t sqrt(L_t P_t)", PRICES,
    ),
    published(
        "technology.market_share", "Market share of the partner's brands",
        "Part of sales, or of what is in use, that carries brands of the partner", "1",
        "50 %: every second one sold.", "Brands, wherever assembled; pollsters of the trade count "
        "differently.", "q_j / q",
    ),
    published(
        "technology.home_share", "Equipment made at home",
        "Part of a group of goods in use or bought that is made in the state itself", "1",
        "7 %: all but a fourteenth comes from abroad.", "By the word of the trade.", "q_i / q",
    ),
    published(
        "technology.machinery_weight", "Machinery in what is bought",
        "Part of goods bought from the partner that is machinery and equipment", "1",
        "55 %: more than half of it.", "Wide class: telephones are in it.", "V_G / X_ji",
    ),
    published(
        "technology.goods_value", "Technology goods bought, as published",
        "What a state buys of a group of technology goods from the partner", "USD bn",
        "In dollars of the period named.", "Months are not years: bases are kept apart.", "V_G",
    ),
    published(
        "technology.goods_units", "Technology goods bought, in pieces",
        "Pieces of a group of technology goods that a state buys from the partner", "million",
        "How many came.", "Months are not years: bases are kept apart.", "Q_G",
    ),
    published(
        "technology.goods_change", "Change of technology goods bought",
        "Change of what a state buys from the partner against the year or month before", "1",
        "−40 %: two fifths less.", "Against a base that the source chose.", "V_t / V_{t-1} - 1",
        valid=OPEN,
    ),
)  # fmt: skip
