"""Indicators of what a veto costs who casts it alone, and of who leaves it to the other."""

from __future__ import annotations

from steelyard.measures.indicator import SHARE, Indicator

CHANGEPOINT = (
    "Carlin, B. P., Gelfand, A. E. and Smith, A. F. M. (1992). Hierarchical Bayesian analysis of "
    "changepoint problems. Applied Statistics 41(2), 389-405; drafts on one subject after Skellam, "
    "J. G. (1948). JRSS B 10(2), 257-261"
)

COUNCIL = (
    Indicator(
        id="votes.veto_company",
        title="Chance that the partner joins a veto",
        definition="Chance that a draft which a permanent member vetoes is vetoed by the partner "
        "as well, on a new subject of the time, with at most one change at a date to be found",
        formula="p_t = P(veto of j | veto of i), k_st ~ BetaBinomial(n_st, p_t, rho)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="0.5: with every second veto the state does not stand alone. The rest of 1 holds "
        "abstentions, votes in favour and absences of the partner: the most that abstentions can "
        "be.",
        limits="The list has vetoes only, so how else the partner voted is not seen. It does not "
        "say who led. One change at most is looked for.",
        citation=CHANGEPOINT,
        domain="votes",
    ),
    Indicator(
        id="votes.veto_lone_chance",
        title="Chance that a veto is cast alone",
        definition="Chance that a draft which a permanent member vetoes is vetoed by no other, "
        "with at most one change at a date to be found",
        formula="p_t = P(no other veto | veto of i)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="Near 1: the state does not shun standing alone. Near 0: it vetoes in company or "
        "not at all.",
        limits="Vetoes that were never needed because nobody put the draft to the vote are not "
        "seen.",
        citation=CHANGEPOINT,
        domain="votes",
    ),
    Indicator(
        id="votes.veto_changed",
        title="Chance of joint vetoes had changed",
        definition="Probability that the chance of being joined had changed once by the end of a "
        "year (before any data one half, over all dates alike)",
        formula="P(tau <= t | vetoes)",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="Where it rises steeply the change most likely fell; below a half in the last "
        "year the record speaks against any change.",
        limits="Few vetoes leave a wide choice of dates.",
        citation=CHANGEPOINT,
        domain="votes",
    ),
    Indicator(
        id="votes.free_riding",
        title="Opposed drafts left to the partner's veto",
        definition="Of the drafts vetoed by the partner that the state opposed as well, the part "
        "on which it cast no veto itself, in ten years",
        formula="F_ij = L_ji o / (J_ij + L_ji o), o: chance that i says no where j says no in "
        "the General Assembly",
        unit="1",
        kind="intensive",
        valid=SHARE,
        reading="0.4: of ten drafts that it would have wanted stopped, it let the other stop four.",
        limits="Opposition is judged by votes on texts of the same subject in the General "
        "Assembly (titles are cut and end with the roll calls), or by all its votes: two bases. "
        "Subjects without such a text widen the interval to all that is possible.",
        citation="Olson, M. and Zeckhauser, R. (1966). An economic theory of alliances. Review of "
        "Economics and Statistics 48(3), 266-279",
        domain="votes",
    ),
    Indicator(
        id="votes.isolation_premium",
        title="Cost of a lone veto beyond a joint one",
        definition="How much more a veto costs alone than in company, in standard deviations of "
        "what drafts are worth to the state, before and after the change of company that was "
        "found, averaged over the dates that it may have",
        formula="kappa_i in: i vetoes alone if x_i > 0, with the partner if x_i + kappa_i > 0",
        unit="sd of stake",
        kind="intensive",
        valid=(None, None),
        reading="Above 0: company makes a veto easier, isolation costs. Below 0: the partner's "
        "veto makes one's own needless. The note gives the probability of the first, and how much "
        "the record takes from the prior.",
        limits="Only vetoed drafts are on record, so that stakes which go together and a cost of "
        "standing alone can explain each other: read the note's contraction and bounds.",
        citation="Bresnahan, T. F. and Reiss, P. C. (1991). Empirical models of discrete games. "
        "Journal of Econometrics 48(1-2), 57-81",
        domain="votes",
    ),
    Indicator(
        id="votes.explanation",
        title="Weight of an explanation of voting alike",
        definition="How much agreement beyond chance goes with one more unit of an explanation, "
        "in a regression over all pairs of states of five years with effects of both states",
        formula="y_ij = alpha_i + alpha_j + sum_k beta_k x_k,ij + e_ij",
        unit="kappa per unit",
        kind="intensive",
        valid=(None, None),
        reading="0.4 for a defence pact: allies agree by 0.4 of kappa more than others like them.",
        limits="It describes which pairs are alike, not what makes them so. To be far from the "
        "same great power is read from votes of the five years before, so that it is in part the "
        "same thing earlier. Similarity of regimes and rivals, opponents and senders of sanctions "
        "in common enter where a user brings such tables.",
        citation="Aronow, P. M., Samii, C. and Assenova, V. A. (2015). Cluster-robust variance "
        "estimation for dyadic data. Political Analysis 23(4), 564-577",
        domain="votes",
    ),
    Indicator(
        id="votes.explained",
        title="What an explanation adds to voting alike",
        definition="What one explanation adds to the agreement beyond chance of the pair, against "
        "the mean pair of the same five years",
        formula="beta_k (x_k,ij - mean x_k)",
        unit="kappa",
        kind="intensive",
        valid=(None, None),
        reading="0.05: because of it the two agree by 0.05 of kappa more than the mean pair.",
        limits="The note says what the two states' closeness to everybody adds and how much no "
        "explanation reaches: often most of it.",
        citation="Aronow, P. M., Samii, C. and Assenova, V. A. (2015). Cluster-robust variance "
        "estimation for dyadic data. Political Analysis 23(4), 564-577",
        domain="votes",
    ),
)
