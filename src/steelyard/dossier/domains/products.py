"""What the two states sell each other: technology classes, fuels, and technology goods bought."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.quoted import scaled
from steelyard.dossier.domains.trade import share_of_year
from steelyard.dossier.records import Series
from steelyard.dossier.request import Request
from steelyard.dossier.series import point, present, series
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State
from steelyard.vocabulary.technology import lall_of

BASIS = "BACI, reconciled, by product"
TECHNOLOGY = ("MT1", "MT2", "MT3", "HT1", "HT2")
WHY = "share of one reconciled flow in itself; its noise mostly cancels"

# Part of what is sold: (part, words, test of a heading)
PARTS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    (
        "technology",
        "medium- and high-technology goods",
        lambda hs4: lall_of(f"{hs4}00") in TECHNOLOGY,
    ),
    ("fuels", "mineral fuels", lambda hs4: hs4.startswith("27")),
)


def product_series(basis: Basis) -> tuple[Series, ...]:
    """Composition of both flows, and technology goods bought as a share of all imports."""
    if not basis.has_trade:
        return ()
    found: list[Series | None] = []
    for subject, partner in basis.asked.directions():
        shares = {
            part: _shares(basis.data, basis.asked, subject, partner, test)
            for part, _, test in PARTS
        }
        found += [
            _composition(subject, partner, part, words, shares[part]) for part, words, _ in PARTS
        ]
        bought = _shares(basis.data, basis.asked, partner, subject, PARTS[0][2])
        found.append(_goods_bought(basis, subject, partner, bought))
    return present(found)


def _shares(
    data: Dataset, asked: Request, seller: State, buyer: State, test: Callable[[str], bool]
) -> dict[int, tuple[float, str]]:
    """Share of the wanted headings in one flow, and its origin, by year."""
    rows = data.table("products").filter(
        (pl.col("exporter") == seller.iso3)
        & (pl.col("importer") == buyer.iso3)
        & pl.col("year").is_between(*asked.years)
    )
    wanted = [code for code in rows["hs4"].unique() if test(code)]
    sums = rows.group_by("year").agg(
        share=pl.col("value").filter(pl.col("hs4").is_in(wanted)).sum() / pl.col("value").sum(),
        origin=pl.col("origin").first(),
    )
    return {
        row["year"]: (row["share"], row["origin"])
        for row in sums.sort("year").iter_rows(named=True)
    }


def _composition(
    seller: State, buyer: State, part: str, words: str, shares: dict[int, tuple[float, str]]
) -> Series | None:
    """Share of a group of goods in what one state sells to the other."""
    points = [
        point(year, exact(share, WHY), "reconciled", [origin])
        for year, (share, origin) in shares.items()
    ]
    return series(
        "technology.lall_share",
        seller.iso3,
        buyer.iso3,
        BASIS,
        points,
        title=f"{seller.adjective} exports to {buyer.sentence_name}: {words}",
        part=part,
    )


def _goods_bought(
    basis: Basis, buyer: State, seller: State, shares: dict[int, tuple[float, str]]
) -> Series | None:
    """Share in the partner's sales times the partner's share of all imports."""
    points = []
    for place, year in basis.years():
        if year not in shares:
            continue
        imports = share_of_year(basis, place, buyer.iso3, seller.iso3, "import")
        if not imports.present:
            continue
        value: Estimate = scaled(imports, shares[year][0])
        estimated = place in basis.completed.places
        points.append(
            point(
                year,
                value,
                "estimated" if estimated else "reconciled",
                [basis.trade.origins[place], shares[year][1]],
                basis.completed.note if estimated else "",
            )
        )
    return series(
        "technology.goods_share",
        buyer.iso3,
        seller.iso3,
        BASIS,
        points,
        title=f"Technology goods from {seller.sentence_name} "
        f"as a share of {buyer.adjective} imports",
    )
