"""The tables that the package ships: names, columns, units, keys.

Every row carries the id of its origin (law 5). A null value is an absence that is known to be
one: the pair traded before, and nobody reported it for this year (law 1). The code ``WLD``
stands for all partners together, on the same basis as the pairs beside it.
"""

import polars as pl

from steelyard.vocabulary.tables import Column, Table

WORLD = "WLD"

TRADE = Table(
    "trade",
    "Goods trade between two economies, reconciled by the publisher",
    (
        Column("exporter", pl.String, "key"),
        Column("importer", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("value", pl.Float32, "extensive", "USD m", minimum=0),
        Column("origin", pl.String, "label"),
    ),
)

PRODUCTS = Table(
    "products",
    "Goods trade between two economies by heading of the Harmonized System",
    (
        Column("year", pl.Int16, "key"),
        Column("exporter", pl.String, "key"),
        Column("importer", pl.String, "key"),
        Column("hs4", pl.String, "key"),
        Column("value", pl.Float64, "extensive", "USD m", minimum=0),
        Column("quantity", pl.Float64, "extensive", "t", minimum=0),
        Column("origin", pl.String, "label"),
    ),
)

FIGURES = Table(
    "figures",
    "Single published figures, each with its own source",
    (
        Column("series", pl.String, "key"),
        Column("reporter", pl.String, "key"),
        Column("partner", pl.String, "key"),
        Column("period", pl.String, "key"),
        Column("period_end", pl.String, "key"),
        Column("value", pl.Float64, "intensive", "see unit"),
        Column("unit", pl.String, "label"),
        Column("bound", pl.String, "label"),
        Column("preferred", pl.Boolean, "label"),
        Column("claim", pl.Boolean, "label"),
        Column("quality", pl.String, "label"),
        Column("origin", pl.String, "key"),
    ),
)

STATE_YEARS = Table(
    "state_years",
    "Attributes of states by year",
    (
        Column("indicator", pl.String, "key"),
        Column("state", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("value", pl.Float64, "intensive", "see indicator"),
        Column("origin", pl.String, "key"),
    ),
)

VOTES = Table(
    "votes",
    "Roll calls of the UN General Assembly in which both states took part, by calendar year",
    (
        Column("year", pl.Int16, "key"),
        Column("a", pl.String, "key"),
        Column("b", pl.String, "key"),
        Column("n", pl.Int16, "extensive", "roll calls that were not unanimous"),
        Column("same", pl.Int16, "extensive", "same vote"),
        Column("opposed", pl.Int16, "extensive", "yes against no"),
        Column("together", pl.Int16, "extensive", "same vote, against the most frequent one"),
        Column("minority_a", pl.Int16, "extensive", "a against the most frequent vote"),
        Column("minority_b", pl.Int16, "extensive", "b against the most frequent vote"),
        Column("origin", pl.String, "label"),
    ),
)

DYADS = Table(
    "dyads",
    "Ties between two states by year: organisations, alliances, visits, official finance",
    (
        Column("indicator", pl.String, "key"),
        Column("a", pl.String, "key"),
        Column("b", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("value", pl.Float64, "intensive", "see indicator"),
        Column("origin", pl.String, "label"),
    ),
)

OPINION = Table(
    "opinion",
    "Share of respondents with a favourable view of another state",
    (
        Column("respondent", pl.String, "key"),
        Column("target", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("n", pl.Float64, "extensive", "persons asked"),
        Column("favourable", pl.Float64, "intensive", "%"),
        Column("unfavourable", pl.Float64, "intensive", "%"),
        Column("origin", pl.String, "label"),
    ),
)

PRICES = Table(
    "prices",
    "World prices of fuels, monthly",
    (
        Column("commodity", pl.String, "key"),
        Column("period", pl.String, "key"),
        Column("value", pl.Float64, "intensive", "see unit"),
        Column("unit", pl.String, "label"),
        Column("origin", pl.String, "label"),
    ),
)

EVENTS = Table(
    "events",
    "Dated events",
    (
        Column("date", pl.String, "key"),
        Column("event", pl.String, "key"),
        Column("actors", pl.String, "label"),
        Column("domain", pl.String, "label"),
        Column("origin", pl.String, "label"),
    ),
)

PAGES = Table(
    "pages",
    "Where single figures were published",
    (
        Column("origin", pl.String, "key"),
        Column("publisher", pl.String, "label"),
        Column("title", pl.String, "label"),
        Column("url", pl.String, "label"),
    ),
)

TABLES = {
    table.name: table
    for table in (
        TRADE,
        PRODUCTS,
        FIGURES,
        STATE_YEARS,
        VOTES,
        DYADS,
        OPINION,
        PRICES,
        EVENTS,
        PAGES,
    )
}

INDICATORS = {
    # indicator of `state_years` or `dyads`: (title, unit, extensive or intensive)
    "gdp": ("Gross domestic product, current prices", "USD m", "extensive"),
    "gdp_ppp": ("Gross domestic product at purchasing power parity", "intl USD m", "extensive"),
    "gdp_constant": ("Gross domestic product, constant prices", "USD m", "extensive"),
    "population": ("Population", "persons", "extensive"),
    "rd_gdp": ("Spending on research and development", "% of GDP", "intensive"),
    "patents": ("Patent applications by residents", "count", "extensive"),
    "high_tech_exports": ("High-technology exports", "USD m", "extensive"),
    "cinc": ("Composite index of national capability", "1", "extensive"),
    "complexity": ("Economic complexity index", "index", "intensive"),
    "exports_atlas": ("Goods exports, Atlas basis", "USD m", "extensive"),
    "imports_atlas": ("Goods imports, Atlas basis", "USD m", "extensive"),
    "organisations_shared": ("Intergovernmental organisations shared", "count", "extensive"),
    "alliance": ("Strongest alliance obligation in force", "code 1-5", "intensive"),
    "leader_visits": ("Visits by leaders", "count", "extensive"),
    "official_finance": ("Chinese official finance committed", "USD m", "extensive"),
}
