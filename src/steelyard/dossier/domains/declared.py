"""Trade as each side itself declares it: flows, and shares that keep to one basis.

A share never mixes bases: the flow and the world total are of the same reporter.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.quoted import preferred_of, scaled
from steelyard.dossier.records import Point, Series
from steelyard.dossier.request import Request
from steelyard.dossier.series import point, present, series
from steelyard.measures.published import rounding_interval
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State

FLOWS = {"trade_goods_exports": "exports", "trade_goods_imports": "imports"}


def declared_series(basis: Basis) -> tuple[Series, ...]:
    """Each side's own figures for both flows, and its own shares."""
    data, asked = basis.data, basis.asked
    figures = data.table("figures").filter(
        ~pl.col("claim")
        & (pl.col("period") == pl.col("period_end"))
        & (pl.col("period").str.len_chars() == 4)
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*asked.years)
    )
    found: list[Series | None] = []
    for reporter, partner in asked.directions():
        for name, flow in FLOWS.items():
            amounts = _by_year(figures, name, reporter.iso3, partner.iso3)
            whole = _by_year(figures, name.replace("goods_", "goods_world_"), reporter.iso3, "WLD")
            found.append(_levels(asked, reporter, partner, flow, amounts))
            found.append(_shares(reporter, partner, flow, amounts, whole))
    return present(found)


def _by_year(
    figures: pl.DataFrame, name: str, reporter: str, partner: str
) -> dict[str, pl.DataFrame]:
    """Figures of one flow by period, the preferred one first."""
    rows = figures.filter(
        (pl.col("series") == name)
        & (pl.col("reporter") == reporter)
        & (pl.col("partner") == partner)
    ).sort("period", "preferred", descending=[False, True])
    return {str(key[0]): same for key, same in rows.group_by(["period"], maintain_order=True)}


def _amount(same: pl.DataFrame) -> Estimate:
    """One amount in USD m, from one figure or several."""
    values = same["value"].to_numpy()
    if len(set(values.tolist())) > 1:
        return scaled(preferred_of(values), 1e3)
    return scaled(rounding_interval(f"{values[0]:g}"), 1e3)


def _levels(
    asked: Request,
    reporter: State,
    partner: State,
    flow: str,
    amounts: dict[str, pl.DataFrame],
) -> Series | None:
    """What the reporter says it sold or bought."""
    seller, buyer = (reporter, partner) if flow == "exports" else (partner, reporter)
    points = [
        point(period, _amount(same), "declared", same["origin"].to_list())
        for period, same in amounts.items()
    ]
    return series(
        "trade.flow",
        seller.iso3,
        buyer.iso3,
        f"{reporter.adjective} figures",
        points,
        title=f"{seller.adjective} exports to {buyer.sentence_name}",
    )


def _shares(
    reporter: State,
    partner: State,
    flow: str,
    amounts: dict[str, pl.DataFrame],
    whole: dict[str, pl.DataFrame],
) -> Series | None:
    """The reporter's own share of the partner, flow and total on the reporter's basis."""
    return series(
        f"trade.{flow.removesuffix('s')}_share",
        reporter.iso3,
        partner.iso3,
        f"{reporter.adjective} figures",
        list(_share_points(amounts, whole)),
        title=f"share of {flow}",
    )


def _share_points(
    amounts: dict[str, pl.DataFrame], whole: dict[str, pl.DataFrame]
) -> Iterator[Point]:
    """Ratio of two published figures; its range is that of the figures."""
    for period, same in amounts.items():
        if period in whole:
            part, total = _amount(same), _amount(whole[period])
            yield point(
                period,
                _ratio(part, total),
                "declared",
                (*same["origin"].to_list(), *whole[period]["origin"].to_list()),
            )


def _ratio(part: Estimate, total: Estimate) -> Estimate:
    """Extremes of the two ranges against each other."""
    if not (part.point and part.low and part.high and total.point and total.low and total.high):
        raise ValueError("amounts of declared trade have both ends")
    return Estimate(
        part.point / total.point,
        part.low / total.high,
        part.high / total.low,
        None,
        "range of the published figures",
    )
