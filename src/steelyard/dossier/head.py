"""The answer in one sentence."""

from __future__ import annotations

from math import exp, log

from steelyard.dossier.evidence import Evidence, cap, ratio_words
from steelyard.dossier.words import likelihood, possessive
from steelyard.vocabulary.estimate import Estimate, exact

ABOUT_EQUAL = log(1.25)  # of trade shares: below it neither side is said to depend more
EVEN = 0.1  # log ratios below it are about even where no interval is known


def head_sentence(evidence: Evidence) -> tuple[str, Estimate, float | None]:
    """Who depends on whom, by how much more: from trade, checked against the other domains."""
    a, b = evidence.asked.a, evidence.asked.b
    arm = evidence.arm("trade")
    if arm is None or arm.log_ratio.point is None:
        return (
            f"The dataset does not hold both sides of the trade of {a.sentence_name} and "
            f"{b.sentence_name}.",
            exact(0.0, "no ratio"),
            None,
        )
    probability = arm.probability_a_leans_more
    more, less = (a, b) if arm.log_ratio.point > 0 else (b, a)
    sign = 1 if more is a else -1
    likely = probability if more is a else None if probability is None else 1 - probability
    known = [
        item
        for item in evidence.balances[0].arms
        if item.domain != "trade" and tilted(item.log_ratio)
    ]
    same = [item for item in known if (item.log_ratio.point or 0) * sign > 0]
    also = _elsewhere(len(same), len(known))
    if abs(arm.log_ratio.point) < ABOUT_EQUAL:
        # a small tilt of total trade may be sure and still say little
        sentence = (
            f"{cap(a.sentence_name)} and {b.sentence_name} depend on each other about equally in "
            f"trade: {possessive(more.sentence_name)} share of trade with the other is "
            f"{ratio_words(arm.log_ratio, sign)} as large ({arm.period}).{also}"
        )
        return sentence, _exp(arm.log_ratio, sign), likely
    sure = f", {likelihood(likely)}" if likely is not None else ""
    sentence = (
        f"{cap(more.sentence_name)} depends more on {less.sentence_name} than the reverse{sure}: "
        f"its share of trade with the other is {ratio_words(arm.log_ratio, sign)} as large "
        f"({arm.period}).{also}"
    )
    return sentence, _exp(arm.log_ratio, sign), likely


def _exp(value: Estimate, sign: int) -> Estimate:
    """A log ratio as a ratio."""
    if value.point is None:
        return value
    ends = [end for end in (value.low, value.high) if end is not None]
    ratios = sorted(exp(sign * end) for end in ends)
    low, high = ratios if ratios else (None, None)
    return Estimate(exp(sign * value.point), low, high, value.level, value.basis, value.kind)


def tilted(ratio: Estimate) -> bool:
    """Whether a domain leans to one side: its interval, or a tenth where it has none, clears 0."""
    if ratio.point is None:
        return False
    if ratio.low is None or ratio.high is None:
        return abs(ratio.point) >= EVEN
    return ratio.low > 0 or ratio.high < 0


def _elsewhere(same: int, tilting: int) -> str:
    """How many of the other domains that tilt do so the same way."""
    if tilting == 0:
        return ""
    if tilting == 1:
        way = "the same way" if same else "the other way"
        return f" The one other domain that tilts does so {way}."
    if same == tilting:
        return f" The same side leans more in all {tilting} other domains that tilt."
    which = str(same) if same else "none"
    return f" The same side leans more in {which} of the {tilting} other domains that tilt."
