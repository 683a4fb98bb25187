"""The tables that the package ships: names, columns, units, keys.

Every row carries the id of its origin (law 5). A null value is an absence that is known to be
one: the pair traded before, and nobody reported it for this year (law 1). The code ``WLD``
stands for all partners together, on the same basis as the pairs beside it.
"""

import polars as pl

from steelyard.reference.derived_tables import (
    CUT_SECTORS,
    CUTS,
    ENERGY_BARGAINS,
    ENERGY_MARKET,
    SCENARIO_COSTS,
    VOTE_POSITIONS,
    VOTE_SESSIONS,
    VOTE_TEXTS,
)
from steelyard.reference.market_tables import ENERGY_REGIONS
from steelyard.reference.system_tables import SYSTEM_TABLES
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

WORLD_PRODUCTS = Table(
    "world_products",
    "World trade and complexity of each heading of the Harmonized System of 1992",
    (
        Column("hs4", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("value", pl.Float32, "extensive", "USD m", minimum=0),
        Column("complexity", pl.Float32, "intensive", "1"),
        Column("origin", pl.String, "label"),
    ),
)

ELASTICITIES = Table(
    "elasticities",
    "Elasticity of substitution between suppliers of a product, median over importing states",
    (
        Column("hs3", pl.String, "key"),
        Column("sigma", pl.Float64, "intensive", "1", minimum=1),
        Column("spread", pl.Float64, "intensive", "ln(sigma - 1), standard deviation", minimum=0),
        Column("states", pl.Int16, "label"),
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

COMPONENTS = Table(
    "components",
    "Components of national capability: share of the world by state and year",
    (
        Column("component", pl.String, "key"),
        Column("state", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("share", pl.Float64, "extensive", "1", minimum=0, maximum=1),
        Column("origin", pl.String, "label"),
    ),
)

SPENDING = Table(
    "spending",
    "Military spending, from a user's own files",
    (
        Column("amount", pl.String, "key", meaning="current, constant or share_of_gdp"),
        Column("state", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("value", pl.Float64, "intensive", "USD m, or 1 for share_of_gdp", minimum=0),
        Column("origin", pl.String, "key"),
    ),
)

ARMS = Table(
    "arms",
    "Deliveries of major arms, from a user's own files",
    (
        Column("supplier", pl.String, "key", meaning="WLD: all suppliers"),
        Column("recipient", pl.String, "key", meaning="WLD: all recipients"),
        Column("year", pl.Int16, "key"),
        Column("tiv", pl.Float64, "extensive", "trend-indicator value, m", minimum=0),
        Column("origin", pl.String, "key"),
    ),
)

INFLUENCE = Table(
    "influence",
    "Formal influence of one state over another, from a user's own files",
    (
        Column("influencer", pl.String, "key"),
        Column("target", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("fbic", pl.Float64, "intensive", "1", minimum=0, maximum=1),
        Column("bandwidth", pl.Float64, "intensive", "1", minimum=0, maximum=1),
        Column("dependence", pl.Float64, "intensive", "1", minimum=0, maximum=1),
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

VETOES = Table(
    "vetoes",
    "Drafts that permanent members of the UN Security Council voted down",
    (
        Column("line", pl.Int32, "key", meaning="place in the publisher's list, from 1"),
        Column("date", pl.String, "label"),
        Column("year", pl.Int16, "label"),
        Column("draft", pl.String, "label"),
        Column("members", pl.String, "label", meaning="codes of those that cast a veto"),
        Column("topic", pl.String, "label"),
        Column("origin", pl.String, "label"),
    ),
)

DYADS = Table(
    "dyads",
    "Ties between two states by year: organisations, visits, official finance, migrants",
    (
        Column("indicator", pl.String, "key"),
        Column("a", pl.String, "key"),
        Column("b", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("value", pl.Float64, "intensive", "see indicator"),
        Column("origin", pl.String, "label"),
    ),
)

PACTS = Table(
    "pacts",
    "Alliance obligations of one state towards another, by span of years",
    (
        Column("a", pl.String, "key", meaning="who owes"),
        Column("b", pl.String, "key", meaning="to whom"),
        Column("year", pl.Int16, "key", meaning="first year of the span"),
        Column("until", pl.Int16, "label", meaning="last year of the span"),
        Column("obligations", pl.String, "label", meaning="words joined by semicolons"),
        Column("origin", pl.String, "label"),
    ),
)

DISTANCES = Table(
    "distances",
    "How near two main economies are, `a` before `b` in the alphabet",
    (
        Column("a", pl.String, "key"),
        Column("b", pl.String, "key"),
        Column("distance", pl.UInt16, "intensive", "km", minimum=0),
        Column("border", pl.Boolean, "label", meaning="share a land border"),
        Column("language", pl.Boolean, "label", meaning="share an official language"),
        Column("colony", pl.Boolean, "label", meaning="were ever in a colonial link"),
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

FUELS = Table(
    "fuels",
    "Fuels that one state buys from another, value and weight, by year or month",
    (
        Column("exporter", pl.String, "key"),
        Column("importer", pl.String, "key"),
        Column("fuel", pl.String, "key"),
        Column("period", pl.String, "key"),
        Column("value", pl.Float64, "extensive", "USD m", minimum=0),
        Column("quantity", pl.Float64, "extensive", "t", minimum=0),
        Column("origin", pl.String, "key"),
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

SECTOR_FLOWS = Table(
    "sector_flows",
    "What users of each economy buy of each sector of each economy, own economy included; a flow "
    "that is not listed is zero in its table, which is complete for its economies",
    (
        Column("origin", pl.String, "key"),
        Column("sector", pl.String, "key"),
        Column("supplier", pl.String, "key"),
        Column("user", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("intermediate", pl.Float32, "extensive", "USD m"),
        Column("final", pl.Float32, "extensive", "USD m"),  # below 0 where stocks are drawn down
    ),
)

RELIANCE = Table(
    "reliance",
    "Share of a supplying economy in the inputs of a using economy's producers, by the whole table",
    (
        Column("origin", pl.String, "key"),
        Column("reading", pl.String, "key", meaning="direct, or through: looked through"),
        Column("users", pl.String, "key", meaning="all or manufacturing"),
        Column("supplier", pl.String, "key"),
        Column("user", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("value", pl.Float32, "intensive", "1", minimum=0, maximum=1),
    ),
)

PRODUCTION = Table(
    "production",
    "World input-output table of twenty regions and fifteen sectors; cells of zero are not listed",
    (
        Column("origin", pl.String, "key"),
        Column("year", pl.Int16, "key"),
        Column("supplier", pl.String, "key", meaning="region"),
        Column("sector", pl.String, "key"),
        Column("user", pl.String, "key", meaning="region"),
        Column("use", pl.String, "key", meaning="sector, final or stocks"),
        Column("value", pl.Float32, "extensive", "USD m"),  # below 0 where stocks are drawn down
    ),
)

SECTOR_ELASTICITIES = Table(
    "sector_elasticities",
    "Elasticity of substitution between suppliers of a sector, median of the estimates in it",
    (
        Column("origin", pl.String, "key"),
        Column("sector", pl.String, "key"),
        Column("sigma", pl.Float64, "intensive", "1", minimum=1),
        Column("estimates", pl.Int32, "extensive", "count"),
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
        WORLD_PRODUCTS,
        ELASTICITIES,
        FIGURES,
        STATE_YEARS,
        COMPONENTS,
        SPENDING,
        ARMS,
        INFLUENCE,
        ROLL_CALLS,
        VOTES,
        VOTE_POSITIONS,
        VOTE_SESSIONS,
        VOTE_TEXTS,
        VETOES,
        DYADS,
        DISTANCES,
        PACTS,
        OPINION,
        PRICES,
        FUELS,
        ENERGY_REGIONS,
        EVENTS,
        SECTOR_FLOWS,
        RELIANCE,
        PRODUCTION,
        SECTOR_ELASTICITIES,
        CUTS,
        ENERGY_BARGAINS,
        ENERGY_MARKET,
        CUT_SECTORS,
        SCENARIO_COSTS,
        *SYSTEM_TABLES,
        PAGES,
    )
}
