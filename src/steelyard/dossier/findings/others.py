"""Sentences on the states between, on payments, size and votes."""

from __future__ import annotations

from calendar import month_name

from steelyard.dossier.balance import region_named
from steelyard.dossier.evidence import (
    Evidence,
    cap,
    digits,
    last,
    origins_of,
)
from steelyard.dossier.records import Finding
from steelyard.dossier.words import share


def region(evidence: Evidence) -> Finding | None:
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


def finance(evidence: Evidence) -> Finding | None:
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


def size(evidence: Evidence) -> Finding | None:
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


def support(evidence: Evidence) -> Finding | None:
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
