"""Connectors for national accounts and development indicators."""

from steelyard.sources.connector import Connector
from steelyard.sources.macro.pwt import PWT
from steelyard.sources.macro.weo import WEO
from steelyard.sources.macro.worldbank_api import WDI_API
from steelyard.sources.macro.worldbank_databank import WDI_DATABANK
from steelyard.sources.macro.worldbank_tables import WDI_PAIR, WDI_TOPIC

CONNECTORS: tuple[Connector, ...] = (PWT, WEO, WDI_API, WDI_DATABANK, WDI_TOPIC, WDI_PAIR)
