"""Indicators of positions on the scale of ideal points, and of who came nearer to whom."""

from __future__ import annotations

from steelyard.measures.indicator import SHARE, Indicator

BAILEY = (
    "Bailey, M. A., Strezhnev, A. and Voeten, E. (2017). Estimating dynamic state preferences "
    "from United Nations voting data. Journal of Conflict Resolution 61(2), 430-456"
)

ALIGNMENT = (
    Indicator(
        id="votes.position",
        title="Ideal point in the UN General Assembly",
        definition="Position of a state that explains its votes best, all states and sessions on "
        "one scale; the United States stands high on it",
        formula="P(vote y) = Phi(g_y - b_v theta_it) - Phi(g_(y-1) - b_v theta_it)",
        unit="index",
        kind="intensive",
        valid=(None, None),
        reading="0 is the mean of all states since 1946, 1 their standard deviation. Compare "
        "states within a year.",
        limits="One dimension for all issues. The place of a whole session is known less well "
        "than places within it; a common shift is in the interval as far as the fit knows it.",
        citation=BAILEY,
        domain="votes",
    ),
    Indicator(
        id="votes.distance",
        title="Distance of ideal points",
        definition="How far apart the two states' positions lie, from their votes in the UN "
        "General Assembly",
        formula="d_t = |theta_it - theta_jt|",
        unit="index",
        kind="intensive",
        valid=(0.0, None),
        reading="0: they vote as if of one mind; 1: as far apart as two states a standard "
        "deviation from each other. Unlike agreement it does not rise only because easier texts "
        "are voted on.",
        limits="States that are near cannot come out nearer than the error of their positions: "
        "small distances are read too large.",
        citation=BAILEY,
        domain="votes",
    ),
    Indicator(
        id="votes.distance_change",
        title="Change of the distance of ideal points",
        definition="Distance of two states' positions in a year less that in an earlier year",
        formula="d_t - d_s",
        unit="index",
        kind="intensive",
        valid=(None, None),
        reading="Below 0: they came nearer.",
        limits="As the distance; that the scale itself stretches between sessions is in the "
        "interval.",
        citation=BAILEY,
        domain="votes",
    ),
    Indicator(
        id="votes.nearer",
        title="Nearer than before on the scale of ideal points",
        definition="Probability that the positions of the two states lie nearer to each other "
        "than in an earlier year",
        formula="P(d_t < d_s) over draws of the positions",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="0.98: 98 of 100 pairs of positions that the votes allow are nearer.",
        limits="Votes are seen as chances given positions and texts; which texts came up is given.",
        citation=BAILEY,
        domain="votes",
    ),
    Indicator(
        id="votes.moved",
        title="Who moved",
        definition="Change of the agreement that positions and texts lead one to expect, split "
        "into what either state's move and what other texts did",
        formula="Shapley value of first state, second state and texts in E[1 - |y_i - y_j| / 2]",
        unit="1",
        kind="intensive",
        valid=(-1.0, 1.0),
        reading="-0.04 for other texts: had both stayed where they were, they would agree 4 points "
        "less on what is voted on now. The three parts add up to the change in every draw.",
        limits="Positions meet texts of other years, so that the answer leans on what ties "
        "sessions together. Expected agreement takes each state's votes as independent.",
        citation="Shapley, L. S. (1953). A value for n-person games. Contributions to the Theory "
        "of Games 2, 307-317; model: " + BAILEY,
        domain="votes",
    ),
)
