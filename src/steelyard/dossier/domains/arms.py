"""Weapons: who buys whose, how much third buyers hang on either, and what is practised together.

Deliveries come from a register that every user brings for himself; without it the few published
shares stand alone (`quoted`). The trend-indicator value measures military worth, not money, and
is published without an error; what can be varied is the span of years, and that is the interval.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.quoted import share_estimate
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.shares import window_share
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.states import State, by_iso3

WINDOWS = {1: "year", 5: "five years", 10: "ten years"}
THIRD_BUYERS = 6
NO_ERROR = "an index of military worth, published without an error"
JOINT = {
    # series of figures: what it counts
    "joint_military_exercises": "exercises in the year",
    "joint_military_exercises_listed": "exercises in the year, one incomplete list",
    "joint_air_patrols_cumulative": "air patrols since the first",
    "joint_naval_patrols_cumulative": "naval patrols since the first",
}
Flow = dict[tuple[str, str], np.ndarray]


def arms_series(basis: Basis) -> tuple[Series, ...]:
    """Deliveries both ways, third buyers, joint activity."""
    found: list[Series | None] = []
    rows = basis.data.table("arms")
    for key, register in rows.group_by(["origin"], maintain_order=True):
        found.extend(_register(basis, str(key[0]), register))
    found.extend(_joint(basis))
    found.extend(_exercise_shares(basis))
    return present(found)


def _register(basis: Basis, origin: str, rows: pl.DataFrame) -> Iterator[Series | None]:
    """Both directions of the pair, then the largest buyers of either."""
    years = tuple(range(int(rows["year"].min()), int(rows["year"].max()) + 1))  # type: ignore[arg-type]
    flows = _flows(rows, years)
    for subject, partner in basis.asked.directions():
        for window in WINDOWS:
            yield _share(basis, origin, flows, years, subject, partner, window, sells=True)
            yield _share(basis, origin, flows, years, subject, partner, window, sells=False)
    for third in _third_buyers(basis, flows, years):
        for seller in (basis.asked.a, basis.asked.b):
            yield _share(basis, origin, flows, years, third, seller, 5, sells=False)
            yield _share(basis, origin, flows, years, seller, third, 5, sells=True)


def _flows(rows: pl.DataFrame, years: tuple[int, ...]) -> Flow:
    """Deliveries by pair as courses over all years; a year without a row has none recorded."""
    flows: Flow = {}
    for supplier, recipient, year, tiv in rows.select(
        "supplier", "recipient", "year", "tiv"
    ).iter_rows():
        course = flows.setdefault((supplier, recipient), np.zeros(len(years)))
        course[year - years[0]] = tiv
    return flows


def _share(
    basis: Basis,
    origin: str,
    flows: Flow,
    years: tuple[int, ...],
    subject: State,
    partner: State,
    window: int,
    *,
    sells: bool,
) -> Series | None:
    """Partner's share in the subject's deliveries sold or bought, over a window of years."""
    pair = (subject.iso3, partner.iso3) if sells else (partner.iso3, subject.iso3)
    total = flows.get((subject.iso3, WORLD) if sells else (WORLD, subject.iso3))
    if total is None:
        return None
    flow = flows.get(pair, np.zeros(len(years)))
    shares = {length: window_share(flow, total, length) for length in WINDOWS}
    points = []
    for end in range(window - 1, len(years)):
        first = years[end] - window + 1
        if basis.asked.years[0] <= first and years[end] <= basis.asked.years[1]:
            points.append(_point(shares, window, end, first, years[end], origin))
    side = "exports" if sells else "imports"
    title = f"{partner.name}: share of {subject.adjective} {side} of major arms"
    return series(
        "arms.buyer_share" if sells else "arms.supplier_share",
        subject.iso3,
        partner.iso3,
        basis.data.origin(origin).title,
        points,
        title=title,
        part=WINDOWS[window],
    )


def _point(
    shares: dict[int, np.ndarray], window: int, end: int, first: int, last: int, origin: str
) -> Point:
    """Named by the first year of its window, as the published figures are."""
    value = shares[window][end]
    note = "" if window == 1 else f"{first}-{last}"
    if not np.isfinite(value):
        why = f"no deliveries recorded in {first}-{last}"
        return point(first, absent(why), "observed", [origin], note)
    ending = np.array([shares[length][end] for length in WINDOWS])
    ending = ending[np.isfinite(ending)]
    if window == 1 or ending.min() == ending.max():  # nothing to vary, or no difference
        return point(first, exact(float(value), NO_ERROR), "observed", [origin], note)
    why = f"bounds: windows of 1, 5 and 10 years that end in {last}; {NO_ERROR}"
    estimate = Estimate(float(value), float(ending.min()), float(ending.max()), None, why)
    return point(first, estimate, "observed", [origin], note)


def _third_buyers(basis: Basis, flows: Flow, years: tuple[int, ...]) -> list[State]:
    """The states that bought most from the two together in the ten years to the last one asked."""
    last = min(basis.asked.years[1], years[-1])
    span = slice(max(last - years[0] - 9, 0), last - years[0] + 1)
    pair, known = set(basis.asked.codes), by_iso3()
    bought: dict[str, float] = {}
    for (supplier, recipient), course in flows.items():
        if supplier in pair and recipient not in {*pair, WORLD} and recipient in known:
            bought[recipient] = bought.get(recipient, 0.0) + float(course[span].sum())
    ranked = sorted(bought, key=lambda state: (-bought[state], state))
    return [known[state] for state in ranked[:THIRD_BUYERS] if bought[state] > 0]


def _figures(basis: Basis, names: list[str]) -> pl.DataFrame:
    """Figures of some series, of the years asked for, that no document under audit gave."""
    inside = pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*basis.asked.years)
    return (
        basis.data.table("figures")
        .filter(pl.col("series").is_in(names) & ~pl.col("claim") & inside)
        .sort("period", "preferred", descending=[False, True])
    )


def _joint(basis: Basis) -> Iterator[Series | None]:
    """Exercises and patrols held together: the same number for both sides."""
    codes = set(basis.asked.codes)
    rows = [
        row
        for row in _figures(basis, list(JOINT)).iter_rows(named=True)
        if {row["reporter"], row["partner"]} == codes
    ]
    a, b = basis.asked.a, basis.asked.b
    for name, what in JOINT.items():
        points = {
            row["period"]: point(
                row["period"],
                exact(row["value"], "a count by one source"),
                "quoted",
                [row["origin"]],
            )
            for row in reversed([row for row in rows if row["series"] == name])
        }
        yield series(
            "arms.joint_activity", a.iso3, b.iso3, "published figures", list(points.values()),
            title=f"Joint {what}", part=what,
        )  # fmt: skip


def _exercise_shares(basis: Basis) -> Iterator[Series | None]:
    """The partner's part in the subject's joint exercises, where somebody counted them."""
    for subject, partner in basis.asked.directions():
        name = f"share_{partner.iso3.lower()}_in_{subject.iso3.lower()}_joint_exercises"
        points = [
            point(row["period"], share_estimate([row]), "quoted", [row["origin"]])
            for row in _figures(basis, [name]).iter_rows(named=True)
        ]
        yield series(
            "arms.exercise_share", subject.iso3, partner.iso3, "published figures", points,
            title=f"{partner.name}: share of {subject.adjective} joint exercises",
        )  # fmt: skip
