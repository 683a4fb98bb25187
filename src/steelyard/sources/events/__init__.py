"""Event data coded from news: GDELT, ICEWS, and the CAMEO codes both use."""

from steelyard.sources.connector import Connector
from steelyard.sources.events.cameo import CAMEO_CODES, GOLDSTEIN_MAPPINGS
from steelyard.sources.events.gdelt import GDELT_EXPORT, GDELT_EXTRACT
from steelyard.sources.events.gdelt_pairs import GDELT_PAIRS
from steelyard.sources.events.icews import ICEWS

CONNECTORS: tuple[Connector, ...] = (
    GDELT_PAIRS,
    GDELT_EXTRACT,
    GDELT_EXPORT,
    ICEWS,
    CAMEO_CODES,
    GOLDSTEIN_MAPPINGS,
)
