"""Series made of single published figures, each with its own source.

Several figures for the same period are one point: the preferred figure, with the range of all
of them as its interval. One figure alone has the interval that its printed digits and its
bound ("almost", "at least") allow, which is narrower than the truth: the basis says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.quotes import BASIS, BY_SOURCE, SHARE_OF_GDP, Quote, quotes
from steelyard.dossier.records import Point, Series
from steelyard.dossier.request import Request
from steelyard.dossier.series import point, present, series
from steelyard.measures.published import conflict_interval, rounding_interval
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State
from steelyard.vocabulary.units import factor

__all__ = ["BASIS", "Figure", "preferred_of", "quoted_series", "scaled", "share_estimate"]

KEPT = "quoted series"
Figure = dict[str, Any]  # one row of the table of figures

ROUND_STEP = 5.0  # "about 60 %" and midpoints of ranges: good to 2.5 points either way
SHARES = ("1", SHARE_OF_GDP)
ROUNDED = ("approximate", "midpoint")


def quoted_series(basis: Basis) -> tuple[Series, ...]:
    """Every quote that the figures hold for the pair, in both directions; read once."""
    if KEPT not in basis.of_all_pairs:
        basis.of_all_pairs[KEPT] = _all(basis)
    return basis.of_all_pairs[KEPT]


def _all(basis: Basis) -> tuple[Series, ...]:
    figures = _by_series(basis.data, basis.asked)
    last = basis.asked.years[1]
    found = [
        made
        for subject, partner in basis.asked.directions()
        for quote in quotes()
        if quote.speaks_of(partner.iso3, last)
        for made in _series(basis.data, figures, quote, subject, partner)
    ]
    return _unique(present(found))


def _series(
    data: Dataset, figures: dict[str, list[Figure]], quote: Quote, subject: State, partner: State
) -> Iterator[Series | None]:
    """One quote in one direction; nothing where nobody published it."""
    name = quote.name.format(s=subject.iso3.lower(), p=partner.iso3.lower())
    codes = {"S": subject.iso3, "P": partner.iso3}
    wanted = tuple(codes.get(code, code) for code in (quote.reporter, quote.partner))
    rows = [row for row in figures.get(name, ()) if (row["reporter"], row["partner"]) == wanted]
    for basis, same in _by_basis(data, rows, quote).items():
        yield series(
            quote.measure,
            subject.iso3,
            partner.iso3 if quote.about == "pair" else None,
            basis,
            tuple(_points(same, quote)),
            title=quote.title if quote.about == "pair" else f"{subject.name}: {quote.title}",
            part=quote.part,
        )


def _by_basis(data: Dataset, rows: list[Figure], quote: Quote) -> dict[str, list[Figure]]:
    """All figures on the quote's basis, or those of each publisher apart."""
    found: dict[str, list[Figure]] = {}
    for row in rows:
        basis = quote.basis
        if basis == BY_SOURCE:  # who counted, not the outlet that passed it on
            basis = f"figures, {data.origin(row['origin']).producer.split(' via ')[0]}"
        found.setdefault(basis, []).append(row)
    return found


def _by_series(data: Dataset, asked: Request) -> dict[str, list[Figure]]:
    """Figures that no document under audit gave, of the years asked for, by series."""
    inside = pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*asked.years)
    either = pl.col("reporter").is_in(list(asked.codes))
    figures = data.table("figures").filter(~pl.col("claim") & either).filter(inside)
    by_series: dict[str, list[Figure]] = {}
    for row in figures.iter_rows(named=True):
        by_series.setdefault(row["series"], []).append(row)
    return by_series


def _points(rows: list[Figure], quote: Quote) -> Iterator[Point]:
    """One point a period."""
    by_period: dict[str, list[Figure]] = {}
    for row in rows:
        by_period.setdefault(row["period"], []).append(row)
    for period, same in by_period.items():
        ranked = sorted(same, key=lambda row: not row["preferred"])
        origins = [row["origin"] for row in ranked]
        yield point(period, estimate_of(ranked, quote.unit), "quoted", origins, _note(ranked))


def estimate_of(ranked: list[Figure], unit: str) -> Estimate:
    """Figures for one quantity in another unit, the preferred one first.

    Shares stay within [0, 1] unless they are changes, which may be below 0. Other figures are
    good to half of their last printed digit, or one whole digit where they are "about". An upper
    limit of an amount has 0 below it, a lower limit has nothing above it and so no interval.
    """
    first, size = ranked[0], factor(ranked[0]["unit"], unit, where=ranked[0]["series"])
    if unit in SHARES and first["value"] >= 0:
        return share_estimate(ranked)
    values = np.array([row["value"] for row in ranked])
    if len(set(values.tolist())) > 1:
        return scaled(preferred_of(values), size)
    value, bound = float(values[0]), first["bound"]
    if unit == "rank":
        return exact(value, "a rank counts whole places")
    if bound == "upper":
        return Estimate(value * size, 0.0, value * size, None, "published as an upper limit")
    if bound == "lower":
        return exact(value * size, "published as a lower limit, with nothing above it")
    step = 2 * _last_digit(value) if bound in ROUNDED else None
    return scaled(rounding_interval(f"{value:.12g}", step=step), size)


def _last_digit(value: float) -> float:
    """Size of the last digit that is not 0: 10 for 1,380 and 0.1 for 2.5."""
    exponent = Decimal(f"{value:.12g}").normalize().as_tuple().exponent
    return float(Decimal(1).scaleb(int(exponent)))


def share_estimate(ranked: list[Figure]) -> Estimate:
    """Preferred figure first; per cent become a share in [0, 1]."""
    percents, bound = np.array([row["value"] for row in ranked]), ranked[0]["bound"]
    if len(set(percents.tolist())) > 1:
        return scaled(preferred_of(percents), 0.01)
    share = float(percents[0]) / 100
    if bound == "upper":
        return Estimate(share, 0.0, share, None, "published as an upper limit")
    if bound == "lower":
        return Estimate(share, share, 1.0, None, "published as a lower limit")
    step = ROUND_STEP if bound in ROUNDED else None
    return _within(scaled(rounding_interval(f"{percents[0]:g}", step=step), 0.01))


def _within(value: Estimate) -> Estimate:
    """A share whose rounding would reach below 0 or above 1 ends there."""
    if not 0.0 <= (value.point or 0.0) <= 1.0:
        return value  # a debt may exceed GDP
    low, high = max(0.0, value.low or 0.0), min(1.0, value.high or 0.0)
    return Estimate(value.point, low, high, value.level, value.basis, value.kind)


def preferred_of(values: np.ndarray) -> Estimate:
    """Range of several figures for one quantity; the first of them is the point."""
    # the preferred figure outweighs all others together
    trust = np.where(np.arange(values.size) == 0, values.size, 1.0)
    return conflict_interval(values, trust)


def scaled(value: Estimate, factor: float) -> Estimate:
    """The same estimate in another unit."""
    ends = [None if end is None else end * factor for end in (value.point, value.low, value.high)]
    return Estimate(ends[0], ends[1], ends[2], value.level, value.basis, value.kind)


def _note(ranked: list[Figure]) -> str:
    """What a reader must know about the figure."""
    first = ranked[0]
    parts = []
    if len(ranked) > 1:
        parts.append(f"{len(ranked)} published figures")
    if first["bound"] != "exact":
        parts.append(first["bound"])
    if first["quality"] in ("press", "estimate"):
        parts.append(f"quality: {first['quality']}")
    if first["period_end"] != first["period"]:
        parts.append(f"to {first['period_end']}")
    return "; ".join(parts)


def _unique(found: tuple[Series, ...]) -> tuple[Series, ...]:
    """One series an id: two names for the same thing are joined, earlier points first."""
    joined: dict[str, Series] = {}
    for item in found:
        known = joined.get(item.id)
        if known is None:
            joined[item.id] = item
            continue
        periods = {entry.period for entry in known.points}
        extra = tuple(entry for entry in item.points if entry.period not in periods)
        points = tuple(sorted((*known.points, *extra), key=lambda entry: entry.x))
        joined[item.id] = known.model_copy(update={"points": points})
    return tuple(joined.values())
