"""Penn World Table 10.01: real GDP, capital, productivity and prices, 1950-2019 (GGDC)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_stata, require_columns
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, ColumnKind, Table

ORIGIN = origin(
    id="pwt",
    producer="Groningen Growth and Development Centre",
    title="Penn World Table",
    version="10.01",
    citation=(
        "Feenstra, R. C., Inklaar, R. and Timmer, M. P. (2015). The Next Generation of the Penn "
        "World Table. American Economic Review 105(10), 3150-3182. Version 10.01."
    ),
    url="https://doi.org/10.34894/QT5BCC",
    licence="CC BY 4.0",
    terms="ship",
)

_MEASURES: tuple[tuple[str, ColumnKind, str, str], ...] = (
    ("rgdpe", "extensive", "USD m, 2017 PPP", "expenditure-side real GDP, chained"),
    ("rgdpo", "extensive", "USD m, 2017 PPP", "output-side real GDP, chained"),
    ("pop", "extensive", "m", "population"),
    ("emp", "extensive", "m", "persons engaged"),
    ("avh", "intensive", "h / person / year", "hours worked by persons engaged"),
    ("hc", "intensive", "1", "human capital index"),
    ("ccon", "extensive", "USD m, 2017 PPP", "real consumption"),
    ("cda", "extensive", "USD m, 2017 PPP", "real domestic absorption"),
    ("cgdpe", "extensive", "USD m, 2017 PPP", "expenditure-side real GDP, current PPPs"),
    ("cgdpo", "extensive", "USD m, 2017 PPP", "output-side real GDP, current PPPs"),
    ("cn", "extensive", "USD m, 2017 PPP", "capital stock, current PPPs"),
    ("ck", "intensive", "1, USA = 1", "capital services, current PPPs"),
    ("ctfp", "intensive", "1, USA = 1", "total factor productivity, current PPPs"),
    ("cwtfp", "intensive", "1, USA = 1", "welfare-relevant productivity, current PPPs"),
    ("rgdpna", "extensive", "USD m, 2017", "real GDP, national accounts growth"),
    ("rconna", "extensive", "USD m, 2017", "real consumption, national accounts growth"),
    ("rdana", "extensive", "USD m, 2017", "real absorption, national accounts growth"),
    ("rnna", "extensive", "USD m, 2017", "capital stock, national accounts growth"),
    ("rkna", "intensive", "1, 2017 = 1", "capital services"),
    ("rtfpna", "intensive", "1, 2017 = 1", "total factor productivity"),
    ("rwtfpna", "intensive", "1, 2017 = 1", "welfare-relevant productivity"),
    ("labsh", "intensive", "1", "share of labour compensation in GDP"),
    ("irr", "intensive", "1", "real internal rate of return"),
    ("delta", "intensive", "1", "average depreciation rate of capital"),
    ("xr", "intensive", "LCU / USD", "exchange rate, market and estimated"),
    ("pl_con", "intensive", "1, USA 2017 = 1", "price level of consumption"),
    ("pl_da", "intensive", "1, USA 2017 = 1", "price level of absorption"),
    ("pl_gdpo", "intensive", "1, USA 2017 = 1", "price level of GDP"),
    ("cor_exp", "intensive", "1", "correlation between expenditure shares"),
    ("statcap", "intensive", "1", "statistical capacity indicator"),
    ("csh_c", "intensive", "1", "share of household consumption"),
    ("csh_i", "intensive", "1", "share of capital formation"),
    ("csh_g", "intensive", "1", "share of government consumption"),
    ("csh_x", "intensive", "1", "share of merchandise exports"),
    ("csh_m", "intensive", "1", "share of merchandise imports, with a negative sign"),
    ("csh_r", "intensive", "1", "share of residual trade and discrepancy"),
    ("pl_c", "intensive", "1, USA 2017 = 1", "price level of household consumption"),
    ("pl_i", "intensive", "1, USA 2017 = 1", "price level of capital formation"),
    ("pl_g", "intensive", "1, USA 2017 = 1", "price level of government consumption"),
    ("pl_x", "intensive", "1, USA 2017 = 1", "price level of exports"),
    ("pl_m", "intensive", "1, USA 2017 = 1", "price level of imports"),
    ("pl_n", "intensive", "1, USA 2017 = 1", "price level of the capital stock"),
    ("pl_k", "intensive", "1, USA = 1", "price level of capital services"),
)
_FLAGS = ("i_cig", "i_xm", "i_xr", "i_outlier", "i_irr")  # how a figure was arrived at

TABLE = Table(
    "pwt",
    "Penn World Table, one row for each economy and year",
    (
        Column("countrycode", pl.String, "key", meaning="ISO 3166 alpha-3 code"),
        Column("year", pl.Int16, "key", minimum=1900, maximum=2100),
        Column("country", pl.String, "label"),
        Column("currency_unit", pl.String, "label"),
        *(
            Column(
                name,
                pl.Float64,
                kind,
                unit,
                minimum=0 if kind == "extensive" else None,
                meaning=meaning,
            )
            for name, kind, unit, meaning in _MEASURES
        ),
        *(Column(name, pl.String, "label", meaning="method, in words") for name in _FLAGS),
    ),
)


def recognise(path: Path, head: bytes) -> bool:
    """Whether it is a Stata file with the variables of the Penn World Table."""
    return b"stata_dta" in head[:20] and all(
        name in head for name in (b"rgdpe", b"cwtfp", b"csh_r")
    )


def parse(path: Path) -> pl.LazyFrame:
    """Read the Stata file; coded flags as their words. Columns of other makers are left out."""
    frame = read_stata(path, labels=True)
    require_columns(path, frame.columns, TABLE.names)
    flags = [pl.col(name).cast(pl.String) for name in _FLAGS]
    # An empty text stands where Stata has no value for a text variable.
    texts = [pl.col(name).replace("", None) for name in ("country", "currency_unit", "countrycode")]
    return finish(frame.with_columns(*flags, *texts), TABLE)


PWT = Connector("pwt", ORIGIN, TABLE, recognise, parse, "Stata file with countrycode, year, rgdpe")
