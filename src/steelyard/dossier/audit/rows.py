"""Evidence as data: which figures bear on a quantity, and how a number is taken from them.

One file a domain. A row belongs to a claim's id or to a quantity; rows of the id come instead of
those of the quantity. ``$1``, ``$2`` stand for the actors of the claim in their order, so that
another pair's claim about the same quantity has the same evidence.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from steelyard.claims.claim import RELATIONS, Claim
from steelyard.claims.reduce import TAKES
from steelyard.claims.thresholds import ALLOWANCE

ROLES = ("main", "alternative", "vintage", "later", "missing")
COLUMNS = (
    "for", "role", "kind", "source", "subject", "partner", "basis", "part", "over", "take",
    "when", "unit", "place", "test", "error", "proxy", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """What a finder looks for. Codes are those of states or blocs; `basis` and `part` as there."""

    kind: str
    source: str
    subject: str = ""
    partner: str = ""
    basis: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row: what is found, divided by what, and how it becomes one number.

    `test` is another relation than the claim's with its value, such as ``greater 0``, where the
    statement's own words have no number; its reason stands in `note`.
    """

    key: str
    role: str
    ask: Ask
    over: Ask | None
    take: str
    when: str
    unit: str
    place: int
    test: tuple[str, float | None] | None
    error: str
    proxy: bool
    note: str
    file: str
    line: int


def rows_for(claim: Claim) -> tuple[EvidenceRow, ...]:
    """The evidence of a claim: of its id, or else of its quantity, with its actors put in."""
    known = evidence()
    found = known.get(claim.id) or known.get(claim.quantity, ())
    return tuple(_filled(row, claim.actors) for row in found)


def quantities() -> tuple[str, ...]:
    """Every quantity that there is evidence for."""
    return tuple(key for key in evidence() if "." in key)


@cache
def evidence() -> dict[str, tuple[EvidenceRow, ...]]:
    """All rows by claim or quantity, in the order of the files."""
    found: dict[str, list[EvidenceRow]] = {}
    folder = files("steelyard.dossier.audit") / "evidence"
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if file.name.endswith(".csv"):
            for row in read_evidence(file.read_text(encoding="utf-8"), file.name):
                found.setdefault(row.key, []).append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def read_evidence(text: str, name: str) -> list[EvidenceRow]:
    """Rows of one file; a fault is a fault of the package and says where it is."""
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ValueError(f"{name}: columns are {reader.fieldnames}, expected {COLUMNS}")
    return [_row(cells, name, line) for line, cells in enumerate(reader, 2)]


def _row(cells: dict[str, str], name: str, line: int) -> EvidenceRow:
    """One row, its words checked."""
    where = f"{name}, line {line}"
    for column, allowed in (
        ("role", ROLES),
        ("take", (*TAKES, "trend", "")),
        ("error", (*ALLOWANCE, "")),
        ("proxy", ("", "yes")),
    ):
        if cells[column] not in allowed:
            raise ValueError(f"{where}: {column} {cells[column]!r}, expected one of {allowed}")
    ask = Ask(*(cells[c] for c in ("kind", "source", "subject", "partner", "basis", "part")))
    return EvidenceRow(
        key=cells["for"],
        role=cells["role"],
        ask=ask,
        over=_over(cells["over"], ask) if cells["over"] else None,
        take=cells["take"],
        when=cells["when"],
        unit=cells["unit"],
        place=int(cells["place"] or 1) - 1,
        test=_test(cells["test"], where),
        error=cells["error"],
        proxy=cells["proxy"] == "yes",
        note=cells["note"],
        file=name,
        line=line,
    )


def _over(text: str, top: Ask) -> Ask:
    """``kind:source:subject:partner:basis:part``; ``=`` stands for the same as above the line."""
    parts = [*text.split(":"), "", "", "", "", ""][:6]
    same = (top.kind, top.source, top.subject, top.partner, top.basis, top.part)
    return Ask(*(old if new == "=" else new for new, old in zip(parts, same, strict=True)))


def _test(text: str, where: str) -> tuple[str, float | None] | None:
    """A relation and its value."""
    if not text:
        return None
    relation, _, value = text.partition(" ")
    if relation not in RELATIONS:
        raise ValueError(f"{where}: test {text!r} has no known relation")
    return relation, float(value) if value else None


def _filled(row: EvidenceRow, actors: Sequence[str]) -> EvidenceRow:
    """The row with the claim's actors in their places."""
    if "$" not in f"{row.ask}{row.over}":
        return row
    from dataclasses import replace

    return replace(
        row, ask=_ask(row.ask, actors), over=None if row.over is None else _ask(row.over, actors)
    )


def _ask(ask: Ask, actors: Sequence[str]) -> Ask:
    """An ask with actors for ``$1`` and so on."""
    fields = (ask.kind, ask.source, ask.subject, ask.partner, ask.basis, ask.part)
    return Ask(*(_actor(text, actors) for text in fields))


def _actor(text: str, actors: Sequence[str]) -> str:
    """A code for its placeholder; the placeholder itself where the claim names too few."""
    for place, actor in enumerate(actors, 1):
        text = text.replace(f"${place}", actor)
    return text
