"""Connectors for energy flows and prices."""

from steelyard.sources.connector import Connector
from steelyard.sources.energy.bp import BP
from steelyard.sources.energy.customs import CUSTOMS
from steelyard.sources.energy.pinksheet import PINKSHEET
from steelyard.sources.energy.predicted_prices import PREDICTED_PRICES
from steelyard.sources.energy.urals import URALS

CONNECTORS: tuple[Connector, ...] = (CUSTOMS, PREDICTED_PRICES, PINKSHEET, URALS, BP)
