"""Indicators of what is traded, of all votes together, and of weight in institutions."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.measures.indicators.other import LALL

BALANCE = (-1.0, 1.0)
ATLAS = (
    "Hausmann, R., Hidalgo, C. A. et al. (2014). The Atlas of Economic Complexity. Cambridge, "
    "MA: MIT Press"
)
HAEGE = (
    "Haege, F. M. (2011). Choice or circumstance? Adjusting measures of foreign policy "
    "similarity for chance agreement. Political Analysis 19(3), 287-305"
)

COMPOSITION = (
    Indicator(
        id="technology.advantage",
        title="Revealed comparative advantage",
        definition="Weight of a product in a state's exports over its weight in world exports",
        formula="R_ik = (X_ik / X_i) / (X_k / X)",
        unit="1",
        kind="intensive",
        valid=COUNT,
        reading="Above 1: the state sells more of the product than its size suggests.",
        limits="Reveals policy, subsidies and sanctions as well as skill. Its side of 1 compares "
        "between products, its size does not.",
        citation='Balassa, B. (1965). Trade liberalisation and "revealed" comparative advantage. '
        "The Manchester School 33(2), 99-123",
        domain="technology",
    ),
    Indicator(
        id="technology.intra_industry",
        title="Trade within products",
        definition="Part of the two states' trade in which each product goes both ways",
        formula="GL_ij = 1 - sum_k |X_ij,k - X_ji,k| / sum_k (X_ij,k + X_ji,k)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="1: as much of each product is sold as bought; 0: every product goes one way.",
        limits="Depends on how finely products are cut. Parts sold and the assembled good bought "
        "back count as trade within a product. Symmetric.",
        citation="Grubel, H. G. and Lloyd, P. J. (1975). Intra-Industry Trade. London: Macmillan, "
        "ch. 2",
        domain="technology",
    ),
    Indicator(
        id="technology.raw_share",
        title="Raw share of sales",
        definition="Primary and resource-based goods in what one state sells to the other",
        formula="c_ij = sum_{s <= 1} X_ij,s / sum_s X_ij,s",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="85 %: nearly all that is sold comes from the ground, the field or the forest.",
        limits="Moves with the price of oil even where volumes stand still.",
        citation=LALL,
        domain="technology",
    ),
    Indicator(
        id="technology.appendage",
        title="Raw-material appendage",
        definition="Lesser of the raw share of what A sells to B and the technology share of what "
        "B sells to A, less one half",
        formula="m_AB = min(raw_AB, tech_BA) - 1/2",
        unit="1",
        kind="intensive",
        valid=(-0.5, 0.5),
        reading="Above 0: A sells B mostly raw goods and buys mostly medium and high technology.",
        limits="Not on what terms: some rich states are appendages by this test. The threshold "
        "of one half is a choice, stated beforehand.",
        citation=f"Own definition on the ladder of {LALL}",
        domain="technology",
    ),
    Indicator(
        id="technology.machinery_balance",
        title="Balance of machinery",
        definition="Machinery sold less machinery bought between two states, over their sum",
        formula="b_ij = (X_ij - X_ji) / (X_ij + X_ji)",
        unit="1",
        kind="intensive",
        valid=BALANCE,
        reading="1: only A sells; -1: only B does. The year in which it passes 0 for good is the "
        "reversal of roles.",
        limits="Arms are mostly outside customs statistics, so that a seller of arms looks more "
        "of a buyer than it is.",
        citation="Balassa, B. (1986). Comparative advantage in manufactured goods: a reappraisal. "
        "Review of Economics and Statistics 68(2), 315-319",
        domain="technology",
    ),
    Indicator(
        id="technology.complexity",
        title="Economic complexity",
        definition="How many products, that few others make, a state exports with advantage",
        formula="ECI = standardised v, where D^-1 M U^-1 M' v = lambda_2 v",
        unit="1",
        kind="intensive",
        valid=(None, None),
        reading="1: one standard deviation above the mean of the states compared.",
        limits="A rank among the states and products compared, no absolute skill. Assembly and "
        "re-exports raise it; natural riches lower it without a factory being lost.",
        citation=ATLAS,
        domain="technology",
    ),
)

VOTES = (
    Indicator(
        id="votes.s",
        title="S score of votes",
        definition="Twice the vote agreement, less 1",
        formula="S_ij = 2 g_ij - 1",
        unit="1",
        kind="intensive",
        valid=BALANCE,
        reading="1: always alike; 0: as far apart as if one always abstained when the other did "
        "not; -1: always opposed.",
        limits="The same information as agreement, so equally high for nearly all pairs.",
        citation="Signorino, C. S. and Ritter, J. M. (1999). Tau-b or not tau-b: measuring the "
        "similarity of foreign policy positions. International Studies Quarterly 43(1), 115-144",
        domain="votes",
    ),
    Indicator(
        id="votes.kappa",
        title="Agreement beyond chance (kappa)",
        definition="Vote agreement beyond what the two states' own voting habits would give",
        formula="kappa_ij = 1 - sum_ab w_ab p_ab / sum_ab w_ab p_a. p_.b, w = |a - b|^2",
        unit="1",
        kind="intensive",
        valid=BALANCE,
        reading="0: no closer than their habits imply; 1: always alike.",
        limits="A state that always votes the same way has none. A shared habit of saying yes "
        "counts for nothing, although it may be the alignment.",
        citation=HAEGE,
        domain="votes",
    ),
    Indicator(
        id="votes.pi",
        title="Agreement beyond chance (pi)",
        definition="Vote agreement beyond what the two states' common voting habits would give",
        formula="pi_ij = 1 - sum_ab w_ab p_ab / sum_ab w_ab q_a q_b, q = (p_a. + p_.a) / 2",
        unit="1",
        kind="intensive",
        valid=BALANCE,
        reading="As kappa, but different habits count as disagreement; never above kappa.",
        limits="As kappa.",
        citation=HAEGE,
        domain="votes",
    ),
    Indicator(
        id="votes.cohesion",
        title="Cohesion of a bloc",
        definition="Mean vote agreement over all pairs of members of a bloc and all divided roll "
        "calls in which both took part",
        formula="sum_v c_v / sum_v (c_v + d_v), c_v pairs close and d_v pairs apart on roll call v",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="Compare with the same figure for all states, or for members and one outsider.",
        limits="High for almost any group, since most resolutions pass by large majorities.",
        citation="Hix, S., Noury, A. and Roland, G. (2005). Power to the parties: cohesion and "
        "competition in the European Parliament, 1979-2001. British Journal of Political Science "
        "35(2), 209-234",
        domain="votes",
    ),
)

INSTITUTIONS = (
    Indicator(
        id="institutions.shapley",
        title="Voting power (Shapley-Shubik)",
        definition="Share of all orders of joining in which a member's votes turn the scale",
        formula="phi_i = sum_S |S|! (n - |S| - 1)! / n! [v(S + i) - v(S)]",
        unit="1",
        kind="extensive",
        valid=SHARE,
        reading="0.196: a permanent member of the Security Council; 0.0019: an elected one.",
        limits="Power on paper: all coalitions count alike, friends and foes. Bodies that decide "
        "by consensus give every member the same.",
        citation="Shapley, L. S. and Shubik, M. (1954). A method for evaluating the distribution "
        "of power in a committee system. American Political Science Review 48(3), 787-792",
        domain="institutions",
    ),
    Indicator(
        id="institutions.banzhaf",
        title="Voting power (Banzhaf)",
        definition="Share of a member in all cases where one member's votes decide",
        formula="beta_i = eta_i / sum_j eta_j",
        unit="1",
        kind="extensive",
        valid=SHARE,
        reading="A fall after others join is the dilution by enlargement; it can also rise.",
        limits="As for Shapley-Shubik; the two can rank members differently.",
        citation="Banzhaf, J. F. (1965). Weighted voting doesn't work: a mathematical analysis. "
        "Rutgers Law Review 19, 317-343",
        domain="institutions",
    ),
)

STRUCTURE = (*COMPOSITION, *VOTES, *INSTITUTIONS)
