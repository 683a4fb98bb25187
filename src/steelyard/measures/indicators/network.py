"""Indicators of what hangs on deliveries in the world's production network."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator

EXTRACTION = (
    "Dietzenbacher, E. and Lahr, M. L. (2013). Expanding extractions. Economic Systems Research "
    "25(3), 341-360"
)
AT_RISK = "What would go in the first weeks if nothing took the place of the deliveries."

NETWORK = (
    Indicator(
        id="trade.extraction_loss",
        title="Value added that others lose by a cut",
        definition="Value added of third states that exists only because one state delivers to "
        "another: their lost orders, or their missing inputs further down",
        formula="dv_c = (v_c / x_c) dx_c, dx = L_.S B (I + L_TS B)^-1 x_T",
        unit="USD m",
        kind="extensive",
        valid=COUNT,
        reading=AT_RISK,
        limits="No forecast: who lacks an input stops or finds another. Gains of third states "
        "that step in are not in it.",
        citation=EXTRACTION,
        domain="trade",
    ),
    Indicator(
        id="trade.orders_at_risk",
        title="Value added in deliveries",
        definition="Value added of a state, its suppliers at home included, that exists only "
        "because of its deliveries of inputs and final goods to the other, in its GDP",
        formula="r_i = sum_{c in i} (v_c / x_c) dx_c / sum_{c in i} v_c, "
        "dx = L_.S (d + B (I + L_TS B)^-1 (x - L_.S d)_T)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="The seller's side of a cut. " + AT_RISK,
        limits="Goods that find other buyers are not lost. Prices stay as they are. Sectors are "
        "broad: oil and ores are one.",
        citation=EXTRACTION,
        domain="trade",
    ),
    Indicator(
        id="trade.inputs_at_risk",
        title="Value added fed by the partner's inputs",
        definition="Value added of a state through which the other's inputs pass, directly and "
        "further down its own chains, in its GDP",
        formula="r_i = sum_{c in i} v_c [1'B (I + L_TS B)^-1 L_T.]_c / sum_{c in i} v_c",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="The buyer's side of a cut, if what is missing lowers output in proportion to "
        "its cost: inputs that replace one another.",
        limits="A lower bound where inputs complement one another (see the loss under "
        "rationing), an upper one where others can deliver.",
        citation="Ghosh, A. (1958). Input-output approach in an allocation system. Economica "
        "25(97), 58-64",
        domain="trade",
    ),
    Indicator(
        id="trade.rationing_loss",
        title="Loss under rationing",
        definition="Value added of a state lost for want of the other's inputs, in its GDP, where "
        "inputs complement one another and nobody buys elsewhere",
        formula="y_c = [a_0c + sum_k a_kc q_kc^((s-1)/s)]^(s/(s-1)), q_kc = sum_r w_rc m_rc d_r",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="The buyer's cost in the first weeks. Its range comes from who is rationed first "
        "and from the elasticity between inputs, and is not a probability.",
        limits="Stocks, other sellers and repairs lower it, bottlenecks inside a broad sector "
        "raise it by far. With no substitution at all everything would stop.",
        citation="Bachmann, R. et al. (2022). What if? The economic effects for Germany of a stop "
        "of energy imports from Russia. ECONtribute Policy Brief 28; critique: Geerolf, F. "
        "(2022). IMK Working Paper 218",
        domain="trade",
    ),
)
