"""Every product that can be read says what it is, whose it is and what may be done with it."""

from typing import get_args

import pytest

from steelyard.sources.catalogue import TOPICS, connectors
from steelyard.sources.connector import Connector
from steelyard.vocabulary.provenance import Terms
from steelyard.vocabulary.tables import EXCLUDED, ColumnKind

each = pytest.mark.parametrize("connector", connectors(), ids=lambda item: item.name)


def test_names_are_unique_and_topics_are_listed_once():
    names = [connector.name for connector in connectors()]
    assert len(names) == len(set(names))
    assert len(TOPICS) == len(set(TOPICS))


@each
def test_the_origin_is_complete(connector: Connector):
    origin = connector.origin
    assert origin.id == connector.name
    for field in ("producer", "title", "version", "citation", "licence"):
        assert getattr(origin, field).strip(), field
    assert origin.terms in get_args(Terms)
    assert origin.url == "" or origin.url.startswith(("http://", "https://"))
    assert origin.published is None or origin.published <= origin.accessed


@each
def test_an_origin_without_an_address_says_where_its_figures_come_from(connector: Connector):
    origin = connector.origin
    # files of these name no page
    known = {"unsc_vetoes", "joint_exercises", "urals_monthly", "own_index"}
    assert origin.url or origin.producer == "Steelyard" or connector.name in known


@each
def test_the_layout_is_one_sentence(connector: Connector):
    layout = connector.layout
    assert 10 <= len(layout) <= 400
    assert "\n" not in layout
    assert layout.endswith("...") or not layout.endswith(".")
    assert ". " not in layout


@each
def test_every_column_of_the_table_has_a_kind_and_numbers_have_a_unit(connector: Connector):
    table = connector.table
    assert table.title.strip()
    assert len(table.names) == len(set(table.names))
    assert EXCLUDED not in table.names
    for column in table.columns:
        assert column.kind in get_args(ColumnKind)
        if column.kind in ("extensive", "intensive"):
            assert column.unit, f"{column.name} has no unit (law 4)"


def test_two_products_that_share_a_table_agree_on_it():
    by_name: dict[str, Connector] = {}
    for connector in connectors():
        first = by_name.setdefault(connector.table.name, connector)
        assert first.table == connector.table, (first.name, connector.name)
