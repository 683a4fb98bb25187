"""Figures of series over time: both directions, bands, conflicting bases, event marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor

from steelyard.dossier.records import Dossier, Event, Series
from steelyard.report import words
from steelyard.report.figures import lines
from steelyard.report.figures.events import choose_events
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.figures.traces import GroupKey, Trace, group, traces
from steelyard.report.theme import NARROW, SMALL, WIDE

MANY_POINTS = 4  # with fewer a line has no course
TABLE_ROWS = 60


def series_figures(dossier: Dossier) -> Iterator[Figure]:
    """One figure per measure; the telling one of each domain is wide and carries the events."""
    groups = list(group(dossier).items())
    leading = {domain: _leader(dossier, domain, groups) for domain in _domains(groups)}
    order = sorted(
        groups,
        key=lambda item: (
            words.domain_order(item[1][0].domain),
            item[0] != leading[item[1][0].domain],
        ),
    )
    for key, members in order:
        yield _figure(dossier, key, members, leads=key == leading[members[0].domain])


Group = tuple[GroupKey, list[Series]]


def _domains(groups: Iterable[Group]) -> list[str]:
    return list(dict.fromkeys(members[0].domain for _, members in groups))


def _leader(dossier: Dossier, domain: str, groups: Iterable[Group]) -> GroupKey:
    """The measure that the balance uses for this domain, if it has a course; else the fullest."""
    arms = [arm for balance in dossier.balances[:1] for arm in balance.arms]
    of_balance = {id_ for arm in arms if arm.domain == domain for id_ in arm.series}

    def rank(item: Group) -> tuple[bool, int]:
        members = item[1]
        most = max(sum(p.value.present for p in series.points) for series in members)
        in_balance = any(series.id in of_balance for series in members)
        return in_balance and most >= MANY_POINTS, most

    return max((item for item in groups if item[1][0].domain == domain), key=rank)[0]


def _figure(dossier: Dossier, key: GroupKey, members: list[Series], *, leads: bool) -> Figure:
    measure, third, part = key
    found = traces(dossier, members)
    series = found[0].series
    kicker, definition = _named(dossier, measure, members)
    years = _years(dossier, found)
    events = choose_events(dossier, series.domain, years) if leads else ()
    title = _title(dossier, found)
    drawing = {
        "traces": found,
        "unit": series.unit,
        "years": years,
        "events": events,
    }
    return Figure(
        id=words.slug(f"{measure} {third} {part}"),
        kicker=kicker,
        title=title,
        subtitle=_subtitle(definition, series.unit),
        alt=f"Line chart: {kicker}. {title}. {_alt_events(events)}".strip(),
        size="wide" if leads else "small",
        wide=lines.draw(WIDE, 360, **drawing) if leads else lines.draw(SMALL, 240, **drawing),
        narrow=lines.draw(NARROW, 300, **drawing) if leads else None,
        rows=tuple(_rows(members)),
        table=_table(found),
        origins=_origins(found),
        domain=series.domain,
        notes=tuple(_notes(found)),
        events=events,
        series=tuple(trace.series.id for trace in found),
    )


def _years(dossier: Dossier, found: Sequence[Trace]) -> tuple[int, int]:
    """The years of the dossier; only the later part where figures fill just that."""
    low, high = dossier.years
    first = min(trace.present[0].x for trace in found)
    if first - low <= 0.55 * (high - low):
        return low, high
    return floor(first) - 1, high


def _named(dossier: Dossier, measure: str, members: Sequence[Series]) -> tuple[str, str]:
    """Title and definition of the measure: the catalogue's, or those of the first series."""
    entry = next((m for m in dossier.measures if m.id == measure), None)
    definitions = {series.definition for series in members}
    title = entry.title if entry else members[0].title
    return title, entry.definition if entry and len(definitions) > 1 else members[0].definition


def _title(dossier: Dossier, found: Iterable[Trace]) -> str:
    """What happened: the course of one or two lines, or where several stand now."""
    main = [trace for trace in found if trace.main]
    if len(main) <= 2 and len({trace.series.part for trace in main}) == 1:
        return "; ".join(_course(trace) for trace in main)
    latest = sorted(main, key=lambda trace: -(trace.last.value.point or 0))[:3]
    told = "; ".join(
        f"{t.label} {words.show(t.last.value, t.series.unit)} in {words.period(t.last.period)}"
        for t in latest
    )
    return f"{_whose(dossier, main)}{told}"


def _whose(dossier: Dossier, main: Sequence[Trace]) -> str:
    """Who leans on whom, where the labels of several lines do not say it."""
    if len({trace.series.subject for trace in main}) > 1:
        return ""
    prefixes = {trace.series.title.rpartition(": ")[0] for trace in main}
    if len(prefixes) == 1 and prefixes != {""}:
        return f"{prefixes.pop()}: "
    names = {state.iso3: state.name for state in (dossier.a, dossier.b)}
    series = main[0].series
    if series.subject not in names or series.partner not in names:
        return ""
    return f"{names[series.subject]} on {names[series.partner]}: "


def _course(trace: Trace) -> str:
    first, last = trace.present[0], trace.last
    moved = words.moved(first.value, last.value, trace.series.unit, first.period, last.period)
    return f"{trace.claim} {moved}"


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
        which = "some" if levels else "these"
        yield f"No interval for {which} figures: {'; '.join(list(reasons)[:3])}."
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
