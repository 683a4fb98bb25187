"""A store, and files of a made-up product to put in it."""

from collections.abc import Callable
from pathlib import Path

import pytest

import made_up_product
from steelyard.sources.connector import Connector
from steelyard.store import Store


@pytest.fixture
def use_connectors(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Puts connectors in the place of the real ones."""

    def use(*connectors: Connector) -> None:
        made_up_product.use(monkeypatch.setattr, *connectors)

    return use


@pytest.fixture
def store(tmp_path: Path, use_connectors: Callable[..., None]) -> Store:
    use_connectors(made_up_product.connector("office"), made_up_product.connector("bureau"))
    return Store.open(tmp_path / "store", create=True)


@pytest.fixture
def flows(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of the product from rows of text."""

    def write(*rows: str, name: str = "flows.csv") -> Path:
        return made_up_product.write(tmp_path / name, *rows)

    return write
