"""People who live in another state than they come from."""

from steelyard.sources.connector import Connector
from steelyard.sources.migration.migrant_pairs import UNDESA_PAIRS
from steelyard.sources.migration.migrant_totals import UNDESA_TOTALS

CONNECTORS: tuple[Connector, ...] = (UNDESA_PAIRS, UNDESA_TOTALS)
