"""A product that no publisher makes, so that the store is tested without publisher files."""

import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import polars as pl

import steelyard.sources
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


def catalogue(*connectors: Connector) -> ModuleType:
    """A catalogue of connectors; the first that recognises a file gets it."""
    module = ModuleType("steelyard.sources.catalogue")

    def identify(path: Path) -> Connector:
        with Path(path).open("rb") as file:
            head = file.read(1 << 16)
        for item in connectors:
            if item.recognise(path, head):
                return item
        raise WrongProduct(where=str(path), found="unknown", expected=HEADER, remedy="Leave it.")

    module.identify = identify  # type: ignore[attr-defined]
    module.get = {item.name: item for item in connectors}.__getitem__  # type: ignore[attr-defined]
    return module


def install(module: ModuleType | None = None) -> None:
    """Put a catalogue in the place of the real one, for good: only in processes of their own."""
    module = module or catalogue(connector("office"), connector("bureau"))
    sys.modules["steelyard.sources.catalogue"] = module
    steelyard.sources.catalogue = module  # type: ignore[attr-defined]


def write(path: Path, *rows: str) -> Path:
    """A file of the product."""
    path.write_text("\n".join((HEADER, *rows)) + "\n")
    return path
