"""Which product a file is, without importing it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from steelyard.vocabulary.errors import FileError


class Product(NamedTuple):
    """A connector and the table that it fills."""

    connector: str
    table: str


def product_of(path: Path) -> Product | None:
    """The product whose layout the file has, or None."""
    from steelyard.sources import catalogue

    try:
        connector = catalogue.identify(path)
    except FileError:
        return None
    return Product(connector.name, connector.table.name)
