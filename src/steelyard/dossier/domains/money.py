"""Finance between two states: what the partner's public bodies lent, and ceilings of settlement."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison import readers
from steelyard.dossier.domains.quoted import quoted_series
from steelyard.dossier.domains.quotes import BASIS as PUBLISHED
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State

COUNTED = "counted from public sources, no error published; deals that nobody reported are missing"
FLOWS = ("exports", "imports")
REMAINDER = "remainder of published shares"


def money_series(basis: Basis) -> tuple[Series, ...]:
    """Official finance in both directions, and what own and unfriendly currencies leave."""
    found: list[Series | None] = []
    for subject, partner in basis.asked.directions():
        found.append(_committed(basis, subject, partner))
        found += [_remainder(basis, subject, partner, flow) for flow in FLOWS]
    return present([*found, *_over_gdp(basis)])


def _committed(basis: Basis, subject: State, partner: State) -> Series | None:
    """What the partner committed to the state by year; years without a deal are not listed."""
    rows = basis.data.table("dyads").filter(
        (pl.col("indicator") == "official_finance")
        & (pl.col("a") == partner.iso3)
        & (pl.col("b") == subject.iso3)
        & pl.col("year").is_between(*basis.asked.years)
        & pl.col("value").is_not_null()
    )
    points = [
        point(row["year"], exact(row["value"], COUNTED), "observed", [row["origin"]])
        for row in rows.sort("year").iter_rows(named=True)
    ]
    return series(
        "finance.official_finance", subject.iso3, partner.iso3, "AidData", points,
        title=f"Official finance from {partner.sentence_name} to {subject.sentence_name}",
    )  # fmt: skip


def _over_gdp(basis: Basis) -> Iterator[Series | None]:
    """Commitments of five years over the GDP of the same years."""
    points: dict[tuple[str, str], list[Point]] = {}
    for matrix in readers.official_finance(basis):
        places = {code: at for at, code in enumerate(matrix.codes)}
        for subject, partner in basis.asked.directions():
            if subject.iso3 not in places or partner.iso3 not in places:
                continue
            value = matrix.values[places[subject.iso3], places[partner.iso3]]
            if np.isfinite(value):
                points.setdefault((subject.iso3, partner.iso3), []).append(
                    point(matrix.year, exact(float(value), COUNTED), "observed", matrix.origins)
                )
    for subject, partner in basis.asked.directions():
        yield series(
            "finance.official_finance_gdp", subject.iso3, partner.iso3, "AidData, five years",
            points.get((subject.iso3, partner.iso3), []),
            title=f"Official finance from {partner.sentence_name} over the GDP of "
            f"{subject.sentence_name}",
        )  # fmt: skip


def _remainder(basis: Basis, subject: State, partner: State, flow: str) -> Series | None:
    """What two published groups leave to all others, where the partner's currency is among those.

    It is, where somebody published a ceiling of it through the third group.
    """
    known = {(s.measure, s.subject, s.part, s.basis): s for s in quoted_series(basis)}
    bound = [
        item
        for (measure, of, part, _), item in known.items()
        if (measure, of, part) == ("finance.settlement_bound", subject.iso3, flow)
        and item.partner == partner.iso3
    ]
    groups = [
        known.get(("finance.group_share", subject.iso3, f"{flow} {group}", PUBLISHED))
        for group in ("own", "unfriendly")
    ]
    own, unfriendly = groups
    if not bound or own is None or unfriendly is None:
        return None
    points = [
        point(
            entry.period, left_by(entry.value, other.value), "estimated",
            [*entry.origins, *other.origins],
        )
        for entry in own.points
        if (other := unfriendly.at(entry.period)) is not None
    ]  # fmt: skip
    return series(
        "finance.settlement_remainder", subject.iso3, partner.iso3, REMAINDER, points,
        title=bound[0].title, part=flow,
    )  # fmt: skip


def left_by(*shares: Estimate) -> Estimate:
    """One less several shares, between the worst cases of all of them.

    Examples
    --------
    >>> half = Estimate(0.5, 0.4, 0.6, None, "last printed digit")
    >>> left_by(half, Estimate(0.5, 0.5, 0.5, None, "last printed digit")).high
    0.09999999999999998
    """
    points, lows, highs = (
        1.0 - sum(getattr(each, end) or 0.0 for each in shares) for end in ("point", "low", "high")
    )
    middle = max(0.0, points)
    return Estimate(
        middle, min(middle, max(0.0, highs)), max(middle, lows), None,
        "worst case of the printed digits and limits of both shares",
    )  # fmt: skip
