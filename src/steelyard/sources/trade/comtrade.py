"""UN Comtrade: what a reporter declares, yearly or monthly, in the layout of 2022 and later.

The website's download and the API have the same 47 columns and differ in dress.

Traps: the download is latin-1 and ends each row, but not the header, with a comma, so that
careless readers shift every column by one; ``0`` in a quantity, weight, CIF or FOB field beside a
value that is not 0 means "not given"; partner ``0`` (W00) is the world, not one more partner;
imports are CIF, exports FOB; mirror declarations differ.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import (
    finish,
    first_record,
    has_columns,
    head_text,
    read_csv,
    read_head,
    unreadable,
)
from steelyard.sources.shaping import as_boolean, origin
from steelyard.vocabulary.tables import Column, Table

NAMES = {
    "freqCode": "frequency",
    "period": "period",
    "reporterCode": "reporter_code",
    "flowCode": "flow",
    "partnerCode": "partner_code",
    "partner2Code": "partner2_code",
    "cmdCode": "product",
    "customsCode": "customs_code",
    "motCode": "transport_code",
    "classificationCode": "classification",
    "reporterISO": "reporter",
    "partnerISO": "partner",
    "qtyUnitCode": "quantity_unit",
    "qty": "quantity",
    "netWgt": "net_weight_kg",
    "cifvalue": "cif_usd",
    "fobvalue": "fob_usd",
    "primaryValue": "value_usd",
    "isReported": "reported",
    "isAggregate": "aggregate",
}
OR_NOT_GIVEN = ("qty", "netWgt", "cifvalue", "fobvalue")

TABLE = Table(
    "comtrade",
    "Trade declared by a reporter",
    (
        Column("frequency", pl.String, "key", meaning="A yearly, M monthly"),
        Column("period", pl.String, "key", meaning="YYYY or YYYYMM"),
        Column("reporter_code", pl.Int16, "key", meaning="UN M49"),
        Column("flow", pl.String, "key", meaning="M imports, X exports"),
        Column("partner_code", pl.Int16, "key", meaning="UN M49; 0 is the world"),
        Column("partner2_code", pl.Int16, "key", meaning="second partner; 0 is the world"),
        Column("product", pl.String, "key", meaning="code of the classification, or TOTAL"),
        Column("customs_code", pl.String, "key"),
        Column("transport_code", pl.String, "key"),
        Column("classification", pl.String, "label"),
        Column("reporter", pl.String, "label", meaning="ISO 3166 alpha-3, where given"),
        Column("partner", pl.String, "label", meaning="ISO 3166 alpha-3, where given"),
        Column("quantity_unit", pl.Int16, "label", meaning="-1 where there is no quantity"),
        Column("quantity", pl.Float64, "extensive", "see quantity_unit", minimum=0),
        Column("net_weight_kg", pl.Float64, "extensive", "kg", minimum=0),
        Column("cif_usd", pl.Float64, "extensive", "USD", minimum=0),
        Column("fob_usd", pl.Float64, "extensive", "USD", minimum=0),
        Column("value_usd", pl.Float64, "extensive", "USD", minimum=0, nullable=False),
        Column("reported", pl.Boolean, "label", meaning="declared, not computed by Comtrade"),
        Column("aggregate", pl.Boolean, "label", meaning="computed by Comtrade from parts"),
    ),
)


def parse(path: Path) -> pl.LazyFrame:
    """Read either dress; zeros that mean "not given" become null."""
    raw = _read(path)
    some = pl.col("primaryValue").cast(pl.Float64, strict=False) > 0
    given = [_none_if_zero(name, some) for name in OR_NOT_GIVEN]
    flags = [as_boolean(name) for name in ("isReported", "isAggregate")]
    return finish(raw.with_columns(*given, *flags).rename(NAMES), TABLE)


def _read(path: Path) -> pl.DataFrame:
    """Rows with the header's names, whatever the encoding and the comma at the end."""
    header = first_record(read_head(path))
    if not header:
        raise unreadable(path, "is empty", "a header line that starts with typeCode")
    encoding = _encoding(path)
    ends = first_record(read_head(path), skip=1, encoding="latin-1")
    names = [*header, "nothing"] if len(ends) == len(header) + 1 and not ends[-1] else None
    return read_csv(path, list(NAMES), names=names, encoding=encoding, ended=True)


def _encoding(path: Path) -> str:
    """UTF-8 if the whole file is, latin-1 otherwise."""
    try:
        path.read_bytes().decode()
    except UnicodeDecodeError:
        return "latin-1"
    except OSError as fault:
        raise unreadable(path, f"cannot be read ({fault})", "a file") from fault
    return "utf-8"


def _none_if_zero(name: str, some: pl.Expr) -> pl.Expr:
    """Empty the field where it is 0 beside a value that is not."""
    zero = pl.col(name).cast(pl.Float64, strict=False) == 0
    return pl.when(zero & some).then(None).otherwise(pl.col(name)).alias(name)


CONNECTOR = Connector(
    name="comtrade",
    origin=origin(
        "comtrade",
        "United Nations Statistics Division",
        "UN Comtrade Database",
        "2022-2024 declarations",
        "United Nations. UN Comtrade Database.",
        "https://comtradeplus.un.org/",
        "UN Comtrade terms of use: no redistribution",
        "restricted",
    ),
    table=TABLE,
    recognise=lambda path, head: "typeCode" in head_text(head)[:12] and has_columns(head, NAMES),
    parse=parse,
    layout=f"CSV whose columns include typeCode, {', '.join(NAMES)}",
)
