"""Indicators of means: size in the world, components of capability, forces."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.vocabulary.provenance import Processing

NATIONAL_ACCOUNTS = (
    "World Bank. World Development Indicators; Feenstra, R. C., Inklaar, R. and Timmer, M. P. "
    "(2015). The next generation of the Penn World Table. American Economic Review 105(10), "
    "3150-3182"
)
COW = (
    "Singer, J. D., Bremer, S. and Stuckey, J. (1972). Capability distribution, uncertainty, and "
    "major power war, 1820-1965. In Russett (ed.), Peace, War, and Numbers, 19-48"
)
BECKLEY = (
    "Beckley, M. (2018). The power of nations: measuring what matters. International Security "
    "43(2), 7-44"
)
SIPRI = "SIPRI (2025). SIPRI Military Expenditure Database, 1949-2024, sources and methods"
EXERCISES = (
    "Allen, K., Saunders, P. C. and Chen, J. (2017). Chinese Military Diplomacy, 2003-2016. China "
    "Strategic Perspectives 11, National Defense University Press (how exercises are counted)"
)

MEANS = (
    Indicator(
        id="capability.gdp",
        title="GDP at market prices",
        definition="Gross domestic product in the prices and exchange rates of the year",
        formula="Y_i",
        unit="USD m",
        kind="extensive",
        valid=COUNT,
        reading="What a state can buy abroad.",
        limits="Swings with the exchange rate: a devaluation is no loss of output.",
        citation=NATIONAL_ACCOUNTS,
        domain="capability",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="capability.gdp_ppp",
        title="GDP at purchasing power parity",
        definition="Gross domestic product at the prices of one basket for all states",
        formula="Y_i / P_i",
        unit="intl USD bn",
        kind="extensive",
        valid=COUNT,
        reading="What a state can buy at home.",
        limits="Price surveys are years apart; revisions of a tenth and more are common.",
        citation=NATIONAL_ACCOUNTS,
        domain="capability",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="capability.world_share",
        title="Share of the world",
        definition="A state's GDP over that of the world, on one basis",
        formula="y_i = Y_i / sum_j Y_j",
        unit="1",
        kind="extensive",
        valid=SHARE,
        reading="0.18: 18 % of the world's output on that basis.",
        limits="The world is what the publisher lists or estimates; the bounds show both.",
        citation=NATIONAL_ACCOUNTS,
        domain="capability",
        processing=Processing.MAJOR,
    ),
    Indicator(
        id="capability.net_power_share",
        title="Share in net power",
        definition="GDP times GDP per head of a state, over the sum of all states",
        formula="n_i = (Y_i^2 / p_i) / sum_j (Y_j^2 / p_j)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="How much of the world's surplus over subsistence a state disposes of.",
        limits="States split in two have half: shares of blocs may not be summed.",
        citation=BECKLEY,
        domain="capability",
        processing=Processing.MAJOR,
    ),
    Indicator(
        id="capability.projected_ratio",
        title="Projected ratio",
        definition="Ratio of two states' means in later years, if changes stay as they were",
        formula="c_{T+h} = exp(g_T + h mu), ends exp(g_T + h mu +- k_h s sqrt(h + h^2 / n))",
        unit="times",
        kind="intensive",
        valid=COUNT,
        reading="As wide as nine tenths of the errors that the same rule made before.",
        limits="No plan, war or demographic turn is in it; its test by later years is given.",
        citation="Clements, M. P. and Hendry, D. F. (1999). Forecasting Non-stationary Economic "
        "Time Series. MIT Press, ch. 4; Lei, J. et al. (2018). Distribution-free predictive "
        "inference for regression. JASA 113(523), 1094-1111",
        domain="capability",
        processing=Processing.MAJOR,
    ),
    Indicator(
        id="capability.component_share",
        title="Component of capability",
        definition="A state's share of the world in one of the six components of the index",
        formula="s_ik = q_ik / sum_j q_jk",
        unit="1",
        kind="extensive",
        valid=SHARE,
        reading="The index is the mean of the six: which of them drives it.",
        limits="The world is the states with a figure; spending is the publisher's estimate.",
        citation=COW,
        domain="capability",
        processing=Processing.MAJOR,
    ),
    Indicator(
        id="capability.spending",
        title="Military spending",
        definition="Military spending of a year in US dollars",
        formula="M_i",
        unit="USD m",
        kind="extensive",
        valid=COUNT,
        reading="What is paid; a dollar buys more soldiers where wages are low.",
        limits="Budgets hide part of it; vintages of the same publisher differ.",
        citation=SIPRI,
        domain="capability",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="capability.spending_gdp",
        title="Military burden",
        definition="Military spending over GDP",
        formula="m_i = M_i / Y_i",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="How hard a state tries, not how strong it is.",
        limits="Needs the same exchange rate above and below.",
        citation=SIPRI,
        domain="capability",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="capability.personnel",
        title="Military personnel",
        definition="Persons under arms in the regular forces",
        formula="P_i",
        unit="thousand",
        kind="extensive",
        valid=COUNT,
        reading="Heads, not training or arms.",
        limits="Reserves and paramilitary forces are left out.",
        citation=COW,
        domain="capability",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="capability.warheads",
        title="Nuclear warheads",
        definition="Warheads in the military stockpile",
        formula="W_i",
        unit="warheads",
        kind="extensive",
        valid=COUNT,
        reading="The stockpile, without retired warheads that wait to be dismantled.",
        limits="Estimates by outsiders; states publish little.",
        citation="Kristensen, H. M. and Norris, R. S. (2013). Global nuclear weapons inventories, "
        "1945-2013. Bulletin of the Atomic Scientists 69(5), 75-81",
        domain="capability",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="arms.joint_activity",
        title="Joint exercises and patrols",
        definition="Exercises or patrols held together that a named source counts",
        formula="E_ij",
        unit="exercises or patrols",
        kind="extensive",
        valid=COUNT,
        reading="What one source lists; totals since the first are marked as such.",
        limits="No list is complete: not a count of all that took place.",
        citation=EXERCISES,
        domain="arms",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="arms.exercise_share",
        title="Part in the other's exercises",
        definition="Share of a state's joint exercises that were held with the partner",
        formula="e_ij = E_ij / sum_k E_ik",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="Whom a state trains with.",
        limits="Neither size nor content of the exercises.",
        citation=EXERCISES,
        domain="arms",
        processing=Processing.AS_PUBLISHED,
    ),
)
