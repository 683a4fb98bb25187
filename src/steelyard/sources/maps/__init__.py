"""Outlines of states for maps."""

from steelyard.sources.connector import Connector
from steelyard.sources.maps.countries import COUNTRIES_110M

CONNECTORS: tuple[Connector, ...] = (COUNTRIES_110M,)
