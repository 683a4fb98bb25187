"""The arms of the balance: one pair of numbers a domain, both directions, and their log ratio.

Each domain takes the first of its candidate measures that has a value on both sides (or, failing
that, on one) near the year asked for. The lengths of two domains do not compare: one is a share
of trade, another a share of votes. What compares is which side leans more, and by how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import NormalDist

import numpy as np

from steelyard.dossier.records import Arm, Balance, Point, Series
from steelyard.dossier.request import Request
from steelyard.measures.interval import Z90, draws_of
from steelyard.vocabulary.domains import DOMAINS
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import State

NEAR = 10  # years that the newest figure may lie before the last year
NEAR_EARLIER = 4  # and those of earlier balances, so that two balances do not share a figure
RECONCILED = "BACI, reconciled"  # the one basis of trade that holds both totals
DRAWS = 4000


Place = tuple[Series, Point]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Measures that stand for one domain: of the side that depends, then of the other side.

    For energy the seller depends through its sales and the buyer through its purchases, so the
    two sides may have different measures.
    """

    domain: str
    title: str
    reading: str
    own: tuple[str, str]  # measure and part
    other: tuple[str, str]


def candidates(a: State, b: State, region: str = "the region") -> tuple[Candidate, ...]:
    """In order of preference within each domain; `region` is where the two compete most."""

    def both(domain: str, title: str, reading: str, measure: str, part: str = "") -> Candidate:
        return Candidate(domain, title, reading, (measure, part), (measure, part))

    sells, buys = "energy.buyer_share", "energy.supplier_share"
    return (
        both(
            "trade",
            "Share of all goods trade",
            "The common flow cancels: the ratio of the two shares is the ratio of the two "
            "states' total trade.",
            "trade.trade_share",
        ),
        Candidate(
            "energy",
            f"Oil: share of {a.adjective} exports, {b.adjective} imports",
            "Seller and buyer depend on the same flow through different totals.",
            (sells, "oil"),
            (buys, "crude"),
        ),
        Candidate(
            "energy",
            f"Crude oil: share of {a.adjective} exports, {b.adjective} imports",
            "Seller and buyer depend on the same flow through different totals.",
            (sells, "crude"),
            (buys, "crude"),
        ),
        Candidate(
            "energy",
            f"Oil: share of {a.adjective} imports, {b.adjective} exports",
            "Seller and buyer depend on the same flow through different totals.",
            (buys, "crude"),
            (sells, "oil"),
        ),
        Candidate(
            "energy",
            f"Crude oil: share of {a.adjective} imports, {b.adjective} exports",
            "Seller and buyer depend on the same flow through different totals.",
            (buys, "crude"),
            (sells, "crude"),
        ),
        both(
            "technology",
            "Technology goods bought, of all imports",
            "Both numbers are on the same basis; they do not say how hard the goods are to "
            "replace.",
            "technology.goods_share",
        ),
        both(
            "finance",
            "The other's currency in export payments",
            "One side publishes it; nobody publishes the reverse.",
            "finance.settlement_share",
            "exports",
        ),
        Candidate(
            "arms",
            f"Deliveries: share of {a.adjective} exports, {b.adjective} imports",
            "Five years from the year shown; the seller depends on the buyer's orders.",
            ("arms.buyer_share", "five years"),
            ("arms.supplier_share", "five years"),
        ),
        Candidate(
            "arms",
            f"Deliveries: share of {a.adjective} imports, {b.adjective} exports",
            "Five years from the year shown; the seller depends on the buyer's orders.",
            ("arms.supplier_share", "five years"),
            ("arms.buyer_share", "five years"),
        ),
        both(
            "votes",
            "UN minority votes that the other shared",
            "The common votes are the same for both: whoever is more often in the minority has the "
            "smaller share.",
            "votes.support",
        ),
        both(
            "institutions",
            "Organisations shared, of all shared ties",
            "A count of memberships, not of weight within them.",
            "institutions.shared_weight",
        ),
        both(
            "region",
            f"Weight in the trade of {region}",
            "Whose trade with the region is greater.",
            "region.share",
        ),
    )


def balance(found: Sequence[Series], asked: Request, year: int, near: int = NEAR) -> Balance:
    """The arms of all domains at the last figures up to one year."""
    offered = candidates(asked.a, asked.b, region_named(found) or "the region")
    arms = []
    for domain in DOMAINS:
        ours = [item for item in offered if item.domain == domain.id]
        made = [_arm(found, asked, item, year, near) for item in ours]
        full = [arm for arm in made if arm.a_on_b.present and arm.b_on_a.present]
        part = [arm for arm in made if arm.a_on_b.present or arm.b_on_a.present]
        if made:
            arms.append((full or part or made)[0])
    return Balance(year=year, arms=tuple(arms))


def region_named(found: Sequence[Series]) -> str:
    """The region in which the two compete most, as a sentence names it; "" where they do not."""
    titles = (item.title for item in found if item.measure == "region.share")
    return next((title.partition(" in the trade of ")[2] for title in titles), "")


def _arm(found: Sequence[Series], asked: Request, item: Candidate, year: int, near: int) -> Arm:
    """Both directions of one candidate, with what each side's number rests on."""
    a, b = asked.codes
    pairs = ((a, b), (b, a))
    ours, theirs = _both_sides(found, item, pairs, year, near)
    on_b = ours[1].value if ours else absent(f"no figure in the {near} years to {year}")
    on_a = theirs[1].value if theirs else absent(f"no figure in the {near} years to {year}")
    ratio = _log_ratio(found, asked, item, ours, theirs)
    return Arm(
        domain=item.domain,
        title=item.title,
        definition=ours[0].definition if ours else theirs[0].definition if theirs else "",
        period=ours[1].period if ours else "",
        period_b=theirs[1].period if theirs else "",
        a_on_b=on_b,
        b_on_a=on_a,
        log_ratio=ratio,
        probability_a_leans_more=probability_above_zero(ratio),
        reading=item.reading,
        origins=tuple(
            dict.fromkeys(origin for side in (ours, theirs) if side for origin in side[1].origins)
        ),
        series=tuple(side[0].id for side in (ours, theirs) if side),
    )


def _both_sides(
    found: Sequence[Series],
    item: Candidate,
    pairs: tuple[tuple[str, str], tuple[str, str]],
    year: int,
    near: int,
) -> tuple[Place | None, Place | None]:
    """Points of both sides: of the last year that both have, else of each side's own last."""
    offered = found
    if item.domain == "trade" and any(entry.basis == RECONCILED for entry in found):
        offered = [entry for entry in found if entry.basis == RECONCILED]
    ours = _by_year(offered, item.own, pairs[0], year, near)
    theirs = _by_year(offered, item.other, pairs[1], year, near)
    common = ours.keys() & theirs.keys()
    if common:
        return ours[max(common)], theirs[max(common)]
    return _newest(ours), _newest(theirs)


def _newest(places: dict[int, Place]) -> Place | None:
    """The last year's point, if there is one."""
    return places[max(places)] if places else None


def _by_year(
    found: Sequence[Series], wanted: tuple[str, str], pair: tuple[str, str], year: int, near: int
) -> dict[int, Place]:
    """One point a year: measured before quoted, a later month before an earlier one."""
    measure, part = wanted
    best: dict[int, Place] = {}
    for item in found:
        if item.measure != measure or (item.subject, item.partner) != pair:
            continue
        if part not in ("", item.part):
            continue
        for entry in item.points:
            when = int(entry.period[:4])
            # by place on the axis: January 2024 lies before the end of the year 2023's point
            inside = year - near <= when and entry.x < year + 1 and entry.value.present
            if inside and (when not in best or entry.x > best[when][1].x):
                best[when] = (item, entry)
    return best


def _log_ratio(
    found: Sequence[Series],
    asked: Request,
    item: Candidate,
    ours: Place | None,
    theirs: Place | None,
) -> Estimate:
    """Of trade from its own draws; of the rest from the two intervals taken as independent."""
    if not ours or not theirs:
        return absent("one direction has no figure")
    if item.domain == "trade":
        for entry in found:
            known = entry.at(ours[1].period) if entry.measure == "trade.log_ratio" else None
            if known is not None:
                return known.value
    return independent_log_ratio(ours[1].value, theirs[1].value, asked.seed)


def independent_log_ratio(top: Estimate, bottom: Estimate, seed: int) -> Estimate:
    """ln(top / bottom) of two shares with intervals; bounds give bounds, quantiles quantiles."""
    if not top.point or not bottom.point:
        return absent("one of the two shares is zero or absent")
    middle = log(top.point / bottom.point)
    if top.low is None or top.high is None or bottom.low is None or bottom.high is None:
        return Estimate(middle, None, None, None, "none: one side has no interval", "estimated")
    if not top.low or not bottom.low:
        return Estimate(middle, None, None, None, "none: one side's interval reaches zero",
                        "estimated")  # fmt: skip
    if top.level is None or bottom.level is None:
        low, high = log(top.low / bottom.high), log(top.high / bottom.low)
        return Estimate(
            middle, min(low, middle), max(high, middle), None, "range of both figures", "estimated"
        )
    random = np.random.default_rng(seed)
    above, below = (draws_of(side, DRAWS, random, scale="log") for side in (top, bottom))
    drawn = above - below
    low, high = np.quantile(drawn, [0.05, 0.95])
    return Estimate(middle, min(float(low), middle), max(float(high), middle), 0.9,
                    "both intervals, taken as independent", "estimated")  # fmt: skip


def probability_above_zero(value: Estimate) -> float | None:
    """Probability that a log ratio is above 0, read from its interval.

    Bounds carry no probability: there the reader sees on which side of 0 both of them lie.
    """
    if value.point is None or value.low is None or value.high is None or value.level is None:
        return None
    width = (value.high - value.low) / (2 * Z90)
    return round(NormalDist().cdf(value.point / width), 4) if width > 0 else None
