"""Indicators of trade: shares, dependence, concentration, rank and tilt."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.vocabulary.provenance import Processing

HIRSCHMAN = (
    "Hirschman, A. O. (1945). National Power and the Structure of Foreign Trade. Berkeley: "
    "University of California Press, ch. 2"
)
GARTZKE_LI = (
    "Gartzke, E. and Li, Q. (2003). Measure for measure: concept operationalization and the trade "
    "interdependence-conflict debate. Journal of Peace Research 40(5), 553-571"
)

TRADE = (
    Indicator(
        id="trade.flow",
        title="Goods trade",
        definition="Value of the goods that one state sells to the other in a year",
        formula="X_ij",
        unit="USD m",
        kind="extensive",
        valid=COUNT,
        reading="What crosses the border, in current dollars.",
        limits="Current prices: a rise may be price alone. Exporter and importer record "
        "different values (freight, time, transit), so the basis is always named.",
        citation="United Nations (2011). International Merchandise Trade Statistics: Concepts and "
        "Definitions 2010. New York: United Nations, ch. 4 and 6",
        domain="trade",
        processing=Processing.MINOR,
    ),
    Indicator(
        id="trade.export_share",
        title="Partner share of exports",
        definition="Part of a state's goods exports that goes to the partner",
        formula="x_ij = X_ij / X_i",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="34 %: of each 100 dollars sold abroad, 34 are sold to this partner.",
        limits="Not how hard another buyer is to find, nor what losing this one would cost. "
        "Flow and total must be on one basis.",
        citation=HIRSCHMAN,
        domain="trade",
    ),
    Indicator(
        id="trade.import_share",
        title="Partner share of imports",
        definition="Part of a state's goods imports that comes from the partner",
        formula="m_ij = X_ji / M_i",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="40 %: of each 100 dollars bought abroad, 40 are bought from this partner.",
        limits="Not how hard the goods are to replace. By country of consignment or origin, "
        "as the source records it: transit moves it.",
        citation=HIRSCHMAN,
        domain="trade",
    ),
    Indicator(
        id="trade.trade_share",
        title="Partner share of trade",
        definition="Part of a state's goods trade, exports and imports together, that is with "
        "the partner",
        formula="s_ij = (X_ij + X_ji) / (X_i + M_i)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="How much of all foreign trade hangs on one partner.",
        limits="Says nothing about how much trade matters to the economy: see dependence.",
        citation=GARTZKE_LI,
        domain="trade",
    ),
    Indicator(
        id="trade.openness",
        title="Openness",
        definition="Goods exports and imports of a state, in units of its GDP",
        formula="o_i = (X_i + M_i) / Y_i",
        unit="1",
        kind="intensive",
        valid=COUNT,
        reading="0.4: trade is worth 40 % of a year's income.",
        limits="Trade is gross, GDP is value added: entrepots exceed 1. Not with whom.",
        citation=GARTZKE_LI,
        domain="trade",
    ),
    Indicator(
        id="trade.dependence",
        title="Trade dependence",
        definition="Goods trade with the partner, in units of a state's own GDP",
        formula="d_ij = (X_ij + X_ji) / Y_i = s_ij o_i",
        unit="1",
        kind="intensive",
        valid=COUNT,
        reading="0.11: trade with this partner is worth 11 % of a year's income.",
        limits="Both sides share the numerator, so the ratio of the two dependences is the "
        "inverse ratio of GDPs: it only says who is bigger. Read shares beside it.",
        citation="Oneal, J. R. and Russett, B. M. (1997). The classical liberals were right: "
        "democracy, interdependence, and conflict, 1950-1985. International Studies Quarterly "
        "41(2), 267-294",
        domain="trade",
    ),
    Indicator(
        id="trade.concentration",
        title="Concentration of partners",
        definition="Herfindahl index of a state's partners",
        formula="H_i = sum_j s_ij^2",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="1 is a single partner, 1/n is n equal ones.",
        limits="How few partners, not how hard they are to replace. Where partners are "
        "unobserved it lies between two bounds: spread thin, or one partner.",
        citation="Hirschman, A. O. (1964). The paternity of an index. American Economic Review "
        "54(5), 761",
        domain="trade",
    ),
    Indicator(
        id="trade.equivalent_partners",
        title="Equivalent partners",
        definition="Number of partners of equal size that would be as concentrated",
        formula="N_i = 1 / H_i",
        unit="partners",
        kind="intensive",
        valid=(1.0, None),
        reading="6.3: as if the trade were spread evenly over six or so partners.",
        limits="As the Herfindahl index: numbers, not substitutes.",
        citation='Adelman, M. A. (1969). Comment on the "H" concentration measure as a '
        "numbers-equivalent. Review of Economics and Statistics 51(1), 99-101",
        domain="trade",
    ),
    Indicator(
        id="trade.standing",
        title="Standing among the largest ties",
        definition="Percentile of a share of trade among all states' shares with their largest "
        "partner, in the same year",
        formula="p = 100 (#{k : m_k < s_ij} + #{k : m_k = s_ij} / 2) / n, m_k = max_l s_kl",
        unit="percentile",
        kind="intensive",
        valid=(0.0, 100.0),
        reading="80: four states in five lean less on their largest partner than this state does "
        "on this one.",
        limits="A rank in a reference class of states of all sizes, not a judgement: small "
        "states and neighbours of large ones stand high. The interval leaves out the noise of "
        "the other states' shares.",
        citation="Own definition; percentile with mid-ranks as in Hyndman, R. J. and Fan, Y. "
        "(1996). Sample quantiles in statistical packages. The American Statistician 50(4), "
        "361-365",
        domain="trade",
    ),
    Indicator(
        id="trade.rank",
        title="Rank of the partner",
        definition="Place of the partner among all partners of a state, by goods trade",
        formula="R_ij = 1 + #{k : T_ik > T_ij}",
        unit="rank",
        kind="intensive",
        valid=(1.0, None),
        reading="1 is the greatest partner; ties share the better rank.",
        limits="A first rank may be ahead by a hair or by a mile; the EU counts as single states.",
        citation="World Trade Organization, Trade Profiles (technical notes): breakdown by main "
        "destination and origin",
        domain="trade",
    ),
    Indicator(
        id="trade.log_ratio",
        title="Tilt of the balance",
        definition="Natural logarithm of the ratio of the two sides' shares in each other's trade",
        formula="a_ij = ln(s_ij / s_ji)",
        unit="log ratio",
        kind="intensive",
        valid=(None, None),
        reading="0 is balance; 0.69 means that the first leans twice as much, 2.3 ten times.",
        limits="Forgets the level: 0.2 % against 0.1 % tilts as much as 60 % against 30 %. With "
        "trade measured alike on both sides it equals the log ratio of the two trade totals.",
        citation="Keohane, R. O. and Nye, J. S. (1977). Power and Interdependence. Boston: Little, "
        "Brown, ch. 1 (asymmetry); Tornqvist, L., Vartia, P. and Vartia, Y. O. (1985). The "
        "American Statistician 39(1), 43-46 (log ratios)",
        domain="trade",
    ),
)
