"""Probabilities of the four types year by year, under every definition of a tie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from steelyard.dossier.records import Dossier, TieDefinition, Triangle, TriangleYear
from steelyard.report import svg, words
from steelyard.report.figures.frame import year_ticks
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.triangle.told import likeliest, percent, shown, spoken
from steelyard.report.theme import FULL, NARROW

TONES = ("gain", "gain-soft", "loss-soft", "loss")  # dark at both ends: their order tells in grey
BAR, NARROW_BAR = 62.0, 46.0
LABEL = 250.0


def types_figure(dossier: Dossier, triangle: Triangle) -> Figure:
    """A row of stacked bars for each definition, the main one first."""
    main = shown(triangle)[0]
    newest = triangle.of(main.id)[-1]
    who = spoken(dossier, triangle)
    title = f"By {main.short}, {newest.year}: {likeliest(dossier, triangle, newest)}"
    return Figure(
        id="triangle-types",
        kicker=f"The triangle of {words.listed(who)}",
        title=title,
        subtitle=(
            "Each bar is a year and adds up to 100 %: the probability of each type of triangle, "
            "from draws of the three ties. A row is one way to say that a tie is positive; rows "
            "that differ say that the answer depends on it. "
            "Dittmer (1981) calls the types, from the bottom up, "
            f"{words.listed(triangle.terms)}."
        ),
        alt=f"Stacked bars. {title}. " + " ".join(_told(dossier, triangle)),
        size="full",
        wide=_draw(dossier, triangle, FULL, roomy=True),
        narrow=_draw(dossier, triangle, NARROW, roomy=False),
        rows=tuple(_rows(triangle)),
        table=_table(dossier, triangle),
        origins=tuple(dict.fromkeys(o for year in triangle.years for o in year.origins)),
        domain="triangle",
        notes=tuple(_notes(dossier, triangle)),
    )


def _told(dossier: Dossier, triangle: Triangle) -> Iterable[str]:
    """The newest year of every definition."""
    for one in shown(triangle):
        year = triangle.of(one.id)[-1]
        yield f"{one.title}, {year.year}: {likeliest(dossier, triangle, year)}."


def _notes(dossier: Dossier, triangle: Triangle) -> Iterable[str]:
    yield f"Third state: {triangle.chosen}."
    error = max(year.error for year in triangle.years)
    yield (
        "Bars hold the error of the data under each definition, not the choice of it; the number "
        f"of draws alone moves a probability by {error * 100:.1f} points or less (one standard "
        "error). The table has the same at other thresholds."
    )
    gone = [one.title for one in triangle.definitions if one.id in dict(triangle.absent)]
    if gone:
        yield f"Not shown: {words.listed(gone)}, as no year has all three ties."


def _draw(dossier: Dossier, triangle: Triangle, width: float, *, roomy: bool) -> Drawing:
    """Key, then a row for each definition on one axis of years."""
    body, y = _key(triangle, width)
    years = [year.year for year in triangle.years]
    first, last = min(years), max(years)
    left = LABEL if roomy else 0.0
    height = BAR if roomy else NARROW_BAR
    step = (width - left) / (last - first + 1)
    hovers: list[Hover] = []
    for one in shown(triangle):
        found = triangle.of(one.id)
        told = f"{found[-1].year}: {likeliest(dossier, triangle, found[-1])}"
        if roomy:
            body += _label(one, told, y, LABEL - 20)
        else:
            lines = svg.wrap(told, width, 11)
            body += svg.text(0, y + 11, one.title, size=12.5, tone="ink", bold=True)
            body += svg.lines_of_text(0, y + 26, lines, size=11, tone="muted")
            y += 18 + 14.3 * len(lines)
        box = (left, y, step, height)
        drawn, answers = _bars(dossier, triangle, found, box, first, end=float(width))
        body += drawn
        hovers += answers
        y += height + (20 if roomy else 16)
    for tick in year_ticks(first, last, max(2, int((width - left) / 60))):
        x = left + (tick - first + 0.5) * step
        body += svg.text(x, y + 2, str(tick), size=11.5, tone="muted", anchor="middle")
    return Drawing(int(width), int(y + 10), body, tuple(hovers))


def _key(triangle: Triangle, width: float) -> tuple[str, float]:
    """A square and a name for each type, as many in a line as fit."""
    body, x, y = "", 0.0, 12.0
    for tone, name in zip(TONES, triangle.types, strict=True):
        needed = svg.text_width(name, 12) + 34
        if x and x + needed > width:
            x, y = 0.0, y + 20
        body += svg.rect(x, y - 10, 12, 12, fill=tone)
        body += svg.text(x + 18, y, name, size=12, tone="ink-soft")
        x += needed
    return body, y + 18


def _label(one: TieDefinition, told: str, y: float, width: float) -> str:
    """Title of a definition and its newest answer, left of its bars."""
    title = svg.wrap(one.title + (" (main)" if one.main else ""), width / 1.06, 13)
    lines = svg.wrap(told, width, 11, most=3)
    return svg.lines_of_text(0, y + 12, title, size=13, tone="ink", bold=True) + svg.lines_of_text(
        0, y + 12 + 17 * len(title), lines, size=11, tone="muted"
    )


def _bars(
    dossier: Dossier,
    triangle: Triangle,
    found: Sequence[TriangleYear],
    box: tuple[float, float, float, float],
    first: int,
    *,
    end: float,
) -> tuple[str, list[Hover]]:
    """One stacked bar for each year of a definition; no bar is a year without all three ties."""
    left, top, step, height = box
    width = max(step - 2, 1.5)
    body = svg.line(left, top + height, end, top + height, tone="grid")
    hovers = []
    for year in found:
        x, y = left + (year.year - first) * step + (step - width) / 2, top + height
        for tone, chance in zip(TONES, year.types, strict=True):
            y -= chance * height
            if chance > 0:
                body += svg.rect(x, y, width, chance * height, fill=tone)
        said = ", ".join(
            f"{name} {percent(chance)}"
            for name, chance in zip(triangle.types, year.types, strict=True)
            if chance >= 0.005
        )
        told = f"{year.year}: {said}. Likeliest: {likeliest(dossier, triangle, year)}"
        hovers.append(Hover(x + width / 2, top + height / 2, told))
    return body, hovers


def _rows(triangle: Triangle) -> Iterable[Mapping[str, Cell]]:
    """One row for each definition, threshold, year and type; roles as columns of their own."""
    cut_of = {one.id: one.cut for one in triangle.definitions}
    for year in triangle.years:
        own = ((cut_of[year.definition], year.types), *year.other_cuts)
        for place, (cut, types) in enumerate(own):
            for name, term, chance in zip(triangle.types, triangle.terms, types, strict=True):
                yield {
                    "definition": year.definition,
                    "main_threshold": int(place == 0),
                    "threshold": cut,
                    "year": year.year,
                    "type": name,
                    "dittmer": term,
                    "probability": chance,
                    "balanced": year.balanced if place == 0 else None,
                    "origins": ";".join(year.origins),
                }


def _table(dossier: Dossier, triangle: Triangle) -> Table:
    """Types and the singled-out states by year, then the same at other thresholds."""
    who = spoken(dossier, triangle)
    pivot, outside = (triangle.roles.index(role) for role in ("pivot", "outside"))
    header = (
        "Tie by", "Year", *(name[:1].upper() + name[1:] for name in triangle.types),
        *(f"{name[:1].upper()}{name[1:]} between" for name in who),
        *(f"{name[:1].upper()}{name[1:]} outside" for name in who),
        "At other thresholds",
    )  # fmt: skip
    short = {one.id: one.short for one in triangle.definitions}
    rows = [
        (
            short[year.definition], str(year.year), *map(percent, year.types),
            *(percent(roles[pivot]) for roles in year.roles),
            *(percent(roles[outside]) for roles in year.roles),
            "; ".join(_elsewhere(triangle, *other) for other in year.other_cuts),
        )
        for year in triangle.years
    ]  # fmt: skip
    return Table(header, tuple(rows))


def _elsewhere(triangle: Triangle, cut: float, types: tuple[float, ...]) -> str:
    """The likeliest type at another threshold."""
    place = max(range(len(types)), key=lambda at: types[at])
    return f"at {cut:g}: {triangle.types[place]} {percent(types[place])}".replace("-", "−")
