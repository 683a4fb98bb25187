"""Verdicts on the claims of the documents, by document and by domain, as stacked bars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from steelyard.dossier.records import Dossier
from steelyard.dossier.records.audit import Audit, ClaimVerdict
from steelyard.report import svg
from steelyard.report.claim_words import CLASSES, document_name, domain_name
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import HEX, NARROW, WIDE

CLAIMS = "claims"
# green, amber and purple are told apart by the colour-blind; pairs differ in lightness too
TONES = {
    "holds": "gain",
    "holds approximately": "gain-soft",
    "depends on definition": "outside",
    "depends on vintage": "ship-soft",
    "fails": "loss",
    "not comparable": "line",
    "not decidable with these data": "even",
    "not an assertion": "surface",
}
DARK = ("gain", "loss", "line", "outside")
THICK, STEP = 18.0, 25.0
Group = tuple[str, Counter[str]]


def claims_figure(dossier: Dossier) -> Figure | None:
    """Two groups of bars: documents and domains; None where nothing was judged."""
    audit = dossier.audit
    if audit is None or not audit.verdicts:
        return None
    titles = {doc.id: document_name(doc) for doc in audit.documents}
    by_document = _counted(audit, lambda claim: titles.get(claim.document, claim.document))
    by_domain = sorted(
        _counted(audit, lambda claim: domain_name(claim.domain)), key=lambda g: -g[1].total()
    )
    total = Counter(claim.verdict for claim in audit.verdicts)
    title = _title(total)
    return Figure(
        id="claims",
        kicker="Said, and what data say",
        title=title,
        subtitle="Statements of the documents by verdict, in numbers of statements. A verdict "
        "follows from data by a rule, never by hand.",
        alt=f"Stacked bars by document and by domain. {title}. "
        + " ".join(f"{name}: {_told(counts)}." for name, counts in by_document),
        size="wide",
        wide=_drawing(WIDE, by_document, by_domain),
        narrow=_drawing(NARROW, by_document, by_domain),
        rows=tuple(_rows(audit)),
        table=_table(by_document, by_domain, total),
        origins=tuple(origin.id for origin in audit.origins),
        domain=CLAIMS,
        notes=(
            "Statements that were said as conditions, possibilities or intentions are not judged. "
            "Not decidable: the data here do not decide it, and the row says which would.",
        ),
    )


def _counted(audit: Audit, key: Callable[[ClaimVerdict], str]) -> list[Group]:
    """Verdicts by group, in the order of appearance."""
    groups: dict[str, Counter[str]] = {}
    for claim in audit.verdicts:
        groups.setdefault(key(claim), Counter())[claim.verdict] += 1
    return list(groups.items())


def _title(total: Counter[str]) -> str:
    """What came out in one sentence."""
    depend = total["depends on definition"] + total["depends on vintage"]
    true = total["holds"] + total["holds approximately"]
    return (
        f"Of {total.total()} statements {true} hold, {total['fails']} fail, and {depend} depend "
        f"on how they are read"
    )


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in CLASSES if counts[name])


def _drawing(width: int, *groups: Sequence[Group]) -> Drawing:
    """Legend, then the bars of each group on one scale."""
    used = [name for name in CLASSES if any(c[name] for group in groups for _, c in group)]
    body, y = _legend(width, used)
    hovers: list[Hover] = []
    label = 240.0 if width > 500 else 0.0
    for heading, group in zip(("By document", "By domain"), groups, strict=True):
        most = max(counts.total() for _, counts in group)
        body += svg.text(0, y + 14, heading, size=13, tone="ink", bold=True)
        y += 26
        for name, counts in group:
            if not label:
                body += svg.text(0, y + 10, name, size=11.5, tone="ink-soft")
                y += 15
            else:
                words = svg.wrap(name, label - 14, 12, most=1)[0]
                body += svg.text(label - 10, y + 13, words, tone="ink-soft", anchor="end")
            body += _bar(counts, label, y, (width - label - 34) / most)
            hovers.append(Hover(label + 20, y + THICK / 2, f"{name}: {_told(counts)}"))
            y += STEP
        y += 14
    return Drawing(width, round(y), body, tuple(hovers))


def _legend(width: int, used: Sequence[str]) -> tuple[str, float]:
    """Every verdict with its colour, and where the bars may begin."""
    body, x, y = "", 0.0, 4.0
    for name in used:
        wide = 18 + svg.text_width(name, 11.5) + 14
        if x and x + wide > width:
            x, y = 0.0, y + 19
        body += _box(x, y, 12, 12, name) + svg.text(x + 17, y + 10.5, name, size=11.5)
        x += wide
    return body, y + 30


def _bar(counts: Counter[str], left: float, y: float, unit: float) -> str:
    """The parts of one bar with their numbers where there is room, and the sum beside it."""
    body, x = "", left
    for name in CLASSES:
        wide = counts[name] * unit
        if not wide:
            continue
        body += _box(x, y, max(wide - 1, 1), THICK, name)
        if wide > 9 + 6 * len(str(counts[name])):
            tone = "surface" if TONES[name] in DARK else "ink"
            body += svg.text(x + wide / 2 - 0.5, y + 13, str(counts[name]), size=11, tone=tone,
                             anchor="middle")  # fmt: skip
        x += wide
    return body + svg.text(x + 6, y + 13, str(counts.total()), size=11.5, tone="muted")


def _box(x: float, y: float, width: float, height: float, name: str) -> str:
    """A part of a bar; what is not judged has an edge and no filling."""
    edge = f' stroke="{HEX["axis"]}"' if TONES[name] == "surface" else ""
    inset = 0.5 if edge else 0.0
    return (
        f'<rect x="{svg.num(x + inset)}" y="{svg.num(y + inset)}" '
        f'width="{svg.num(max(width - 2 * inset, 0.5))}" height="{svg.num(height - 2 * inset)}" '
        f'fill="{HEX[TONES[name]]}"{edge}/>'
    )


def _table(documents: Sequence[Group], domains: Sequence[Group], total: Counter[str]) -> Table:
    """The same in numbers."""
    rows = [*documents, *domains, ("All", total)]
    return Table(
        ("Document or domain", *CLASSES, "all"),
        tuple(
            (name, *(str(counts[verdict]) for verdict in CLASSES), str(counts.total()))
            for name, counts in rows
        ),
    )


def _rows(audit: Audit) -> Iterator[Mapping[str, Cell]]:
    """One row a claim, with the reading that decides."""
    for claim in audit.verdicts:
        main = None if claim.decided_by is None else claim.readings[claim.decided_by]
        value = None if main is None else main.value
        yield {
            "id": claim.id,
            "document": claim.document,
            "domain": claim.domain,
            "title": claim.title,
            "actors": ";".join(claim.actors),
            "quantity": claim.quantity,
            "said": claim.said,
            "period": claim.period,
            "verdict": claim.verdict,
            "as_said": claim.as_said,
            "value": None if value is None else value.point,
            "low": None if value is None else value.low,
            "high": None if value is None else value.high,
            "unit": "" if main is None else main.unit,
            "margin": None if main is None else main.margin,
            "chance": None if main is None else main.chance,
            "robustness": claim.robustness,
            "sentence": claim.sentence,
            "origins": ";".join(() if main is None else main.origins),
        }
