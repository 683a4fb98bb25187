"""States and what binds or divides them: alliances, organisations, disputes, sanctions."""

from steelyard.sources.connector import Connector
from steelyard.sources.security.atop import ATOP_ALLIANCE
from steelyard.sources.security.contiguity import COW_CONTDIR
from steelyard.sources.security.disputes import COW_MID_DIRDISPS
from steelyard.sources.security.gsdb import GSDB_CASES, GSDB_DYADIC
from steelyard.sources.security.rivalries import TD_RIVALRIES
from steelyard.sources.security.shared_igos import COW_IGO_NDY
from steelyard.sources.security.state_systems import COW_MAJORS, COW_STATES, GW_STATES
from steelyard.sources.security.ties import TIES

CONNECTORS: tuple[Connector, ...] = (
    ATOP_ALLIANCE,
    COW_IGO_NDY,
    COW_STATES,
    GW_STATES,
    COW_MAJORS,
    COW_CONTDIR,
    COW_MID_DIRDISPS,
    TD_RIVALRIES,
    TIES,
    GSDB_CASES,
    GSDB_DYADIC,
)
