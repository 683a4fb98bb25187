"""Votes in the United Nations: General Assembly roll calls and Security Council vetoes."""

from steelyard.sources.connector import Connector
from steelyard.sources.votes.bridges import UN_BRIDGES
from steelyard.sources.votes.cow_codes import COW_CODES
from steelyard.sources.votes.un_digital_library import UNDL_GA_VOTES
from steelyard.sources.votes.unvotes import UN_ROLL_CALL_ISSUES, UN_ROLL_CALLS, UN_VOTES
from steelyard.sources.votes.vetoes import UNSC_VETOES
from steelyard.sources.votes.voeten import UN_VOTES_PUBLISHED

CONNECTORS: tuple[Connector, ...] = (
    UN_VOTES,
    UN_ROLL_CALLS,
    UN_ROLL_CALL_ISSUES,
    UN_VOTES_PUBLISHED,
    UN_BRIDGES,
    COW_CODES,
    UNDL_GA_VOTES,
    UNSC_VETOES,
)
