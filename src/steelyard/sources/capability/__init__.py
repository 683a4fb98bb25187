"""Connectors for military capability and influence."""

from steelyard.sources.capability.fbic import FBIC
from steelyard.sources.capability.milex import MILEX
from steelyard.sources.capability.nmc import NMC, NMC_R
from steelyard.sources.connector import Connector

CONNECTORS: tuple[Connector, ...] = (MILEX, NMC, NMC_R, FBIC)
