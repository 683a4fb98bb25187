"""Observed against expected: shares beside those of states alike, flows beside gravity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from steelyard.dossier.explanation.expected import NO_TURN
from steelyard.dossier.explanation.sentences import UNUSUAL
from steelyard.dossier.explanation.words import factor, points
from steelyard.dossier.records import Counterfactual, Dossier, Explanation
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, nice_ticks, tick_letters, year_ticks
from steelyard.report.figures.paths import band, course, runs
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.sides import CHANGE, cells
from steelyard.report.theme import HALF, NARROW
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import find

WAYS = ("export", "import", "trade")
PLURAL = {"export": "exports", "import": "imports", "trade": "trade"}
HEIGHT, FOOT, HEAD = 150, 28, 42


@dataclass(frozen=True, slots=True)
class Panel:
    """One counterfactual with its colour, its heading and what stands under that."""

    found: Counterfactual
    tone: str
    heading: str
    verdict: str


def expected_figures(dossier: Dossier, why: Explanation) -> Iterator[Figure]:
    """One figure for each turning year, then one for trade against gravity."""
    controls = [one for one in why.counterfactuals if one.id.startswith("synthetic")]
    for year in dict.fromkeys(one.event_year for one in controls):
        yield _control_figure(dossier, year, [one for one in controls if one.event_year == year])
    gravity = [one for one in why.counterfactuals if one.id.startswith("gravity")]
    if gravity:
        yield _gravity_figure(dossier, gravity)


def unusual(found: Iterable[Counterfactual]) -> list[Counterfactual]:
    """Those that few placebos match."""
    return [one for one in found if one.p_value is not None and one.p_value <= UNUSUAL]


def _control_figure(dossier: Dossier, year: int, found: Sequence[Counterfactual]) -> Figure:
    """Both directions of exports, imports and trade around one turning year."""
    panels = [_share_panel(dossier, one) for one in found]
    title = _control_title(year, found)
    return Figure(
        id=f"expected-{year}",
        kicker=f"Against states that moved alike before {year}",
        title=title,
        subtitle=(
            f"Share of the other state in exports, imports and trade, per cent: observed (line) "
            f"and expected from states that resemble the two (dashed). {year}: {found[0].event}."
        ),
        alt=f"Small multiples. {title}. " + " ".join(one.sentence for one in found),
        size="small",
        wide=_grid(HALF, 3, _by_way(panels, across=True), words.SHARE),
        narrow=_grid(NARROW, 2, _by_way(panels, across=False), words.SHARE),
        rows=tuple(row for one in found for row in _rows(one)),
        table=_control_table(panels),
        origins=tuple(dict.fromkeys(o for one in found for o in one.origins)),
        domain=CHANGE,
        notes=tuple(_control_notes(found)),
    )


def _control_title(year: int, found: Sequence[Counterfactual]) -> str:
    """How many shares moved more than placebos do, or that none did."""
    told = unusual(found)
    ranked = [one for one in found if one.p_value is not None]
    if not ranked:
        return f"{year}: no placebo fits well enough to say whether anything is unusual"
    if not told:
        return (
            f"{year}: nothing unusual. All {len(ranked)} shares moved as those of similar states "
            "did, as far as placebos can tell"
        )
    first = min(told, key=lambda one: one.p_value or 0.0)
    most = ", most of all" if len(told) > 1 else ":"
    count = f"{len(told)} of {len(ranked)} shares"
    return f"{year}: {count} moved more than placebos do{most} {first.title}"


def _share_panel(dossier: Dossier, one: Counterfactual) -> Panel:
    """Whose share, and by how much it is off."""
    state = dossier.b if one.subject == dossier.b.iso3 else dossier.a
    heading = f"{state.adjective} {PLURAL[way_of(one)]}"
    verdict = points(one.effect, unit=False).split(" (")[0]
    if one.p_value is not None:
        verdict += f", p = {one.p_value:.2f}"
    return Panel(one, "b" if state is dossier.b else "a", heading, verdict)


def way_of(one: Counterfactual) -> str:
    """Exports, imports or trade."""
    return one.measure.removeprefix("trade.").removesuffix("_share")


def _by_way(panels: Sequence[Panel], *, across: bool) -> list[list[Panel]]:
    """Rows of panels: directions below each other, or the three shares."""
    if across:
        tones = dict.fromkeys(panel.tone for panel in panels)
        return [
            [p for way in WAYS for p in panels if p.tone == tone and way_of(p.found) == way]
            for tone in tones
        ]
    grouped = ([p for p in panels if way_of(p.found) == way] for way in WAYS)
    return [row for row in grouped if row]


def _grid(width: int, columns: int, rows: Sequence[Sequence[Panel]], unit: str) -> Drawing:
    """Panels of one direction share their scale."""
    body, hovers = "", []
    scales = {
        tone: _ticks([p for row in rows for p in row if p.tone == tone], unit)
        for tone in dict.fromkeys(panel.tone for row in rows for panel in row)
    }
    cell = width / columns
    for line, row in enumerate(rows):
        for column, panel in enumerate(row):
            ticks = scales[panel.tone]
            letters = tick_letters(ticks, unit)
            left = cell * column + max(svg.text_width(letters(tick), 10.5) for tick in ticks) + 6
            top = line * (HEIGHT + HEAD + FOOT) + HEAD
            frame = _frame(width, panel, left, cell * (column + 1) - 16, top, HEIGHT, ticks)
            drawn, said = _panel(frame, panel, ticks, unit, cell - 12)
            body += drawn
            hovers += said
    return Drawing(width, len(rows) * (HEIGHT + HEAD + FOOT), body, tuple(hovers))


def _ticks(panels: Sequence[Panel], unit: str) -> list[float]:
    """From zero to the largest value or end of an interval."""
    values = [value for p in panels for value in p.found.observed]
    for panel in panels:
        for value in panel.found.expected:
            values += [end for end in (value.point, value.low, value.high) if end is not None]
    ticks = nice_ticks(min(0.0, *values), max(values), 4)
    return [tick for tick in ticks if 0 <= tick <= 1] if unit == words.SHARE else ticks


def _frame(
    width: int,
    panel: Panel,
    left: float,
    right: float,
    top: float,
    height: float,
    ticks: Sequence[float],
) -> Frame:
    """The plot area of a panel inside the whole drawing."""
    years = panel.found.years
    return Frame(
        width,
        round(top + height),
        left,
        width - right,
        top,
        0,
        (float(years[0]), float(years[-1])),
        (min(ticks), max(ticks)),
    )


def _panel(
    frame: Frame, panel: Panel, ticks: Sequence[float], unit: str, room: float
) -> tuple[str, list[Hover]]:
    """Heading, scale, event, expected with its band, observed."""
    one, letters = panel.found, tick_letters(ticks, unit)
    size = 11.5 if room < 300 else 12.5
    start = frame.left - max(svg.text_width(letters(tick), 10.5) for tick in ticks) - 6
    body = svg.text(
        start, frame.top - 28, panel.heading, size=size, tone=f"{panel.tone}-ink", bold=True
    )
    body += svg.text(start, frame.top - 13, panel.verdict, size=size - 0.5, tone="ink")
    right, floor = frame.width - frame.right, frame.top + frame.inner[1]
    for tick in ticks:
        y = frame.py(tick)
        body += svg.line(frame.left, y, right, y, tone="axis" if tick == 0 else "grid")
        body += svg.text(
            frame.left - 5, y + 3.5, letters(tick), size=10.5, tone="muted", anchor="end"
        )
    for year in year_ticks(*frame.x, most=max(2, int(frame.inner[0] / 60))):
        x = frame.px(year)
        body += svg.line(x, floor, x, floor + 3, tone="axis")
        body += svg.text(x, floor + 15, str(year), size=10.5, tone="muted", anchor="middle")
    if one.event != NO_TURN:
        x = frame.px(one.event_year)
        body += svg.line(x, frame.top, x, floor, tone="ink-soft", dash="3 2")
    body += _expected(frame, one)
    seen = [(frame.px(year), frame.py(v)) for year, v in zip(one.years, one.observed, strict=True)]
    body += course(one.years, seen, panel.tone, width=2.2)
    return body, _hovers(frame, panel, unit)


def _expected(frame: Frame, one: Counterfactual) -> str:
    """The expected course; its interval as a band, or as a bar where a year stands alone."""
    known = [
        (year, value)
        for year, value in zip(one.years, one.expected, strict=True)
        if value.point is not None
    ]
    ranged = [
        (year, *(min(max(end, frame.y[0]), frame.y[1]) for end in (value.low, value.high)))
        for year, value in known
        if value.low is not None and value.high is not None
    ]
    body = ""
    for places in runs([year for year, _, _ in ranged]):
        low = [(frame.px(ranged[k][0]), frame.py(ranged[k][1])) for k in places]
        high = [(frame.px(ranged[k][0]), frame.py(ranged[k][2])) for k in places]
        if len(places) > 1:
            body += band(high, low, "line", opacity=0.3)
        else:
            body += svg.line(*low[0], *high[0], tone="line", width=3)
    path = [(frame.px(year), frame.py(value.point or 0.0)) for year, value in known]
    return body + course([year for year, _ in known], path, "ink-soft", width=1.5, dash="4 3")


def _hovers(frame: Frame, panel: Panel, unit: str) -> list[Hover]:
    one = panel.found
    return [
        Hover(
            frame.px(year),
            frame.py(seen),
            f"{year}, {panel.heading}: {_rounded(seen, unit)}, expected {words.show(value, unit)}",
        )
        for year, seen, value in zip(one.years, one.observed, one.expected, strict=True)
    ]


def _rounded(value: float, unit: str) -> str:
    return words.plain(float(f"{value:.2g}" if unit == words.SHARE else f"{value:.3g}"), unit)


def donors_said(one: Counterfactual, most: int = 99) -> str:
    """Donors with their weights in per cent.

    Weights under a half per cent are left to the data.
    """
    heavy = [(code, weight) for code, weight in one.donors if weight >= 0.005][:most]
    return ", ".join(f"{find(code).name} {weight * 100:.0f} %" for code, weight in heavy)


def _control_notes(found: Sequence[Counterfactual]) -> Iterable[str]:
    ends = [value for one in found for value in one.expected if value.low is not None]
    if ends:
        bases = list(dict.fromkeys(value.basis for value in ends))
        yield f"Grey: {words.listed(dict.fromkeys(map(words.level, ends)))} ({bases[0]})."
    if any(value.low is not None and value.low < 0 for value in ends):
        yield "Ends below zero are drawn at zero, which no share can pass; the data hold them."
    reasons = dict.fromkeys(
        words.why(value) for one in found for value in one.expected if value.low is None
    )
    if reasons:
        yield f"No interval where it is not drawn: {'; '.join(reasons)}."
    yield (
        "Numbers: mean points of share off what was expected; p: the part of placebo states "
        "whose gap is at least as large."
    )
    yield from dict.fromkeys(one.limits for one in found)


def _control_table(panels: Sequence[Panel]) -> Table:
    rows = []
    for panel in panels:
        one = panel.found
        early = max((abs(gap) for _, gap in one.time_placebos), default=None)
        rows.append(
            (
                panel.heading,
                points(one.effect, unit=False),
                "not ranked" if one.p_value is None else f"{one.p_value:.2f}",
                str(one.placebos),
                "–" if one.error_before is None else f"{one.error_before * 100:.1f}",
                "–" if early is None else f"{early * 100:.1f}",
                donors_said(one),
            )
        )
    return Table(
        (
            "Share of the other in",
            "Points off",
            "p",
            "Placebos",
            "Missed before",
            "Largest gap if dated too early",
            "States it is made of, weights",
        ),
        tuple(rows),
        "Points of share. Which states were left out, and why, is in the data.",
    )


def _rows(one: Counterfactual) -> Iterable[Mapping[str, Cell]]:
    """One row for each year, then one for the effect."""
    shared = {
        "counterfactual": one.id,
        "title": one.title,
        "measure": one.measure,
        "subject": one.subject,
        "partner": one.partner,
        "unit": one.unit,
        "event_year": one.event_year,
    }
    about = {
        "p_value": one.p_value,
        "placebos": one.placebos,
        "error_before": one.error_before,
        "donors": ";".join(f"{code} {weight:.4f}" for code, weight in one.donors),
        "dated_too_early": ";".join(f"{year} {gap:.5f}" for year, gap in one.time_placebos),
        "left_out": ";".join(f"{code} {reason}" for code, reason in one.left_out),
        "method": one.method,
        "origins": ";".join(one.origins),
    }
    for year, seen, value in zip(one.years, one.observed, one.expected, strict=True):
        yield {**shared, "year": year, "observed": seen, **cells(value, "expected"), **about}
    yield {**shared, "year": None, "observed": None, **cells(one.effect, "expected"), **about} | {
        "title": f"{one.title}: effect"
    }


def _gravity_figure(dossier: Dossier, found: Sequence[Counterfactual]) -> Figure:
    """Both flows beside what size and closeness lead to expect."""
    panels = [_flow_panel(dossier, one) for one in found]
    title = _gravity_title(found)
    return Figure(
        id="expected-gravity",
        kicker="Against size and closeness",
        title=title,
        subtitle="Exports, bn USD: observed (line) and expected by gravity from both states’ trade "
        "with all others, distance, border, language and colonial ties (dashed).",
        alt=f"Two line charts. {title}. " + " ".join(one.sentence for one in found),
        size="small",
        wide=_grid(HALF, 2, [panels], "USD bn"),
        narrow=_grid(NARROW, 1, [[panel] for panel in panels], "USD bn"),
        rows=tuple(row for one in found for row in _rows(one)),
        table=_gravity_table(found),
        origins=tuple(dict.fromkeys(o for one in found for o in one.origins)),
        domain=CHANGE,
        notes=tuple(_gravity_notes(found)),
    )


def _flow_panel(dossier: Dossier, one: Counterfactual) -> Panel:
    """Amounts in bn, for a scale that can be read."""
    verdict = "" if one.effect.point is None else f"moved {factor(one.effect).split(' (')[0]}"
    if one.p_value is not None:
        verdict += f", p = {one.p_value:.2f}"
    in_bn = one.model_copy(
        update={
            "observed": tuple(value / 1e3 for value in one.observed),
            "expected": tuple(_in_bn(value) for value in one.expected),
        }
    )
    return Panel(in_bn, "b" if one.subject == dossier.b.iso3 else "a", one.title, verdict)


def _gravity_title(found: Sequence[Counterfactual]) -> str:
    """How far each flow stands from what is expected in the last year, both directions."""
    return "; ".join(one.sentence.rstrip(".").partition(", and ")[0] for one in found)


def _in_bn(value: Estimate) -> Estimate:
    """An amount in USD m as billions: a change of scale for reading."""
    point, low, high = (
        None if end is None else end / 1e3 for end in (value.point, value.low, value.high)
    )
    return replace(value, point=point, low=low, high=high)


def _gravity_notes(found: Sequence[Counterfactual]) -> Iterable[str]:
    ends = [value for one in found for value in one.expected if value.low is not None]
    if ends:
        bases = dict.fromkeys(value.basis for value in ends)
        yield f"Band: {words.listed(dict.fromkeys(map(words.level, ends)))} ({'; '.join(bases)})."
    for one in found:
        if one.effect.point is not None:
            yield f"{one.title} over expected moved {factor(one.effect)} ({one.effect.basis})."
    if found[0].event == NO_TURN:
        yield "No turning year is registered: the last year stands against the first."
    else:
        yield f"Broken line: {found[0].event_year}, {found[0].event}; it is not claimed as a cause."
    if any(len(runs(one.years)) > 1 for one in found):
        yield "Dots bridge years without a figure."
    yield f"Fitted by {found[0].method}."
    yield from dict.fromkeys(one.limits for one in found)


def _gravity_table(found: Sequence[Counterfactual]) -> Table:
    """Years down, both flows across."""
    years = sorted({year for one in found for year in one.years}, reverse=True)
    rows = []
    for year in years:
        row = [str(year)]
        for one in found:
            if year not in one.years:
                row += ["–", "–"]
                continue
            place = one.years.index(year)
            row += [
                f"{one.observed[place] / 1e3:,.1f}",
                words.show(_in_bn(one.expected[place]), ""),
            ]
        rows.append(tuple(row))
    header = [name for one in found for name in (one.title, "expected")]
    return Table(("Year", *header), tuple(rows), "bn USD")
