"""Where published figures for the same quantity differ, side by side."""

from __future__ import annotations

import re

import polars as pl

from steelyard.dossier.concepts import concept_differences
from steelyard.dossier.records import Disagreement
from steelyard.dossier.request import Request
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.states import by_iso3

SPREAD = 1.05  # figures closer than 5 per cent to each other are left out
MOST = 15
PLAIN = ("per", "can", "and")  # words that are also codes of states


def disagreements(data: Dataset, asked: Request) -> tuple[Disagreement, ...]:
    """Different concepts under like names, then figures that differ by more than 5 per cent.

    The latter stand widest first.
    """
    figures = _of_pair(data, asked).filter(~pl.col("claim") & (pl.col("value") > 0))
    key = ["series", "reporter", "partner", "period", "period_end", "unit"]
    groups = (
        figures.sort("preferred", descending=True)
        .group_by(key, maintain_order=True)
        .agg("value", "origin", "bound")
        .filter(pl.col("value").list.n_unique() > 1)
        .with_columns(spread=pl.col("value").list.max() / pl.col("value").list.min())
        .filter(pl.col("spread") > SPREAD)
        .sort("spread", "series", "period", descending=[True, False, True])
    )
    alike = (_record(data, row) for row in groups.head(MOST).iter_rows(named=True))
    return (*concept_differences(data, asked), *alike)


def mirror_pairs(
    data: Dataset, asked: Request, *, spread: float = SPREAD, most: int | None = MOST
) -> tuple[Disagreement, ...]:
    """The same flow as the seller and as the buyer declare it, newest first.

    `spread` is the least ratio of the two that is told, `most` the greatest number of them.
    """
    declared = (
        _of_pair(data, asked)
        .filter(pl.col("series").is_in(["trade_goods_exports", "trade_goods_imports"]))
        .filter(pl.col("preferred") & ~pl.col("claim"))
    )
    flow = declared.with_columns(
        seller=pl.when(pl.col("series") == "trade_goods_exports")
        .then("reporter")
        .otherwise("partner"),
    )
    groups = (
        flow.group_by("seller", "period")
        .agg("value", "origin", "reporter", "unit")
        .filter(pl.col("reporter").list.n_unique() == 2)
        .with_columns(spread=pl.col("value").list.max() / pl.col("value").list.min())
        .filter(pl.col("spread") >= spread)
        .sort("period", "seller", descending=[True, False])
    )
    names = {asked.a.iso3: asked.a, asked.b.iso3: asked.b}
    found = []
    for row in groups.iter_rows(named=True):
        seller = names[row["seller"]]
        buyer = asked.b if seller.iso3 == asked.a.iso3 else asked.a
        found.append(
            Disagreement(
                title=f"{seller.adjective} exports to {buyer.sentence_name}",
                period=row["period"],
                unit=row["unit"][0],
                figures=tuple(
                    (f"{names[who].adjective} basis", value, source)
                    for who, value, source in zip(
                        row["reporter"], row["value"], row["origin"], strict=True
                    )
                ),
                spread=round(row["spread"], 4),
                comment="Seller and buyer count differently: transit, insurance and freight, "
                "time of crossing.",
            )
        )
    return tuple(found[:most])


def _of_pair(data: Dataset, asked: Request) -> pl.DataFrame:
    """Figures that name both states, in the span asked for."""
    a, b = asked.codes
    return data.table("figures").filter(
        pl.col("reporter").is_in([a, b])
        & (
            pl.col("partner").is_in([a, b])
            | pl.col("series").str.contains(f"{a.lower()}.*{b.lower()}|{b.lower()}.*{a.lower()}")
        )
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*asked.years)
    )


def _record(data: Dataset, row: dict[str, object]) -> Disagreement:
    """One group of figures as a record."""
    values, sources = list(row["value"]), list(row["origin"])  # type: ignore[call-overload]
    who = [data.origins[source].producer if source in data.origins else "" for source in sources]
    return Disagreement(
        title=in_words(str(row["series"])),
        period=str(row["period"]),
        unit=str(row["unit"]),
        figures=tuple(zip(who, values, sources, strict=True)),
        spread=round(float(row["spread"]), 4),  # type: ignore[arg-type]
        comment="",
    )


def in_words(series: str) -> str:
    """The name of a series of figures as a title.

    Examples
    --------
    >>> in_words("share_chn_in_rus_imports"), in_words("chn_fdi_stock")
    ('Share of China in Russian imports', 'Chinese fdi stock')

    """
    match = re.fullmatch(r"share_([a-z]{3})_in_([a-z]{3})_(\w+)", series)
    states = by_iso3()
    if match and {code.upper() for code in match.groups()[:2]} <= states.keys():
        of, whose, what = match.groups()
        return (
            f"Share of {states[of.upper()].name} in {states[whose.upper()].adjective} "
            f"{what.replace('_', ' ')}"
        )
    words = [
        states[word.upper()].adjective if word.upper() in states and word not in PLAIN else word
        for word in series.split("_")
    ]
    return " ".join(words)[:1].upper() + " ".join(words)[1:]
