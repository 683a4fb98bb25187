"""Published elasticities of trade and of substitution, and the sectors they are for."""

from __future__ import annotations

from steelyard.sources.connector import Connector
from steelyard.sources.elasticities import (
    broda_greenfield_weinstein,
    broda_weinstein,
    gtap_sectors,
    gtap_tariffs,
)

CONNECTORS: tuple[Connector, ...] = tuple(
    module.CONNECTOR
    for module in (gtap_tariffs, gtap_sectors, broda_greenfield_weinstein, broda_weinstein)
)
