"""Correlates of War, National Material Capabilities 6.0: six components and CINC."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.r_object import first_object
from steelyard.sources.reading import finish, has_columns, read_csv, read_r, require_columns
from steelyard.sources.shaping import origin
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Column, Table

COMPONENTS = (
    ("milex", "USD thousand", "military expenditure; thousand GBP before 1914"),
    ("milper", "thousand", "military personnel"),
    ("irst", "kt", "iron and steel production"),
    ("pec", "kt of coal equivalent", "primary energy consumption"),
    ("tpop", "thousand", "total population"),
    ("upop", "thousand", "urban population"),
)
MISSING = -9
_NAMES = ("ccode", "year", *(name for name, _, _ in COMPONENTS), "cinc")

TABLE = Table(
    "nmc",
    "National material capabilities by state (COW code) and year",
    (
        Column("ccode", pl.Int16, "key", minimum=1, maximum=999, meaning="COW code"),
        Column("year", pl.Int16, "key", minimum=1800, maximum=2100),
        Column("stateabb", pl.String, "label", meaning="COW abbreviation"),
        *(
            Column(name, pl.Float64, "extensive", unit, minimum=0, meaning=meaning)
            for name, unit, meaning in COMPONENTS
        ),
        # A share of the world, so shares of allies add up; all states sum to a little over
        # 1 (1.0002-1.016 from 1990 on), for shares are averaged over what is not missing.
        Column("cinc", pl.Float64, "extensive", "1", minimum=0, maximum=1),
    ),
)


def _origin(id: str, title: str, version: str) -> Origin:
    """Describe one distribution of the data."""
    return origin(
        id=id,
        producer="Correlates of War Project",
        title=title,
        version=version,
        citation=(
            "Singer, J. D., Bremer, S. and Stuckey, J. (1972). Capability Distribution, "
            "Uncertainty, and Major Power War, 1820-1965. In Russett (ed.), Peace, War, and "
            "Numbers. National Material Capabilities data."
        ),
        url="https://correlatesofwar.org/data-sets/national-material-capabilities/",
        licence="free use with citation",
        terms="ship",
    )


def recognise_csv(path: Path, head: bytes) -> bool:
    """Whether it has the columns of the abridged file."""
    return has_columns(head, ("stateabb", *_NAMES, "version"))


def parse_csv(path: Path) -> pl.LazyFrame:
    """Read the abridged file; -9 is missing. Each row ends with its version, a year."""
    frame = read_csv(path, ("stateabb", *_NAMES, "version"), absent=("",))
    cut = ~pl.col("version").str.contains(r"^\d{4}$").fill_null(False)
    values = [_present(name) for name, _, _ in COMPONENTS]
    return finish(frame.with_columns(values), TABLE, [(cut, "row is cut")])


def _present(name: str) -> pl.Expr:
    """Make the code for missing null, however the number is written."""
    missing = pl.col(name).str.strip_chars().str.contains(r"^-9(\.0*)?$").fill_null(False)
    return pl.when(missing).then(None).otherwise(pl.col(name)).alias(name)


def recognise_rda(path: Path, head: bytes) -> bool:
    """Whether it is an R file whose first object is `cow_nmc`."""
    found = first_object(path, head)
    return found is not None and found.name == "cow_nmc"


def parse_rda(path: Path) -> pl.LazyFrame:
    """Read the data frame of the R package peacesciencer; missing is NA, or -9 as at COW."""
    frames = read_r(path)
    require_columns(path, tuple(frames), ("cow_nmc",))
    frame = frames["cow_nmc"]
    require_columns(path, frame.columns, _NAMES)
    values = [
        pl.when(pl.col(name) == MISSING).then(None).otherwise(pl.col(name)).alias(name)
        for name, _, _ in COMPONENTS
    ]
    return finish(frame.with_columns(*values, pl.lit(None, pl.String).alias("stateabb")), TABLE)


NMC = Connector(
    "cow_nmc",
    _origin("cow_nmc", "National Material Capabilities, abridged", "6.0"),
    TABLE,
    recognise_csv,
    parse_csv,
    f"stateabb, {', '.join(_NAMES)}, version",
)
NMC_R = Connector(
    "cow_nmc_r",
    _origin("cow_nmc_r", "National Material Capabilities, in peacesciencer", "to 2022"),
    TABLE,
    recognise_rda,
    parse_rda,
    f"R data frame cow_nmc with {', '.join(_NAMES)}",
)
