"""Indicators of votes in the United Nations beyond agreement and support."""

from __future__ import annotations

from steelyard.measures.indicator import COUNT, SHARE, Indicator
from steelyard.vocabulary.provenance import Processing

CHARTER = (
    "United Nations (1945). Charter of the United Nations, article 27 (3): decisions of the "
    "Security Council need the concurring votes of the permanent members"
)

RECORD = (
    Indicator(
        id="votes.same",
        title="Identical votes in the UN General Assembly",
        definition="Part of the roll calls that were not unanimous on which both cast the same "
        "vote",
        formula="n_0 / n",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="79 %: on 79 of 100 divided roll calls both said yes, both abstained or both said "
        "no.",
        limits="As agreement, but an abstention against a yes counts as full disagreement.",
        citation="Bailey, M. A., Strezhnev, A. and Voeten, E. (2017). Estimating dynamic state "
        "preferences from United Nations voting data. Journal of Conflict Resolution 61(2), "
        "430-456",
        domain="votes",
    ),
    Indicator(
        id="votes.closer",
        title="Closer than ten years before",
        definition="Probability that the two voted more alike than ten years earlier, with the "
        "texts voted on redrawn and a text that came up in both years weighted alike",
        formula="P(x_t > x_(t-10)) over draws of the texts",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="0.98: had other issues come up, 98 times of 100 the two would still be closer. "
        "Agreement and agreement beyond chance can say opposite things: the first rises when "
        "everybody says yes more often.",
        limits="A change of the agenda moves it as well as a change of mind, as far as texts are "
        "not repeated.",
        citation="Rubin, D. B. (1981). The Bayesian bootstrap. Annals of Statistics 9(1), 130-134",
        domain="votes",
    ),
)

VETOES = (
    Indicator(
        id="votes.vetoes",
        title="Vetoes in the UN Security Council",
        definition="Draft resolutions that a permanent member voted down in a year",
        formula="V_i = #{drafts with a veto of i}",
        unit="vetoes",
        kind="extensive",
        valid=COUNT,
        reading="How often a state stopped the Council in public.",
        limits="Drafts that were never put to the vote because a veto was certain are not seen.",
        citation=CHARTER,
        domain="votes",
        processing=Processing.MINOR,
    ),
    Indicator(
        id="votes.vetoes_alone",
        title="Vetoes cast alone",
        definition="Draft resolutions of a year on which nobody but this state cast a veto",
        formula="V_i = #{drafts with a veto of i and of no other}",
        unit="vetoes",
        kind="extensive",
        valid=COUNT,
        reading="On these the state stood alone among the permanent members.",
        limits="An abstention of another permanent member can be support short of a veto.",
        citation=CHARTER,
        domain="votes",
        processing=Processing.MINOR,
    ),
    Indicator(
        id="votes.vetoes_joint",
        title="Vetoes cast together",
        definition="Draft resolutions of a year on which both states cast a veto",
        formula="V_ij = #{drafts with a veto of i and of j}",
        unit="vetoes",
        kind="extensive",
        valid=COUNT,
        reading="The strongest public support that two permanent members can give each other.",
        limits="One veto is enough: the second one adds a signal and no effect.",
        citation=CHARTER,
        domain="votes",
        processing=Processing.MINOR,
    ),
    Indicator(
        id="votes.veto_support",
        title="Vetoes that the partner joined",
        definition="Part of a state's vetoes of ten years that the partner cast as well",
        formula="V_ij / V_i over ten years",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="Has a direction: the joint vetoes are the same for both, the lone ones are not.",
        limits="Few vetoes even in ten years, and those on one subject go together: read the "
        "interval.",
        citation="Steelyard's own definition; interval after Brown, L. D., Cai, T. T. and "
        "DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical Science "
        "16(2), 101-133",
        domain="votes",
    ),
)

VOTES = (*RECORD, *VETOES)
