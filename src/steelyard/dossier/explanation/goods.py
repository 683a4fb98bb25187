"""Change of what one state sells to the other, by group of goods, and by price and volume."""

from __future__ import annotations

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.explanation.span import Span, nearest
from steelyard.dossier.explanation.words import billions
from steelyard.dossier.records import Change, Contribution
from steelyard.dossier.words import listed
from steelyard.models.series.lmdi import lmdi
from steelyard.vocabulary.commodities import chapters, sectors
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State

METHOD = "LMDI-I over headings of the Harmonized System: value = unit value x weight"
WHY = "the noise of single headings is not known"
LIMITS = (
    "Prices are unit values of headings of four digits, in current dollars: a shift to dearer "
    "goods within a heading counts as price. Price and volume are told apart only in headings "
    "that have a weight in both years."
)
SHOWN = 5


def goods_change(basis: Basis, span: Span, seller: State, buyer: State) -> Change | None:
    """The flow between the two years with product data that come nearest; None without."""
    table = basis.data.table("products").filter(
        (pl.col("exporter") == seller.iso3) & (pl.col("importer") == buyer.iso3)
    )
    years = [year for year in sorted(set(table["year"])) if span.asked[0] <= year <= span.asked[1]]
    if len(years) < 2:
        return None
    first, last = nearest(years, span.asked[0]), nearest(years, span.asked[1])
    rows = _joined(table, first, last)
    parts = tuple(
        sorted(
            (_sector(name, rows.filter(pl.col("sector") == name)) for name in set(rows["sector"])),
            key=lambda part: -abs(part.amount),
        )
    )
    start, end = float(rows["value_0"].sum()), float(rows["value_1"].sum())
    title = f"{seller.adjective} exports to {buyer.sentence_name}, by goods"
    return Change(
        id=f"trade.flow.{seller.iso3}.{buyer.iso3}.goods",
        title=title,
        sentence=_sentence(seller, buyer, (first, last), (start, end), parts),
        measure="trade.flow",
        subject=seller.iso3,
        partner=buyer.iso3,
        unit="USD m",
        start_period=str(first),
        end_period=str(last),
        start=_amount(start),
        end=_amount(end),
        change=_amount(end - start),
        method=METHOD,
        contributions=parts,
        residual=end - start - sum(part.amount for part in parts),
        limits=LIMITS
        + (
            "" if (first, last) == span.asked else f" Product data cover {years[0]} to {years[-1]}."
        ),
        origins=tuple(dict.fromkeys(table["origin"])),
    )


def _amount(value: float) -> Estimate:
    """An amount summed from headings."""
    return exact(value, WHY)


def _joined(table: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    """Headings with value and weight of both years, and their sector."""
    sides = [
        table.filter(pl.col("year") == year).select(
            "hs4", **{f"value_{k}": "value", f"quantity_{k}": "quantity"}
        )
        for k, year in enumerate((first, last))
    ]
    joined = sides[0].join(sides[1], on="hs4", how="full", coalesce=True)
    names = {code: chapters()[code[:2]].sector for code in joined["hs4"]}
    # a heading that is not in one year's file was not traded then: the publisher lists all trade
    return joined.with_columns(
        pl.col("value_0", "value_1").fill_null(0.0),
        sector=pl.col("hs4").replace_strict(names, return_dtype=pl.String),
    )


def _sector(name: str, rows: pl.DataFrame) -> Contribution:
    """Change of one group of goods: price, volume, goods that came or went, and the rest."""
    both = (pl.col("value_0") > 0) & (pl.col("value_1") > 0)
    weighed = both & (pl.col("quantity_0") > 0) & (pl.col("quantity_1") > 0)
    weighed = weighed.fill_null(value=False)
    known = rows.filter(weighed)
    amounts = {"price": 0.0, "volume": 0.0}
    if known.height:
        split = lmdi(("price", "volume"), *(_factors(known, k) for k in (0, 1)))
        amounts = {part.name: part.amount for part in split.parts}
    rest = rows.filter(~weighed)
    amounts |= {
        "begun": float(rest.filter(pl.col("value_0") == 0)["value_1"].sum()),
        "ended": -float(rest.filter(pl.col("value_1") == 0)["value_0"].sum()),
        "unweighed": float((rest.filter(both)["value_1"] - rest.filter(both)["value_0"]).sum()),
    }
    titles = {
        "price": "unit values",
        "volume": "volumes",
        "begun": "goods not sold before",
        "ended": "goods no longer sold",
        "unweighed": "goods without weights",
    }
    parts = tuple(
        Contribution(name=key, title=titles[key], amount=amount, value=_amount(amount))
        for key, amount in amounts.items()
        if amount
    )
    total = sum(part.amount for part in parts)
    return Contribution(
        name=name, title=sectors()[name], amount=total, value=_amount(total), parts=parts
    )


def _factors(rows: pl.DataFrame, side: int) -> np.ndarray:
    """Unit value and weight of every heading."""
    value, weight = rows[f"value_{side}"].to_numpy(), rows[f"quantity_{side}"].to_numpy()
    return np.column_stack([value / weight, weight])


def total_of(parts: tuple[Contribution, ...], name: str) -> float:
    """One cause over all groups of goods."""
    return sum(part.amount for group in parts for part in group.parts if part.name == name)


def _sentence(
    seller: State,
    buyer: State,
    years: tuple[int, int],
    ends: tuple[float, float],
    parts: tuple[Contribution, ...],
) -> str:
    """Prices, volumes, and the groups of goods that moved most."""
    price, volume = total_of(parts, "price"), total_of(parts, "volume")
    rest = ends[1] - ends[0] - price - volume
    groups = listed([f"{_lower(part.title)} ({billions(part.value)})" for part in parts[:3]])
    return (
        f"{seller.adjective} sales to {buyer.sentence_name} went from {ends[0] / 1e3:,.1f} to "
        f"{ends[1] / 1e3:,.1f} bn USD between {years[0]} and {years[1]}: "
        f"{billions(_amount(volume))} from volumes, {billions(_amount(price))} from unit values, "
        f"{billions(_amount(rest))} from goods that came, went or have no weight; most of it in "
        f"{groups}."
    )


def _lower(title: str) -> str:
    """A title within a sentence."""
    return title[:1].lower() + title[1:]
