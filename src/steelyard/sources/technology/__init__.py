"""Connectors for innovation and technology."""

from steelyard.sources.connector import Connector
from steelyard.sources.technology.gii import GII

CONNECTORS: tuple[Connector, ...] = (GII,)
