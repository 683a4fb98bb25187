"""Every connector's table can be held by the store."""

import pytest

from steelyard.sources.catalogue import connectors
from steelyard.sources.connector import Connector
from steelyard.store.description import describe_table, table_from, with_plain_types
from steelyard.store.rules import RESERVED

every_connector = pytest.mark.parametrize("connector", connectors(), ids=lambda item: item.name)


@every_connector
def test_no_column_has_a_name_that_the_store_adds(connector: Connector):
    assert not RESERVED & set(connector.table.names)


@every_connector
def test_a_table_survives_its_description(connector: Connector):
    table = with_plain_types(connector.table)
    assert table_from(describe_table(table)) == table


def test_connectors_that_share_a_table_agree_on_it():
    tables = {item.table.name: item.table for item in connectors()}
    for item in connectors():
        assert item.table == tables[item.table.name], item.name
