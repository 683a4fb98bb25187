"""Whether what documents expect comes out: a row of squares for each document."""

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
SQUARE, SPACE = 13.0, 4.0
BANDS = (
    ("over 90 % of draws", "a", 0.9),
    ("66 to 90 %", "a-soft", LIKELY),
    ("33 to 66 %", "even", UNLIKELY),
    ("under 33 %", "b", -1.0),
    ("no way leads there", "grid", -2.0),
)  # word, tone, least probability


def expected_figure(dossier: Dossier) -> Figure | None:
    """A square for each expectation of each document, by its probability."""
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
        subtitle="A square is one thing that a document expects of a change, toned by the share of "
        "draws in which it comes out. The system is made of the documents’ own arguments, so most "
        "should; where one does not, arguments contradict each other, or what data taught.",
        alt=f"Squares. {title}. " + " ".join(
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
    """A row of squares for each document, the surest first."""
    body, y = _key(width)
    hovers: list[Hover] = []
    for document, some in _grouped(causal, told):
        drawn, said, y = _strip(document, some, width, y)
        body += drawn
        hovers += said
    return Drawing(width, round(y), body, tuple(hovers))


def _key(width: int) -> tuple[str, float]:
    """What the tones mean."""
    body, x, y = "", 0.0, 12.0
    for word, tone, _ in BANDS:
        long = svg.text_width(word, 12) + 34
        if x + long > width:
            x, y = 0.0, y + 20
        body += svg.rect(x, y - 9, SQUARE, SQUARE, fill=tone, round_=2)
        body += svg.text(x + SQUARE + 6, y, word, size=12, tone="ink-soft")
        x += long
    return body, y + 22


def _band(one: CausalExpectation) -> int:
    """Which tone an expectation has."""
    if one.probability is None:
        return len(BANDS) - 1
    return next(at for at, (_, _, least) in enumerate(BANDS) if one.probability >= least)


def _strip(
    document: CausalDocument, some: Sequence[Told], width: int, y: float
) -> tuple[str, list[Hover], float]:
    """One document: its name, and a square for each expectation."""
    roomy = width > NARROW
    left = 250.0 if roomy else 0.0
    name = f"{document.author}, {document.said[:4]}"
    lines = svg.wrap(name[:1].upper() + name[1:], (left or width) - 14, 12.5)
    body = svg.lines_of_text(0, y + 12, lines, size=12.5, tone="ink")
    top = y if roomy else y + 16.3 * len(lines) + 4
    across = int((width - left) // (SQUARE + SPACE))
    hovers = []
    ranked = sorted(some, key=lambda each: (_band(each[1]), -(each[1].probability or 0.0)))
    for place, each in enumerate(ranked):
        line, column = divmod(place, across)
        x, at = left + column * (SQUARE + SPACE), top + line * (SQUARE + SPACE)
        body += svg.rect(x, at, SQUARE, SQUARE, fill=BANDS[_band(each[1])][1], round_=2)
        hovers.append(Hover(x + SQUARE / 2, at + SQUARE / 2, _said(*each)))
    deep = (-(-len(ranked) // across)) * (SQUARE + SPACE)
    return body, hovers, max(top + deep, y + 16.3 * len(lines)) + 14


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
