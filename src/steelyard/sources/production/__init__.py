"""World input-output tables."""

from __future__ import annotations

from steelyard.sources.connector import Connector
from steelyard.sources.production import icio, wiod_2013, wiod_2016, wiod_2016_industries

CONNECTORS: tuple[Connector, ...] = tuple(
    module.CONNECTOR for module in (wiod_2013, wiod_2016, wiod_2016_industries, icio)
)
