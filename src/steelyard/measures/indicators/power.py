"""Indicators of production networks, contests, capability and formal influence."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.measures.indicators.trade import HIRSCHMAN

POWER = (
    Indicator(
        id="trade.direct_reliance",
        title="Reliance on inputs, at face value",
        definition="Share of a region in the inputs that a region's producers buy",
        formula="f_ij = sum_{r in j, c in i} Z_rc / sum_{c in i} Z_rc",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="What was bought from the partner's producers.",
        limits="Sees only the last seller.",
        citation="Baldwin, R., Freeman, R. and Theodorakopoulos, A. (2022). Horses for "
        "courses: measuring foreign supply chain exposure. NBER working paper 30525 "
        "(after a third party's implementation)",
        domain="trade",
    ),
    Indicator(
        id="trade.look_through_reliance",
        title="Reliance, looked through",
        definition="Share of a region in all output that a region's final products need",
        formula="F_ij = sum_{r in j, c in i} L_rc f_c / sum_{c in i} L_rc f_c",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="Whose production stands behind what the region makes.",
        limits="Gross output: a part counts again each time it is passed on.",
        citation="Baldwin, R., Freeman, R. and Theodorakopoulos, A. (2022). Horses for "
        "courses: measuring foreign supply chain exposure. NBER working paper 30525 "
        "(after a third party's implementation)",
        domain="trade",
    ),
    Indicator(
        id="trade.input_reliance",
        title="Reliance on inputs, looked through",
        definition="Share of a region in the direct and indirect inputs of a region's producers",
        formula="R_ij = sum_{r in j, c in i} (L - I)_rc w_c / sum_{c in i} (L - I)_rc w_c",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="What the inputs consist of, all the way back.",
        limits="Gross output; depends on the weights, which are stated.",
        citation="Baldwin, R., Freeman, R. and Theodorakopoulos, A. (2022). Horses for "
        "courses: measuring foreign supply chain exposure. NBER working paper 30525 "
        "(after a third party's implementation)",
        domain="trade",
    ),
    Indicator(
        id="region.log_ratio",
        title="Tilt of a contest",
        definition="Logarithm of the ratio of two outside powers' weight in a third state or "
        "region",
        formula="g_k = ln(a_k / b_k)",
        unit="ln",
        kind="intensive",
        valid=(None, None),
        reading="Above 0 the first power weighs more; 0.69 is twice as much.",
        limits="Not what the region keeps for itself or gives to others.",
        citation=HIRSCHMAN,
        domain="region",
    ),
    Indicator(
        id="region.crossing",
        title="Year of passing",
        definition="First year from which one outside power stays ahead of the other",
        formula="min { t : a_s > b_s for all s >= t }",
        unit="calendar year",
        kind="intensive",
        valid=(1800.0, 2100.0),
        reading="With the interval and the answers from other base and last years beside it.",
        limits="For good only to the end of the record.",
        citation="Stock, J. H. and Watson, M. W. (2007). Why has U.S. inflation become harder "
        "to forecast? Journal of Money, Credit and Banking 39 (pseudo-out-of-sample "
        "view)",
        domain="region",
    ),
    Indicator(
        id="capability.cinc",
        title="National capability",
        definition="Mean share of the world in military spending and personnel, iron and steel, "
        "energy, total and urban population",
        formula="CINC_i = mean_k (q_ik / sum_j q_jk)",
        unit="1",
        kind="extensive",
        valid=SHARE,
        reading="0.23: on average 23 % of the world's components.",
        limits="Who is big, not who is modern. Components that are missing are left out.",
        citation="Singer, J. D., Bremer, S. and Stuckey, J. (1972). Capability distribution, "
        "uncertainty, and major power war, 1820-1965. In Russett (ed.), Peace, War, "
        "and Numbers, 19-48",
        domain="capability",
    ),
    Indicator(
        id="capability.net_power",
        title="Net power",
        definition="GDP times GDP per head",
        formula="N = Y^2 / n",
        unit="USD^2 per person",
        kind="intensive",
        valid=COUNT,
        reading="Only ratios mean anything: size, discounted for what a population consumes.",
        limits="May not be summed: two halves of a state have half its net power.",
        citation="Beckley, M. (2018). The power of nations: measuring what matters. "
        "International Security 43(2), 7-44",
        domain="capability",
    ),
    Indicator(
        id="capability.coalition_ratio",
        title="Ratio of coalitions",
        definition="Means of one coalition over those of another",
        formula="R = sum_{i in A} C_i / sum_{j in B} C_j",
        unit="ratio",
        kind="intensive",
        valid=COUNT,
        reading="2.3: the first has 2.3 times the means.",
        limits="Allies are taken to act as one and lose nothing by it.",
        citation="Singer, J. D., Bremer, S. and Stuckey, J. (1972). Capability distribution, "
        "uncertainty, and major power war, 1820-1965. In Russett (ed.), Peace, War, "
        "and Numbers, 19-48",
        domain="capability",
    ),
    Indicator(
        id="capability.gap_projection",
        title="Projected gap",
        definition="Log ratio of two states' means, projected as a random walk with drift",
        formula="g_{T+h} = g_T + h mu + sigma sqrt(h) z",
        unit="ln",
        kind="intensive",
        valid=(None, None),
        reading="Where the gap goes if changes stay as they were, with 90 % intervals.",
        limits="No plan, war or demographic turn is in it.",
        citation="Clements, M. P. and Hendry, D. F. (1999). Forecasting Non-stationary "
        "Economic Time Series. MIT Press, ch. 4",
        domain="capability",
    ),
    Indicator(
        id="institutions.formal_influence",
        title="Formal influence capacity",
        definition="Bandwidth of formal ties times the target's dependence",
        formula="F_AB = B_AB D_B / 0.581992",
        unit="index 0-1",
        kind="intensive",
        valid=SHARE,
        reading="High only where ties are wide and the target depends.",
        limits="No secret action, technology or finance other than aid. Divisors belong to "
        "one edition.",
        citation="Moyer, J. D., Sweijs, T., Burrows, M. J. and Van Manen, H. (2018). Power and "
        "Influence in a Globalized World. Atlantic Council and Pardee Center (weights "
        "recovered from the data)",
        domain="institutions",
    ),
)
