"""GDP as single published figures, each with its own page: years that no table reaches yet.

A ratio is made only of two figures from one page for one year, so that it never mixes bases.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.power import MARKET, PARITY, SIZES
from steelyard.dossier.domains.quoted import BASIS, scaled, share_estimate
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.published import rounding_interval
from steelyard.vocabulary.estimate import Estimate


@dataclass(frozen=True, slots=True)
class Level:
    """A series of figures that states a level: which size, and the factor to its unit."""

    part: str
    measure: str
    unit: str
    factor: float


LEVELS = {
    "gdp_nominal": Level(MARKET, "capability.gdp", "USD m", 1e3),
    "gdp_nominal_imf": Level(MARKET, "capability.gdp", "USD m", 1e6),
    "gdp_ppp": Level(PARITY, "capability.gdp_ppp", "intl USD bn", 1e3),
}
SHARE = "gdp_ppp_world_share"
Row = dict[str, object]


def figure_series(basis: Basis) -> tuple[Series, ...]:
    """Levels, shares of the world and ratios."""
    rows = _rows(basis)
    found: list[Series | None] = []
    for state in (basis.asked.a, basis.asked.b):
        ours = [row for row in rows if row["reporter"] == state.iso3]
        for part, measure in ((MARKET, "capability.gdp"), (PARITY, "capability.gdp_ppp")):
            levels = [(row, LEVELS[str(row["series"])]) for row in ours if row["series"] in LEVELS]
            points = {
                str(row["period"]): point(
                    str(row["period"]), _amount(row, level), "quoted", [str(row["origin"])]
                )
                for row, level in levels
                if level.part == part
            }
            found.append(
                series(
                    measure, state.iso3, None, BASIS, list(points.values()),
                    title=f"{state.adjective} {SIZES[part][0]}",
                )
            )  # fmt: skip
        shares = [row for row in ours if row["series"] == SHARE]
        points_of_shares = [
            point(str(row["period"]), share_estimate([row]), "quoted", [str(row["origin"])])
            for row in shares
        ]
        found.append(
            series(
                "capability.world_share", state.iso3, None, BASIS, points_of_shares,
                title=f"{state.name}: share of the world’s {SIZES[PARITY][0]}", part=PARITY,
            )
        )  # fmt: skip
    return present([*found, *_ratios(basis, rows)])


def _rows(basis: Basis) -> list[Row]:
    """Figures of both states that no document under audit gave, preferred ones last."""
    first, last = basis.asked.years
    table = basis.data.table("figures").filter(
        pl.col("series").is_in([*LEVELS, SHARE])
        & pl.col("reporter").is_in(list(basis.asked.codes))
        & ~pl.col("claim")
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(first, last)
    )
    # of the IMF and the World Bank for one year, the later name stands: the IMF's
    return list(table.sort("preferred", "series", "period").iter_rows(named=True))


def _amount(row: Row, level: Level) -> Estimate:
    """A figure in the unit of its level, with the room that its digits leave."""
    return scaled(rounding_interval(f"{row['value']:.10g}"), level.factor)


def _ratios(basis: Basis, rows: list[Row]) -> Iterator[Series | None]:
    """The partner's figure over one's own where one page prints both for one year."""
    a, b = basis.asked.a, basis.asked.b
    by_key = {
        (row["series"], row["reporter"], row["period"], row["origin"]): row
        for row in rows
        if row["series"] in LEVELS
    }
    for part in (MARKET, PARITY):
        points = {}
        for (name, reporter, period, origin), row in by_key.items():
            other = by_key.get((name, b.iso3, period, origin))
            level = LEVELS[str(name)]
            if reporter == a.iso3 and other is not None and level.part == part:
                value = _over(_amount(other, level), _amount(row, level))
                points[str(period)] = point(str(period), value, "quoted", [str(origin)])
        yield series(
            "capability.ratio", a.iso3, b.iso3, BASIS, list(points.values()),
            title=f"{b.name} over {a.sentence_name}: {SIZES[part][0]}", part=part,
        )  # fmt: skip


def _over(top: Estimate, bottom: Estimate) -> Estimate:
    """Ratio of two rounded figures between the bounds that both roundings leave."""
    if not top.point or not bottom.point or not bottom.low or not bottom.high:
        raise ValueError("figures of GDP are above 0")
    return Estimate(
        top.point / bottom.point,
        (top.low or 0.0) / bottom.high,
        (top.high or 0.0) / bottom.low,
        None,
        "last printed digit of both",
    )
