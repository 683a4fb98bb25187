"""Connectors for arms transfers."""

from steelyard.sources.arms.register import REGISTER
from steelyard.sources.arms.tiv_table import TIV
from steelyard.sources.connector import Connector

CONNECTORS: tuple[Connector, ...] = (REGISTER, TIV)
