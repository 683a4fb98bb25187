"""Sentences on goods: energy, technology."""

from __future__ import annotations

from steelyard.dossier.evidence import Evidence, cap, last, magnitude
from steelyard.dossier.findings.fuels import BY_MODEL, bargained
from steelyard.dossier.records import Finding
from steelyard.dossier.words import share
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State

AGAINST = " against its buyers"
OTHERS_OF = "the seller’s buyers"
WITHIN_ROUNDING = 0.01


def energy(evidence: Evidence) -> Finding | None:
    """Oil: the seller's and the buyer's share."""
    a, b = evidence.asked.a, evidence.asked.b
    arm = evidence.arm("energy")
    if arm is None:
        return None
    sells = "energy.buyer_share" in arm.series[0]
    seller, buyer = (a, b) if sells else (b, a)
    sold, bought = (arm.a_on_b, arm.b_on_a) if sells else (arm.b_on_a, arm.a_on_b)
    when = (arm.period, arm.period_b) if sells else (arm.period_b, arm.period)
    agreed = bargained(evidence)
    return Finding(
        id="energy",
        sentence=(
            f"{cap(buyer.sentence_name)} took {share(sold)} of {seller.adjective} oil exports in "
            f"{when[0]}; {seller.sentence_name} supplied {share(bought)} of {buyer.adjective} "
            f"crude imports in {when[1]}.{_paid_less(evidence, seller, buyer)}{agreed}"
        ),
        kind="observed",
        value=sold,
        unit="1",
        robustness="Published figures of the two sides; definitions of oil differ (with or "
        "without products)." + BY_MODEL * bool(agreed),
        figure="energy",
        series=arm.series,
        origins=arm.origins,
    )


def technology(evidence: Evidence) -> Finding | None:
    """Technology goods bought from the other over all imports."""
    a, b = evidence.asked.a, evidence.asked.b
    arm = evidence.arm("technology")
    if arm is None:
        return None
    pairs = [(a, b, arm.a_on_b), (b, a, arm.b_on_a)]
    pairs.sort(key=lambda item: -(item[2].point or 0))
    (first, second, big), (_, _, small) = pairs
    return Finding(
        id="technology",
        sentence=(
            f"Medium- and high-technology goods from {second.sentence_name} made up {share(big)} "
            f"of everything that {first.sentence_name} imported in {arm.period}; the reverse was "
            f"{share(small)}.{_machinery(evidence)}"
        ),
        kind="estimated",
        value=big,
        unit="1",
        robustness="Lall's classes on Harmonized System headings; goods that reach the buyer "
        "through third states are not in it.",
        figure="technology.goods_share",
        series=arm.series,
        origins=arm.origins,
    )


def _paid_less(evidence: Evidence, seller: State, buyer: State) -> str:
    """What the buyer paid less than the seller's other buyers, newest and earliest figure."""
    offered = [
        item
        for item in evidence.all("energy.discount", seller.iso3)
        if item.partner == buyer.iso3 and AGAINST in item.part and "forecast" not in item.basis
    ]
    if not offered:
        return ""
    item = max(offered, key=lambda each: last(each).x)
    first, now = (entry for entry in (item.points[0], last(item)))
    less = "less" if (now.value.point or 0) > 0 else "more"
    before = f", against {_percent(first.value)} in {first.period}" if first is not now else ""
    fuel, others = item.part.split(AGAINST)
    return (
        f" For {fuel} it paid {_percent(now.value)} {less} in {now.period} than "
        f"{OTHERS_OF}{others}{before}."
    )


def _percent(value: Estimate) -> str:
    """A share whose sign is told in words; whole per cent where only rounding makes it unsure."""
    size = magnitude(value)
    if size.point is None or size.low is None or size.high is None:
        return share(size)
    narrow = size.high - size.low < WITHIN_ROUNDING
    return f"{100 * size.point:.0f} %" if narrow else share(size)


def _machinery(evidence: Evidence) -> str:
    """Who became the net seller of machinery to whom, and when."""
    for item in evidence.crossings:
        if item.year is not None and item.series[0].startswith("technology.machinery_balance"):
            return f" {item.sentence}"
    return ""
