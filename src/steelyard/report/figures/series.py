"""Figures of series over time: both directions, bands, conflicting bases, event marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor

from steelyard.dossier.records import Dossier, Event, Series
from steelyard.report import words
from steelyard.report.figures import lines
from steelyard.report.figures.events import choose_events
from steelyard.report.figures.plan import Plan, plans
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.figures.traces import Trace, traces
from steelyard.report.theme import NARROW, SMALL, WIDE

TABLE_ROWS = 40
TOLD, TOLD_SMALL = 3, 2  # lines whose newest value a title can hold
OF_BOTH = {"votes", "arms", "institutions", "diplomacy"}  # what both states do together


def series_figures(dossier: Dossier) -> Iterator[Figure]:
    """The chosen figures; the telling one of each domain is wide and carries the events."""
    for plan in plans(dossier):
        yield _figure(dossier, plan)


def _figure(dossier: Dossier, plan: Plan) -> Figure:
    found = traces(dossier, plan.members, plan.lines)
    unit, leads = found[0].series.unit, plan.leads
    kicker, definition = _named(dossier, plan)
    years = _years(dossier, found)
    events = choose_events(dossier, plan.domain, years) if leads else ()
    title = _title(dossier, plan, found)
    drawing = {"traces": found, "unit": unit, "years": years, "events": events}
    return Figure(
        id=words.slug(plan.id),
        kicker=kicker,
        title=title,
        subtitle=_subtitle(definition, unit),
        alt=f"Line chart: {kicker}. {title}. {_alt_events(events)}".strip(),
        size="wide" if leads else "small",
        wide=lines.draw(WIDE, 360, **drawing) if leads else lines.draw(SMALL, 240, **drawing),
        narrow=lines.draw(NARROW, 300, **drawing) if leads else None,
        rows=tuple(data_rows(plan.members)),
        table=_table(found),
        origins=_origins(found),
        domain=plan.domain,
        notes=tuple(_notes(found, plan)),
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


def _named(dossier: Dossier, plan: Plan) -> tuple[str, str]:
    """Titles and definitions of the measures: the catalogue's, or those of the series."""
    entries = {entry.id: entry for entry in dossier.measures}
    titles, definitions = [], []
    for measure in dict.fromkeys(series.measure for series in plan.members):
        members = [series for series in plan.members if series.measure == measure]
        entry, own = entries.get(measure), {series.definition for series in members}
        titles.append(entry.title if entry else members[0].title)
        shared = entry.definition if entry and len(own) > 1 else members[0].definition
        definitions.append(shared.rstrip("."))
    return words.listed(words.inside(titles)), "; ".join(words.inside(definitions))


def _title(dossier: Dossier, plan: Plan, found: Iterable[Trace]) -> str:
    """What happened: the course of one or two lines, or where several stand now."""
    main = [trace for trace in found if trace.main]
    if len(main) <= 2:
        return _of_pair(dossier, main, "; ".join(words.clauses(dossier, [*map(_course, main)])))
    pair = (dossier.a.iso3, dossier.b.iso3)  # they are told before others on the same scale
    latest = sorted(
        main, key=lambda trace: (trace.series.subject not in pair, -(trace.last.value.point or 0))
    )
    told = "; ".join(
        f"{t.label} {words.show(t.last.value, t.series.unit)} in {words.period(t.last.period)}"
        for t in latest[: TOLD if plan.leads else TOLD_SMALL]
    )
    return f"{_whose(dossier, plan, main)}{told}"


def _of_pair(dossier: Dossier, main: Sequence[Trace], told: str) -> str:
    """A title of what both states do together, with their names where it has neither."""
    either = (dossier.a, dossier.b)
    if main[0].series.domain not in OF_BOTH or any(
        name in told for state in either for name in (state.name, state.adjective)
    ):
        return told
    pair = _both(dossier, main[0].series)
    return f"{pair}{words.inside(['', told])[1]}" if pair else told


def _whose(dossier: Dossier, plan: Plan, main: Sequence[Trace]) -> str:
    """Who leans on whom, or what is meant, where the labels of several lines do not say it."""
    if len({trace.series.subject for trace in main}) > 1:
        ends = {trace.series.title.partition(": ")[2] for trace in main}
        end = ends.pop() if len(ends) == 1 else ""
        return f"{end[:1].upper()}{end[1:]}: " if end else ""
    if any("{subject}" in line for line in plan.lines.values()):
        return ""
    prefixes = {trace.series.title.rpartition(": ")[0] for trace in main}
    if len(prefixes) == 1 and prefixes != {""}:
        return f"{prefixes.pop()}: "
    return _both(dossier, main[0].series)


def _both(dossier: Dossier, series: Series) -> str:
    """The two states of a series as the beginning of a title; nothing where one is another."""
    names = {state.iso3: state.name for state in (dossier.a, dossier.b)}
    if series.subject not in names or series.partner not in names:
        return ""
    link = "and" if series.domain in OF_BOTH else "on"
    return f"{names[series.subject]} {link} {names[series.partner]}: "


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


def _notes(found: Sequence[Trace], plan: Plan) -> Iterable[str]:
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
    if plan.left_out:
        yield f"{plan.left_out} more lines stand in the table of all series."


def data_rows(members: Iterable[Series]) -> Iterable[Mapping[str, Cell]]:
    """One mapping for each number of these series, as the data files hold it."""
    for series in members:
        for point in series.points:
            value = point.value
            yield {
                "series": series.id,
                "measure": series.measure,
                "title": series.title,
                "domain": series.domain,
                "part": series.part,
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
