"""The triangle of the newest year under each definition: three states, three signs, how sure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import hypot

from steelyard.dossier.records import Dossier, TieDefinition, Triangle, TriangleTie, TriangleYear
from steelyard.report import svg, words
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.sides import cells, mark
from steelyard.report.figures.triangle.told import likeliest, percent, shown, spoken
from steelyard.report.theme import NARROW, WIDE

SURE = 0.9  # from it a sign is drawn as one; between it and one less than it, as open
SIDES = ("a", "b", "third")


def newest_figure(dossier: Dossier, triangle: Triangle) -> Figure:
    """A small triangle for each definition."""
    years = [triangle.of(one.id)[-1] for one in shown(triangle)]
    title = _title(dossier, triangle, years)
    return Figure(
        id="triangle-newest",
        kicker="The newest year of each",
        title=title,
        subtitle=(
            "Full line: positive tie. Broken line: negative. Thin grey line: the sign is open, its "
            "probability lies between 10 and 90 %. The number is the probability that the tie is "
            "positive."
        ),
        alt=f"Triangles. {title}. " + " ".join(_said(dossier, triangle, year) for year in years),
        size="wide",
        wide=_draw(dossier, triangle, WIDE, columns=3),
        narrow=_draw(dossier, triangle, NARROW, columns=2),
        rows=tuple(_rows(triangle)),
        table=_table(dossier, triangle, years),
        origins=tuple(dict.fromkeys(o for year in years for o in year.origins)),
        domain="triangle",
        notes=tuple(_notes(triangle)),
    )


def _title(dossier: Dossier, triangle: Triangle, years: list[TriangleYear]) -> str:
    """In how many of the definitions the tie of the pair is positive, and those with the third."""
    a, b, third = spoken(dossier, triangle)
    count = [sum(year.ties[tie].positive > SURE for year in years) for tie in range(3)]
    of = len(years)
    return (
        f"The tie of {a} and {b} is clearly positive in {count[0]} of {of} readings, "
        f"that of {third} with {a} in {count[1]}, with {b} in {count[2]}"
    )


def _said(dossier: Dossier, triangle: Triangle, year: TriangleYear) -> str:
    """The three ties of a definition in words."""
    name = next(one.title for one in triangle.definitions if one.id == year.definition)
    ties = "; ".join(
        f"{words.place(dossier, tie.first)} and {words.place(dossier, tie.second)} positive "
        f"{words.chance(tie.positive)}"
        for tie in year.ties
    )
    return f"{name}, {year.year}: {ties}."


def _notes(triangle: Triangle) -> Iterable[str]:
    for one in shown(triangle):
        yield f"{one.title}: {one.measure}; positive if {one.positive}."


def _draw(dossier: Dossier, triangle: Triangle, width: float, *, columns: int) -> Drawing:
    """Triangles beside and below each other."""
    cell, height = width / columns, 236.0 if columns > 2 else 214.0
    body, hovers = "", []
    for place, one in enumerate(shown(triangle)):
        x, y = (place % columns) * cell, (place // columns) * height
        drawn, told = _one(dossier, triangle, one, x, y, cell - 16)
        body += drawn
        hovers += told
    rows = (len(shown(triangle)) + columns - 1) // columns
    return Drawing(int(width), int(rows * height), body, tuple(hovers))


def _one(
    dossier: Dossier, triangle: Triangle, one: TieDefinition, x: float, y: float, width: float
) -> tuple[str, list[Hover]]:
    """One triangle: the pair below, the third state on top."""
    year = triangle.of(one.id)[-1]
    title = svg.wrap(f"{one.title}, {year.year}", width / 1.06, 12.5, most=2)
    body = svg.lines_of_text(x, y + 14, title, size=12.5, tone="ink", bold=True)
    top, low = y + 70, y + 168
    inset = 22.0
    corners = {
        triangle.states[0]: (x + inset, low),
        triangle.states[1]: (x + width - inset, low),
        triangle.states[2]: (x + width / 2, top),
    }
    hovers = []
    for tie in year.ties:
        ends = corners[tie.first], corners[tie.second]
        body += _tie(tie, *ends)
        middle = ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
        hovers.append(Hover(*middle, _tie_said(dossier, one, tie)))
    for code, (px, py) in corners.items():
        side = SIDES[triangle.states.index(code)]
        body += mark(px, py, side) if side != "third" else svg.circle(px, py, 5.5, tone="ink-soft")
        tone = f"{side}-ink" if side != "third" else "ink-soft"
        at = py - 11 if side == "third" else py + 20
        body += svg.text(px, at, code, size=12, tone=tone, anchor="middle", bold=True)
    return body, hovers


def _tie(tie: TriangleTie, start: tuple[float, float], end: tuple[float, float]) -> str:
    """A line with its sign, its probability beside the middle."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    gap = 11 / length
    x1, y1 = (s + (e - s) * gap for s, e in zip(start, end, strict=True))
    x2, y2 = (e - (e - s) * gap for s, e in zip(start, end, strict=True))
    if tie.positive >= SURE:
        body = svg.line(x1, y1, x2, y2, tone="gain", width=4)
    elif tie.positive <= 1 - SURE:
        body = svg.line(x1, y1, x2, y2, tone="loss", width=2.5, dash="6 5")
    else:
        body = svg.line(x1, y1, x2, y2, tone="line", width=1.5)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    return body + svg.text(
        x, y + 4, percent(tie.positive), size=12, tone="ink", anchor="middle", bold=True, halo=True
    )


def _tie_said(dossier: Dossier, one: TieDefinition, tie: TriangleTie) -> str:
    """A tie with its value, threshold and probability."""
    first, second = (words.place(dossier, code) for code in (tie.first, tie.second))
    return (
        f"{first} and {second}, {one.short}: {words.show(tie.value, one.unit)}, positive from "
        f"{words.plain(round(tie.threshold, 3), one.unit)}: {words.chance(tie.positive)}"
    )


def _rows(triangle: Triangle) -> Iterable[Mapping[str, Cell]]:
    """Every tie of every year."""
    unit = {one.id: one.unit for one in triangle.definitions}
    for year in triangle.years:
        for tie in year.ties:
            yield {
                "definition": year.definition,
                "year": year.year,
                "first": tie.first,
                "second": tie.second,
                "unit": unit[year.definition],
                **cells(tie.value),
                "threshold": tie.threshold,
                "positive": tie.positive,
                "origins": ";".join(year.origins),
            }


def _table(dossier: Dossier, triangle: Triangle, years: list[TriangleYear]) -> Table:
    """The ties of the newest years, and what they make."""
    header = ("Tie by", "Year", "Tie", "Value", "Positive from", "Positive", "Likeliest type")
    by_id = {one.id: one for one in triangle.definitions}
    rows = [
        (
            by_id[year.definition].short,
            str(year.year),
            f"{words.place(dossier, tie.first)} and {words.place(dossier, tie.second)}",
            words.show(tie.value, by_id[year.definition].unit),
            words.plain(round(tie.threshold, 3), by_id[year.definition].unit),
            percent(tie.positive),
            likeliest(dossier, triangle, year),
        )
        for year in years
        for tie in year.ties
    ]
    return Table(header, tuple(rows), note="All years are in the data files.")
