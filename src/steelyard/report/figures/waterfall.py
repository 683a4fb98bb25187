"""Waterfalls: how parts lead from one level to another, each with its interval."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from steelyard.dossier.explanation.words import factor, points
from steelyard.dossier.records import Change, Contribution, Dossier
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, nice_ticks, ratio_ticks, tick_letters
from steelyard.report.figures.record import Cell, Drawing, Figure, Table
from steelyard.report.figures.sides import CHANGE, cells
from steelyard.report.theme import HALF, NARROW, SMALL
from steelyard.vocabulary.estimate import Estimate

NAMED = 5  # partners with a bar of their own
NAMED_SMALL = 3
GROUPS = ("left", "came")  # partners that the dossier tells together
LOG = "log"
SUM_DIGITS = (1, 2, 3, 4)
COARSE = 2.0  # per cent below which one decimal would hide the parts
Kind = Literal["level", "cause", "group", "part"]


@dataclass(frozen=True, slots=True)
class Step:
    """One row: a level from zero, or a part from where the one before it ended."""

    kind: Kind
    name: str
    label: str
    start: float
    end: float
    value: Estimate
    told: str


def waterfall_figure(dossier: Dossier, change: Change, *, large: bool) -> Figure:
    """One change of a share, or of the ratio of two shares, from its first level to its last."""
    title = _title(change)
    named = NAMED if large else NAMED_SMALL
    steps = list(_steps(change, named))
    tone = "b" if change.subject == dossier.b.iso3 else "a"
    return Figure(
        id=words.slug(f"change-{change.id}"),
        kicker="Parts of the change",
        title=title,
        subtitle=_subtitle(change),
        alt=f"Waterfall. {title}. " + "; ".join(f"{s.label} {s.told}" for s in steps) + ".",
        size="small",
        wide=_draw(HALF if large else SMALL, steps, change.unit, tone),
        narrow=_draw(NARROW, steps, change.unit, tone) if large else None,
        rows=tuple(_rows(change)),
        table=_table(change),
        origins=change.origins,
        domain=CHANGE,
        notes=tuple(_notes(change, steps)),
    )


def _title(change: Change) -> str:
    """Where the level began and where it ended."""
    unit = words.LOG_RATIO if change.unit == LOG else change.unit
    ends = (change.start_period, change.end_period)
    name = f"{change.title[:1].upper()}{change.title[1:]}"
    return f"{name} {words.moved(change.start, change.end, unit, *ends)}"


def _subtitle(change: Change) -> str:
    """What a bar is."""
    if change.unit == LOG:
        return "From the first ratio to the last, as factors that multiply, on a logarithmic scale."
    if change.id.endswith(".blocs"):
        return "From the first share to the last, other partners by bloc, points of share."
    if len(change.contributions) == 2 and any(part.parts for part in change.contributions):
        return "From the first share to the last, points of share; growth beside world trade."
    return "From the first share to the last, points of share."


def _steps(change: Change, named: int) -> Iterable[Step]:
    """Rows from top to bottom."""
    told = _teller(change.unit)
    yield _level(change.start_period, change.start, change.unit)
    at = change.start.point or 0.0
    for part in change.contributions:
        inner = shown_parts(part.parts, named, rising=part.amount >= 0)
        kind: Kind = "group" if inner else "cause"
        yield Step(kind, part.name, part.title, at, at + part.amount, part.value, told(part.value))
        for one in inner:
            yield Step("part", one.name, one.title, at, at + one.amount, one.value, told(one.value))
            at += one.amount
        at += 0.0 if inner else part.amount
    yield _level(change.end_period, change.end, change.unit)


def _level(period: str, value: Estimate, unit: str) -> Step:
    """The first or the last level."""
    told = words.show(value, words.LOG_RATIO if unit == LOG else unit)
    return Step("level", period, period, 0.0, value.point or 0.0, value, told)


def _teller(unit: str) -> Callable[[Estimate], str]:
    """How a part is said: a factor, or points of share."""
    return factor if unit == LOG else lambda value: points(value, unit=False)


def shown_parts(
    parts: Sequence[Contribution], named: int, *, rising: bool
) -> tuple[Contribution, ...]:
    """The largest parts by name, those with the sign of the whole first, then all others as one."""
    single = [part for part in parts if part.name not in GROUPS]
    kept = sorted(single[:named], key=lambda part: -part.amount if rising else part.amount)
    rest = [*single[named:], *(part for part in parts if part.name in GROUPS)]
    if not rest:
        return tuple(kept)
    amount = sum(part.amount for part in rest)
    value = Estimate(amount, None, None, None, "none: a sum of parts, whose ranges are in the data")
    return (
        *kept,
        Contribution(name="rest", title="all others together", amount=amount, value=value),
    )


def _draw(width: int, steps: Sequence[Step], unit: str, tone: str) -> Drawing:
    """Rows with their letters above their bars."""
    ends = [end for step in steps for end in _reach(step)]
    ticks = _ticks(min(0.0, *ends), max(ends), unit, 5 if width > NARROW + 20 else 4)
    letters = tick_letters(ticks, words.LOG_RATIO if unit == LOG else unit)
    frame = Frame(width, 0, 1, 14, 0, 0, (min(ticks), max(ticks)), (0.0, 1.0))
    body, y = "", 6.0
    before: tuple[float, float] | None = None
    for step in steps:
        drawn, bar_at, y_next = _row(frame, step, y, tone)
        if step.kind != "group":
            if before is not None:
                x = frame.px(step.end if step.kind == "level" else step.start)
                body += svg.line(x, before[1], x, bar_at, tone="axis", dash="1 2")
            before = (bar_at, bar_at + _thickness(step))
        body += drawn
        y = y_next
    grid = ""
    for tick in ticks:
        x = frame.px(tick)
        anchor = "start" if x < 12 else "middle"
        grid += svg.line(x, 4, x, y + 2, tone="axis" if tick == 0 else "grid")
        grid += svg.text(x, y + 17, letters(tick), size=11, tone="muted", anchor=anchor)
    return Drawing(width, round(y + 24), grid + body)


def _reach(step: Step) -> Iterable[float]:
    """Every value that a row needs room for."""
    yield step.start
    yield step.end
    if step.kind != "group":
        for end in (step.value.low, step.value.high):
            if end is not None:
                yield end + (0.0 if step.kind == "level" else step.start)


def _ticks(low: float, high: float, unit: str, most: int) -> list[float]:
    return ratio_ticks(low, high, most) if unit == LOG else nice_ticks(low, high, most)


def _thickness(step: Step) -> float:
    return {"level": 15.0, "cause": 13.0, "group": 0.0, "part": 9.0}[step.kind]


def _row(frame: Frame, step: Step, y: float, tone: str) -> tuple[str, float, float]:
    """Letters and bar of one row, where its bar begins, and where the next row begins."""
    small = step.kind == "part"
    size, indent = (11.5, 12.0) if small else (12.5, 0.0)
    ink = f"{tone}-ink" if step.kind in ("level", "cause") else "ink-soft"
    bold = step.kind != "part"
    right = frame.width - 2
    room = right - indent - svg.text_width(step.told, size, bold=bold) - 12
    label = svg.wrap(step.label, room, size * (1.09 if bold else 1.0))
    body = _letters(label, indent, y + size, size, ink, bold=bold)
    body += _letters([step.told], right, y + size, size, ink, bold=bold, anchor="end")
    at = y + size * (1 + 1.25 * (len(label) - 1)) + 4
    if step.kind == "group":
        return body, at, at + 4
    return body + _bar(frame, step, at, tone), at, at + _thickness(step) + 10


def _letters(
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    tone: str,
    *,
    bold: bool,
    anchor: str = "start",
) -> str:
    """Lines of letters that stay legible on the grid."""
    return svg.lines_of_text(
        x, y, lines, size=size, leading=1.25, tone=tone, bold=bold, anchor=anchor, halo=True
    )


def _bar(frame: Frame, step: Step, y: float, tone: str) -> str:
    """The bar, and its interval as a thin line around its end."""
    left, right = sorted((frame.px(step.start), frame.px(step.end)))
    height = _thickness(step)
    fill = tone if step.kind == "level" else f"{tone}-soft" if step.kind == "cause" else "line"
    body = svg.rect(left, y, max(right - left, 1.0), height, fill=fill)
    if step.value.low is None or step.value.high is None:
        return body
    base = 0.0 if step.kind == "level" else step.start
    low, high = frame.px(base + step.value.low), frame.px(base + step.value.high)
    middle = y + height / 2
    return (
        body
        + svg.line(low, middle, high, middle, tone="surface", width=4)
        + svg.line(low, middle, high, middle, tone="ink", width=1.6)
    )


def sum_said(change: Change) -> str:
    """The first level, each part and the last level in digits that add up.

    Digits grow until the rounded numbers add up; with none that do, the last ones are shown.
    """
    if change.start.point is None or change.end.point is None or change.unit == LOG:
        return ""
    scale = 100 if change.unit == words.SHARE else 1
    numbers = [change.start.point, *(part.amount for part in change.contributions)]
    fine = max(abs(number) for number in numbers) * scale < COARSE
    shown, digits = [0.0], SUM_DIGITS[0]
    for digits in SUM_DIGITS[fine:]:
        shown = [round(number * scale, digits) for number in numbers]
        if abs(sum(shown) - round(change.end.point * scale, digits)) < 10.0**-digits / 2:
            break
    first, *rest = shown
    terms = "".join(f" {'−' if part < 0 else '+'} {abs(part):,.{digits}f}" for part in rest)
    unit = " %" if change.unit == words.SHARE else ""
    return f"{first:,.{digits}f}{terms} = {change.end.point * scale:,.{digits}f}{unit}"


def _notes(change: Change, steps: Sequence[Step]) -> Iterable[str]:
    """The exact sum, what the thin lines are, and how the change was split."""
    total = sum_said(change)
    if total:
        yield f"The parts add up exactly: {total}."
    known = [step.value for step in steps if step.kind != "group" and step.value.low is not None]
    levels = dict.fromkeys(words.level(value) for value in known)
    if known:
        bases = dict.fromkeys(value.basis for value in known)
        yield f"Thin lines: {words.listed(levels)} ({'; '.join(bases)})."
    reasons = dict.fromkeys(
        words.why(step.value) for step in steps if step.value.low is None and step.name != "rest"
    )
    if reasons:
        which = "some rows" if known else "these rows"
        yield f"No interval for {which}: {'; '.join(reasons)}."
    if any(step.name == "rest" for step in steps):
        yield "The range of all others together is not known; those of its parts are in the data."
    yield f"Split by {change.method}."


def _table(change: Change) -> Table:
    """Every part with its parts."""
    told = _teller(change.unit)
    rows = [("", change.start_period, _level("", change.start, change.unit).told)]
    for part in change.contributions:
        rows.append((part.title, "", told(part.value)))
        rows += [(f"– {one.title}", "", told(one.value)) for one in part.parts]
    rows.append(("", change.end_period, _level("", change.end, change.unit).told))
    header = ("Part", "Year", "Factor" if change.unit == LOG else "Share, or points of it")
    return Table(header, tuple((name or "Level", year, text) for name, year, text in rows))


def _rows(change: Change) -> Iterable[Mapping[str, Cell]]:
    """Levels, parts and parts of parts with exact numbers."""
    ends = (("start", change.start_period, change.start), ("end", change.end_period, change.end))
    for role, period, value in ends:
        yield _cells(change, role, "", period, value.point, value)
    yield _cells(change, "change", "", "", change.change.point, change.change)
    for part in change.contributions:
        yield _cells(change, "part", part.name, part.title, part.amount, part.value)
        for one in part.parts:
            yield _cells(change, f"part of {part.name}", one.name, one.title, one.amount, one.value)
    yield _cells(change, "residual", "", "what rounding leaves", change.residual, None)


def _cells(
    change: Change, role: str, name: str, title: str, amount: float | None, value: Estimate | None
) -> Mapping[str, Cell]:
    """One number of a change as columns."""
    return {
        "change": change.id,
        "measure": change.measure,
        "subject": change.subject,
        "partner": change.partner,
        "unit": change.unit,
        "from": change.start_period,
        "to": change.end_period,
        "role": role,
        "name": name,
        "title": title,
        "amount": amount,
        **cells(value or Estimate(amount, None, None, None, "none: rounding")),
        "method": change.method,
        "origins": ";".join(change.origins),
    }
