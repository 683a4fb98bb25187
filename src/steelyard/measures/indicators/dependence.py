"""Indicators of mutual weight, criticality, outside options and the loss of access."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.measures.indicators.trade import HIRSCHMAN

DEPENDENCE = (
    Indicator(
        id="trade.salience",
        title="Salience",
        definition="Geometric mean of the two states' shares of each other's trade",
        formula="S_ij = sqrt(s_ij s_ji)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="How much the pair matters to both.",
        limits="Low as soon as one side hardly trades with the other; not which side that is.",
        citation="Barbieri, K. (1996). Economic interdependence: a path to peace or a source "
        "of interstate conflict? Journal of Peace Research 33(1), 29-49 (formula from "
        "memory)",
        domain="trade",
    ),
    Indicator(
        id="trade.symmetry",
        title="Symmetry",
        definition="How equal the two states' shares of each other's trade are",
        formula="Y_ij = 1 - |s_ij - s_ji|",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="1: equal shares; 0: all against nothing.",
        limits="Small shares are always nearly symmetric.",
        citation="Barbieri, K. (1996). Economic interdependence: a path to peace or a source "
        "of interstate conflict? Journal of Peace Research 33(1), 29-49 (formula from "
        "memory)",
        domain="trade",
    ),
    Indicator(
        id="trade.interdependence",
        title="Interdependence",
        definition="Salience times symmetry",
        formula="I_ij = sqrt(s_ij s_ji) (1 - |s_ij - s_ji|)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="High where the pair matters much, and alike, to both.",
        limits="The same for both: never who leans on whom.",
        citation="Barbieri, K. (1996). Economic interdependence: a path to peace or a source "
        "of interstate conflict? Journal of Peace Research 33(1), 29-49 (formula from "
        "memory)",
        domain="trade",
    ),
    Indicator(
        id="trade.dependence_low",
        title="Lower dependence of a pair",
        definition="Trade over GDP of the less dependent side",
        formula="d_low = min(d_ij, d_ji)",
        unit="1",
        kind="intensive",
        valid=COUNT,
        reading="The side that is freer to break the link.",
        limits="With GDP as denominator it is the greater economy's dependence.",
        citation="Oneal, J. R. and Russett, B. M. (1997). The classical liberals were right: "
        "democracy, interdependence, and conflict, 1950-1985. International Studies "
        "Quarterly 41(2), 267-294",
        domain="trade",
    ),
    Indicator(
        id="trade.dependence_high",
        title="Higher dependence of a pair",
        definition="Trade over GDP of the more dependent side",
        formula="d_high = max(d_ij, d_ji)",
        unit="1",
        kind="intensive",
        valid=COUNT,
        reading="The side that has more to lose, by value traded.",
        limits="With GDP as denominator it is the smaller economy's dependence.",
        citation="Oneal, J. R. and Russett, B. M. (1997). The classical liberals were right: "
        "democracy, interdependence, and conflict, 1950-1985. International Studies "
        "Quarterly 41(2), 267-294",
        domain="trade",
    ),
    Indicator(
        id="trade.influence",
        title="Influence effect",
        definition="Weight of a state in its partner's trade, against the partner's weight in "
        "its own",
        formula="E_ij = s_ji / s_ij",
        unit="ratio",
        kind="intensive",
        valid=COUNT,
        reading="15: stopping the trade threatens the partner with fifteen times as large a share.",
        limits="With shares of total trade it is only the ratio of total trade.",
        citation=HIRSCHMAN,
        domain="trade",
    ),
    Indicator(
        id="trade.small_partner_preference",
        title="Preference for small partners",
        definition="Mean size of partners if trade followed size, over the mean size that they "
        "have",
        formula="P_i = (sum_j w_j^2) / (sum_j v_ij w_j / sum_j v_ij)",
        unit="ratio",
        kind="intensive",
        valid=COUNT,
        reading="2: the average unit of trade goes to a partner half as big as neutral.",
        limits="Ours, after an idea of Hirschman; depends on the list of states.",
        citation=HIRSCHMAN,
        domain="trade",
    ),
    Indicator(
        id="trade.gains",
        title="Gains from trade",
        definition="Real income that a state would lose without any foreign trade",
        formula="G_i = 1 - (1 - M_i / A_i)^(1 / epsilon)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="4 %: that part of real income would go with all imports.",
        limits="One sector and no inputs: too small, often several times.",
        citation="Arkolakis, C., Costinot, A. and Rodriguez-Clare, A. (2012). New trade "
        "models, same old gains? American Economic Review 102(1), 94-130",
        domain="trade",
    ),
    Indicator(
        id="trade.supply_effect",
        title="Supply effect",
        definition="Real income that a state loses without one partner's goods, before others "
        "fill in",
        formula="L_ij = 1 - (1 - M_ij / A_i)^(1 / epsilon)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="What the partner could take away.",
        limits="Other suppliers and prices stay as they are; one sector.",
        citation="Arkolakis, C., Costinot, A. and Rodriguez-Clare, A. (2012). New trade "
        "models, same old gains? American Economic Review 102(1), 94-130",
        domain="trade",
    ),
    Indicator(
        id="trade.dependent_products",
        title="Probability of product dependence",
        definition="Probability that a product meets the three criteria of the European "
        "Commission, given the noise of trade values",
        formula="P(C1 > 0.4, C2 > 0.5, C3 > 1)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="0.7: seven of ten such products are dependent in truth.",
        limits="Not whether the product matters. For a single state the second criterion "
        "always holds.",
        citation="European Commission (2021). Strategic dependencies and capacities, SWD(2021) "
        "352 (thresholds from memory)",
        domain="trade",
    ),
    Indicator(
        id="trade.entropy",
        title="Entropy of partners",
        definition="Entropy of a state's trade over its partners",
        formula="H_i = -sum_j s_ij ln s_ij",
        unit="ln",
        kind="intensive",
        valid=COUNT,
        reading="e to this power is the number of equal partners that would leave as much choice.",
        limits="Partners that trade today, not those that could.",
        citation="Theil, H. (1967). Economics and Information Theory. Amsterdam: "
        "North-Holland, ch. 8",
        domain="trade",
    ),
    Indicator(
        id="trade.greatest_share",
        title="Share of the greatest partner",
        definition="Part of a state's trade that is with its greatest partner",
        formula="D_i = max_j s_ij",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="Dependence on a single partner.",
        limits="Not how hard that partner is to replace.",
        citation=HIRSCHMAN,
        domain="trade",
    ),
    Indicator(
        id="trade.alternatives",
        title="Concentration of alternatives",
        definition="Herfindahl index of the partners that remain without one of them",
        formula="A_ij = (H_i - s_ij^2) / (1 - s_ij)^2",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="High: losing this partner leaves few others, each with a strong hand.",
        limits="Takes today's partners for the possible ones.",
        citation=HIRSCHMAN,
        domain="trade",
    ),
    Indicator(
        id="trade.compensation",
        title="Compensation ratio",
        definition="Gain of trade with one partner over loss of trade with others",
        formula="K = (P_1 - P_0) / (O_0 - O_1)",
        unit="ratio",
        kind="intensive",
        valid=(None, None),
        reading="0.5: half of what was lost was made up for.",
        limits="Not the same goods, and not at the same price.",
        citation="Fieller, E. C. (1954). Some problems in interval estimation. Journal of the "
        "Royal Statistical Society B 16(2), 175-185 (interval)",
        domain="trade",
    ),
    Indicator(
        id="trade.outlets",
        title="Replaceable part of a lost flow",
        definition="Part of a lost flow that other partners could take over within a time",
        formula="c_m = min(1, sum_{n <= m} K_(n) / V)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="30 % after a year: that much finds another home so soon.",
        limits="Physical room only: not their will, price or sanctions.",
        citation="United Nations (2011). International Merchandise Trade Statistics: Concepts "
        "and Definitions 2010 (values); merit order by time of our own",
        domain="trade",
    ),
    Indicator(
        id="trade.access_loss",
        title="Loss of access",
        definition="Log rise of a product's price index when suppliers are cut off",
        formula="ln P = -ln(1 - s) / (sigma - 1)",
        unit="ln",
        kind="intensive",
        valid=COUNT,
        reading="0.1: the product costs a tenth more for the same use.",
        limits="Prices of others unchanged; no value where all is lost or nothing substitutes.",
        citation="Feenstra, R. C. (1994). New product varieties and the measurement of "
        "international prices. American Economic Review 84(1), 157-177",
        domain="trade",
    ),
    Indicator(
        id="trade.power",
        title="Power of a supplier",
        definition="Log loss of a buyer's real expenditure without a supplier or coalition",
        formula="sum_k alpha_k (-ln(1 - omega_k)) / (sigma_k - 1)",
        unit="ln",
        kind="intensive",
        valid=COUNT,
        reading="The most that the buyer would give up to keep access; coalitions exceed the "
        "sum of their members.",
        limits="What is extracted depends on what the supplier would lose.",
        citation="Clayton, C., Maggiori, M. and Schreger, J. (2024). A theory of economic "
        "coercion and fragmentation. NBER working paper 33309 (form from memory)",
        domain="trade",
    ),
)
