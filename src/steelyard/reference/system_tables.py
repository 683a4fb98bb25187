"""Tables of a calibrated causal system: its series, draws of its numbers, what they taught."""

from __future__ import annotations

import polars as pl

from steelyard.vocabulary.tables import Column, Table

SYSTEM_SERIES = Table(
    "system_series",
    "Yearly series that a causal system is held against, on the scale of its observations",
    (
        Column("series", pl.String, "key", meaning="source, name, states, basis, part, transform"),
        Column("year", pl.Int16, "key"),
        Column("value", pl.Float64, "intensive", "of its series"),
        Column("origins", pl.String, "label", meaning="separated by semicolons"),
    ),
)

SYSTEM_DRAWS = Table(
    "system_draws",
    "Draws of a calibrated causal system, on scales that are standard normal before data",
    (
        Column("about", pl.String, "key", meaning="number or noise"),
        Column("name", pl.String, "key", meaning="of the coordinate, or of the variable moved"),
        Column("year", pl.Int16, "key", meaning="0 for a number"),
        Column("draw", pl.Int16, "key"),
        Column("steps", pl.Int16, "intensive", "0.05 or 0.25", meaning="of the scale"),
    ),
)

SYSTEM_LEARNT = Table(
    "system_learnt",
    "What data taught of each number of a causal system",
    (
        Column("name", pl.String, "key"),
        Column("contraction", pl.Float32, "intensive", "1", maximum=1),
        Column("shift", pl.Float32, "intensive", "sd before data"),
        Column("low", pl.Float32, "intensive", "of the number"),
        Column("usual", pl.Float32, "intensive", "of the number"),
        Column("high", pl.Float32, "intensive", "of the number"),
        Column("rhat", pl.Float32, "intensive", "1"),
        Column("effective", pl.Float32, "extensive", "draws"),
    ),
)

SYSTEM_FIT = Table(
    "system_fit",
    "A calibration of a causal system, and how well its sampler did",
    (
        Column("digest", pl.String, "key", meaning="of equations, ranges, series and drivers"),
        Column("last", pl.Int16, "label", meaning="last year looked at"),
        Column("chains", pl.Int16, "label"),
        Column("adapting", pl.Int32, "label"),
        Column("draws", pl.Int32, "label", meaning="of each chain"),
        Column("seed", pl.Int32, "label"),
        Column("divergent", pl.Int32, "extensive", "draws"),
        Column("worst_noise", pl.Float32, "intensive", "1", meaning="largest R-hat of noise"),
    ),
)

SYSTEM_RUNS = Table(
    "system_runs",
    "How the results of a causal system that ship were run",
    (
        Column("digest", pl.String, "key", meaning="of the calibration, scenarios and choices"),
        Column("kind", pl.String, "label", meaning="prior or calibrated"),
        Column("last", pl.Int16, "label", meaning="last year of which anything is observed"),
        Column("draws", pl.Int32, "label"),
        Column("lever_draws", pl.Int32, "label"),
        Column("seed", pl.Int32, "label"),
        Column("dominance", pl.String, "label", meaning="which loops lead when, as JSON"),
        Column("flips", pl.String, "label", meaning="at which values that turns, as JSON"),
    ),
)

SYSTEM_OUTCOMES = Table(
    "system_outcomes",
    "Results of a causal system: fans, effects of scenarios, chances of classes, levers",
    (
        Column("about", pl.String, "key", meaning="fan, seen, effect, answer, class, lever, part"),
        Column("scenario", pl.String, "key", meaning="empty for the baseline"),
        Column("name", pl.String, "key", meaning="variable, definition, series or lever"),
        Column("at", pl.Int16, "key", meaning="year run to, also ahead; number of an expectation"),
        Column("place", pl.String, "key", meaning="quantile, class or kind of number"),
        Column("value", pl.Float32, "intensive", "as its row says", meaning="to 0.001"),
    ),
)

SYSTEM_TABLES = (
    SYSTEM_SERIES,
    SYSTEM_DRAWS,
    SYSTEM_LEARNT,
    SYSTEM_FIT,
    SYSTEM_RUNS,
    SYSTEM_OUTCOMES,
)
