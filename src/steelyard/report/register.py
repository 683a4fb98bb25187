"""The table of all series of a domain: a line for each, with its newest number and where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from steelyard.dossier.records import Dossier, Point, Series
from steelyard.report import words
from steelyard.report.figures.record import Figure
from steelyard.report.figures.traces import readable
from steelyard.report.sparkline import sparkline

NAMED_FIRST = ("percentile", "rank")  # units that stand before their number


@dataclass(frozen=True, slots=True)
class Row:
    """One series as a reader sees it; `figure` is the anchor of its figure, or empty."""

    anchor: str
    title: str
    measure: str
    who: str
    value: str
    period: str
    basis: str
    count: int
    spark: Markup
    file: str
    figure: str


def register(dossier: Dossier, figures: Sequence[Figure]) -> dict[str, tuple[Row, ...]]:
    """All series of each domain, those of one measure beside each other."""
    drawn = {id_: figure.id for figure in figures for id_ in figure.series if figure.domain}
    titles = {entry.id: entry.title for entry in dossier.measures}
    found: dict[str, list[Row]] = {}
    for number, series in _in_order(dossier.series):
        row = _row(dossier, number, series, titles.get(series.measure, ""), drawn)
        found.setdefault(series.domain, []).append(row)
    return {domain: tuple(rows) for domain, rows in found.items()}


def data_file(measure: str) -> str:
    """The name of the file that holds all numbers of a measure."""
    return f"all-{words.slug(measure)}.csv"


def anchor(number: int) -> str:
    """The anchor of a row: short, because a page has hundreds."""
    return f"s{number}"


def anchors(dossier: Dossier) -> dict[str, str]:
    """The anchor of the row of each series, by its id."""
    return {series.id: anchor(number) for number, series in enumerate(dossier.series, start=1)}


def _in_order(found: Sequence[Series]) -> list[tuple[int, Series]]:
    """Series numbered as the dossier lists them, by the first appearance of their measure."""
    first = {
        measure: place for place, measure in enumerate(dict.fromkeys(s.measure for s in found))
    }
    return sorted(enumerate(found, start=1), key=lambda item: first[item[1].measure])


def _row(
    dossier: Dossier, number: int, series: Series, measure: str, drawn: Mapping[str, str]
) -> Row:
    shown = readable(series, [series])
    known = [point for point in shown.points if point.value.present]
    newest = max(known, key=lambda point: point.x, default=None)
    return Row(
        anchor=anchor(number),
        title=_title(series),
        measure=measure,
        who=_who(dossier, series),
        value=_value(newest, shown),
        period=_span(known),
        basis=series.basis,
        count=len(known),
        spark=sparkline(shown.points, dossier.years, _side(dossier, series)),
        file=data_file(series.measure),
        figure=drawn.get(series.id, ""),
    )


def _title(series: Series) -> str:
    """The series' own title, with the part that it is of where the title does not say it."""
    title = f"{series.title[:1].upper()}{series.title[1:]}"
    return title if not series.part or _says(title, series.part) else f"{title}, {series.part}"


def _says(title: str, part: str) -> bool:
    """Whether all words of the part stand in the title; codes are no words."""
    known = title.lower()
    code = part.isupper() or "_" in part
    return code or all(word in known for word in re.findall(r"\w+", part.lower()))


def _who(dossier: Dossier, series: Series) -> str:
    subject = words.place(dossier, series.subject, series.title)
    if series.partner is None:
        return subject
    return f"{subject} on {words.place(dossier, series.partner)}"


def _side(dossier: Dossier, series: Series) -> str:
    return {dossier.a.iso3: "a", dossier.b.iso3: "b"}.get(series.subject, "")


def _span(known: Iterable[Point]) -> str:
    """The newest period, and since when there are numbers."""
    periods = [point.period for point in sorted(known, key=lambda point: point.x)]
    if not periods:
        return "–"
    newest = periods[-1]
    return newest if len(periods) == 1 else f"{newest} (since {periods[0][:4]})"


def _value(newest: Point | None, shown: Series) -> str:
    if newest is None:
        return _why(shown.points)
    value = words.show(newest.value, shown.unit)
    return f"{shown.unit} {value}" if shown.unit in NAMED_FIRST else value


def _why(points: Sequence[Point]) -> str:
    return words.why(points[-1].value) if points else "no figure"
