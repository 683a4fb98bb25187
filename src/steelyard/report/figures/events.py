"""Which events a small figure can hold, and in which domain they matter."""

from __future__ import annotations

from steelyard.dossier.records import Dossier, Event

MOST_EVENTS = 7
APART = 1 / 18  # of the span of years: marks nearer than this would touch

# An event speaks to figures of its own domain and of these.
SPEAKS_TO = {
    "trade": {"sanctions", "economy", "diplomacy"},
    "energy": {"sanctions"},
    "technology": {"sanctions"},
    "finance": {"sanctions", "economy"},
    "arms": {"security"},
    "votes": {"diplomacy", "security"},
    "institutions": {"central_asia"},
    "region": {"central_asia"},
    "diplomacy": {"security"},
    "opinion": {"diplomacy", "security"},
    "capability": {"economy"},
}


def choose_events(dossier: Dossier, domain: str, years: tuple[int, int]) -> tuple[Event, ...]:
    """The weightiest events for a domain that do not crowd each other, in order of time."""
    low, high = years
    domains = {domain, *SPEAKS_TO.get(domain, ())}
    chosen: list[Event] = []
    inside = [e for e in dossier.events if e.domain in domains and low <= e.x <= high]
    for event in sorted(inside, key=lambda e: (-e.weight, e.domain != domain, e.x, e.text)):
        apart = all(abs(event.x - other.x) >= APART * (high - low) for other in chosen)
        if len(chosen) < MOST_EVENTS and apart:
            chosen.append(event)
    return tuple(sorted(chosen, key=lambda event: event.x))
