"""What an indicator is: a named quantity that a reader can look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from steelyard.vocabulary.provenance import Processing


@dataclass(frozen=True, slots=True)
class Indicator:
    """A published quantity with all that its reader needs.

    `kind` decides whether values may be summed over states (law 4); `valid` is the range of
    possible values, None where open; `reading` says what a value means and `limits` what it does
    not; `processing` is the least processing level of its values (law 5).
    """

    id: str
    title: str
    definition: str
    formula: str
    unit: str
    kind: Literal["extensive", "intensive"]
    valid: tuple[float | None, float | None]
    reading: str
    limits: str
    citation: str
    domain: str
    processing: Processing = Processing.MAJOR


SHARE = (0.0, 1.0)
COUNT = (0.0, None)
