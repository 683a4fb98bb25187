"""Tables that a model makes of other embedded tables: names, columns, units, keys.

See `steelyard.reference.derived` for how they come about.
"""

import polars as pl

from steelyard.vocabulary.tables import Column, Table

VOTE_POSITIONS = Table(
    "vote_positions",
    "Ideal points of states by their votes in the UN General Assembly, fitted to all sessions",
    (
        Column("session", pl.Int16, "key"),
        Column("state", pl.String, "key"),
        Column("position", pl.Int16, "intensive", "0.01 standard deviations of all positions"),
        Column("spread", pl.Float32, "intensive", "standard deviations, own error", minimum=0),
        Column("settled", pl.Boolean, "label", meaning="chains of the fit agree"),
        Column("origin", pl.String, "label"),
    ),
)

VOTE_SESSIONS = Table(
    "vote_sessions",
    "Errors that all ideal points of a session share: a shift, a stretch about their mean",
    (
        Column("session", pl.Int16, "key"),
        Column("shift", pl.Float32, "intensive", "standard deviations", minimum=0),
        Column("shift_tie", pl.Float32, "intensive", "correlation with the session before"),
        Column("stretch", pl.Float32, "intensive", "1", minimum=0),
        Column("stretch_tie", pl.Float32, "intensive", "correlation with the session before"),
        Column("walk_tie", pl.Float32, "intensive", "correlation of own errors with those before"),
        Column("text_error", pl.Float32, "intensive", "times the error of single texts", minimum=0),
        Column("origin", pl.String, "label"),
    ),
)

VOTE_TEXTS = Table(
    "vote_texts",
    "Roll calls on the scale of ideal points: slope, and cutpoints between yes, abstain and no",
    (
        Column("session", pl.Int16, "key"),
        Column(
            "number", pl.Int16, "key", meaning="among those of the fit, in the order of cutpoints"
        ),
        Column("slope", pl.Float32, "intensive", "1"),
        Column("low", pl.Float32, "intensive", "1"),
        Column("high", pl.Float32, "intensive", "1"),
        Column("origin", pl.String, "label"),
    ),
)

CUTS = Table(
    "cuts",
    "What a cut between two states would cost each: simulated change of real income",
    (
        Column("seller", pl.String, "key"),
        Column("buyer", pl.String, "key"),
        Column("both_ways", pl.Boolean, "key", meaning="all trade, not only the seller's sales"),
        Column("horizon", pl.String, "key", meaning="short or long run"),
        Column("year", pl.Int16, "label", meaning="of the world that is cut"),
        Column("buyer_change", pl.Float32, "intensive", "per cent"),
        Column("buyer_worst", pl.Float32, "intensive", "times the change, 5 % quantile"),
        Column("buyer_best", pl.Float32, "intensive", "times the change, 95 % quantile"),
        Column("seller_change", pl.Float32, "intensive", "per cent"),
        Column("seller_worst", pl.Float32, "intensive", "times the change, 5 % quantile"),
        Column("seller_best", pl.Float32, "intensive", "times the change, 95 % quantile"),
        Column("ratio", pl.Float32, "intensive", "ln, buyer's loss over seller's"),
        Column("ratio_below", pl.Float32, "intensive", "ln, to the 5 % quantile", minimum=0),
        Column("ratio_above", pl.Float32, "intensive", "ln, to the 95 % quantile", minimum=0),
        Column("origin", pl.String, "label"),
    ),
)

CUT_SECTORS = Table(
    "cut_sectors",
    "The sectors in which a stop of deliveries would cost the buyer most, one at a time",
    (
        Column("seller", pl.String, "key"),
        Column("buyer", pl.String, "key"),
        Column("sector", pl.String, "key"),
        Column("year", pl.Int16, "label", meaning="of the world that is cut"),
        Column("buyer_change", pl.Float32, "intensive", "per cent, long run"),
        Column("origin", pl.String, "label"),
    ),
)

SCENARIO_COSTS = Table(
    "scenario_costs",
    "What the scenarios that ship would cost each region: simulated change of real income",
    (
        Column("scenario", pl.String, "key"),
        Column("region", pl.String, "key"),
        Column("horizon", pl.String, "key", meaning="short or long run"),
        Column("year", pl.Int16, "label", meaning="of the world that is changed"),
        Column("change", pl.Float32, "intensive", "per cent"),
        Column("worst", pl.Float32, "intensive", "times the change, 5 % quantile"),
        Column("best", pl.Float32, "intensive", "times the change, 95 % quantile"),
        Column("origin", pl.String, "label"),
    ),
)

ENERGY_MARKET = Table(
    "energy_market",
    "The fuel markets as simulated: flows, prices, discounts of ports, what-ifs, errors",
    (
        Column("fuel", pl.String, "key"),
        Column(
            "about", pl.String, "key", meaning="flow, price, discount, revenue, gain, observed, "
            "error, absolute error, covered, error of no discount, error of the last one",
        ),
        Column("change", pl.String, "key", meaning="empty: the market as it was; else a what-if"),
        Column("place", pl.String, "key", meaning="node: of the price, the port, or the start"),
        Column("end", pl.String, "key", meaning="node where a flow ends; else empty"),
        Column("carrier", pl.String, "key", meaning="pipe, ship, above, outside, lng; else empty"),
        Column("period", pl.String, "key", meaning="year, quarter as 2022-Q4, or month"),
        Column("source", pl.String, "key", meaning="of what was observed; else empty"),
        Column("point", pl.Float32, "intensive", "that of the row; with a change: the difference"),
        Column("low", pl.Float32, "intensive", "the same, 5 % quantile"),
        Column("high", pl.Float32, "intensive", "the same, 95 % quantile"),
        Column("holds", pl.Float32, "intensive", "1, probability that the sign holds"),
        Column("unit", pl.String, "label"),
        Column("origin", pl.String, "label"),
    ),
)  # fmt: skip

ENERGY_BARGAINS = Table(
    "energy_bargains",
    "Contracts of fuels as simulated: reservation prices, prices paid, splits, power, projects",
    (
        Column("fuel", pl.String, "key"),
        Column("seller", pl.String, "key", meaning="side; empty where the row is of all"),
        Column("buyer", pl.String, "key", meaning="side; empty where the row is of all"),
        Column("year", pl.Int16, "key", meaning="0 where the row holds for all years"),
        Column("part", pl.String, "key", meaning="the tie, a source of prices, or a line"),
        Column("quantity", pl.String, "key"),
        Column("point", pl.Float32, "intensive", "that of the row"),
        Column("low", pl.Float32, "intensive", "the same, 5 % quantile"),
        Column("high", pl.Float32, "intensive", "the same, 95 % quantile"),
        Column("unit", pl.String, "label"),
        Column("origin", pl.String, "label"),
    ),
)
