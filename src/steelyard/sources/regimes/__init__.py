"""Indices of how states are ruled, by state and year."""

from steelyard.sources.connector import Connector
from steelyard.sources.regimes.own_index import OWN_INDEX
from steelyard.sources.regimes.polity import POLITY5
from steelyard.sources.regimes.vdem import VDEM

CONNECTORS: tuple[Connector, ...] = (VDEM, POLITY5, OWN_INDEX)
