"""An input-output table carried to a later year on newer bilateral trade and national product."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float

from steelyard.measures.checks import refuse_unless
from steelyard.models.trade.biproportional import ras
from steelyard.models.trade.cleaning import Cleaned
from steelyard.vocabulary.errors import shorten


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """A table of a later year, and the certificate of its margins."""

    table: Cleaned
    residual: float  # largest miss of a margin, in parts of it
    rounds: int
    known: float  # share of trade in goods between regions, old year, whose growth was known


def carry(
    table: Cleaned,
    product: Float[np.ndarray, " region"],
    trade: Float[np.ndarray, "region region"],
    goods: Bool[np.ndarray, " sector"],
) -> Carried:
    r"""Carry a cleaned table to another year by three-stage RAS.

    With growth :math:`g_n` of national product and :math:`t_{in}` of trade in goods from *i* to
    *n*, the new table is the nearest to the old one in which

    .. math:: \sum_{s\,\text{goods}} X'_{is,n} = t_{in} \sum_{s\,\text{goods}} X_{is,n}, \quad
        Y'_{is} = \lambda_i \Bigl(g_i X_{is,i} + \sum_{n \ne i} t_{isn} X_{is,n}\Bigr), \quad
        \text{inputs}'_{ns} = \frac{\text{inputs}_{ns}}{Y_{ns}} Y'_{ns}

    where :math:`\lambda_i` makes value added grow by :math:`g_i`: a sector grows with what its
    buyers at home and abroad take of it, and uses inputs in the proportions of old. Final use is
    national product less net exports. Flows of unknown growth (services, and goods that nobody
    reported) are taken at :math:`\sqrt{g_i g_n}` in these sums, and are left to the margins in
    the table itself.

    Said plainly: goods of all sectors grow alike between two regions, recipes stay, services are
    known through national product only, and quantities through values. How far off this is was
    measured where truth is known (`steelyard.models.trade.carry_error`).

    Parameters
    ----------
    table : Cleaned, USD m
    product : 1, above 0
        Growth factor of each region's national product in current USD.
    trade : 1, at least 0
        ``trade[i, n]``: growth factor of goods from *i* to *n*; NaN where not known. The
        diagonal is not looked at.
    goods : bool
        Which sectors trade figures cover.

    Returns
    -------
    carried : Carried, USD m

    Raises
    ------
    InputError
        If growth is negative or absent, final use of a region would not be above 0, or margins
        contradict each other (law 7).

    References
    ----------
    Gilchrist, D. A. and St. Louis, L. V. (1999). *Economic Systems Research* 11(2), 185-193.
    Temurshoev, U., Webb, C. and Yamano, N. (2011). Projection of supply and use tables. *Economic
    Systems Research* 23(1), 91-123 (how such methods compare).

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from steelyard.models.trade.cleaning import clean
    >>> made = SimpleNamespace(regions=("A", "B"), sectors=("all",), flows=np.eye(2) * 2,
    ...     final=np.array([[6.0, 1], [1, 4]]), stocks=np.zeros((2, 2)))
    >>> twice = np.full((2, 2), 2.0)
    >>> found = carry(clean(made), np.full(2, 2.0), twice, np.array([True]))
    >>> found.table.final.round(6).tolist()
    [[12.0, 2.0], [2.0, 8.0]]
    """
    regions, sectors = len(table.regions), len(table.sectors)
    _refuse_growth(table, product, trade, goods)
    growth = _growth_of_flows(product, trade, goods)
    flows = sold(table) * growth
    output = flows.sum(axis=2)
    coefficient = _ratio(table.flows.sum(axis=0), table.output).reshape(regions, sectors)
    made = product * table.value_added.reshape(regions, sectors).sum(axis=1)
    output *= (made / (output * (1 - coefficient)).sum(axis=1))[:, None]
    abroad = flows.sum(axis=1)
    np.fill_diagonal(abroad, 0.0)
    final = made - (abroad.sum(axis=1) - abroad.sum(axis=0))
    _refuse_no_use(table, final)
    parts = between(table, goods)
    off = ~np.eye(regions, dtype=bool)
    totals = np.where(off & (parts.goods > 0), parts.goods * trade, np.nan)
    columns = np.concatenate([(coefficient * output).ravel(), final])
    columns *= output.sum() / columns.sum()  # rounding alone: the sums are equal by definition
    whole = np.concatenate([table.flows, table.final], axis=1)
    block = _blocks(table, goods)
    done = ras(whole, output.ravel(), columns, block=block, totals=totals.ravel())
    size = regions * sectors
    carried = replace(
        table, flows=done.table[:, :size], final=done.table[:, size:], output=done.table.sum(axis=1)
    )
    known = parts.goods[off & np.isfinite(trade)].sum() / parts.goods[off].sum()
    return Carried(carried, done.residual, done.rounds, float(known))


def _growth_of_flows(product: np.ndarray, trade: np.ndarray, goods: np.ndarray) -> np.ndarray:
    """Growth of what a sector of a region sells to a region, what is not known filled."""
    unknown = np.sqrt(product[:, None] * product)
    known = np.where(np.isfinite(trade) & ~np.eye(len(product), dtype=bool), trade, unknown)
    return np.where(goods[None, :, None], known[:, None, :], unknown[:, None, :])


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part over whole, 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """Flows between regions, [seller, buyer], the own region on the diagonal."""

    goods: Float[np.ndarray, "region region"]
    other: Float[np.ndarray, "region region"]


def sold(table: Cleaned) -> Float[np.ndarray, "region sector region"]:
    """What sectors of a region sell to a region, for inputs and final use."""
    regions, sectors = len(table.regions), len(table.sectors)
    inputs = table.flows.reshape(regions * sectors, regions, sectors).sum(axis=2)
    return (inputs + table.final).reshape(regions, sectors, regions)


def between(table: Cleaned, goods: Bool[np.ndarray, " sector"]) -> Between:
    """Flows between regions, those of goods apart."""
    flows = sold(table)
    return Between(flows[:, goods].sum(axis=1), flows[:, ~goods].sum(axis=1))


def _blocks(table: Cleaned, goods: np.ndarray) -> np.ndarray:
    """Number of each cell's flow of goods between two regions; -1 for the rest."""
    regions, sectors = len(table.regions), len(table.sectors)
    seller = np.repeat(np.arange(regions), sectors)
    buyer = np.concatenate([seller, np.arange(regions)])
    number = seller[:, None] * regions + buyer
    inside = np.tile(goods, regions)[:, None] & (seller[:, None] != buyer)
    return np.where(inside, number, -1)


def _refuse_growth(
    table: Cleaned, product: np.ndarray, trade: np.ndarray, goods: np.ndarray
) -> None:
    """Raise for growth that does not fit the table."""
    regions = len(table.regions)
    shapes = (product.shape, trade.shape, goods.shape)
    refuse_unless(
        shapes == ((regions,), (regions, regions), (len(table.sectors),)),
        where="carrying a table",
        found=f"growth of {shapes}",
        expected=f"{regions} regions, {len(table.sectors)} sectors",
        remedy="Put growth into the order of the table's regions.",
    )
    wrong = [
        f"{region}: {growth:g}"
        for region, growth in zip(table.regions, product, strict=True)
        if not 0 < growth < np.inf
    ]
    wrong += [
        f"{table.regions[i]} to {table.regions[n]}: {trade[i, n]:g}"
        for i, n in np.argwhere((trade < 0) | np.isinf(trade))
    ]
    refuse_unless(
        not wrong,
        where="carrying a table",
        found=f"growth factors {shorten(wrong)}",
        expected="finite factors above 0 for products, at least 0 or NaN for trade",
        remedy="Leave unknown trade absent (NaN); fill unknown products in a named step.",
    )


def _refuse_no_use(table: Cleaned, final: np.ndarray) -> None:
    """Raise where net exports would leave nothing for final use."""
    wrong = [region for region, used in zip(table.regions, final, strict=True) if used <= 0]
    refuse_unless(
        not wrong,
        where="carrying a table",
        found=f"net exports above national product: {shorten(wrong)}",
        expected="final use above 0 in every region",
        remedy="Check that trade and product are of the same year and currency.",
    )
