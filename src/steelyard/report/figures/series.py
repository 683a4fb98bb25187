"""Figures of series over time: both directions, bands, conflicting bases, event marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from steelyard.dossier.records import Dossier, Event, Series
from steelyard.report import words
from steelyard.report.figures import lines
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.figures.traces import Trace, group, traces
from steelyard.report.theme import NARROW, SMALL, WIDE

MOST_EVENTS = 7
TABLE_ROWS = 60


def series_figures(dossier: Dossier) -> list[Figure]:
    """One figure per measure; the first of each domain is wide and carries the events."""
    led: set[str] = set()
    figures = []
    groups = sorted(group(dossier).items(), key=lambda item: words.domain_order(item[1][0].domain))
    for (measure, third), members in groups:
        domain = members[0].domain
        leads = domain not in led and not third
        led |= {domain} if leads else set()
        figures.append(_figure(dossier, measure, third, traces(dossier, members), leads=leads))
    return figures


def _figure(
    dossier: Dossier, measure: str, third: str, found: list[Trace], *, leads: bool
) -> Figure:
    series = found[0].series
    kicker, definition = _named(dossier, measure, [trace.series for trace in found])
    events = choose_events(dossier, series.domain) if leads else ()
    title = _title(found)
    years = f"{dossier.years[0]} to {dossier.years[1]}"
    drawing = {
        "traces": found,
        "unit": series.unit,
        "years": dossier.years,
        "events": events,
    }
    return Figure(
        id=words.slug(f"{measure} {third}"),
        kicker=kicker,
        title=title,
        subtitle=_subtitle(definition, series.unit),
        alt=f"Line chart of {kicker}, {years}. {title}. {_alt_events(events)}".strip(),
        size="wide" if leads else "small",
        wide=lines.draw(WIDE, 360, **drawing) if leads else lines.draw(SMALL, 230, **drawing),
        narrow=lines.draw(NARROW, 280, **drawing) if leads else None,
        rows=tuple(_rows([trace.series for trace in found])),
        table=_table(found),
        origins=_origins(found),
        domain=series.domain,
        notes=tuple(_notes(found)),
        events=events,
        series=tuple(trace.series.id for trace in found),
    )


def choose_events(dossier: Dossier, domain: str) -> tuple[Event, ...]:
    """The weightiest events of a domain that do not crowd each other, in order of time."""
    low, high = dossier.years
    apart = (high - low) / 20
    chosen: list[Event] = []
    inside = [e for e in dossier.events if e.domain == domain and low <= e.x <= high + 1]
    for event in sorted(inside, key=lambda event: (-event.weight, event.x, event.text)):
        if len(chosen) < MOST_EVENTS and all(abs(event.x - e.x) >= apart for e in chosen):
            chosen.append(event)
    return tuple(sorted(chosen, key=lambda event: event.x))


def _named(dossier: Dossier, measure: str, members: Sequence[Series]) -> tuple[str, str]:
    """Title and definition: the series' own where they agree, else the catalogue's."""
    entry = next((m for m in dossier.measures if m.id == measure), None)
    titles = {series.title for series in members}
    definitions = {series.definition for series in members}
    title = entry.title if entry and len(titles) > 1 else members[0].title
    same = len(definitions) == 1 or entry is None
    return title, members[0].definition if same or entry is None else entry.definition


def _title(found: Iterable[Trace]) -> str:
    """What happened, from the first and the last value of each main line."""
    parts = []
    for trace in found:
        if trace.main:
            first, last = trace.present[0], trace.last
            moved = words.moved(
                first.value, last.value, trace.series.unit, first.period, last.period
            )
            parts.append(f"{trace.label[:1].upper()}{trace.label[1:]}: {moved}")
    return "; ".join(parts)


def _subtitle(definition: str, unit: str) -> str:
    definition = definition.rstrip(".")
    return f"{definition}, {words.unit_name(unit)}."


def _alt_events(events: Sequence[Event]) -> str:
    if not events:
        return ""
    return "Marked events: " + "; ".join(f"{event.date} {event.text}" for event in events) + "."


def _origins(found: Iterable[Trace]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(o for trace in found for p in trace.series.points for o in p.origins)
    )


def _notes(found: Sequence[Trace]) -> Iterable[str]:
    """How to read the marks, and what stands behind the intervals."""
    points = [point for trace in found for point in trace.present]
    levels = dict.fromkeys(words.level(p.value) for p in points if p.value.low is not None)
    reasons = dict.fromkeys(words.why(p.value) for p in points if p.value.low is None)
    if levels:
        yield f"Band: {words.listed(levels)}."
    if reasons:
        yield f"No interval for {'some' if levels else 'these'} figures: {'; '.join(list(reasons)[:3])}."
    if any(point.status == "estimated" for point in points):
        yield "Hollow points are estimated."
    if any(len(trace.runs()) > 1 for trace in found):
        yield "Dotted stretches bridge years without a figure."
    others = [trace.series.basis for trace in found if not trace.main]
    if others:
        yield f"Thin lines are other sources for the same quantity: {words.listed(others)}."


def _rows(members: Iterable[Series]) -> Iterable[Mapping[str, Cell]]:
    for series in members:
        for point in series.points:
            value = point.value
            yield {
                "series": series.id,
                "measure": series.measure,
                "title": series.title,
                "subject": series.subject,
                "partner": series.partner,
                "basis": series.basis,
                "unit": series.unit,
                "period": point.period,
                "value": value.point,
                "low": value.low,
                "high": value.high,
                "level": value.level,
                "kind": value.kind,
                "status": point.status,
                "interval_basis": value.basis,
                "origins": ";".join(point.origins),
                "note": point.note,
            }


def _table(found: Sequence[Trace]) -> Table:
    """Periods down, lines across, newest first; long monthly tables show their newest part."""
    periods = sorted({p.period for trace in found for p in trace.series.points}, reverse=True)
    shown = periods[:TABLE_ROWS]
    header = ("Period", *(_column(trace, found) for trace in found))
    rows = [(period, *(_cell(trace.series, period) for trace in found)) for period in shown]
    rest = len(periods) - len(shown)
    return Table(
        header, tuple(rows), f"{rest} earlier periods are in the CSV file." if rest else ""
    )


def _column(trace: Trace, found: Sequence[Trace]) -> str:
    alone = sum(other.label == trace.label for other in found) == 1
    name = f"{trace.label[:1].upper()}{trace.label[1:]}"
    return name if alone or not trace.series.basis else f"{name}, {trace.series.basis}"


def _cell(series: Series, period: str) -> str:
    point = series.at(period)
    return words.show(point.value, series.unit) if point else "–"
