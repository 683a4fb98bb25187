"""What a scenario of the causal system found, as one frozen record that can be kept and shown."""

from __future__ import annotations

from typing import Literal

from steelyard.scenarios.result import Found

SCHEMA = 1
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


class Fan(Found):
    """Quantiles at 5, 25, 50, 75 and 95 % of the draws, by year."""

    p05: tuple[float, ...]
    p25: tuple[float, ...]
    p50: tuple[float, ...]
    p75: tuple[float, ...]
    p95: tuple[float, ...]


class Watched(Found):
    """A variable under the baseline and under the scenario, and the paired difference.

    `rises` is the share of draws in which it is higher, None where it moves in none. `clear` is
    the first year in which the 90 % interval of the difference excludes 0, None if it never does.
    """

    variable: str
    title: str
    unit: str
    baseline: Fan
    scenario: Fan
    change: Fan
    rises: tuple[float | None, ...]
    clear: int | None


class Answer(Found):
    """Whether what was expected comes out: the share of draws, and the middle change.

    Beside the baseline, or since a year where one is named. `probability` is None where nothing
    moves: no way leads from what the scenario changes to the variable.
    """

    variable: str
    title: str
    direction: Literal["rises", "falls"]
    by: int
    since: int | None
    says: str
    probability: float | None
    simulation_error: float | None
    low: float
    middle: float
    high: float


class Odds(Found):
    """Probabilities of the classes of one direction under one definition, by year.

    By year and class, the lowest first; years after `last_known` are projections. Empty where
    `absent` says why.
    """

    subject: str
    partner: str
    definition: str
    title: str
    main: bool
    names: tuple[str, ...]
    last_known: int | None
    years: tuple[int, ...]
    share: Fan | None
    share_scenario: Fan | None
    baseline: tuple[tuple[float, ...], ...]
    scenario: tuple[tuple[float, ...], ...]
    absent: str


class SystemOutcome(Found):
    """A scenario beside its baseline.

    `kind` says whether numbers were drawn from priors or calibrated; no result is a forecast of
    what will happen, as chance from year to year is not in prior runs.
    """

    schema_version: int = SCHEMA
    kind: Literal["prior", "calibrated"]
    name: str
    title: str
    question: str
    row: str
    document: str
    note: str
    limits: tuple[str, ...]
    changes: tuple[str, ...]
    notes: tuple[str, ...]
    years: tuple[int, ...]
    watched: tuple[Watched, ...]
    answers: tuple[Answer, ...]
    odds: tuple[Odds, ...]
    drivers: tuple[str, ...]
    draws: int
    used: int
    seed: int
