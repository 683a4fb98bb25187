"""What every record of a dossier is, and the records that several others hold."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Event(Record):
    """A dated event; `weight` orders the marks that a small figure can hold (higher first)."""

    date: str
    x: float
    text: str
    domain: str
    source: str
    weight: int = 0


class Disagreement(Record):
    """Two or more published figures for the same quantity, side by side."""

    title: str
    period: str
    unit: str
    figures: tuple[tuple[str, float, str], ...]  # (who says so, value, source)
    spread: float  # largest over smallest
    comment: str
