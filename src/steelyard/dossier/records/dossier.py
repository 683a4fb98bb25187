"""The dossier's records: what Steelyard knows about a pair of states, as frozen values.

Everything that the command line, JSON, notebook, report and web page show is here, already
computed, with interval, status, origins and the measure's definition. A reader of these records
never calculates.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from steelyard.dossier.records.audit import Audit
from steelyard.dossier.records.base import Disagreement, Event, Record
from steelyard.dossier.records.causal import Causal
from steelyard.dossier.records.change import Explanation
from steelyard.dossier.records.comparison import Comparison
from steelyard.dossier.records.contest import ContestCell
from steelyard.dossier.records.cuts import Cuts
from steelyard.dossier.records.energy import FuelMarket
from steelyard.dossier.records.forecasts import Forecasts
from steelyard.dossier.records.pressure import Pressure
from steelyard.dossier.records.products import ProductTie
from steelyard.dossier.records.triangle import Triangle
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.provenance import Origin

SCHEMA_VERSION = 1

Status = Literal["observed", "reconciled", "declared", "quoted", "estimated", "absent"]


class Point(Record):
    """One value of a series. `period` is ``YYYY`` or ``YYYY-MM``; `x` its place in years."""

    period: str
    x: float
    value: Estimate
    status: Status
    origins: tuple[str, ...]
    note: str = ""


class Series(Record):
    """One measure of one state (towards a partner) on one basis, over time.

    Conflicting sources are separate series that share `measure`, `part`, `subject` and `partner`
    and differ in `basis`. `unit` "1" marks a share, shown as per cent.
    """

    id: str
    measure: str
    title: str
    definition: str
    domain: str
    unit: str
    subject: str
    partner: str | None
    part: str  # what the measure is of, such as one fuel or product group; "" where it is whole
    basis: str
    points: tuple[Point, ...]

    def at(self, period: str) -> Point | None:
        """The point of this period, if the series has one."""
        return next((point for point in self.points if point.period == period), None)


class Arm(Record):
    """One domain of the balance: both directions and the log ratio, at one time (law 9).

    `log_ratio` is ln(a on b / b on a): above 0, A leans on B more than B leans on A.
    """

    domain: str
    title: str
    definition: str
    period: str
    period_b: str
    a_on_b: Estimate
    b_on_a: Estimate
    log_ratio: Estimate
    probability_a_leans_more: float | None
    reading: str
    origins: tuple[str, ...]
    series: tuple[str, ...]


class Balance(Record):
    """The arms of all domains around one year."""

    year: int
    arms: tuple[Arm, ...]


class Finding(Record):
    """A sentence generated from numbers."""

    id: str
    sentence: str
    kind: Literal["observed", "estimated", "simulated"]
    value: Estimate
    unit: str
    robustness: str
    figure: str
    series: tuple[str, ...]
    origins: tuple[str, ...]


class PartnerShare(Record):
    """One partner's share of a state's exports or imports in one year."""

    state: str
    partner: str
    partner_name: str
    flow: Literal["exports", "imports"]
    year: int
    share: float
    value_usd_m: float
    rank: int
    status: Status


class MapValue(Record):
    """How a third state leans on A and on B, for the map.

    `log_ratio` is ln(share_a / share_b): above 0 it trades more with A.
    """

    state: str
    state_name: str
    m49: str
    share_a: Estimate
    share_b: Estimate
    log_ratio: float | None
    year: int


class Crossing(Record):
    """The year in which one series passed another, or a threshold, for good."""

    title: str
    sentence: str
    year: int | None
    low: int | None
    high: int | None
    series: tuple[str, ...]


class Gap(Record):
    """What is not known, why, and what that does to the answer."""

    what: str
    where: str
    years: str
    reason: str
    effect: str


class Measure(Record):
    """Catalogue entry of a measure that this dossier uses."""

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


class State(Record):
    """One of the two states."""

    iso3: str
    name: str
    adjective: str


class Head(Record):
    """The answer in one sentence."""

    sentence: str
    value: Estimate  # ratio of the two trade shares
    probability: float | None


class Dossier(Record):
    """What is known about the mutual dependence of two states."""

    schema_version: int = SCHEMA_VERSION
    steelyard_version: str
    a: State
    b: State
    years: tuple[int, int]
    as_of: date
    seed: int
    head: Head
    balances: tuple[Balance, ...]  # newest first; then about ten and twenty years earlier
    findings: tuple[Finding, ...]
    series: tuple[Series, ...]
    composition: tuple[PartnerShare, ...]
    map: tuple[MapValue, ...]
    crossings: tuple[Crossing, ...]
    comparison: Comparison | None = None  # None where the pair has no trade
    contest: tuple[ContestCell, ...] = ()  # states between by dimension, the chosen region first
    cuts: Cuts | None = None  # None where the two are not told apart in the world table
    products: tuple[ProductTie, ...] = ()  # the heaviest first, both directions
    fuels: tuple[FuelMarket, ...] = ()  # markets of fuels that link the two
    pressure: Pressure | None = None  # threats, hedges and contests; why one is missing
    triangle: Triangle | None = None  # with a third state; None where nothing is known of all three
    forecasts: Forecasts | None = None  # None where no document projects anything of the two
    causal: Causal | None = None  # the pair as a system, or why it has none; only where asked for
    audit: Audit | None = None  # None where the documents speak of another pair, or not asked for
    explanation: Explanation | None = None  # only where it was asked for
    events: tuple[Event, ...]
    disagreements: tuple[Disagreement, ...]
    gaps: tuple[Gap, ...]
    measures: tuple[Measure, ...]
    origins: tuple[Origin, ...]
    method: tuple[tuple[str, str], ...]  # heading, paragraph

    def find(self, series_id: str) -> Series | None:
        """The series with this id, if the dossier has it."""
        return next((series for series in self.series if series.id == series_id), None)

    def of(self, measure: str, subject: str | None = None) -> tuple[Series, ...]:
        """All series of a measure, for one subject or for all."""
        return tuple(
            series
            for series in self.series
            if series.measure == measure and subject in (None, series.subject)
        )

    def _repr_html_(self) -> str:
        """Sentence, balance and findings, as a notebook shows them."""
        from steelyard.dossier.notebook import as_html

        return as_html(self)

    def __repr__(self) -> str:
        """One line: a dossier is too large to print whole."""
        return (
            f"<Dossier {self.a.iso3}-{self.b.iso3} {self.years[0]}-{self.years[1]}, "
            f"{len(self.series)} series, as of {self.as_of}>"
        )

    def to_json(self) -> str:
        """The whole dossier as JSON; `Dossier.model_validate_json` reads it back."""
        return self.model_dump_json(indent=1)
