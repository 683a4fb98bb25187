"""Whether what documents expect comes out: a row of dots for each document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.dossier.records import (
    Causal,
    CausalDocument,
    CausalExpectation,
    CausalScenario,
    Dossier,
)
from steelyard.report import svg
from steelyard.report.figures.causal.loops import CAUSAL
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.sides import cells
from steelyard.report.theme import NARROW, WIDE

Told = tuple[CausalScenario, CausalExpectation]
LIKELY, UNLIKELY = 0.66, 0.33
STEP, DOT = 9.0, 3.8


def expected_figure(dossier: Dossier) -> Figure | None:
    """A dot for each expectation of each document, by its probability."""
    causal = dossier.causal
    told = [] if causal is None else _told(causal)
    if causal is None or not told:
        return None
    rows = len({scenario.row for scenario, _ in told})
    title = _title([one for _, one in told], rows)
    return Figure(
        id="causal-expected",
        kicker="What the documents expect, put to their own system",
        title=title,
        subtitle="A dot is one thing that a document expects of a change, placed by the share of "
        "draws in which it comes out. Right of the middle third: likely. The arguments are the "
        "documents’ own, so a dot on the left says that they contradict each other or what data "
        "taught.",
        alt=f"Dots. {title}. " + " ".join(
            _count(document, some) for document, some in _grouped(causal, told)
        ),
        size="wide",
        wide=_draw(causal, told, WIDE),
        narrow=_draw(causal, told, NARROW),
        rows=tuple(_rows(told)),
        table=_table(causal, told),
        origins=causal.origins,
        domain=CAUSAL,
        notes=(
            "Each row stands below with its question, what is expected by when, and the change; "
            "“no way” means that no link of the system leads from the change to what is expected.",
        ),
    )  # fmt: skip


def _told(causal: Causal) -> list[Told]:
    """Expectations of rows of documents that were run."""
    return [
        (scenario, one)
        for scenario in causal.scenarios if scenario.row
        for one in scenario.expectations if one.change.present
    ]  # fmt: skip


def _title(found: Sequence[CausalExpectation], rows: int) -> str:
    known = [one.probability for one in found if one.probability is not None]
    likely = sum(each > LIKELY for each in known)
    unlikely = sum(each < UNLIKELY for each in known)
    none = len(found) - len(known)
    tail = f"; to {none} no way leads" if none else ""
    return (
        f"Of {len(found)} expectations in {rows} rows of the documents, {likely} are likely to "
        f"come out, {unlikely} unlikely, {len(known) - likely - unlikely} open{tail}"
    )


def _grouped(causal: Causal, told: Sequence[Told]) -> list[tuple[CausalDocument, list[Told]]]:
    groups = [(d, [t for t in told if t[0].document == d.id]) for d in causal.documents]
    return [(document, some) for document, some in groups if some]


def _count(document: CausalDocument, some: Sequence[Told]) -> str:
    known = [one.probability for _, one in some if one.probability is not None]
    return (
        f"{document.author} ({document.said[:4]}): {sum(p > LIKELY for p in known)} of "
        f"{len(some)} likely."
    )


def _draw(causal: Causal, told: Sequence[Told], width: int) -> Drawing:
    """A strip for each document; dots that meet stand above each other."""
    roomy = width > NARROW
    left, right = (230.0, width - 70.0) if roomy else (4.0, width - 54.0)
    body, hovers, y = "", [], 22.0

    def px(chance: float) -> float:
        return left + chance * (right - left)

    heads = ((0.0, "unlikely", "start"), (0.495, "open", "middle"), (1.0, "likely", "end"))
    for at, word, anchor in heads:
        body += svg.text(px(at), 12, word, size=11, tone="muted", anchor=anchor)
    body += svg.text(width, 12, "no way", size=11, tone="muted", anchor="end")
    for document, some in _grouped(causal, told):
        drawn, said, y = _strip(document, some, (left, right, float(width)), y, roomy=roomy)
        body += drawn
        hovers += said
    for tick, anchor in ((0.0, "start"), (UNLIKELY, "middle"), (LIKELY, "middle"), (1.0, "end")):
        label = f"{tick * 100:.0f} %"
        body += svg.text(px(tick), y + 6, label, size=10.5, tone="muted", anchor=anchor)
    return Drawing(width, round(y + 14), body, tuple(hovers))


def _strip(
    document: CausalDocument,
    some: Sequence[Told],
    box: tuple[float, float, float],
    y: float,
    *,
    roomy: bool,
) -> tuple[str, list[Hover], float]:
    left, right, edge = box
    columns: dict[int, list[Told]] = {}
    bins = max(1, int((right - left) / STEP))
    for each in some:
        if each[1].probability is not None:
            columns.setdefault(round(each[1].probability * bins), []).append(each)
    tall = max((len(each) for each in columns.values()), default=1) * STEP + 10
    body, top = "", y
    name = f"{document.author}, {document.said[:4]}"
    lines = svg.wrap(name, left - 14 if roomy else edge, 12)
    if not roomy:
        body += svg.lines_of_text(0, y + 12, lines, size=12, tone="ink-soft")
        top = y + 15.6 * len(lines) + 2
    floor = top + max(tall, 36 if roomy else 24)
    if roomy:
        body += svg.lines_of_text(0, floor - 4 - 15.6 * (len(lines) - 1), lines, size=12,
                                  tone="ink-soft")  # fmt: skip
    third = (right - left) * 0.33
    body += svg.rect(left + third, top + 2, third, floor - top - 2, fill="void")
    body += svg.line(left, floor, right, floor, tone="axis")
    hovers = []
    for place, column in columns.items():
        for level, each in enumerate(column):
            x, at = left + place / bins * (right - left), floor - 6 - level * STEP
            chance = each[1].probability or 0.0
            tone = "a" if chance > LIKELY else "b" if chance < UNLIKELY else "line"
            body += svg.circle(x, at, DOT, tone=tone)
            hovers.append(Hover(x, at, _said(*each)))
    none = sum(one.probability is None for _, one in some)
    body += svg.text(edge, floor - 2, str(none) if none else "–", size=12, tone="ink-soft",
                     anchor="end")  # fmt: skip
    return body, hovers, floor + 16


def _said(scenario: CausalScenario, one: CausalExpectation) -> str:
    chance = "no way" if one.probability is None else f"{one.probability * 100:.0f} % of draws"
    since = f" since {one.since}" if one.since else ""
    return (
        f"{scenario.row} {scenario.title}: {one.title} {one.direction} by {one.by}{since}: {chance}"
    )


def _rows(told: Sequence[Told]) -> Iterator[Mapping[str, Cell]]:
    for scenario, one in told:
        yield {
            "row": scenario.row, "document": scenario.document, "scenario": scenario.name,
            "question": scenario.question, "variable": one.variable, "direction": one.direction,
            "by": one.by, "since": one.since, "says": one.says, "probability": one.probability,
            **cells(one.change, "change"),
        }  # fmt: skip


def _table(causal: Causal, told: Sequence[Told]) -> Table:
    rows = []
    for document, some in _grouped(causal, told):
        known = [one.probability for _, one in some if one.probability is not None]
        rows.append((
            f"{document.author}, {document.title} ({document.said[:4]})",
            str(len({s.row for s, _ in some})), str(len(some)),
            str(sum(p > LIKELY for p in known)),
            str(sum(UNLIKELY <= p <= LIKELY for p in known)),
            str(sum(p < UNLIKELY for p in known)), str(len(some) - len(known)),
        ))  # fmt: skip
    return Table(("Document", "Rows", "Expectations", "Likely", "Open", "Unlikely", "No way"),
                 tuple(rows))  # fmt: skip
