"""Sourced figures and dated events that fill what the files of publishers do not reach."""

from steelyard.sources.connector import Connector
from steelyard.sources.facts.cited_figures import CITED_FIGURES
from steelyard.sources.facts.events import DATED_EVENTS
from steelyard.sources.facts.figures import FACTS

CONNECTORS: tuple[Connector, ...] = (FACTS, DATED_EVENTS, CITED_FIGURES)
