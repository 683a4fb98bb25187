"""What a simulation found, as one frozen record that can be kept and shown."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from steelyard.vocabulary.estimate import Estimate

SCHEMA = 1


class Found(BaseModel):
    """A frozen part of a result."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Change(Found):
    """Change of real income of a country or a group, per cent."""

    id: str
    name: str
    change: Estimate


class Outcome(Found):
    """Losses at one horizon, with intervals.

    `log_ratio` is ln(loss of a / loss of b). `uncertain` parts the variance of a's change among
    what is uncertain; they and `rest` sum to 1.
    """

    horizon: str
    a: Change
    b: Change
    log_ratio: Estimate
    countries: tuple[Change, ...]
    uncertain: tuple[Change, ...]
    draws: int
    residual: float
    unmet: tuple[str, ...]


class OfSector(Found):
    """Change of both sides if only this sector were touched; middle elasticities, per cent."""

    sector: str
    name: str
    a: float | None
    b: float | None


class OfPath(Found):
    """Change of both sides so many years after, middle elasticities, per cent."""

    years: float | None  # None: the long run
    a: float | None
    b: float | None


class OfClosure(Found):
    """Change of both sides under another rule for trade deficits, per cent."""

    closure: str
    a: float | None
    b: float | None


class Published(Found):
    """A published figure for the same or a similar question, and why it differs."""

    study: str
    what: str
    value: str
    differs: str
    citation: str
    url: str


class Simulation(Found):
    """The answer to one scenario."""

    schema_version: int = SCHEMA
    name: str
    title: str
    question: str
    note: str
    limits: tuple[str, ...]
    changes: tuple[str, ...]  # what changes, in words
    left_out: tuple[str, ...]
    source: str
    year: int
    published_year: int  # of the table, where it was carried to a later one
    closure: str
    seed: int
    outcomes: tuple[Outcome, ...]
    sectors: tuple[OfSector, ...]
    path: tuple[OfPath, ...]
    closures: tuple[OfClosure, ...]
    published: tuple[Published, ...]
    origins: tuple[str, ...]
