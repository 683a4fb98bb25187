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
    "Votes in the UN General Assembly by state and session",
    (
        Column("session", pl.Int16, "key"),
        Column("state", pl.String, "key"),
        Column("year", pl.Int16, "label", meaning="in which the session opened"),
        Column("cast", pl.String, "label", meaning="a letter for each roll call, in its place"),
        Column("origin", pl.String, "label"),
        Column("absences", pl.String, "label", meaning="origin that tells absent from no member"),
    ),
)

ROLL_CALLS = Table(
    "roll_calls",
    "Roll calls of the UN General Assembly",
    (
        Column("session", pl.Int16, "key"),
        Column("place", pl.Int16, "key", meaning="within the session, from 0"),
        Column("call", pl.String, "label", meaning="the publisher's number"),
        Column("year", pl.Int16, "label", meaning="in which the session opened"),
        Column("date", pl.String, "label"),
        Column("resolution", pl.String, "label"),
        Column("title", pl.String, "label"),
        Column("issues", pl.String, "label", meaning="codes; empty: on none; null: not coded"),
        Column("important", pl.Boolean, "label", meaning="to the USA; null: not coded"),
        Column("part", pl.String, "label", meaning="amendment or paragraph; null: neither"),
        Column("subject", pl.Int16, "label", meaning="shared by roll calls that go together"),
        Column("repeats", pl.String, "label", meaning="earlier roll call on the same text"),
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
        ROLL_CALLS,
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
