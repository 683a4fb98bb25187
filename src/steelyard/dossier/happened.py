"""Dated events that concern a pair of states."""

from __future__ import annotations

from steelyard.dossier.records import Event
from steelyard.dossier.request import Request
from steelyard.dossier.series import place
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.states import by_iso3

# Marks for figures with little room: turning points named by all five background documents.
SENDERS = {"USA", "UKR"}  # states whose measures are registered with their target
LANDMARKS = ("Crimea", "invasion", "Power of Siberia", "no-limits", "no limits", "oil embargo")


def events(data: Dataset, asked: Request) -> tuple[Event, ...]:
    """Events with both states among the actors, or one of them and a bloc or third power."""
    codes = set(asked.codes)
    found = []
    for row in data.table("events").iter_rows(named=True):
        actors: set[str] = set((row["actors"] or "").split(";"))
        if actors & {"SUN"}:
            actors.add("RUS")
        x = _when(row["date"])
        inside = asked.years[0] <= x <= asked.years[1] + 1
        if inside and _concerns(actors, codes, row["domain"] or ""):
            found.append(
                Event(
                    date=row["date"],
                    x=round(x, 3),
                    text=row["event"],
                    domain=row["domain"] or "",
                    source=row["origin"] or "",
                    weight=_weight(row["event"], actors, codes),
                )
            )
    return tuple(sorted(found, key=lambda event: (event.x, event.text)))


def _concerns(actors: set[str], codes: set[str], domain: str) -> bool:
    """Both states took part; or one of them alone, with a bloc, or as a target of sanctions."""
    others = {actor for actor in actors - codes if actor in by_iso3() and actor != "SUN"}
    if domain == "sanctions":
        others -= SENDERS
    return codes <= actors or bool(actors & codes and not others)


def _when(day: str) -> float:
    """A date as a year with its fraction, on the axis that `place` uses."""
    parts = day.split("-")
    return place("-".join(parts[:2]))


def _weight(text: str, actors: set[str], codes: set[str]) -> int:
    """Both states count more than one, landmarks most."""
    landmark = any(word.lower() in text.lower() for word in LANDMARKS)
    return 4 * landmark + 2 * (codes <= actors)
