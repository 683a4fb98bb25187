"""Connectors for official finance and exchange rates."""

from steelyard.sources.connector import Connector
from steelyard.sources.finance.aiddata import GCDF_COW, GCDF_GW
from steelyard.sources.finance.aiddata_projects import PROJECTS
from steelyard.sources.finance.exchange_rates import USD_CNY, USD_RUB

CONNECTORS: tuple[Connector, ...] = (GCDF_COW, GCDF_GW, PROJECTS, USD_CNY, USD_RUB)
