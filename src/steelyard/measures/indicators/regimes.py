"""Indicators of likeness in how states are ruled, and of votes by it."""

from __future__ import annotations

from steelyard.measures.indicator import SHARE, Indicator

CITATION = (
    "Bailey, M. A., Strezhnev, A. and Voeten, E. (2017). Estimating dynamic state preferences from "
    "United Nations voting data. Journal of Conflict Resolution 61(2), 430-456"
)

REGIMES = (
    Indicator(
        id="votes.regime_likeness",
        title="Likeness of regimes",
        definition="How near two states are on an index of regimes, whose ends are 0 and 1",
        formula="L = 1 - |x_i - x_j|",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="1: the same value; 0: opposite ends. Whether likeness goes with voting alike is "
        "read from the regression over all pairs.",
        limits="An index is a judgement of experts. It says nothing of shared ideas: two states "
        "may be alike in having no elections and in nothing else.",
        citation=CITATION,
        domain="votes",
    ),
    Indicator(
        id="votes.regime_cohesion",
        title="Cohesion of votes by regime",
        definition="Mean agreement of pairs of states on divided roll calls: within the third of "
        "states that an index of regimes places lowest in the year, within the highest third, "
        "and between the two",
        formula="sum of close pairs / sum of pairs that took part",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="If likeness made for voting alike, both thirds would be more united than pairs "
        "between them. If only one is, its members share something else.",
        limits="Thirds of the states that voted, not types: who is in them changes. Regimes go "
        "with income, region and alliances: the regression over all pairs holds these apart.",
        citation=CITATION,
        domain="votes",
    ),
)
