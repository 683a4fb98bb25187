"""Trade in goods, and what stands beside it: distances, output, tariffs, codes."""

from __future__ import annotations

from steelyard.sources.connector import Connector
from steelyard.sources.trade import (
    atlas_countries,
    atlas_locations,
    atlas_product_codes,
    atlas_products,
    baci_countries,
    baci_matrix,
    baci_products,
    baci_totals,
    comext_browser,
    comext_codes,
    comext_exports,
    comext_totals,
    comtrade,
    distances,
    gdp_excel,
    gdp_population,
    geodist,
    matrix_gdp,
    matrix_labels,
    us_tariffs,
)

CONNECTORS: tuple[Connector, ...] = tuple(
    module.CONNECTOR
    for module in (
        baci_totals,
        baci_products,
        baci_matrix,
        baci_countries,
        matrix_labels,
        matrix_gdp,
        us_tariffs,
        distances,
        gdp_population,
        gdp_excel,
        comtrade,
        atlas_countries,
        atlas_products,
        atlas_product_codes,
        atlas_locations,
        comext_exports,
        comext_browser,
        comext_totals,
        comext_codes,
        geodist,
    )
)
