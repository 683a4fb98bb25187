"""Trade between the two states on one reconciled basis: shares, openness, concentration, rank."""

from __future__ import annotations

from collections.abc import Callable
from math import log

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.flows import Flows
from steelyard.dossier.noise import BASIS as NOISE_BASIS
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.dossier.words import possessive
from steelyard.measures.asymmetry import rank_interval
from steelyard.measures.concentration import herfindahl_bounds
from steelyard.measures.interval import quantile_interval
from steelyard.measures.noise import share_draws
from steelyard.measures.openness import openness, trade_dependence
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.states import State

BASIS = "BACI, reconciled"
DRAWS = 1000
FAR_BELOW = 0.1
WAYS = ("export", "import", "trade")


def trade_series(basis: Basis) -> tuple[Series, ...]:
    """All trade measures in both directions (law 9)."""
    if not basis.has_trade:
        return ()
    found: list[Series | None] = []
    for subject, partner in basis.asked.directions():
        found += [_share_series(basis, subject, partner, way) for way in WAYS]
        found += [
            _flow_series(basis, subject, partner),
            _openness_series(basis, subject),
            _dependence_series(basis, subject, partner),
            _concentration_series(basis, subject),
            _rank_series(basis, subject, partner),
        ]
    found.append(_log_ratio_series(basis))
    return present(found)


def amounts(trade: Flows, place: int, subject: int, partner: int, way: str) -> tuple[float, float]:
    """Flow with the partner and world total of one year, USD m; NaN where absent."""
    sold, bought = trade.values[place, subject, partner], trade.values[place, partner, subject]
    out, into = trade.exports[place, subject], trade.imports[place, subject]
    return {
        "export": (float(sold), float(out)),
        "import": (float(bought), float(into)),
        "trade": (float(sold + bought), float(out + into)),
    }[way]


def share_of_year(basis: Basis, place: int, subject: str, partner: str, way: str) -> Estimate:
    """The share with its interval, or why it is absent."""
    key = (place, subject, partner, way)
    if key not in basis.shares:
        basis.shares[key] = _share_of_year(basis, *key)
    return basis.shares[key]


def _share_of_year(basis: Basis, place: int, subject: str, partner: str, way: str) -> Estimate:
    """The share itself, from draws of the flow and of the total."""
    trade = basis.trade
    row, column = trade.state(subject), trade.state(partner)
    flow, total = amounts(trade, place, row, column, way)
    if not np.isfinite(flow):
        return absent("neither side reported this flow")
    if not np.isfinite(total) or total <= 0:
        return absent("no total on this basis")
    drawn = share_draws(
        flow,
        total,
        basis.noise.flow(flow),
        basis.noise.total(_others(trade, place, row, way)),
        tail=basis.noise.model.tail,
        draws=DRAWS,
        seed=basis.asked.seed + trade.years[place],
    )
    low, high = quantile_interval(drawn)
    share = flow / total
    if place in basis.completed.places:
        bounds = basis.completed.share(place, subject, partner, way)
        return widened(bounds, low / share, high / share)
    return Estimate(share, min(low, share), max(high, share), 0.9, NOISE_BASIS)


def widened(bounds: Estimate, down: float, up: float) -> Estimate:
    """Bounds pushed outward by the noise of what is known."""
    if bounds.point is None or bounds.low is None or bounds.high is None:
        return bounds
    return Estimate(
        bounds.point,
        bounds.low * min(down, 1.0),
        min(bounds.high * max(up, 1.0), 1.0),
        None,
        "missing mirrors (bounds), widened by the mirror gap (90 %)",
        "estimated",
    )


def _others(trade: Flows, place: int, row: int, way: str) -> np.ndarray:
    """The flows that make up a total."""
    parts = {"export": [trade.values[place, row, :]], "import": [trade.values[place, :, row]]}
    both = [*parts["export"], *parts["import"]]
    return np.concatenate(parts.get(way, both))


def _share_series(basis: Basis, subject: State, partner: State, way: str) -> Series | None:
    """Share of exports, imports or both, year by year."""
    points = [
        _point(basis, place, share_of_year(basis, place, subject.iso3, partner.iso3, way))
        for place, _ in basis.years()
    ]
    whole = {"export": "exports", "import": "imports", "trade": "trade"}[way]
    return series(
        f"trade.{way}_share",
        subject.iso3,
        partner.iso3,
        BASIS,
        points,
        title=f"{possessive(partner.sentence_name)} share of {subject.adjective} {whole}",
    )


def _point(basis: Basis, place: int, value: Estimate) -> Point:
    """A point of the reconciled basis; completed years are estimates."""
    estimated = place in basis.completed.places
    return point(
        basis.trade.years[place],
        value,
        "estimated" if estimated else "reconciled",
        [basis.trade.origins[place]],
        basis.completed.note if estimated else "",
    )


def _flow_series(basis: Basis, seller: State, buyer: State) -> Series | None:
    """Exports in USD m with the noise of one reconciled flow."""
    row, column = basis.trade.state(seller.iso3), basis.trade.state(buyer.iso3)
    points = []
    for place, year in basis.years():
        value = float(basis.trade.values[place, row, column])
        if not np.isfinite(value):
            points.append(_point(basis, place, absent("neither side reported this flow")))
            continue
        drawn = value * np.exp(_errors(basis, value, year))
        low, high = quantile_interval(drawn)
        estimate = Estimate(value, min(low, value), max(high, value), 0.9, NOISE_BASIS)
        points.append(point(year, estimate, "reconciled", [basis.trade.origins[place]]))
    return series(
        "trade.flow",
        seller.iso3,
        buyer.iso3,
        BASIS,
        points,
        title=f"{seller.adjective} exports to {buyer.sentence_name}",
    )


def _errors(basis: Basis, value: float, year: int) -> np.ndarray:
    """Draws of the log error of one flow."""
    random = np.random.default_rng(basis.asked.seed + year)
    return basis.noise.flow(value) * random.standard_t(basis.noise.model.tail, DRAWS)


def gdp_by_year(basis: Basis, state: str) -> dict[int, tuple[float, str]]:
    """GDP in USD m and its origin by year; national accounts before quoted figures."""
    table = basis.data.table("state_years")
    rows = table.filter((pl.col("indicator") == "gdp") & (pl.col("state") == state))
    return {row["year"]: (row["value"], row["origin"]) for row in rows.iter_rows(named=True)}


WHY_NO_INTERVAL = "GDP is published without an error, and it outweighs that of trade"


def _per_gdp(
    basis: Basis, subject: State, measure: str, compute: Callable[[int, float], float], title: str,
    partner: str | None,
) -> Series | None:  # fmt: skip
    """A measure with GDP as its denominator."""
    points = []
    by_year = gdp_by_year(basis, subject.iso3)
    for place, year in basis.years():
        known = by_year.get(year)
        if known is None or place in basis.completed.places:
            continue
        value = compute(place, known[0])
        if np.isfinite(value):
            points.append(
                point(
                    year,
                    exact(value, WHY_NO_INTERVAL),
                    "reconciled",
                    [basis.trade.origins[place], known[1]],
                )
            )
    return series(measure, subject.iso3, partner, BASIS, points, title=title)


def _openness_series(basis: Basis, subject: State) -> Series | None:
    """Trade with the world over GDP."""
    row = basis.trade.state(subject.iso3)

    def compute(place: int, gdp: float) -> float:
        trade = basis.trade
        return float(
            openness(trade.exports[place, [row]], trade.imports[place, [row]], np.array([gdp]))[0]
        )

    return _per_gdp(basis, subject, "trade.openness", compute,
                    f"{subject.adjective} trade as a share of GDP", None)  # fmt: skip


def _dependence_series(basis: Basis, subject: State, partner: State) -> Series | None:
    """Trade with the partner over own GDP: share times openness."""
    row, column = basis.trade.state(subject.iso3), basis.trade.state(partner.iso3)

    def compute(place: int, gdp: float) -> float:
        pair = basis.trade.values[place][np.ix_([row, column], [row, column])]
        return float(trade_dependence(pair, np.array([gdp, gdp]))[0, 1])

    return _per_gdp(basis, subject, "trade.dependence", compute,
                    f"Trade with {partner.sentence_name} as a share of {subject.adjective} GDP",
                    partner.iso3)  # fmt: skip


def _concentration_series(basis: Basis, subject: State) -> Series | None:
    """Number of equally large partners that would give the same concentration."""
    row = basis.trade.state(subject.iso3)
    points = []
    for place, _ in basis.years():
        both = _both_ways(basis, place, row)
        total = basis.trade.exports[place, row] + basis.trade.imports[place, row]
        if not np.isfinite(total) or both.sum() <= 0 or place in basis.completed.places:
            continue
        found = herfindahl_bounds(both[None, :], np.array([max(total, both.sum())]))
        low, high = 1 / float(found.high[0]), 1 / float(found.low[0])
        estimate = (
            exact(round(high, 1), "all partners are in the dataset")
            if high - low < 0.05
            else Estimate(high, low, high, None, "bounds: trade with partners left out")
        )
        points.append(_point(basis, place, estimate))
    return series(
        "trade.equivalent_partners",
        subject.iso3,
        None,
        BASIS,
        points,
        title=f"Equivalent number of {subject.adjective} trade partners",
    )


def _rank_series(basis: Basis, subject: State, partner: State) -> Series | None:
    """Place of the partner among all partners by trade."""
    row, column = basis.trade.state(subject.iso3), basis.trade.state(partner.iso3)
    points = []
    for place, _ in basis.years():
        both = _both_ways(basis, place, row)
        if both[column] <= 0:
            continue
        # a partner with a tenth of this one's trade cannot overtake it within the noise
        rivals = np.flatnonzero(both >= both[column] * FAR_BELOW)
        sigma = np.array([basis.noise.flow(value) for value in both[rivals]])
        found = rank_interval(
            both[rivals],
            int(np.searchsorted(rivals, column)),
            sigma,
            draws=DRAWS,
            seed=basis.asked.seed,
        )
        estimate = Estimate(found.rank, found.low, found.high, 0.9, NOISE_BASIS)
        points.append(_point(basis, place, estimate))
    return series(
        "trade.rank",
        subject.iso3,
        partner.iso3,
        BASIS,
        points,
        title=f"Rank of {partner.sentence_name} among {subject.adjective} trade partners",
    )


def _both_ways(basis: Basis, place: int, row: int) -> np.ndarray:
    """Trade with each partner; a way that nobody reported counts as unknown, not as trade."""
    values = basis.trade.values[place]
    return np.nan_to_num(values[row, :]) + np.nan_to_num(values[:, row])


def _log_ratio_series(basis: Basis) -> Series | None:
    """Ln of A's trade share of B over B's of A; their common flow cancels out."""
    a, b = basis.asked.a, basis.asked.b
    points = []
    for place, _ in basis.years():
        on_b = share_of_year(basis, place, a.iso3, b.iso3, "trade")
        on_a = share_of_year(basis, place, b.iso3, a.iso3, "trade")
        points.append(_point(basis, place, log_ratio(basis, place, on_b, on_a)))
    return series(
        "trade.log_ratio",
        a.iso3,
        b.iso3,
        BASIS,
        points,
        title=f"Log ratio of mutual trade shares, {a.name} over {b.name}",
    )


def log_ratio(basis: Basis, place: int, on_b: Estimate, on_a: Estimate) -> Estimate:
    """Ratio of two shares with the same flow above: only the two totals make it uncertain."""
    if not on_b.point or not on_a.point:
        return absent("one of the two shares is absent")
    middle = log(on_b.point / on_a.point)
    if place in basis.completed.places:
        return basis.completed.log_ratio(basis.noise, place, basis.asked, middle)
    trade = basis.trade
    rows = [trade.state(code) for code in basis.asked.codes]
    spread = [basis.noise.total(_others(trade, place, row, "trade")) for row in rows]
    width = 1.645 * float(np.hypot(spread[0], spread[1]))
    return Estimate(middle, middle - width, middle + width, 0.9, NOISE_BASIS)
