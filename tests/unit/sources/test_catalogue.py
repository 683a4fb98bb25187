"""Which product a file is of."""

from pathlib import Path

import pytest

from fixtures.trade_files import SAMPLES
from steelyard.sources import catalogue
from steelyard.vocabulary.errors import UnknownName, UnreadableFile, WrongProduct


def test_connectors_have_names_of_their_own():
    names = [connector.name for connector in catalogue.connectors()]
    assert len(names) == len(set(names))
    assert len(names) > 25


def test_every_connector_has_a_layout_and_key_columns():
    for connector in catalogue.connectors():
        assert connector.layout, connector.name
        assert connector.table.columns, connector.name
        assert "excluded" not in connector.table.names, connector.name


def test_a_connector_is_found_by_name():
    assert catalogue.get("baci_totals").name == "baci_totals"


def test_an_unknown_product_comes_with_its_nearest_names():
    with pytest.raises(UnknownName, match="Did you mean baci_totals"):
        catalogue.get("baci_total")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.connector.name}-{s.name}")
def test_a_file_is_of_one_product(sample, tmp_path: Path):
    path = tmp_path / sample.name
    path.write_bytes(sample.content)
    assert catalogue.identify(path).name == sample.connector.name


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02" * 50, b"\x89PNG\r\n\x1a\n\x00\x00", b"  \n"]
)
def test_empty_and_binary_files_are_unreadable(tmp_path: Path, content: bytes):
    path = tmp_path / "rubbish.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"rubbish\.csv"):
        catalogue.identify(path)


def test_an_unknown_table_names_the_products_nearest_to_it(tmp_path: Path):
    path = tmp_path / "mine.csv"
    path.write_text("year,exporter,importer,tons\n2020,RUS,CHN,5\n")
    with pytest.raises(WrongProduct, match="baci_totals") as caught:
        catalogue.identify(path)
    assert "year, exporter, importer, tons" in caught.value.found


def test_a_file_that_is_not_there_is_unreadable(tmp_path: Path):
    with pytest.raises(UnreadableFile, match=r"absent\.csv"):
        catalogue.identify(tmp_path / "absent.csv")


@pytest.mark.shared
def test_no_publisher_file_is_taken_for_two_products(shared: Path):
    files = [path for path in sorted((shared / "data").rglob("*")) if path.is_file()]
    for path in files:
        head = catalogue.read_head(path)
        known = [c.name for c in catalogue.connectors() if c.recognise(path, head)]
        assert len(known) <= 1, f"{path.name}: {known}"
