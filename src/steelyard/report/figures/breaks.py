"""Breaks: a series with its segments, the interval of the date, and what lies inside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log10

from steelyard.dossier.explanation.sentences import UNUSUAL
from steelyard.dossier.records import Break, BreakTest, Dossier, Event, Explanation
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, axes, nice_ticks, ratio_ticks, tick_letters
from steelyard.report.figures.paths import polyline
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.sides import CHANGE
from steelyard.report.theme import HALF, HEX, NARROW, SMALL
from steelyard.vocabulary.estimate import exact

NO_INTERVAL = "no interval: a p-value has none"
ROW = 31.0


def break_figures(dossier: Dossier, why: Explanation) -> Iterator[Figure]:
    """One figure for each series that has a break, in the order of the dossier's breaks."""
    tests = {test.series: test for test in why.tests}
    for series in dict.fromkeys(one.series for one in why.breaks):
        if series in tests:
            yield _figure(dossier, tests[series], [b for b in why.breaks if b.series == series])


def _figure(dossier: Dossier, test: BreakTest, breaks: Sequence[Break]) -> Figure:
    inside = dict.fromkeys(event for one in breaks for event in one.events)
    events = tuple(sorted(inside, key=lambda event: (event.date, event.text)))
    source = dossier.find(test.series)
    basis = f" ({source.basis})" if source else ""
    title = " ".join(one.sentence.replace(basis, "", 1) for one in breaks)
    years = ", ".join(_interval(one) for one in breaks)
    return Figure(
        id=words.slug(f"break-{test.series}"),
        kicker="A break that drift does not explain",
        title=title,
        subtitle=f"{test.title}, {words.unit_name(test.unit)}. Dots: the series. Lines: the course "
        f"before and after. Shaded: when the new course may have begun, {years}.",
        alt=f"Line chart. {title} {_said(events)}",
        size="small",
        wide=_draw(test, breaks, events, "b" if test.subject == dossier.b.iso3 else "a"),
        narrow=None,
        rows=tuple(_rows(test, breaks)),
        table=_table(test, breaks),
        origins=tuple(dict.fromkeys(o for p in source.points for o in p.origins)) if source else (),
        domain=CHANGE,
        notes=tuple(_notes(test, breaks, events)),
        events=events,
        series=(test.series,),
    )


def _interval(one: Break) -> str:
    """First years of the new course that the series does not refuse."""
    low, high = one.low + 1, one.high + 1
    return f"{low} to {high}" if low < high else f"{low}"


def _said(events: Sequence[Event]) -> str:
    """Events inside the interval, without a claim."""
    if not events:
        return "No registered event lies in that time."
    told = "; ".join(f"{event.date} {event.text}" for event in events)
    return f"Registered in that time, not as causes: {told}."


def _draw(test: BreakTest, breaks: Sequence[Break], events: Sequence[Event], tone: str) -> Drawing:
    """Dots under segments over the interval of the date."""
    ends = (*test.observed, *test.fitted)
    ratio = test.unit == words.LOG_RATIO
    ticks = (ratio_ticks if ratio else nice_ticks)(min(0.0, *ends), max(ends), 4)
    letters = tick_letters(ticks, test.unit)
    left = max(svg.text_width(letters(tick), 11.5) for tick in ticks) + 10
    span = (float(test.years[0]), float(test.years[-1]))
    frame = Frame(SMALL, 226, left, 14, 20, 26, span, (min(ticks), max(ticks)))
    body = "".join(_shade(frame, one) for one in breaks)
    body += axes(frame, ticks, letters)
    body += "".join(_tick(frame, event) for event in events)
    spots = [(frame.px(x), frame.py(y)) for x, y in zip(test.years, test.observed, strict=True)]
    body += "".join(svg.circle(x, y, 2.9, tone="line") for x, y in spots)
    for places in segments(test.years, {one.year: one.kind == "bend" for one in breaks}):
        body += polyline(
            [(frame.px(test.years[k]), frame.py(test.fitted[k])) for k in places], tone, width=2.6
        )
    hovers = tuple(
        Hover(x, y, f"{year}: {_rounded(value, test.unit)}, fitted {_rounded(fit, test.unit)}")
        for (x, y), year, value, fit in zip(
            spots, test.years, test.observed, test.fitted, strict=True
        )
    )
    return Drawing(SMALL, 226, body, hovers)


def segments(years: Sequence[int], last: Mapping[int, bool]) -> list[list[int]]:
    """Places of the years of each course; `last` holds the last year of every old one.

    Where its value is true the course bends there, so that both courses hold that year.

    Examples
    --------
    >>> segments([2000, 2001, 2002, 2003], {2001: False})
    [[0, 1], [2, 3]]
    >>> segments([2000, 2001, 2002, 2003], {2001: True})
    [[0, 1], [1, 2, 3]]
    """
    found: list[list[int]] = [[]]
    for place, year in enumerate(years):
        found[-1].append(place)
        if year in last:
            found.append([place] if last[year] else [])
    return [places for places in found if places]


def _shade(frame: Frame, one: Break) -> str:
    """The interval of the first year of the new course, and the likeliest one."""
    ends = [min(max(year, frame.x[0]), frame.x[1]) for year in (one.low + 1, one.high + 1)]
    low, high = frame.px(ends[0]) - 2, frame.px(ends[1]) + 2
    height = frame.height - frame.bottom - frame.top
    x = frame.px(one.year + 1)
    return (
        svg.rect(low, frame.top, high - low, height, fill="void")
        + svg.line(x, frame.top, x, frame.top + height, tone="ink-soft", dash="3 2")
        + svg.text(x, frame.top - 8, f"{one.year + 1}", size=12, tone="ink", anchor="middle")
    )


def _tick(frame: Frame, event: Event) -> str:
    """An event as a small wedge at the upper edge."""
    if not frame.x[0] <= event.x <= frame.x[1]:
        return ""
    x, y = frame.px(event.x), frame.top
    corners = (
        f"{svg.num(x - 3)},{svg.num(y)} {svg.num(x + 3)},{svg.num(y)} {svg.num(x)},{svg.num(y + 6)}"
    )
    return f'<polygon points="{corners}" fill="{HEX["ink-soft"]}"/>'


def _cut(value: float) -> float:
    """At most four digits, for reading."""
    return float(f"{value:.4g}")


def _rounded(value: float, unit: str) -> str:
    if unit == words.LOG_RATIO:
        return words.show(exact(value, "one figure"), unit)
    return words.plain(_cut(value), unit)


def _notes(test: BreakTest, breaks: Sequence[Break], events: Sequence[Event]) -> Iterable[str]:
    """What the interval is, what stands in it, and how it was found."""
    first = breaks[0]
    yield f"Shaded: {first.level * 100:.0f} % interval of the date, given that there is a break."
    if events:
        yield (
            "Wedges: registered events of these years, listed below in order of time; none is "
            "claimed as a cause."
        )
    else:
        yield "No registered event lies in that time."
    if test.autocorrelation is not None:
        yield f"Autocorrelation of the noise: {test.autocorrelation:.2f}."
    yield "The dots are single figures; their own intervals stand with the series."


def _rows(test: BreakTest, breaks: Sequence[Break]) -> Iterable[Mapping[str, Cell]]:
    for year, seen, fit in zip(test.years, test.observed, test.fitted, strict=True):
        here = next((one for one in breaks if one.year + 1 == year), None)
        yield {
            "series": test.series,
            "subject": test.subject,
            "partner": test.partner,
            "unit": test.unit,
            "year": year,
            "value": seen,
            "fitted": fit,
            "break": here.kind if here else "",
            "first_year_low": here.low + 1 if here else None,
            "first_year_high": here.high + 1 if here else None,
            "level": here.level if here else None,
            "before": here.before if here else None,
            "after": here.after if here else None,
            "p_value": here.p_value if here else None,
            "method": here.method if here else "",
            "events": "; ".join(f"{e.date} {e.text}" for e in here.events) if here else "",
        }


def _table(test: BreakTest, breaks: Sequence[Break]) -> Table:
    first = {one.year + 1: one for one in breaks}
    rows = [
        (
            str(year),
            _rounded(seen, test.unit),
            _rounded(fit, test.unit),
            f"{first[year].kind}, {_interval(first[year])}" if year in first else "",
        )
        for year, seen, fit in zip(test.years, test.observed, test.fitted, strict=True)
    ]
    return Table(("Year", "Series", "Fitted course", "Break"), tuple(reversed(rows)))


def asked_figure(dossier: Dossier, why: Explanation) -> Figure | None:
    """Every series asked, by how well drift explains it."""
    asked = sorted(
        (test for test in why.tests if test.p_value is not None), key=lambda test: test.p_value or 0
    )
    if not asked:
        return None
    having = sum(test.breaks > 0 for test in asked)
    title = (
        f"{having or 'None'} of {len(asked)} series {'have' if having > 1 else 'has'} a break that "
        f"drift does not explain"
    )
    return Figure(
        id="break-tests",
        kicker="Every series asked for a break",
        title=title,
        subtitle="p-value of one break against none, on a logarithmic scale: how often drift alone "
        f"gives as much. Left of the line at {UNUSUAL:g} a break is told.",
        alt=f"Dot plot. {title}. "
        + "; ".join(f"{test.title}: p = {test.p_value:.3f}" for test in asked)
        + ".",
        size="small",
        wide=_draw_tests(HALF, dossier, asked),
        narrow=_draw_tests(NARROW, dossier, asked),
        rows=tuple(_test_cells(test) for test in why.tests),
        table=Table(
            ("Series", "Years", "p", "Autocorrelation"),
            tuple(_test_row(test) for test in why.tests),
        ),
        origins=_origins(dossier, why.tests),
        domain=CHANGE,
        notes=(
            f"At this line one series in {1 / UNUSUAL:.0f} without a break is called broken. "
            "Full dots: a break is told; rings: none can be told from drift.",
            f"{NO_INTERVAL[:1].upper()}{NO_INTERVAL[1:]}.",
            *(f"Tested by {method}." for method in dict.fromkeys(b.method for b in why.breaks)),
        ),
        series=tuple(test.series for test in asked),
    )


def _draw_tests(width: int, dossier: Dossier, asked: Sequence[BreakTest]) -> Drawing:
    low = min([0.01, *(max(test.p_value or 1.0, 1e-3) for test in asked)])
    frame = Frame(width, 0, 8, 10, 0, 0, (log10(low) - 0.05, 0.02), (0.0, 1.0))
    bottom = 8 + ROW * len(asked)
    body = ""
    for tick in (t for t in (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0) if t >= low * 0.99):
        x = frame.px(log10(tick))
        strong = tick == UNUSUAL
        body += svg.line(x, 2, x, bottom, tone="ink-soft" if strong else "grid")
        body += svg.text(
            x, bottom + 16, f"{tick:g}", size=11.5, tone="ink" if strong else "muted",
            anchor="middle" if tick < 1 else "end",
        )  # fmt: skip
    for index, test in enumerate(asked):
        y = 8 + ROW * index
        tone = "b" if test.subject == dossier.b.iso3 else "a"
        told = f"p = {test.p_value:.3f}"
        room = width - svg.text_width(told, 12) - 16
        label = svg.wrap(test.title, room, 12, most=1)[0]
        body += svg.text(0, y + 11, label, size=12, tone="ink", halo=True)
        body += svg.text(width - 2, y + 11, told, size=12, tone="ink", anchor="end", halo=True)
        x = frame.px(log10(max(test.p_value or 1.0, low)))
        body += svg.circle(x, y + 21, 5, tone=tone, hollow=not test.breaks)
    return Drawing(width, round(bottom + 24), body)


def _origins(dossier: Dossier, tests: Iterable[BreakTest]) -> tuple[str, ...]:
    found = [dossier.find(test.series) for test in tests]
    return tuple(dict.fromkeys(o for s in found if s for p in s.points for o in p.origins))


def _test_cells(test: BreakTest) -> Mapping[str, Cell]:
    return {
        "series": test.series,
        "title": test.title,
        "subject": test.subject,
        "partner": test.partner,
        "unit": test.unit,
        "in_logs": int(test.in_logs),
        "first": test.years[0] if test.years else None,
        "last": test.years[-1] if test.years else None,
        "years": len(test.years),
        "p_value": test.p_value,
        "autocorrelation": test.autocorrelation,
        "breaks": test.breaks,
        "said": test.sentence,
    }


def _test_row(test: BreakTest) -> tuple[str, ...]:
    span = f"{test.years[0]} to {test.years[-1]}, {len(test.years)}" if test.years else "–"
    if test.p_value is None or test.autocorrelation is None:
        return test.title, span, "too few years", "–"
    return test.title, span, f"{test.p_value:.3f}", f"{test.autocorrelation:.2f}"
