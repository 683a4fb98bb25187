"""Indicators of payments, reserves, loans and investment, nearly all as published."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.measures.indicators.published import GUM, published
from steelyard.vocabulary.provenance import Processing

OPEN = (None, None)
AIDDATA = (
    "Custer, S. et al. (2023). Tracking Chinese Development Finance: An Application of AidData's "
    "TUFF 3.0 Methodology. Williamsburg: AidData"
)

MONEY = (
    published(
        "finance.group_share", "Groups of currencies in settlement",
        "Part of payments for trade that is made in the own currency, or in those of states that "
        "the publisher calls unfriendly", "1",
        "14 %: every seventh payment is still made in the currency of an unfriendly state.",
        "Groups are drawn by the state itself and change with its lists.", "c_G = P_G / P",
    ),
    published(
        "finance.settlement_bound", "Most that a currency can have in settlement",
        "Share of the group of currencies to which the partner's belongs: its own share cannot be "
        "larger", "1", "34 %: the partner's currency settled no more than that.",
        "A ceiling, not a share.", "c_k <= c_G for k in G",
    ),
    Indicator(
        id="finance.settlement_remainder",
        title="What own and unfriendly currencies leave",
        definition="One minus the published shares of the own and of unfriendly currencies in "
        "settlement",
        formula="c_k <= 1 - c_own - c_unfriendly",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="18 %: all other currencies together, the partner's among them, have no more.",
        limits="A ceiling. Ends are the worst case of both printed figures.",
        citation=GUM,
        domain="finance",
    ),
    published(
        "finance.mutual_settlement", "Currencies of mutual trade",
        "Part of payments between the two states that is made in their own currencies, or in one "
        "of them", "1", "95 %: all but a twentieth avoids the currencies of third states.",
        "Officials of one side say so, on occasions, without a table; not both count invoices.",
        "c = (P_i + P_j) / P_ij",
    ),
    published(
        "finance.exchange_share", "Currency share of currency trade",
        "Part of the turnover in foreign currency that is in the partner's", "1",
        "99.6 %: hardly anything else is traded.",
        "One exchange or the market outside it; sanctions moved turnover between the two.",
        "x_k = T_k / T",
    ),
    published(
        "finance.gold_share", "Gold in reserves",
        "Part of official reserves or of a state's fund that is gold", "1",
        "22 %: a fifth of the buffer lies with no other state's institutions.",
        "Moves with the price of gold.", "r = A_gold / A",
    ),
    published(
        "finance.fund_holdings", "Partner's currency in the state's fund",
        "Amount of the partner's currency that the fund of a state holds", "CNY bn",
        "What stands ready to be sold on the home market.", "At the end of the month named.",
        "A_k",
    ),
    published(
        "finance.fund_sales", "Partner's currency sold by the state's fund",
        "Amount of the partner's currency that the fund sold in a month", "CNY bn",
        "How fast the buffer is used.", "December, when books are closed, is the largest month.",
        "dA_k",
    ),
    published(
        "finance.loan", "Loans agreed", "Loan that public banks of the partner agreed with the "
        "state or its companies", "USD bn", "The sum that was announced.",
        "Announced, not paid out; parts repeat the whole.", "L",
    ),
    published(
        "finance.loans_received", "Official loans received", "Loans and grants of the partner's "
        "public bodies up to the year named", "USD bn",
        "What was committed since counting began.", "Counts of two teams with different rules; "
        "no repayment is taken off.", "sum_t L_t",
    ),
    Indicator(
        id="finance.official_finance",
        title="Official finance committed",
        definition="Grants and loans that the partner's public bodies committed to a state in a "
        "year",
        formula="F_ij",
        unit="USD m",
        kind="extensive",
        valid=COUNT,
        reading="40,133: loans of 40 bn dollars were agreed in that year, at prices of 2021.",
        limits="Known for China as the lender only. Commitments, not payments; single loans for "
        "oil make single years.",
        citation=AIDDATA,
        domain="finance",
        processing=Processing.MINOR,
    ),
    published(
        "finance.debt", "Debt to the partner", "Public debt owed to the partner's lenders",
        "USD bn", "What is still to be repaid.", "Debt of companies is mostly left out.", "D_ij",
    ),
    published(
        "finance.debt_gdp", "Debt to the partner over GDP",
        "Public debt owed to the partner's lenders, in units of GDP", "1",
        "30 %: what is owed is a third of a year's income.", "Not what is due in a year.",
        "D_ij / Y_i", valid=COUNT,
    ),
    published(
        "finance.investment_stock", "Direct investment held by the partner",
        "Stock of direct investment from the partner", "USD bn",
        "What the partner's owners hold in the state's companies.",
        "Central banks count the last owner on record, analysts follow each project: their sums "
        "differ by method and make no course over time.", "K_ij",
    ),
    published(
        "finance.investment_flow", "Direct investment by the partner",
        "Direct investment from the partner in a year, less what was taken out", "USD bn",
        "Below 0: more was taken out than brought in.",
        "Detours through third places are not in it.", "dK_ij", valid=OPEN,
    ),
    published(
        "finance.investment_change", "Change of direct investment",
        "Change of the year's direct investment in the partner against the year before", "1",
        "−25 %: a quarter less than in the same months of the year before.",
        "Of a flow that swings by project.", "I_t / I_{t-1} - 1", valid=OPEN,
    ),
    published(
        "finance.bank_claims", "Claims of the partner's banks",
        "Assets that banks of the partner hold in the state", "USD bn",
        "What the partner's banks could lose, or withdraw.",
        "Of the four largest banks, from their own books.", "B_ij",
    ),
    published(
        "finance.foreign_bank_share", "Foreign share of banking",
        "Part of the assets of a state's banks that foreign banks hold", "1",
        "5 %: no partner's banks can hold more than that.",
        "All states together: for one partner a ceiling.", "b = B_f / B",
    ),
    published(
        "finance.payments_refused", "Payments refused",
        "Part of payments to the partner, or of the partner's banks, that were returned or refuse "
        "them", "1", "80 %: four of five payments came back.",
        "What firms and agents told the press in one month; no bank publishes it.", "r",
    ),
    published(
        "finance.remittance_share", "Partner's share of remittances",
        "Part of the money sent home by migrants that comes from the partner", "1",
        "80 %: four of five dollars come from there.",
        "Transfers through banks and agents; cash carried is left out.", "m_ij = R_ij / R_i",
    ),
    published(
        "finance.remittances_gdp", "Remittances over GDP",
        "Money sent home by migrants from all states, in units of GDP", "1",
        "31 %: nearly a third of income.", "From all states, not from the partner.", "R_i / Y_i",
    ),
)  # fmt: skip
