"""Indicators of all domains but trade."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.measures.indicators.trade import HIRSCHMAN
from steelyard.vocabulary.provenance import Processing

LALL = (
    "Lall, S. (2000). The technological structure and performance of developing country "
    "manufactured exports, 1985-98. Oxford Development Studies 28(3), 337-369"
)
SIPRI = (
    "Holtom, P., Bromley, M. and Simmel, V. (2012). Measuring international arms transfers. "
    "SIPRI Fact Sheet, December 2012"
)

ENERGY = (
    Indicator(
        id="energy.supplier_share",
        title="Supplier share of a fuel",
        definition="Part of a buyer's imports of a fuel that comes from the supplier",
        formula="f_ij = Q_ji / Q_i",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="19 %: every fifth imported tonne comes from this supplier.",
        limits="Of imports, not of use: home production is left out. Shares by value and by "
        "volume differ by the price.",
        citation="Le Coq, C. and Paltseva, E. (2009). Measuring the security of external energy "
        "supply in the European Union. Energy Policy 37(11), 4474-4481",
        domain="energy",
    ),
    Indicator(
        id="energy.buyer_share",
        title="Buyer share of a fuel",
        definition="Part of a seller's exports of a fuel that goes to the buyer",
        formula="b_ij = Q_ij / Q_i",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="45 %: of each 100 tonnes sold abroad, 45 go to this buyer.",
        limits="Not whether pipe, port or price allows another buyer.",
        citation=HIRSCHMAN,
        domain="energy",
    ),
    Indicator(
        id="energy.unit_value",
        title="Unit value",
        definition="Value of imports of a fuel over their volume",
        formula="p = V / Q",
        unit="USD/t",
        kind="intensive",
        valid=COUNT,
        reading="The mean price paid at the border.",
        limits="Not a contract price: grade, freight and the lag of price formulas are in it.",
        citation="International Monetary Fund (2009). Export and Import Price Index Manual. "
        "Washington, DC: IMF, ch. 2 (bias of unit values)",
        domain="energy",
    ),
    Indicator(
        id="energy.discount",
        title="Discount",
        definition="Part of a benchmark price that the seller forgoes",
        formula="delta = 1 - p / p*",
        unit="1",
        kind="intensive",
        valid=(None, 1.0),
        reading="10 %: the buyer pays a tenth less than the benchmark; below 0 is a premium.",
        limits="A concession only after quality, freight and months are made equal.",
        citation="Babina, T., Hilgenstock, B., Itskhoki, O., Mironov, M. and Ribakova, E. (2023). "
        "Assessing the impact of international sanctions on Russian oil exports. SSRN 4366337",
        domain="energy",
    ),
)

TECHNOLOGY = (
    Indicator(
        id="technology.supplier_share",
        title="Supplier share of technology imports",
        definition="Part of a state's imports of a group of technology products that comes from "
        "the supplier",
        formula="t_j = sum_{k in G} M_kj / sum_{k in G} M_k",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="53 %: more than half of the group, by value, is bought from this supplier.",
        limits="By sender, not by maker; a mark-up under sanctions raises the share without more "
        "goods.",
        citation=LALL,
        domain="technology",
    ),
    Indicator(
        id="technology.goods_share",
        title="Technology goods from the partner in all imports",
        definition="Medium- and high-technology goods bought from the partner, as a part of all "
        "goods imports of a state",
        formula="h_ij = sum_{k in MT, HT} X_ji,k / M_i",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="20 %: a fifth of all imports are technology goods from this partner.",
        limits="Grades products, not the task done: assembly counts as high technology. Not how "
        "hard the goods are to replace.",
        citation=LALL,
        domain="technology",
    ),
    Indicator(
        id="technology.lall_share",
        title="Composition by technology class",
        definition="Part of a flow that belongs to one class of the technology ladder",
        formula="c_is = V_is / sum_r V_ir",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="What kind of goods goes each way: raw materials, or machines.",
        limits="Classes grade products by the skill that they usually need, as seen in the 1990s.",
        citation=LALL,
        domain="technology",
    ),
    Indicator(
        id="technology.rd_intensity",
        title="Research and development",
        definition="Gross domestic spending on research and development, in units of GDP",
        formula="g_i = R_i / Y_i",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="2.6 %: that part of income is spent on research.",
        limits="Effort, not result.",
        citation="OECD (2015). Frascati Manual 2015. Paris: OECD Publishing, ch. 4",
        domain="technology",
        processing=Processing.MINOR,
    ),
)

FINANCE = (
    Indicator(
        id="finance.settlement_share",
        title="Currency share of settlements",
        definition="Part of payments for exports or imports that is made in a currency",
        formula="c_k = P_k / sum_l P_l",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="35 %: a third of export receipts come in this currency.",
        limits="The currency of payment, not of invoice, nor where it is then held. Some sources "
        "give only groups of currencies: those are bounds.",
        citation="Gopinath, G. and Stein, J. C. (2021). Banking, trade, and the making of a "
        "dominant currency. Quarterly Journal of Economics 136(2), 783-830",
        domain="finance",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="finance.reserve_share",
        title="Currency share of reserves",
        definition="Part of official reserves that is held in a currency",
        formula="r_k = A_k / sum_l A_l",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="How much of the state's buffer another state's institutions could freeze.",
        limits="Moved by prices as well as by choice; not all states publish it.",
        citation="Arslanalp, S., Eichengreen, B. and Simpson-Bell, C. (2022). The stealth erosion "
        "of dollar dominance. Journal of International Economics 138, 103656",
        domain="finance",
        processing=Processing.AS_PUBLISHED,
    ),
)

ARMS = (
    Indicator(
        id="arms.supplier_share",
        title="Supplier share of arms imports",
        definition="Part of a buyer's deliveries of major arms that comes from the supplier, over "
        "five years",
        formula="v_ij = TIV_ji / TIV_i",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="77 %: most of the arms delivered over five years came from this supplier.",
        limits="Trend-indicator values measure military resource, not money; parts, services and "
        "small arms are left out.",
        citation=SIPRI,
        domain="arms",
    ),
    Indicator(
        id="arms.buyer_share",
        title="Buyer share of arms exports",
        definition="Part of a seller's deliveries of major arms that goes to the buyer, over five "
        "years",
        formula="w_ij = TIV_ij / TIV_i",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="18 %: nearly a fifth of the seller's deliveries went to this buyer.",
        limits="Trend-indicator values measure military resource, not money.",
        citation=SIPRI,
        domain="arms",
    ),
)

VOTES = (
    Indicator(
        id="votes.agreement",
        title="Agreement in the UN General Assembly",
        definition="Mean closeness of two states' votes: 1 alike, 1/2 one step apart, 0 opposed",
        formula="g_ij = (n_0 + n_1 / 2) / n",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="0.87: of 100 roll calls the two differ by the weight of 13 opposed votes.",
        limits="High for nearly all pairs, since most resolutions pass by large majorities: "
        "compare pairs and years. Symmetric: it does not say who follows whom.",
        citation="Voeten, E. (2013). Data and analyses of voting in the UN General Assembly. In "
        "Reinalda, B. (ed.), Routledge Handbook of International Organization, ch. 4; Bailey, "
        "M. A., Strezhnev, A. and Voeten, E. (2017). Journal of Conflict Resolution 61(2), 430-456",
        domain="votes",
    ),
    Indicator(
        id="votes.support",
        title="Support when in the minority",
        definition="Of the roll calls on which a state did not cast the most frequent vote, the "
        "part on which the partner voted like it",
        formula="u_ij = #{v : y_i = y_j != m_v} / #{v : y_j != m_v}",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="73 %: on three of four lonely votes the partner stood beside the state.",
        limits="Rests on few roll calls in some years. Votes coincide for many reasons.",
        citation="Steelyard's own definition, after the critique of raw agreement in Haege, F. M. "
        "(2011). Political Analysis 19(3), 287-305",
        domain="votes",
    ),
)

INSTITUTIONS = (
    Indicator(
        id="institutions.shared_igos",
        title="Shared organisations",
        definition="Number of intergovernmental organisations of which both states are full "
        "members",
        formula="I_ij = sum_o m_io m_jo",
        unit="organisations",
        kind="extensive",
        valid=COUNT,
        reading="How many tables both sit at.",
        limits="Counts a postal union like a defence pact.",
        citation="Pevehouse, J. C. W., Nordstrom, T., McManus, R. W. and Jamison, A. S. (2020). "
        "Tracking organizations in the world: the Correlates of War IGO version 3.0 datasets. "
        "Journal of Peace Research 57(3), 492-503",
        domain="institutions",
        processing=Processing.MINOR,
    ),
    Indicator(
        id="institutions.shared_weight",
        title="Partner's part of shared organisations",
        definition="Organisations shared with the partner, as a part of those that a state shares "
        "with anybody, counted once for each member",
        formula="w_ij = I_ij / sum_k I_ik",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="Has a direction: a state with few ties has more of them with this partner.",
        limits="A count of memberships, not of weight within them.",
        citation="Steelyard's own definition on Pevehouse et al. (2020), Journal of Peace Research "
        "57(3), 492-503",
        domain="institutions",
    ),
    Indicator(
        id="institutions.alliances",
        title="Alliance commitments",
        definition="Kinds of obligation that treaties in force lay on the two states: defence, "
        "offence, neutrality, non-aggression, consultation",
        formula="A_ij = number of kinds in force",
        unit="obligations",
        kind="extensive",
        valid=(0.0, 5.0),
        reading="0: no alliance; a defence pact is the strongest tie.",
        limits="What the text promises, not what would be done.",
        citation="Leeds, B. A., Ritter, J. M., Mitchell, S. M. and Long, A. G. (2002). Alliance "
        "treaty obligations and provisions, 1815-1944. International Interactions 28(3), 237-260",
        domain="institutions",
        processing=Processing.MINOR,
    ),
)

REGION = (
    Indicator(
        id="region.share",
        title="Weight in the region's trade",
        definition="Part of the goods trade of a group of states with the outside that is with "
        "one state",
        formula="z_j = sum_{i in R} (X_ij + X_ji) / sum_{i in R} (trade of i outside R)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="29 %: of the region's outside trade, 29 % is with this state.",
        limits="Transit through the region inflates it; great members dominate the sum.",
        citation=HIRSCHMAN,
        domain="region",
    ),
    Indicator(
        id="region.ratio",
        title="Ratio of weights in the region",
        definition="One state's trade with a group of states over the other's",
        formula="q = sum_{i in R} T_iA / sum_{i in R} T_iB",
        unit="times",
        kind="intensive",
        valid=COUNT,
        reading="Above 1: the first state trades more with the region.",
        limits="Trade only: neither arms, migrants nor pipelines are in it.",
        citation=HIRSCHMAN,
        domain="region",
    ),
)

CONTEXT = (
    Indicator(
        id="capability.ratio",
        title="Ratio of capabilities",
        definition="Means of one state over those of the other: GDP, CINC or military spending",
        formula="c = C_i / C_j",
        unit="times",
        kind="intensive",
        valid=COUNT,
        reading="9: the first has nine times the means of the second.",
        limits="Gross means overrate populous poor states; none says what can be used where.",
        citation="Singer, J. D., Bremer, S. and Stuckey, J. (1972). Capability distribution, "
        "uncertainty, and major power war, 1820-1965. In Russett, B. (ed.), Peace, War, and "
        "Numbers, 19-48; Beckley, M. (2018). The power of nations. International Security 43(2), "
        "7-44",
        domain="capability",
    ),
    Indicator(
        id="opinion.favourable",
        title="Favourable view",
        definition="Part of those surveyed in a state who see the other favourably",
        formula="o_ij = weighted share of 'very' and 'somewhat favourable'",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="71 %: seven of ten see the other state favourably.",
        limits="Question and mode differ between pollsters; answers may be guarded in some states.",
        citation="Pew Research Center, Global Attitudes and Trends, survey methods",
        domain="opinion",
        processing=Processing.MINOR,
    ),
    Indicator(
        id="diplomacy.visits",
        title="Visits of leaders",
        definition="Visits in a year that leaders of one state paid to the other",
        formula="V_ij",
        unit="visits",
        kind="extensive",
        valid=COUNT,
        reading="How much of the scarcest good, a leader's time, the other side gets.",
        limits="Neither length nor result; calls and meetings elsewhere are left out.",
        citation="Kastner, S. L. and Saunders, P. C. (2012). Is China a status quo or revisionist "
        "state? Leadership travel as an empirical indicator of foreign policy priorities. "
        "International Studies Quarterly 56(1), 163-177",
        domain="diplomacy",
        processing=Processing.MINOR,
    ),
)

OTHER = (*ENERGY, *TECHNOLOGY, *FINANCE, *ARMS, *VOTES, *INSTITUTIONS, *REGION, *CONTEXT)
