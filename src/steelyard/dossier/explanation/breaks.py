"""Breaks of the headline series, set against the register of events and never explained by it."""

from __future__ import annotations

from math import exp

import numpy as np

from steelyard.dossier.explanation.words import rate
from steelyard.dossier.records import Break, BreakTest, Event, Series
from steelyard.dossier.side_by_side import side_by_side
from steelyard.dossier.words import possessive
from steelyard.models.series.drift import FEWEST, DriftTest, TurningPoint, drift_breaks
from steelyard.vocabulary.states import find

HEADLINES = (
    "trade.trade_share",
    "trade.export_share",
    "trade.import_share",
    "trade.log_ratio",
    "trade.flow",
    "energy.supplier_share",
    "energy.unit_value",
    "votes.agreement",
    "capability.ratio",
)
SHARES = {
    "trade.trade_share": "trade",
    "trade.export_share": "exports",
    "trade.import_share": "imports",
}
PARTS = {  # of measures that have many parts, those that stand for the whole
    "votes.agreement": ("",),
    "capability.ratio": ("gdp", "gdp_ppp", "cinc"),
}
IN_LEVELS = ("votes", "opinion")  # domains of indices that do not grow by per cent
FEW = 8  # years below which a series is not worth a line
METHOD = (
    "restricted likelihood ratio of a jump or bend over all dates, trend and noise of any "
    "autocorrelation on both sides; null distribution simulated, least favourable of rho 0 to 0.9"
)
SHOWN = 6  # events named in a record


def break_tests(
    found: tuple[Series, ...], events: tuple[Event, ...], seed: int
) -> tuple[tuple[BreakTest, ...], tuple[Break, ...]]:
    """Every headline series asked for breaks; the tests, and the breaks that were found."""
    asked = side_by_side(lambda series: _asked(series, events, seed), _longest(found))
    tests = [test for test, _ in asked]
    breaks = [turn for _, own in asked for turn in own]
    order = sorted(breaks, key=lambda one: (HEADLINES.index(one.measure), one.p_value, one.year))
    return tuple(tests), tuple(order)


def _asked(series: Series, events: tuple[Event, ...], seed: int) -> tuple[BreakTest, list[Break]]:
    """One series asked for breaks, where it has years enough."""
    years, values = yearly(series)
    if years.size < FEWEST:
        return _too_short(series, years, values), []
    return _tested(series, years, values, events, seed)


def _longest(found: tuple[Series, ...]) -> list[Series]:
    """Headline series; of those that differ in basis alone, the one with most years."""
    kept: dict[tuple[str, str, str, str | None], Series] = {}
    for series in found:
        key = (series.measure, series.part, series.subject, series.partner)
        size = yearly(series)[0].size
        parts = PARTS.get(series.measure, (series.part,))
        if series.measure not in HEADLINES or series.part not in parts or size < FEW:
            continue
        if key not in kept or size > yearly(kept[key])[0].size:
            kept[key] = series
    return list(kept.values())


def yearly(series: Series) -> tuple[np.ndarray, np.ndarray]:
    """Years and values that rest on observation: imputed years say nothing of a break."""
    kept = {
        int(point.period): point.value.point
        for point in series.points
        if point.value.point is not None and len(point.period) == 4 and point.status != "estimated"
    }
    years = sorted(kept)
    return np.array(years, dtype=int), np.array([kept[year] for year in years], dtype=float)


def _tested(
    series: Series,
    years: np.ndarray,
    values: np.ndarray,
    events: tuple[Event, ...],
    seed: int,
) -> tuple[BreakTest, list[Break]]:
    """One series: the test, and its breaks."""
    logs = _in_logs(series, values)
    scaled = np.log(values) if logs else values
    test = drift_breaks(years, scaled, seed=seed)
    breaks = [_break(series, turn, test, events, logs) for turn in test.turns]
    fitted = tuple(exp(value) if logs else value for value in test.fitted)
    return (
        BreakTest(
            title=_title(series),
            sentence=_sentence(series, years, test, breaks),
            measure=series.measure,
            subject=series.subject,
            partner=series.partner,
            series=series.id,
            unit=series.unit,
            in_logs=logs,
            years=tuple(years.tolist()),
            observed=tuple(values.tolist()),
            fitted=fitted,
            p_value=test.p_values[0],
            autocorrelation=test.autocorrelation,
            breaks=len(breaks),
        ),
        breaks,
    )


def _in_logs(series: Series, values: np.ndarray) -> bool:
    """Whether a series is one that grows by per cent."""
    by_cent = series.unit != "log" and series.measure.split(".")[0] not in IN_LEVELS
    return by_cent and series.measure != "trade.log_ratio" and bool((values > 0).all())


def _break(
    series: Series, turn: TurningPoint, test: DriftTest, events: tuple[Event, ...], logs: bool
) -> Break:
    """One break as a record, with the events that lie between the years it may have come in."""
    before, after = turn.before, turn.after
    if logs and turn.kind == "jump":
        before, after = exp(before), exp(after)
    elif logs:
        before, after = exp(before) - 1, exp(after) - 1
    inside = [event for event in events if turn.low <= event.x < turn.high + 2]
    named = sorted(inside, key=lambda event: (-event.weight, event.x))[:SHOWN]
    span = f"{turn.low + 1} to {turn.high + 1}" if turn.low < turn.high else f"{turn.low + 1}"
    course = (
        f"jumped by {rate(after / before - 1, logs=True)}"
        if turn.kind == "jump" and logs
        else f"jumped by {after - before:+.3g}"
        if turn.kind == "jump"
        else f"bent from {rate(before, logs=logs)} to {rate(after, logs=logs)} a year"
    )
    return Break(
        title=_title(series),
        sentence=f"{_title(series)} {course}, first seen in {turn.date + 1} ({span}; "
        f"p = {test.p_values[0]:.3f}).",
        measure=series.measure,
        subject=series.subject,
        partner=series.partner,
        series=series.id,
        unit=series.unit,
        kind=turn.kind,
        in_logs=logs,
        year=turn.date,
        low=turn.low,
        high=turn.high,
        level=turn.level,
        before=before,
        after=after,
        p_value=test.p_values[0],
        method=METHOD,
        events=tuple(sorted(named, key=lambda event: event.x)),
    )


def _sentence(series: Series, years: np.ndarray, test: DriftTest, breaks: list[Break]) -> str:
    """What the test says, in one line."""
    if breaks:
        return " ".join(one.sentence for one in breaks)
    return (
        f"{_title(series)}, {years[0]} to {years[-1]}: no break can be told from drift "
        f"(p = {test.p_values[0]:.2f}, {years.size} years, noise with autocorrelation "
        f"{test.autocorrelation:.2f})."
    )


def _too_short(series: Series, years: np.ndarray, values: np.ndarray) -> BreakTest:
    """A series that cannot tell a break from drift whatever happened."""
    return BreakTest(
        title=_title(series),
        sentence=f"{_title(series)}: {years.size} years are too few to tell a break from drift; "
        f"it takes {FEWEST}.",
        measure=series.measure,
        subject=series.subject,
        partner=series.partner,
        series=series.id,
        unit=series.unit,
        in_logs=False,
        years=tuple(years.tolist()),
        observed=tuple(values.tolist()),
        fitted=(),
        p_value=None,
        autocorrelation=None,
        breaks=0,
    )


def _title(series: Series) -> str:
    """The series' title with its basis, which tells conflicting sources apart."""
    flow = SHARES.get(series.measure)
    if flow is None or series.partner is None:
        return f"{series.title} ({series.basis})"
    whose = possessive(find(series.partner).sentence_name)
    return f"{whose} share of {find(series.subject).adjective} {flow} ({series.basis})"
