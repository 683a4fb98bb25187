"""A product that no publisher makes, so that the store is tested without publisher files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from steelyard.sources import catalogue
from steelyard.sources.connector import Connector
from steelyard.vocabulary.errors import WrongProduct
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import EXCLUDED, Column, Table

FLOWS = Table(
    "flows",
    "Flows between two states",
    (
        Column("year", pl.Int16, "key"),
        Column("exporter", pl.String, "key", nullable=False),
        Column("importer", pl.String, "key"),
        Column("value", pl.Float64, "extensive", "USD", minimum=0, maximum=1e12),
        Column("note", pl.String, "label"),
    ),
)
HEADER = "year,exporter,importer,value,note"
ACCESSED = date(2024, 1, 1)


def origin(name: str, published: date | None = None) -> Origin:
    return Origin(
        id=name,
        producer="Office of Examples",
        title="Flows & stocks",
        version="1",
        citation="Office of Examples (2024). Flows & stocks, 100 % made up.",
        url="https://example.org/flows",
        licence="CC BY 4.0",
        accessed=ACCESSED,
        published=published,
        terms="ship",
    )


def parse(path: Path) -> pl.LazyFrame:
    """Every row of the file; note ``?`` marks rows that the publisher calls doubtful."""
    schema = {column.name: column.dtype for column in FLOWS.columns}
    doubtful = pl.when(pl.col("note") == "?").then(pl.lit("doubtful"))
    return pl.scan_csv(path, schema=schema).with_columns(doubtful.alias(EXCLUDED))


def recognise(path: Path, head: bytes) -> bool:
    return head.startswith(HEADER.encode())


def connector(name: str, layout: str = HEADER, parser=parse) -> Connector:
    return Connector(name, origin(name), FLOWS, recognise, parser, layout)


def use(replace: Callable[[Any, str, Any], None], *connectors: Connector) -> None:
    """Put these connectors in the place of the real ones; `replace` is a kind of setattr.

    The first that recognises a file gets it.
    """

    def identify(path: Path) -> Connector:
        with Path(path).open("rb") as file:
            head = file.read(1 << 16)
        for item in connectors:
            if item.recognise(path, head):
                return item
        raise WrongProduct(where=str(path), found="unknown", expected=HEADER, remedy="Leave it.")

    replace(catalogue, "identify", identify)
    replace(catalogue, "get", {item.name: item for item in connectors}.__getitem__)


def write(path: Path, *rows: str) -> Path:
    """A file of the product."""
    path.write_text("\n".join((HEADER, *rows)) + "\n")
    return path
