"""Indicators of weight in bodies that both belong to, of meetings, and of what publics say."""

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.vocabulary.provenance import Processing

BANZHAF = (
    "Shapley, L. S. and Shubik, M. (1954). A method for evaluating the distribution of power in a "
    "committee system. American Political Science Review 48(3), 787-792; Brams, S. J. and Affuso, "
    "P. J. (1976). Power and size: a new paradox. Theory and Decision 7, 29-56"
)
KASTNER = (
    "Kastner, S. L. and Saunders, P. C. (2012). Is China a status quo or revisionist state? "
    "Leadership travel as an empirical indicator of foreign policy priorities. International "
    "Studies Quarterly 56(1), 163-177"
)
PEW = "Pew Research Center (2002-2023). Global Attitudes and Trends, survey methods"

BODIES = (
    Indicator(
        id="institutions.weight",
        title="Weight in a body",
        definition="Part of a state in the votes, output or population of all members of a body "
        "to which both states belong",
        formula="w_i = v_i / sum_j v_j",
        unit="1",
        kind="extensive",
        valid=SHARE,
        reading="Part “votes”: as the body's rules count. Output and population: notional.",
        limits="Weight is not power: see voting power. Few bodies ever vote.",
        citation=BANZHAF,
        domain="institutions",
    ),
    Indicator(
        id="institutions.dilution",
        title="Voting power lost to enlargement",
        definition="Voting power (Shapley-Shubik) on the day on which members join or leave, less "
        "that on the day before",
        formula="Delta_i = phi_i(after) - phi_i(before)",
        unit="1",
        kind="intensive",
        valid=(-1.0, 1.0),
        reading="Below 0: diluted. Above 0 the state gained, which weights and quotas allow.",
        limits="Formal only: new members may be friends.",
        citation=BANZHAF,
        domain="institutions",
    ),
    Indicator(
        id="institutions.bodies_shared",
        title="Bodies shared",
        definition="Bodies with known rules of decision to which both states belong at the end of "
        "the year",
        formula="B_ij = sum_b m_bi m_bj",
        unit="bodies",
        kind="extensive",
        valid=COUNT,
        reading="A short list of bodies of weight, unlike the count of all organisations.",
        limits="The list is the package's own and leaves out the Bretton Woods institutions.",
        citation="Steelyard's own count (2026) on the treaties named in its register of blocs",
        domain="institutions",
        processing=Processing.MINOR,
    ),
    Indicator(
        id="institutions.bandwidth",
        title="Formal bandwidth",
        definition="Extent of formal ties between two states: embassies, organisations, trade and "
        "agreements, alliances, arms",
        formula="B_AB: weighted sum of six parts / 3.183157",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="How wide the channel is, without saying who leans on it.",
        limits="As published; its inputs are averages of five years.",
        citation="Moyer, J. D., Sweijs, T., Burrows, M. J. and Van Manen, H. (2018). Power and "
        "Influence in a Globalized World. Atlantic Council and Pardee Center",
        domain="institutions",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="institutions.formal_dependence",
        title="Formal dependence",
        definition="Dependence of the target on the influencer in aid, trade and arms",
        formula="D_B: weighted sum of ln(1 + shares in per cent) / 4.122769",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="The subject is the one that depends, the partner the one that influences.",
        limits="The logarithm makes the first per cents weigh most.",
        citation="Moyer, J. D., Sweijs, T., Burrows, M. J. and Van Manen, H. (2018). Power and "
        "Influence in a Globalized World. Atlantic Council and Pardee Center",
        domain="institutions",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="diplomacy.visit_share",
        title="Part of all visits",
        definition="Part of a state's visits abroad by its leaders that went to the partner",
        formula="v_ij = sum of V_ij over a window / sum_k of V_ik over it",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="A leader's time is scarce: whom it goes to shows rank.",
        limits="One register of one state's leaders; calls and meetings elsewhere are left out.",
        citation=KASTNER,
        domain="diplomacy",
    ),
    Indicator(
        id="diplomacy.visits_cumulative",
        title="Visits so far",
        definition="Visits by leaders of one state to the other since the register or the years "
        "asked for begin",
        formula="sum_t V_ij,t",
        unit="visits",
        kind="extensive",
        valid=COUNT,
        reading="Evens out years without a visit.",
        limits="As for visits.",
        citation=KASTNER,
        domain="diplomacy",
        processing=Processing.MINOR,
    ),
    Indicator(
        id="diplomacy.meetings",
        title="Meetings of leaders",
        definition="Meetings of the two states' leaders, wherever held, as counted by sources",
        formula="M_ij",
        unit="meetings",
        kind="extensive",
        valid=COUNT,
        reading="The same number for both sides.",
        limits="Sources differ in what counts as a meeting and since when: they are set side by "
        "side and never joined.",
        citation=KASTNER,
        domain="diplomacy",
        processing=Processing.AS_PUBLISHED,
    ),
    Indicator(
        id="opinion.unfavourable",
        title="Unfavourable view",
        definition="Part of those surveyed in a state who see the other unfavourably",
        formula="u_ij = weighted share of 'very' and 'somewhat unfavourable'",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="Not one less the favourable share: some give no opinion.",
        limits="As for favourable views.",
        citation=PEW,
        domain="opinion",
        processing=Processing.MINOR,
    ),
    Indicator(
        id="opinion.agreement",
        title="Agreement with a statement",
        definition="Part of those surveyed in a state who give a certain answer about the other",
        formula="o_ij = share of the answer",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="Only the same question of the same pollster makes a line over time.",
        limits="Single published shares, mostly passed on by the press.",
        citation="Each pollster's own release; margins as in Groves, R. M. et al. (2009). *Survey "
        "Methodology*, 2nd edition, chapter 4. Wiley",
        domain="opinion",
        processing=Processing.AS_PUBLISHED,
    ),
)
