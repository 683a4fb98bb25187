"""Indicators of where a tie stands among those of all states, and of composites."""

from __future__ import annotations

from steelyard.measures.indicator import Indicator

RANKS = (
    "percentile with mid-ranks as in Hazen, A. (1914), Transactions of the American Society of "
    "Civil Engineers 77, 1539-1640; interval as in Brown, L. D., Cai, T. T. and DasGupta, A. "
    "(2001), Statistical Science 16(2), 101-133, with states as clusters as in Owen, A. B. (2007), "
    "Annals of Applied Statistics 1(2), 386-411"
)
OF_LARGEST = (
    "p = 100 (#{k : m_k < v_ij} + #{k : m_k = v_ij} / 2) / n, m_k the value of k's largest partner"
)
OF_PAIRS = "p = 100 (#{kl : v_kl < v_ij} + #{kl : v_kl = v_ij} / 2) / n over all directed pairs"
LIMITS = (
    "A rank in a reference class of states of all sizes, not a judgement. The interval leaves out "
    "the noise of the other states' values."
)
PAIRS_LIMITS = (
    " Among all pairs a state's first partner nearly always stands near the top: most pairs have "
    "little to do with each other."
)
HANDBOOK = (
    "OECD and JRC (2008). Handbook on Constructing Composite Indicators. Paris: OECD Publishing; "
    "Saisana, M., Saltelli, A. and Tarantola, S. (2005). Journal of the Royal Statistical Society "
    "A 168(2), 307-323"
)


def _standing(id: str, domain: str, title: str, what: str, *, largest: bool) -> Indicator:
    """Percentile of a measure in one kind of class."""
    among = (
        "all states' ties with the partner in which each has its largest value"
        if largest
        else "all directed pairs of states that have a value"
    )
    return Indicator(
        id=id,
        title=title,
        definition=f"Percentile of {what} among {among}, in the same year",
        formula=OF_LARGEST if largest else OF_PAIRS,
        unit="percentile",
        kind="intensive",
        valid=(0.0, 100.0),
        reading="80: four members of the class in five have less than this state has with this "
        "partner.",
        limits=LIMITS if largest else LIMITS + PAIRS_LIMITS,
        citation=f"Own definition; {RANKS}",
        domain=domain,
    )


STANDING = (
    _standing(
        "trade.pair_standing", "trade", "Standing among all pairs", "a share of trade",
        largest=False,
    ),
    _standing(
        "trade.export_standing", "trade", "Standing of the share of exports",
        "a share of exports", largest=True,
    ),
    _standing(
        "trade.import_standing", "trade", "Standing of the share of imports",
        "a share of imports", largest=True,
    ),
    _standing(
        "trade.dependence_standing", "trade", "Standing of trade over GDP",
        "trade with the partner over own GDP", largest=True,
    ),
    _standing(
        "trade.input_standing",
        "trade",
        "Standing of reliance on inputs",
        "the part of manufacturers' inputs that comes from the partner, looked through,",
        largest=True,
    ),
    _standing(
        "votes.standing", "votes", "Standing of votes shared",
        "the part of a state's minority votes that the partner shared (ten occasions or more)",
        largest=False,
    ),
    _standing(
        "institutions.standing", "institutions", "Standing of organisations shared",
        "the partner's part of the memberships that a state shares", largest=False,
    ),
    _standing(
        "finance.standing", "finance", "Standing among recipients of official finance",
        "official finance over GDP", largest=False,
    ),
    _standing(
        "arms.standing", "arms", "Standing of the share of arms imports",
        "a supplier's share of deliveries of arms over five years", largest=True,
    ),
    Indicator(
        id="finance.official_finance_gdp",
        title="Official finance over GDP",
        definition="Grants and loans that the partner's public bodies committed to a state over "
        "five years, over the state's GDP of the same years",
        formula="f_ij = sum_(t-4..t) F_ji / sum_(t-4..t) Y_i",
        unit="1",
        kind="intensive",
        valid=(0.0, None),
        reading="0.05: commitments of five years make up a twentieth of the GDP of these years.",
        limits="Known for China as the lender only. Commitments, not debts: no repayment is taken "
        "off. Finance is at prices of 2021 and GDP at constant prices of an earlier base year, so "
        "that the level is somewhat too high; the rank among recipients is not touched by that.",
        citation="Custer, S. et al. (2023). Tracking Chinese Development Finance: An Application "
        "of AidData's TUFF 3.0 Methodology. Williamsburg: AidData; own ratio",
        domain="finance",
    ),
    Indicator(
        id="composite.balance",
        title="Balance of dependence",
        definition="Composite of a state's dependence on a partner over several domains, 0 for "
        "the lowest and 100 for the highest of the class",
        formula="B = median over recipes of 100 (s - min s) / (max s - min s), s = A(w, N(x))",
        unit="points",
        kind="intensive",
        valid=(0.0, 100.0),
        reading="60: over all recipes the median place of the tie is three fifths of the way from "
        "the least to the most dependent of the class.",
        limits="Mixes what its indicators measure: two ties with one score may differ in "
        "everything. Relative to the class of the year: it can move because others did.",
        citation=HANDBOOK,
        domain="standing",
    ),
    Indicator(
        id="composite.autonomy",
        title="Autonomy",
        definition="Composite of what leaves a state room without its largest partner, 0 for the "
        "lowest and 100 for the highest of all states",
        formula="A = median over recipes of 100 (s - min s) / (max s - min s), s = A(w, N(x))",
        unit="points",
        kind="intensive",
        valid=(0.0, 100.0),
        reading="90: near the most autonomous of all states by most recipes.",
        limits="Size weighs heavily: three indicators follow it. Relative to the states of the "
        "year; it says nothing of what a state does with its room.",
        citation=HANDBOOK,
        domain="standing",
    ),
)  # fmt: skip
