"""The contest over the states between: who weighs more in what, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from steelyard.dossier.records import ContestCell, Dossier
from steelyard.report import words
from steelyard.report.figures import contest_grid
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.figures.sides import cells
from steelyard.report.figures.weight import Weight, weigh

FEWEST = 2  # cells that make a grid


def contest_figure(dossier: Dossier) -> Figure | None:
    """States of the chosen region down, dimensions across; its table holds all regions."""
    chosen = [cell for cell in dossier.contest if cell.region == dossier.contest[0].region]
    if len(chosen) < FEWEST:
        return None
    weighed = [weigh(dossier, cell) for cell in chosen]
    title = _title(dossier, weighed)
    return Figure(
        id="contest",
        kicker=f"{chosen[0].region_name}: who weighs more",
        title=title,
        subtitle=(
            "Each cell compares what the two weigh in one state, in one dimension: colour and code "
            "name the heavier, the number says how many times, the year since when it has stayed "
            "ahead. Grey: the lead is not clear, its probability is under 90 %. Hatched: known for "
            "one side only, or not comparable. A dash: no figure."
        ),
        alt=f"Grid. {title}. " + " ".join(f"{said(one)}." for one in weighed),
        size="full",
        wide=contest_grid.wide(dossier, weighed),
        narrow=contest_grid.narrow(dossier, weighed),
        rows=tuple(_rows(dossier)),
        table=_table(dossier),
        origins=tuple(dict.fromkeys(o for cell in chosen for o in cell.origins)),
        domain="third",
        notes=tuple(_notes(chosen)),
    )


def _title(dossier: Dossier, weighed: Sequence[Weight]) -> str:
    """The region as one in its first dimension, then how many cells each side leads."""
    count = {
        tone: sum(one.side == tone and one.clear for one in weighed if not one.cell.whole)
        for tone in ("a", "b")
    }
    of = sum(one.side != "" for one in weighed if not one.cell.whole)
    a, b = words.spoken(dossier.a), words.spoken(dossier.b)
    first = f"{b[:1].upper()}{b[1:]} clearly weighs more in {count['b']} of {of} comparisons"
    leads = f"{first}, {a} in {count['a']}"
    whole = next((one for one in weighed if one.cell.whole and one.times), None)
    if whole is None:
        return f"{weighed[0].cell.region_name}: {leads}"
    return f"{whole.cell.region_name}, {_lower(whole.cell.title)}: {_lead(whole)}. {leads}"


def _lower(title: str) -> str:
    return f"{title[:1].lower()}{title[1:]}"


def _lead(one: Weight) -> str:
    """Who weighs how many times as much as whom, and since when."""
    since = _since(one.cell)
    return f"{one.leader} weighs {one.times} times{one.span} as much as {one.other}{since}"


def _since(cell: ContestCell) -> str:
    if not cell.passed_by or cell.year is None:
        return ""
    if cell.low is None or cell.high is None or cell.low == cell.high:
        return f", ahead since {cell.year}"
    return f", ahead since {cell.year} ({cell.low} to {cell.high})"


def said(one: Weight) -> str:
    """One cell as a sentence without its full stop."""
    cell = one.cell
    start = f"{cell.state_name}, {_lower(cell.title)} {words.period(cell.period)}"
    if one.times:
        sure = f", {words.chance(one.chance)}" if one.chance is not None else ""
        return f"{start}: {_lead(one)}{sure}"
    values = f"{one.name_a} {_value(cell, 'a')}, {one.name_b} {_value(cell, 'b')}"
    return f"{start}: {values}" + (f"; {cell.note}" if cell.note else "")


def _value(cell: ContestCell, tone: str) -> str:
    value = cell.value_a if tone == "a" else cell.value_b
    return words.show(value, cell.unit) if value.present else "not known"


def _notes(chosen: Sequence[ContestCell]) -> Iterable[str]:
    levels = dict.fromkeys(
        words.level(cell.log_ratio) for cell in chosen if cell.log_ratio.low is not None
    )
    if levels:
        yield f"Intervals in the table: {words.listed(levels)}."
    years: dict[str, list[str]] = {}
    for cell in chosen:
        years.setdefault(cell.dimension, []).append(cell.period[:4])
    spans = (f"{name} {_span(found)}" for name, found in years.items())
    yield f"Years: {', '.join(spans)}."
    reasons = dict.fromkeys(
        words.why(value)
        for cell in chosen
        for value in (cell.value_a, cell.value_b)
        if not value.present
    )
    if reasons:
        yield f"Not known: {'; '.join(reasons)}."


def _span(years: Sequence[str]) -> str:
    low, high = min(years), max(years)
    return low if low == high else f"{low} to {high}"


def _rows(dossier: Dossier) -> Iterable[Mapping[str, Cell]]:
    for cell in dossier.contest:
        yield {
            "region": cell.region,
            "state": cell.state,
            "name": cell.state_name,
            "whole": int(cell.whole),
            "dimension": cell.dimension,
            "title": cell.title,
            "unit": cell.unit,
            "period": cell.period,
            "a": dossier.a.iso3,
            "b": dossier.b.iso3,
            **cells(cell.value_a, "value_a"),
            **cells(cell.value_b, "value_b"),
            **cells(cell.log_ratio, "log_ratio"),
            "chance_b": cell.chance_b,
            "passed_by": cell.passed_by,
            "passed_year": cell.year,
            "passed_low": cell.low,
            "passed_high": cell.high,
            "note": cell.note,
            "origins": ";".join(cell.origins),
        }


def _table(dossier: Dossier) -> Table:
    a, b = dossier.a.name, dossier.b.name
    header = ("State", "Dimension", "Unit", "Period", a, b, "Heavier", "Passed", "Remark")
    rows = []
    for cell in dossier.contest:
        one = weigh(dossier, cell)
        rows.append(
            (
                cell.state_name,
                cell.title,
                words.unit_name(cell.unit),
                cell.period,
                _value(cell, "a"),
                _value(cell, "b"),
                f"{one.leader} {one.times} times{one.span}" if one.times else one.leader or "–",
                _passed(cell),
                cell.note,
            )
        )
    return Table(header, tuple(rows))


def _passed(cell: ContestCell) -> str:
    return f"{cell.passed_by}{_since(cell).removeprefix(',')}" if _since(cell) else "–"
