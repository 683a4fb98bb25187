"""Findings: sentences made from numbers, each with interval, robustness and data.

Every maker looks for the series that it needs and gives nothing where they are absent. The order
is that of importance for a reader with little time; the first five that exist are shown.
"""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable

from steelyard.dossier.balance import region_named
from steelyard.dossier.evidence import (
    Evidence,
    cap,
    digits,
    kind_of,
    last,
    origins_of,
    ratio_words,
)
from steelyard.dossier.records import Finding, Point, Series
from steelyard.dossier.words import possessive, rank_text, share
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State

SHOWN = 5


def findings(evidence: Evidence) -> tuple[Finding, ...]:
    """The first five findings that the data allow."""
    makers: tuple[Callable[[Evidence], Finding | None], ...] = (
        _trade_shares,
        _standing,
        _energy,
        _technology,
        _region,
        _turn,
        _finance,
        _size,
        _support,
        _flows,
        _concentration,
    )
    made = [maker(evidence) for maker in makers]
    return tuple(finding for finding in made if finding is not None)[:SHOWN]


def _trade_shares(evidence: Evidence) -> Finding | None:
    """What each sends to and buys from the other, newest year."""
    a, b = evidence.asked.a, evidence.asked.b
    sends = evidence.get("trade.export_share", a.iso3, "BACI")
    back = evidence.get("trade.export_share", b.iso3, "BACI")
    if sends is None or back is None:
        return None
    there, here = last(sends), last(back)
    return Finding(
        id="trade-shares",
        sentence=(
            f"{cap(a.sentence_name)} sent {share(there.value)} of its goods exports to "
            f"{b.sentence_name} in {there.period}; {b.sentence_name} sent {share(here.value)} of "
            f"its own to {a.sentence_name}{_in(here, there)}."
        ),
        kind=kind_of(there),
        value=there.value,
        unit="1",
        robustness=_robust(evidence, "trade.export_share", a.iso3, there),
        figure="trade.export_share",
        series=(sends.id, back.id),
        origins=origins_of(there, here),
    )


def _in(point: Point, other: Point) -> str:
    """The year, only where it differs."""
    return "" if point.period == other.period else f" in {point.period}"


def _robust(evidence: Evidence, measure: str, subject: str, newest: Point) -> str:
    """What other bases say of the same year."""
    others = []
    for item in evidence.all(measure, subject):
        entry = item.at(newest.period)
        if entry is not None and entry is not newest and entry.value.present:
            others.append(f"{item.basis}: {share(entry.value)}")
    if not others:
        return "No second basis for this year; the interval is that of one source."
    return "Other bases for the same year: " + "; ".join(others) + "."


def _standing(evidence: Evidence) -> Finding | None:
    """How the stronger tie ranks among the largest ties of all states, now and ten years ago."""
    found = [
        (state, other, item)
        for state, other in evidence.asked.directions()
        if (item := evidence.get("trade.standing", state.iso3)) is not None
    ]
    if not found:
        return None
    state, other, item = max(found, key=lambda entry: last(entry[2]).value.point or 0.0)
    now = last(item)
    earlier = [entry for entry in item.points if entry.value.present and entry.x <= now.x - 10]
    against = f", against {rank_text(earlier[-1].value)} in {earlier[-1].period}" if earlier else ""
    return Finding(
        id="standing",
        sentence=(
            f"Set among all states’ trade with their largest partner, "
            f"{possessive(state.sentence_name)} trade with {other.sentence_name} stood at "
            f"{rank_text(now.value)} in {now.period}{against}."
        ),
        kind=kind_of(now),
        value=now.value,
        unit="percentile",
        robustness="A rank among states of all sizes; the interval holds the noise of this share "
        "and the choice of states, not the noise of the other shares.",
        figure="trade.standing",
        series=(item.id,),
        origins=origins_of(now, *earlier[-1:]),
    )


def _turn(evidence: Evidence) -> Finding | None:
    """How the ratio of mutual trade shares changed over the last ten years."""
    a, b = evidence.asked.a, evidence.asked.b
    ratio = evidence.get("trade.log_ratio", a.iso3)
    if ratio is None:
        return None
    known = [entry for entry in ratio.points if entry.value.point is not None]
    now = known[-1]
    before = next((entry for entry in reversed(known) if entry.x <= now.x - 10), None)
    own = {s: evidence.get("trade.trade_share", s, "BACI") for s in (a.iso3, b.iso3)}
    if before is None or now.value.point is None or before.value.point is None:
        return None
    if own[a.iso3] is None or own[b.iso3] is None:
        return None
    moves = [_move(own[state.iso3], other, before, now) for state, other in ((a, b), (b, a))]
    more = a if now.value.point > 0 else b
    less = b if more is a else a
    sign = 1 if more is a else -1
    return Finding(
        id="turn",
        sentence=(
            f"Relative to all its trade, {more.sentence_name} traded "
            f"{ratio_words(now.value, sign)} as much with {less.sentence_name} as the reverse in "
            f"{now.period}, against {ratio_words(before.value, sign)} in {before.period}: "
            f"{moves[0]}, {moves[1]}."
        ),
        kind=kind_of(now),
        value=now.value,
        unit="log ratio",
        robustness=(
            "The flow between the two is common to both shares, so this ratio is the ratio of "
            "their total trade; the product- and volume-based ratios below do not share that."
        ),
        figure="trade.trade_share",
        series=(ratio.id,),
        origins=origins_of(now, before),
    )


def _move(item: Series | None, partner: State, before: Point, now: Point) -> str:
    """A share at two times."""
    if item is None:
        return ""
    first, second = item.at(before.period), item.at(now.period)
    if first is None or second is None or not (first.value.present and second.value.present):
        return f"{possessive(partner.name)} share is not known for both years"
    whose = possessive(partner.sentence_name)
    return f"{whose} share went from {share(first.value)} to {share(second.value)}"


def _energy(evidence: Evidence) -> Finding | None:
    """Oil: the seller's and the buyer's share."""
    a, b = evidence.asked.a, evidence.asked.b
    arm = evidence.arm("energy")
    if arm is None:
        return None
    sells = "energy.buyer_share" in arm.series[0]
    seller, buyer = (a, b) if sells else (b, a)
    sold, bought = (arm.a_on_b, arm.b_on_a) if sells else (arm.b_on_a, arm.a_on_b)
    when = (arm.period, arm.period_b) if sells else (arm.period_b, arm.period)
    return Finding(
        id="energy",
        sentence=(
            f"{cap(buyer.sentence_name)} took {share(sold)} of {seller.adjective} oil exports in "
            f"{when[0]}; {seller.sentence_name} supplied {share(bought)} of {buyer.adjective} "
            f"crude imports in {when[1]}."
        ),
        kind="observed",
        value=sold,
        unit="1",
        robustness="Published figures of the two sides; definitions of oil differ (with or "
        "without products).",
        figure="energy",
        series=arm.series,
        origins=arm.origins,
    )


def _technology(evidence: Evidence) -> Finding | None:
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
            f"{share(small)}."
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


def _region(evidence: Evidence) -> Finding | None:
    """Weight in the trade of the region where the two compete most, and who passed whom."""
    a, b = evidence.asked.a, evidence.asked.b
    arm = evidence.arm("region")
    if arm is None:
        return None
    crossing = next((item for item in evidence.crossings if "region" in item.series[0]), None)
    tail = f" {crossing.sentence}" if crossing is not None and crossing.year else ""
    return Finding(
        id="region",
        sentence=(
            f"In the outside trade of {region_named(evidence.series)} {b.sentence_name} had "
            f"{share(arm.a_on_b)} and {a.sentence_name} {share(arm.b_on_a)} in {arm.period}.{tail}"
        ),
        kind="observed",
        value=arm.a_on_b,
        unit="1",
        robustness="Trade within the region is left out. Mirror data stand in for states that "
        "did not report; transit inflates some flows.",
        figure="region",
        series=arm.series,
        origins=arm.origins,
    )


def _finance(evidence: Evidence) -> Finding | None:
    """The partner's currency in settlement, first against last figure."""
    for subject, partner in evidence.asked.directions():
        item = evidence.get("finance.settlement_share", subject.iso3, part="exports")
        if item is None or len(item.points) < 2:
            continue
        first, now = item.points[0], last(item)
        return Finding(
            id="finance",
            sentence=(
                f"The {_currency(item.title)} settled {share(now.value)} of {subject.adjective} "
                f"exports in {_month(now.period)}, against {share(first.value)} in "
                f"{_month(first.period)}."
            ),
            kind="observed",
            value=now.value,
            unit="1",
            robustness=f"Published by one side. No figure exists for what {partner.sentence_name} "
            "settles in the other's currency.",
            figure="finance.settlement_share",
            series=(item.id,),
            origins=origins_of(now, first),
        )
    return None


def _currency(title: str) -> str:
    return title.split(" in ")[0]


def _month(period: str) -> str:
    """A month in words."""
    year, _, month = period.partition("-")
    return f"{month_name[int(month)]} {year}" if month else year


def _size(evidence: Evidence) -> Finding | None:
    """How many times larger one economy is, now and at the start."""
    a, b = evidence.asked.a, evidence.asked.b
    item = evidence.get("capability.ratio", a.iso3, part="gdp")
    if item is None or len(item.points) < 2:
        return None
    first, now = item.points[0], last(item)
    if first.value.point is None or now.value.point is None:
        return None
    return Finding(
        id="size",
        sentence=(
            f"At market prices the {b.adjective} economy was {digits(now.value.point)} times the "
            f"{a.adjective} one in {now.period}, against {digits(first.value.point)} times in "
            f"{first.period}."
        ),
        kind="observed",
        value=now.value,
        unit="times",
        robustness="At purchasing power parity the ratio is smaller where prices are lower; both "
        "are in the data.",
        figure="capability.ratio",
        series=(item.id,),
        origins=origins_of(now, first),
    )


def _support(evidence: Evidence) -> Finding | None:
    """Who shares a state's minority votes."""
    a, b = evidence.asked.a, evidence.asked.b
    ours, theirs = (evidence.get("votes.support", state.iso3) for state in (a, b))
    if ours is None or theirs is None:
        return None
    mine, other = last(ours), last(theirs)
    return Finding(
        id="support",
        sentence=(
            f"{cap(b.sentence_name)} shared {share(mine.value)} of the votes on which "
            f"{a.sentence_name} was in the minority in the UN General Assembly in {mine.period}; "
            f"{a.sentence_name} shared {share(other.value)} of those of {b.sentence_name}."
        ),
        kind="observed",
        value=mine.value,
        unit="1",
        robustness="Roll calls that were not unanimous; absences are left out. Later years need "
        "the UN Digital Library file.",
        figure="votes.support",
        series=(ours.id, theirs.id),
        origins=origins_of(mine, other),
    )


def _flows(evidence: Evidence) -> Finding | None:
    """Size of the trade both ways."""
    a, b = evidence.asked.a, evidence.asked.b
    out, back = (evidence.get("trade.flow", s.iso3, "BACI") for s in (a, b))
    if out is None or back is None:
        return None
    there, here = last(out), last(back)
    if there.value.point is None or here.value.point is None:
        return None
    return Finding(
        id="flows",
        sentence=(
            f"{a.adjective} exports to {b.sentence_name} were worth {_billions(there.value)} in "
            f"{there.period}, {b.adjective} exports to {a.sentence_name} {_billions(here.value)}"
            f"{_in(here, there)}."
        ),
        kind="observed",
        value=there.value,
        unit="USD m",
        robustness="Reconciled from both sides' reports.",
        figure="trade.flow",
        series=(out.id, back.id),
        origins=origins_of(there, here),
    )


def _billions(value: Estimate) -> str:
    """USD m as billions, or millions where small."""
    ends = (value.point, value.low, value.high)
    if value.point is None or value.low is None or value.high is None:
        return value.text(unit="USD m")
    factor, unit = (1e-3, "bn USD") if value.point >= 1000 else (1.0, "m USD")
    point, low, high = (end * factor for end in ends if end is not None)
    return Estimate(point, low, high, value.level, value.basis).text(unit=unit)


def _concentration(evidence: Evidence) -> Finding | None:
    """Number of equivalent partners."""
    a, b = evidence.asked.a, evidence.asked.b
    mine = evidence.get("trade.equivalent_partners", a.iso3)
    theirs = evidence.get("trade.equivalent_partners", b.iso3)
    if mine is None or theirs is None:
        return None
    now, then = last(mine), last(theirs)
    if now.value.point is None or then.value.point is None:
        return None
    return Finding(
        id="concentration",
        sentence=(
            f"{a.adjective} trade was as concentrated in {now.period} as if it went to "
            f"{digits(now.value.point)} equal partners, {b.adjective} trade as if to "
            f"{digits(then.value.point)}."
        ),
        kind="observed",
        value=now.value,
        unit="partners",
        robustness="Inverse Herfindahl index; says how few, not how hard to replace.",
        figure="trade.equivalent_partners",
        series=(mine.id, theirs.id),
        origins=origins_of(now, then),
    )
