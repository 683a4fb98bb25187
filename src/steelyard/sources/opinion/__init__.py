"""How publics see other states."""

from steelyard.sources.connector import Connector
from steelyard.sources.opinion.pew import PEW_FAVOURABILITY

CONNECTORS: tuple[Connector, ...] = (PEW_FAVOURABILITY,)
