"""Sentences on trade: shares both ways, their turn, flows, number of partners."""

from __future__ import annotations

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
from steelyard.dossier.words import possessive, share
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State


def trade_shares(evidence: Evidence) -> Finding | None:
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


def turn(evidence: Evidence) -> Finding | None:
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


def flows(evidence: Evidence) -> Finding | None:
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


def concentration(evidence: Evidence) -> Finding | None:
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
