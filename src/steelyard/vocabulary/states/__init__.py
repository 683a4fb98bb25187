"""States and territories over time: names, codes, dates, successors and the words for them."""

from steelyard.vocabulary.states.aggregates import aggregate
from steelyard.vocabulary.states.codes import (
    from_cow,
    from_gw,
    from_m49,
    mapping,
    to_iso3,
    to_m49,
)
from steelyard.vocabulary.states.names import find, lookup, match, nearest, resolve
from steelyard.vocabulary.states.registry import State, all_states, by_iso3
from steelyard.vocabulary.states.seats import un_seat

__all__ = [
    "State",
    "aggregate",
    "all_states",
    "by_iso3",
    "find",
    "from_cow",
    "from_gw",
    "from_m49",
    "lookup",
    "mapping",
    "match",
    "nearest",
    "resolve",
    "to_iso3",
    "to_m49",
    "un_seat",
]
