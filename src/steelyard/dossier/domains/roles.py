"""Who sells raw materials to whom, who sells machinery to whom, and since when.

Two bases that are never joined: headings of goods trade, and sectors of world input-output
tables, which reach further back. What single published figures say stands beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.headings import headings
from steelyard.dossier.noise import Noise
from steelyard.dossier.records import Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.composition_noise import part_interval
from steelyard.measures.interval import Z90, estimate_from_draws
from steelyard.measures.roles import MAJORITY, RAW, appendage_test, role_reversal
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.industries.ladder import MACHINERY, sector_steps
from steelyard.vocabulary.states import State

NOISE = "mirror gap of flows of the same size, products independent"
DRAWS = 500
CHAPTERS = tuple(str(chapter) for chapter in range(84, 91))  # machinery to instruments; arms are 93


@dataclass(frozen=True, slots=True)
class Sold:
    """Goods sold by A (side 0) and B (side 1) on one basis: ``values[side, year, good]``, USD m."""

    basis: str
    years: tuple[int, ...]
    values: np.ndarray
    steps: np.ndarray
    machinery: np.ndarray
    origins: tuple[str, ...]


def roles_series(basis: Basis) -> tuple[Series, ...]:
    """Raw share of sales, raw-material appendage, balance of machinery: both directions."""
    found: list[Series | None] = []
    for sold in _bases(basis):
        for side, (subject, partner) in enumerate(basis.asked.directions()):
            found.append(_raw(basis.noise, sold, side, subject, partner))
            found.append(_appendage(basis, sold, side, subject, partner))
            found.append(_machinery(basis, sold, side, subject, partner))
    return present(found)


def _bases(basis: Basis) -> Iterator[Sold]:
    """Every basis that has goods of the pair."""
    table = headings(basis)
    if table is not None:
        machinery = np.array([code.startswith(CHAPTERS) for code in table.codes])
        yield Sold(
            "BACI, reconciled, by product",
            table.years,
            table.values,
            table.steps,
            machinery,
            table.origins,
        )
    yield from _sectors(basis)


def _sectors(basis: Basis) -> Iterator[Sold]:
    """One basis for each release of input-output tables that lists both economies."""
    a, b = basis.asked.codes
    rows = basis.data.table("sector_flows").filter(
        pl.col("supplier").is_in([a, b])
        & pl.col("user").is_in([a, b])
        & pl.col("year").is_between(*basis.asked.years)
    )
    if rows.is_empty() or rows["user"].n_unique() < 2 or rows["supplier"].n_unique() < 2:
        return
    sectors = list(sector_steps())
    traded = rows.filter(
        (pl.col("supplier") != pl.col("user")) & pl.col("sector").is_in(sectors)
    ).with_columns(value=(pl.col("intermediate") + pl.col("final")).clip(lower_bound=0))
    for (origin,), part in traded.group_by("origin", maintain_order=True):
        years = tuple(sorted(part["year"].unique().to_list()))
        values = np.zeros((2, len(years), len(sectors)))  # what the table does not list is zero
        for row in part.iter_rows(named=True):
            place = (
                int(row["supplier"] == b),
                years.index(row["year"]),
                sectors.index(row["sector"]),
            )
            values[place] = np.nan if row["value"] is None else row["value"]
        yield Sold(
            "world input-output tables, by sector",
            years,
            values,
            np.array([sector_steps()[name] for name in sectors]),
            np.array([name in MACHINERY for name in sectors]),
            (str(origin),) * len(years),
        )


def _series(
    measure: str, sold: Sold, subject: State, partner: State, title: str,
    value: Callable[[int], Estimate], *, unit: str = "index",
) -> Series | None:  # fmt: skip
    """A series over the years of one basis; a margin between two sides is no share."""
    points = [
        point(year, value(place), "reconciled", [sold.origins[place]])
        for place, year in enumerate(sold.years)
    ]
    return series(measure, subject.iso3, partner.iso3, sold.basis, points, title=title, unit=unit)


def _raw(noise: Noise, sold: Sold, side: int, subject: State, partner: State) -> Series | None:
    """Share of primary and resource-based goods in what stands on the ladder."""
    on_ladder = sold.steps >= 0

    def value(place: int) -> Estimate:
        flows = sold.values[side, place, on_ladder]
        if not np.isfinite(flows).all():
            return absent("the flow was not reported by product")
        chosen = np.isin(sold.steps[on_ladder], RAW)
        scale = noise.flows(flows)
        return part_interval(flows, chosen, scale, half=noise.half_range, basis=NOISE)

    title = f"Raw part of {subject.adjective} sales to {partner.sentence_name}"
    return _series("technology.raw_share", sold, subject, partner, title, value, unit="1")


def _by_step(basis: Basis, sold: Sold, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Sales by year and step of the ladder, and draws of them."""
    values = np.stack(
        [sold.values[side][:, sold.steps == step].sum(axis=1) for step in range(5)], axis=1
    )
    return values, _drawn(basis, sold, side, [sold.steps == step for step in range(5)], values)


def _drawn(
    basis: Basis, sold: Sold, side: int, groups: list[np.ndarray], sums: np.ndarray
) -> np.ndarray:
    """``drawn[draw, year, group]``: sums of goods that err independently."""
    noise = basis.noise
    scale = np.array(
        [[noise.total(sold.values[side, place, group]) for group in groups]
         for place in range(len(sold.years))]
    )  # fmt: skip
    random = np.random.default_rng((basis.asked.seed, side, len(groups)))
    errors = random.standard_normal((DRAWS, *sums.shape))
    return sums * np.exp(noise.half_range / Z90 * scale * errors)


def _appendage(
    basis: Basis, sold: Sold, side: int, subject: State, partner: State
) -> Series | None:
    """Margin by which the subject is a raw-material appendage of the partner."""
    mine, my_draws = _by_step(basis, sold, side)
    theirs, their_draws = _by_step(basis, sold, 1 - side)
    found = appendage_test(
        np.array(sold.years), mine, theirs, a_draws=my_draws, b_draws=their_draws
    )
    drawn = np.minimum(
        _part(my_draws, slice(0, 2)), _part(their_draws, slice(3, 5))
    ) - MAJORITY  # fmt: skip

    def value(place: int) -> Estimate:
        if not found.known[place]:
            return absent("one of the two flows was not reported by product")
        margin = float(found.margin[place])
        return estimate_from_draws(margin, drawn[:, place], basis=NOISE, kind="observed")

    title = f"{subject.name} as a raw-material appendage of {partner.sentence_name}"
    return _series("technology.appendage", sold, subject, partner, title, value)


def _part(drawn: np.ndarray, steps: slice) -> np.ndarray:
    """Share of some steps in each draw of a flow."""
    total = drawn.sum(axis=-1)
    return np.divide(
        drawn[..., steps].sum(axis=-1), total, out=np.full(total.shape, np.nan), where=total > 0
    )


def _machinery(
    basis: Basis, sold: Sold, side: int, subject: State, partner: State
) -> Series | None:
    """Net sales of machinery over turnover; the partner's series has the opposite sign."""
    group = [sold.machinery]
    sums = [sold.values[each][:, sold.machinery].sum(axis=1)[:, None] for each in (0, 1)]
    draws = [_drawn(basis, sold, each, group, sums[each])[:, :, 0] for each in (0, 1)]
    mine, theirs = (sums[each][:, 0] for each in (side, 1 - side))
    found = role_reversal(np.array(sold.years), mine, theirs)
    my_draws, their_draws = draws[side], draws[1 - side]
    turnover = my_draws + their_draws
    drawn = np.divide(
        my_draws - their_draws, turnover, out=np.full(turnover.shape, np.nan), where=turnover > 0
    )

    def value(place: int) -> Estimate:
        balance = float(found.balance[place])
        if not np.isfinite(balance):
            return absent("no machinery was traded, or one flow was not reported by product")
        return estimate_from_draws(balance, drawn[:, place], basis=NOISE, kind="observed")

    title = f"Net machinery sales of {subject.sentence_name} to {partner.sentence_name}"
    return _series("technology.machinery_balance", sold, subject, partner, title, value)
