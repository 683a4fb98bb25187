"""Visits, public diplomacy and joint exercises."""

from steelyard.sources.connector import Connector
from steelyard.sources.diplomacy.joint_exercises import JOINT_EXERCISES
from steelyard.sources.diplomacy.leader_visits import CEIAS_VISITS
from steelyard.sources.diplomacy.public_diplomacy import AIDDATA_PUBLIC_DIPLOMACY

CONNECTORS: tuple[Connector, ...] = (CEIAS_VISITS, AIDDATA_PUBLIC_DIPLOMACY, JOINT_EXERCISES)
