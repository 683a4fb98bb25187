"""Technology goods that each side buys from the other, by group: value, weight, unit values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.composition import NOISE
from steelyard.dossier.domains.products import BASIS
from steelyard.dossier.domains.trade import share_of_year
from steelyard.dossier.headings import Headings, headings
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.composition_noise import part_interval
from steelyard.measures.interval import LEVEL
from steelyard.measures.unit_value import unit_value_index
from steelyard.vocabulary.commodities import codes_of
from steelyard.vocabulary.commodities.registry import groups
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.states import State

# Groups whose supply decides over others: tools to make tools, electronics, vehicles.
GROUPS = ("machine_tools", "semiconductors", "computers", "telephones", "cars", "trucks", "chpl")
WIDEST = 4.0  # an index whose two bounds are farther apart measures no price
DIGITS = 4  # the table holds headings; a list of finer codes stands for the headings they are in


def goods_series(basis: Basis) -> tuple[Series, ...]:
    """Each group in both directions; nothing where no trade by product is known."""
    table = headings(basis)
    if table is None:
        return ()
    tonnes = _tonnes(basis, table)
    found: list[Series | None] = []
    chosen = {name: np.isin(table.codes, list(headings_of(name))) for name in GROUPS}
    for side, (seller, buyer) in enumerate(basis.asked.directions()):
        errors = basis.noise.flows(table.values[side])
        sold = Sold(basis, table, tonnes[side], side, seller, buyer, errors)
        for name in GROUPS:
            found += _group(sold, name, chosen[name])
    return present(found)


@dataclass(frozen=True, slots=True)
class Sold:
    """What one side sold the other: weights and scales of error by year and heading."""

    basis: Basis
    table: Headings
    tonnes: np.ndarray
    side: int
    seller: State
    buyer: State
    errors: np.ndarray

    @property
    def values(self) -> np.ndarray:
        """Values by year and heading; NaN in years that nobody reported."""
        return self.table.values[self.side]


def headings_of(group: str) -> frozenset[str]:
    """Headings of a group, or those that hold its finer codes.

    Examples
    --------
    >>> sorted(headings_of("semiconductors"))
    ['8541', '8542']
    """
    return frozenset(code[:DIGITS] for code in codes_of(group))


def _name(group: str) -> str:
    """What the group is called, where whole headings stand for a finer list."""
    title = groups()[group].name.partition(" (")[0]
    finer = any(len(code) > DIGITS for code in codes_of(group))
    return f"headings of the {title}" if finer else title.lower()


def _group(sold: Sold, group: str, chosen: np.ndarray) -> Iterator[Series | None]:
    """Value, part of all imports, and unit values of one group in one direction."""
    part, buyer, seller = _name(group), sold.buyer, sold.seller
    goods = f"{part[:1].upper()}{part[1:]} from {seller.sentence_name}"
    prices = list(_prices(sold, chosen))
    courses = {
        "technology.group_value": (list(_values(sold, chosen)), goods),
        "technology.group_share": (
            list(_shares(sold, chosen)), f"{goods} as a share of {buyer.adjective} imports",
        ),
        # a first year alone compares with nothing
        "technology.unit_value_index": (
            prices if len(prices) > 1 else [], f"{goods}: unit values",
        ),
    }  # fmt: skip
    for measure, (points, title) in courses.items():
        yield series(measure, buyer.iso3, seller.iso3, BASIS, points, title=title, part=part)


def _values(sold: Sold, chosen: np.ndarray) -> Iterator[Point]:
    """Sum of the group's headings, each with the error of a flow of its size."""
    for place, year in enumerate(sold.table.years):
        values, errors = sold.values[place, chosen], sold.errors[place, chosen]
        if np.isfinite(values).all():
            total = _sum(values, errors, sold.basis.noise.half_range)
            yield point(year, total, "reconciled", [sold.table.origins[place]])


def _sum(values: np.ndarray, errors: np.ndarray, half: float) -> Estimate:
    total = float(values.sum())
    if total <= 0:
        return exact(0.0, "no heading of the group is listed in a reported flow")
    factor = float(np.exp(half * np.sqrt(((values * errors) ** 2).sum()) / total))
    return Estimate(total, total / factor, total * factor, LEVEL, NOISE)


def _shares(sold: Sold, chosen: np.ndarray) -> Iterator[Point]:
    """The group's part of the flow times the flow's part of all imports, one basis in each."""
    basis = sold.basis
    if not basis.has_trade:
        return
    for place, year in enumerate(sold.table.years):
        values = sold.values[place]
        if year not in basis.trade.years or not np.isfinite(values).all():
            continue
        at = basis.trade.year(year)
        imports = share_of_year(basis, at, sold.buyer.iso3, sold.seller.iso3, "import")
        half = basis.noise.half_range
        part = part_interval(values, chosen, sold.errors[place], half=half, basis=NOISE)
        origins = [sold.table.origins[place], basis.trade.origins[at]]
        yield point(year, _product(part, imports), "reconciled", origins)


def _product(part: Estimate, whole: Estimate) -> Estimate:
    """Product of two shares whose errors are independent, on the logarithm."""
    if not part.point or not whole.point:
        return absent("nothing of the group was traded, or the flow is not known")
    value = part.point * whole.point
    ends = []
    for name in ("low", "high"):
        gaps = [np.log(getattr(each, name) / each.point) for each in (part, whole)
                if getattr(each, name)]  # fmt: skip
        ends.append(float(np.exp(np.hypot(*gaps) if len(gaps) == 2 else abs(sum(gaps)))))
    return Estimate(value, value / ends[0], min(1.0, value * ends[1]), LEVEL, NOISE)


def _tonnes(basis: Basis, table: Headings) -> np.ndarray:
    """Weights beside the values of `headings`; NaN where none is known."""
    a, b = basis.asked.codes
    rows = basis.data.table("products").filter(
        ((pl.col("exporter") == a) & (pl.col("importer") == b))
        | ((pl.col("exporter") == b) & (pl.col("importer") == a)),
        pl.col("year").is_in(table.years) & pl.col("quantity").is_not_null(),
    )
    tonnes = np.full(table.values.shape, np.nan)
    place = (
        (rows["exporter"] == b).cast(pl.Int8).to_numpy(),
        np.searchsorted(table.years, rows["year"].to_numpy()),
        np.searchsorted(np.array(table.codes, dtype=str), rows["hs4"].to_numpy().astype(str)),
    )
    tonnes[place] = rows["quantity"].to_numpy()
    return tonnes


def _prices(sold: Sold, chosen: np.ndarray) -> Iterator[Point]:
    """Unit values against the first year, between the weights of either year."""
    index = unit_value_index(sold.values[:, chosen], sold.tonnes[:, chosen])
    for place, year in enumerate(sold.table.years):
        middle, low, high = (float(each) for each in index[:, place])
        if np.isfinite(middle):
            value = _price(middle, low, high, first=place == 0)
            yield point(year, value, "estimated", [sold.table.origins[place]])


def _price(middle: float, low: float, high: float, *, first: bool) -> Estimate:
    """One index between its bounds, or why it says nothing."""
    if first:
        return exact(1.0, "the year with which others are compared")
    if high > WIDEST * low:
        return absent("the weights of either year disagree more than fourfold: other goods")
    if high - low < 1e-9:
        return exact(middle, "one heading: the weights of either year are the same")
    why = "weights of the year before and of the year itself (Laspeyres, Paasche)"
    return Estimate(middle, low, high, None, why)
