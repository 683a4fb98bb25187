"""Evidence made of several quantities by a small named function; a new one is added to the list.

A function takes the ask and the world and gives a course. It reads other evidence only through
the finders, so that origins and intervals come along.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import polars as pl

from steelyard.claims.course import Course, Dot, nothing, over
from steelyard.claims.reduce import FUNCTIONS
from steelyard.dossier.audit.finders.attributes import find_state
from steelyard.dossier.audit.finders.ballots import share_of_cast
from steelyard.dossier.audit.finders.figures import find_figure
from steelyard.dossier.audit.finders.regions import least_of_region, region_finance
from steelyard.dossier.audit.finders.tallies import (
    pact_partners,
    pact_years,
    veto_years,
    vetoes_over,
    visit_place,
    visits,
)
from steelyard.dossier.audit.finders.trade import find_trade, find_trade_share
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World, named
from steelyard.dossier.noise import BASIS as NOISE_BASIS
from steelyard.vocabulary.estimate import Estimate


def least_over(ask: Ask, world: World) -> Course:
    """The least of several partners' trade over another's: all above it if above 1.

    `subject` trades; `partner` is what the others are held against; `part` names the others,
    joined by spaces; `basis` is the way (exports, imports, both).
    """
    bottom = find_trade(Ask("trade", ask.basis, ask.subject, ask.partner), world)
    ratios = [
        over(find_trade(Ask("trade", ask.basis, ask.subject, other), world), bottom)
        for other in ask.part.split()
    ]
    if any(not course.dots for course in ratios):
        return nothing("least of several", "one of the states has no trade in the data")
    by_year = [{dot.period: dot for dot in course.dots} for course in ratios]
    shared = sorted(set.intersection(*(set(known) for known in by_year)))
    dots = tuple(
        min((known[year] for known in by_year), key=lambda dot: dot.value.low or 0.0)
        for year in shared
    )
    others = ", ".join(named(other) for other in ask.part.split())
    way = "trade" if ask.basis == "both" else ask.basis
    title = f"least {way} of {named(ask.subject)} with {others} over {named(ask.partner)}"
    return replace(ratios[0], title=title, dots=dots)


def shares_apart(ask: Ask, world: World) -> Course:
    """One partner's share less another's, in `source` trade of the subject (`part` the other)."""
    one = find_trade_share(Ask("share", ask.basis, ask.subject, ask.partner), world)
    other = find_trade_share(Ask("share", ask.basis, ask.subject, ask.part), world)
    below = {dot.period: dot for dot in other.dots}
    dots = []
    for dot in one.dots:
        if dot.period in below:
            a, b = dot.value, below[dot.period].value
            assert a.point is not None
            assert b.point is not None
            assert a.low is not None
            assert a.high is not None
            assert b.low is not None
            assert b.high is not None
            point = a.point - b.point
            low = point - float(np.hypot(a.point - a.low, b.high - b.point))
            high = point + float(np.hypot(a.high - a.point, b.point - b.low))
            dots.append(Dot(dot.period, Estimate(point, low, high, 0.9, NOISE_BASIS), dot.origins))
    held = f"share of {named(ask.partner)} less that of {named(ask.part)}"
    title = f"{held} in trade of {named(ask.subject)}"
    return Course(title, "1", tuple(dots), (*one.series, *other.series), "count",
                  why="" if dots else one.why or other.why)  # fmt: skip


def product_balance(ask: Ask, world: World) -> Course:
    """Net sales of products over all trade in them: 1 if only sold, -1 if only bought.

    `part` holds chapters of the Harmonized System, joined by spaces; subject sells, partner buys.
    """
    table = world.data.table("products").filter(
        pl.col("hs4").str.slice(0, 2).is_in(ask.part.split())
    )
    ways = [
        dict(
            table.filter((pl.col("exporter") == a) & (pl.col("importer") == b))
            .group_by("year")
            .agg(pl.col("value").sum())
            .iter_rows()
        )
        for a, b in ((ask.subject, ask.partner), (ask.partner, ask.subject))
    ]
    origin = tuple(table["origin"].unique())
    dots = []
    for year in sorted(set(ways[0]) & set(ways[1])):
        sold, bought = ways[0][year], ways[1][year]
        point = (sold - bought) / (sold + bought)
        spread = float(np.hypot(world.noise.flow(sold), world.noise.flow(bought)))
        middle = np.arctanh(np.clip(point, -0.999999, 0.999999))
        reach = spread * world.noise.half_range / 2
        low, high = np.tanh(middle - reach), np.tanh(middle + reach)
        value = Estimate(point, min(point, float(low)), max(point, float(high)), 0.9, NOISE_BASIS)
        dots.append(Dot(str(year), value, origin))
    title = f"net sales of chapters {ask.part}, {named(ask.subject)} to {named(ask.partner)}"
    why = "" if dots else "no products of the two in the data"
    return Course(title, "1", tuple(dots), ("products",), "count", why=why)


def per_head_ratio(ask: Ask, world: World) -> Course:
    """One state's output per head over another's; `part` is the indicator of output."""
    output, people = (
        over(
            find_state(Ask("state", name, ask.subject), world),
            find_state(Ask("state", name, ask.partner), world),
        )
        for name in (ask.part, "population")
    )
    title = f"output per head ({ask.part}) of {named(ask.subject)} over {named(ask.partner)}"
    return replace(over(output, people), title=title, unit="ratio")


def figures_apart(ask: Ask, world: World) -> Course:
    """A published figure of two states less the same figure of another two.

    `basis` names the figures, `subject` and `partner` the first two; `part` holds the other two.
    """
    pairs = ((ask.subject, ask.partner), tuple(ask.part.split()))
    one, other = (find_figure(Ask("figure", ask.basis, *pair), world) for pair in pairs)
    below = {dot.period: dot for dot in other.settled().dots}
    dots = []
    for dot in one.settled().dots:
        if dot.period in below:
            value = FUNCTIONS["change"]((below[dot.period], dot))
            dots.append(Dot(dot.period, value, (*dot.origins, *below[dot.period].origins)))
    names = [" and ".join(named(code) for code in pair) for pair in pairs]
    title = f"published figures: {ask.basis.replace('_', ' ')}, {names[0]} less {names[1]}"
    return Course(title, one.unit, tuple(dots), (*one.series, *other.series), "count",
                  why="" if dots else one.why or other.why or "no year in common")  # fmt: skip


def rd_spending_ratio(ask: Ask, world: World) -> Course:
    """One state's research spending over another's: part of output times output (`part`)."""
    intensity = over(
        find_state(Ask("state", "rd_gdp", ask.subject), world),
        find_state(Ask("state", "rd_gdp", ask.partner), world),
    )
    inverse = over(
        find_state(Ask("state", ask.part, ask.partner), world),
        find_state(Ask("state", ask.part, ask.subject), world),
    )
    title = f"research spending ({ask.part}) of {named(ask.subject)} over {named(ask.partner)}"
    return replace(over(intensity, inverse), title=title, unit="ratio")


def figure_gap(ask: Ask, world: World) -> Course:
    """A published figure over the same of another partner (`basis`), less one: 0 where equal.

    `part` names the series; without a `basis` the other is the figure of no single partner.
    """
    one, other = (
        find_figure(Ask("figure", ask.part, ask.subject, partner), world)
        for partner in (ask.partner, ask.basis)
    )
    ratio = over(one, other)
    dots = tuple(replace(dot, value=_less_one(dot.value)) for dot in ratio.dots)
    against = named(ask.basis) if ask.basis else "the rest"
    title = f"{ask.part.replace('_', ' ')}, {named(ask.partner)} against {against}, gap"
    return replace(ratio, title=title, unit="1", dots=dots)


def _less_one(value: Estimate) -> Estimate:
    """An estimate moved down by one."""
    point, low, high = (
        None if end is None else end - 1 for end in (value.point, value.low, value.high)
    )
    return Estimate(point, low, high, value.level, value.basis, value.kind)


FORMULAS: dict[str, Callable[[Ask, World], Course]] = {
    "least_over": least_over,
    "shares_apart": shares_apart,
    "product_balance": product_balance,
    "per_head_ratio": per_head_ratio,
    "region_finance": region_finance,
    "least_of_region": least_of_region,
    "rd_spending_ratio": rd_spending_ratio,
    "figure_gap": figure_gap,
    "share_of_cast": share_of_cast,
    "veto_years": veto_years,
    "vetoes_over": vetoes_over,
    "visits": visits,
    "visit_place": visit_place,
    "pact_partners": pact_partners,
    "pact_years": pact_years,
    "figures_apart": figures_apart,
}


def find_formula(ask: Ask, world: World) -> Course:
    """The course of a named function; `source` is its name."""
    if ask.source not in FORMULAS:
        raise ValueError(f"no formula {ask.source!r}; expected one of {sorted(FORMULAS)}")
    return FORMULAS[ask.source](ask, world)
