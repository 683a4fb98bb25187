"""Elasticities of substitution by sector, from two published sets, kept apart.

Tariff elasticities carry a negative sign and are already those of the value of trade, 1 - sigma,
so that sigma is 1 less the published number; forgetting either turns a loss into a gain or
shrinks it. The other set gives sigma itself, by importer and product.
"""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import SECTOR_ELASTICITIES
from steelyard.vocabulary.industries import sector_of_gtap, sector_of_hs

DIGITS = 4


def build(scan: Scan) -> pl.DataFrame:
    """Median of the estimates in each sector: a mean would follow a few near 1 or beyond 100."""
    found = [
        rows.group_by("origin", "sector").agg(
            sigma=pl.col("sigma").median().round_sig_figs(DIGITS), estimates=pl.len()
        )
        for rows in (_tariffs(scan), _varieties(scan))
        if rows is not None
    ]
    empty = pl.DataFrame(schema=list(SECTOR_ELASTICITIES.names))
    return conform(pl.concat(found) if found else empty, SECTOR_ELASTICITIES)


def _tariffs(scan: Scan) -> pl.DataFrame | None:
    """By GTAP sector; those without an estimate are left out, not 0."""
    table = scan("gtap_tariff_elasticities")
    if table is None:
        return None
    rows = table.filter(pl.col("tariff_elasticity").is_not_null()).collect()
    sector = pl.Series("sector", [sector_of_gtap(code) for code in rows["sector"]], pl.String)
    return rows.select("origin", sector, sigma=1 - pl.col("tariff_elasticity")).drop_nulls("sector")


def _varieties(scan: Scan) -> pl.DataFrame | None:
    """By importer and product of the Harmonized System."""
    table = scan("sigma_hs3")
    if table is None:
        return None
    rows = table.select("origin", "product", "sigma").drop_nulls().collect()
    sector = pl.Series("sector", [sector_of_hs(code) for code in rows["product"]], pl.String)
    return rows.select("origin", sector, "sigma").drop_nulls("sector")


RECIPE = Recipe(SECTOR_ELASTICITIES, ("gtap_tariff_elasticities", "sigma_hs3"), build)
