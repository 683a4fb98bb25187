"""How near two economies are: distance between their cities, borders, language, colonial link."""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.recipe.trade import main_economies
from steelyard.reference.tables import DISTANCES
from steelyard.vocabulary.states import by_iso3

# GeoDist has the codes of about 2011; of states that no longer exist none is carried over.
RENAMED = {"ROM": "ROU", "ZAR": "COD", "PAL": "PSE", "TMP": "TLS"}


def build(scan: Scan) -> pl.DataFrame:
    """Pairs of main economies in alphabetical order, both directions being alike."""
    table = scan("geodist")
    kept = main_economies(scan)
    if table is None or not kept:
        return conform(pl.DataFrame(schema=list(DISTANCES.names)), DISTANCES)
    known = [code for code in kept if code in by_iso3()]
    rows = table.with_columns(
        a=pl.col("iso_o").replace(RENAMED), b=pl.col("iso_d").replace(RENAMED)
    ).filter(
        (pl.col("a") < pl.col("b"))
        & pl.col("a").is_in(known)
        & pl.col("b").is_in(known)
        & pl.col("distw").is_not_null()
    )
    return conform(
        rows.select(
            "a",
            "b",
            distance=pl.col("distw").round(0).cast(pl.UInt16),
            border=pl.col("contig") == 1,
            language=pl.col("comlang_off") == 1,
            colony=pl.col("colony") == 1,
            origin="origin",
        ).collect(),
        DISTANCES,
    )


RECIPE = Recipe(DISTANCES, ("geodist", "baci_totals"), build)
