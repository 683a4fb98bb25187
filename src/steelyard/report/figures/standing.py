"""Where both directions stand among other ties: the strip chart's words, numbers and table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from steelyard.dossier.records import Dossier, Placed
from steelyard.dossier.words import rank_text
from steelyard.report import words
from steelyard.report.figures.placing import Row, rows
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.figures.sides import PLACE, cells
from steelyard.report.figures.strip_chart import cuts_of, draw, said


def standing_figure(dossier: Dossier) -> Figure | None:
    """Every measure that all pairs have, both directions on one scale of percentiles."""
    shown = rows(dossier)
    if not shown:
        return None
    title = _title(shown[0])
    return Figure(
        id="place-strip",
        kicker=f"Among other ties, {shown[0].year}",
        title=title,
        subtitle=(
            "Percentile of each tie among those of all states: 0 is the tie on which a state "
            "leans least, 100 the one on which it leans most. Coloured marks are the two "
            "directions with their intervals; grey ticks are ties named for comparison. Dotted "
            "lines are the cuts of the classes."
        ),
        alt=f"Strip chart. {title}. " + " ".join(_alt(row) for row in shown),
        size="full",
        wide=draw(dossier, shown, roomy=True),
        narrow=draw(dossier, shown, roomy=False),
        rows=tuple(_data(shown)),
        table=_table(shown),
        origins=_origins(shown),
        domain=PLACE,
        notes=tuple(_notes(dossier, shown)),
    )


def _title(row: Row) -> str:
    """Both directions of the first row in words."""
    told = [
        f"{side.name} at {rank_text(rank)}"
        for side, one in row.own
        if (rank := row.rank(one)) is not None
    ]
    kind = "states’ largest ties" if row.largest else "all pairs of states"
    return f"{words.listed(told)} of {kind} in {words.domain_title(row.domain).lower()}"


def _alt(row: Row) -> str:
    kind = "among largest ties" if row.largest else "among all pairs"
    own = "; ".join(said(row, one, side.name) for side, one in row.own)
    beside = "; ".join(
        f"{one.title} {rank.text()}" for one in row.beside if (rank := row.rank(one)) is not None
    )
    return f"{row.title}, {kind}: {own}." + (f" Beside them: {beside}." if beside else "")


def _notes(dossier: Dossier, shown: Sequence[Row]) -> Iterable[str]:
    """What intervals are, what is left out, and why."""
    ranks = [rank for row in shown for _, one in row.own if (rank := row.rank(one)) is not None]
    levels = dict.fromkeys(words.level(rank) for rank in ranks if rank.low is not None)
    bases = dict.fromkeys(rank.basis for rank in ranks if rank.low is not None)
    if levels:
        yield f"Bars: {words.listed(levels)}; {'; '.join(bases)}."
    definition = cuts_of(dossier, largest=True)
    if definition:
        yield f"Cuts stated on {definition.stated}: {definition.members}."
    older = [
        f"{one.title} {one.year}"
        for one in shown[0].beside
        if one.year != shown[0].year and shown[0].rank(one) is not None
    ]
    if older:
        yield f"Last known year in the first row: {words.listed(older)}."
    for one in shown[0].beside:
        if not one.value.present:
            yield f"{one.title}: {words.why(one.value)}."
    for title, why in dossier.comparison.left_out if dossier.comparison else ():
        yield f"{title} is not placed: {why.replace('`', '')}."


def _every(row: Row) -> list[Placed]:
    return [*(one for _, one in row.own if one is not None), *row.beside]


def _data(shown: Iterable[Row]) -> Iterable[Mapping[str, Cell]]:
    for row in shown:
        for one in _every(row):
            yield {
                "domain": one.domain,
                "measure": one.measure,
                "class": "largest" if row.largest else "pairs",
                "title": one.title,
                "subject": one.subject,
                "partner": one.partner,
                "comparator": int(one.named),
                "year": one.year,
                "unit": one.unit,
                **cells(one.value),
                **cells(one.among_largest if row.largest else one.percentile, "percentile"),
                "note": one.note,
                "origins": ";".join(one.origins),
            }


def _table(shown: Iterable[Row]) -> Table:
    header = ("Tie", "Measure", "Ranked among", "Year", "Value", "Percentile", "Remark")
    found = [
        (
            one.title,
            row.title,
            "largest ties" if row.largest else "all pairs",
            str(one.year),
            words.show(one.value, one.unit),
            rank.text() if (rank := row.rank(one)) is not None else "–",
            one.note,
        )
        for row in shown
        for one in _every(row)
    ]
    return Table(header, tuple(found))


def _origins(shown: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(o for row in shown for one in _every(row) for o in one.origins))
