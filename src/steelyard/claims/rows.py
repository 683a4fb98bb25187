"""One row of a file as a claim, or its faults: column, what was found, what is allowed."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from steelyard.claims.claim import (
    MEANS,
    MODALITIES,
    NEED_VALUE,
    RELATIONS,
    SAID,
    Claim,
    Document,
    Refusal,
)
from steelyard.claims.periods import FORMS, Span, spans
from steelyard.claims.units import known_unit
from steelyard.vocabulary.errors import shorten

NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
LONGEST = 2000  # characters of one cell
# other names of columns, as in ledgers made elsewhere
ALIASES = {
    "claim_id": "id",
    "seed_file": "document",
    "paraphrase": "title",
    "value_source": "value_from",
    "data_needed": "needs",
    "how precisely": "said",
}
REQUIRED = ("id", "title", "domain", "actors", "quantity", "relation", "period")
COLUMNS = (
    *REQUIRED, "document", "value", "unit", "said", "means", "tolerance", "test_window", "as_of",
    "modality", "testability", "value_from", "needs", "note", "audit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """What a file may speak of: actors, domains and quantities; None where all is taken."""

    actors: Collection[str]
    domains: Collection[str]
    quantities: Collection[str] | None = None
    documents: Mapping[str, Document] = field(default_factory=dict)


def claim_of(row: int, cells: Mapping[str, str], words: Words) -> Claim | tuple[Refusal, ...]:
    """The claim of a row, or every fault of the row."""
    faults = tuple(_faults(row, cells, words))
    return faults if faults else _claim(row, cells)


def _faults(row: int, cells: Mapping[str, str], words: Words) -> Iterator[Refusal]:
    """What is wrong with a row, column by column."""
    name = cells.get("id", "")[:60]

    def fault(column: str, found: str, allowed: str) -> Refusal:
        return Refusal(row, name, column, found, allowed)

    for column in REQUIRED:
        if not cells.get(column):
            yield fault(column, "nothing", "some text")
    for column, text in cells.items():
        if len(text) > LONGEST or not text.replace("\n", " ").isprintable():
            yield fault(column, f"{len(text)} characters", f"printable text to {LONGEST:,}")
    for column, allowed in _lists(words):
        text = cells.get(column, "")
        if text and text not in allowed:
            yield fault(column, repr(text[:60]), _near(text, allowed))
    for actor in _parts(cells.get("actors", "")):
        if actor not in words.actors:
            yield fault("actors", repr(actor[:60]), _near(actor, words.actors))
    for column in ("period", "test_window"):
        if (text := cells.get(column, "")) and isinstance(found := _spans(text), str):
            yield fault(column, found[:80], f"forms such as {FORMS}")
    yield from _number_faults(cells, fault)
    document = words.documents.get(cells.get("document", ""))
    if cells.get("as_of"):
        if _day(cells["as_of"]) is None:
            yield fault("as_of", repr(cells["as_of"][:60]), "a day such as 2022-08-22")
    elif words.documents and cells.get("document") and document is None:
        yield fault("document", repr(cells["document"][:60]), _near(cells["document"],
                    words.documents))  # fmt: skip


def _number_faults(cells: Mapping[str, str], fault) -> Iterator[Refusal]:
    """Values, their unit and their tolerance."""
    relation, values = cells.get("relation", ""), _parts(cells.get("value", ""))
    if relation in NEED_VALUE and not values:
        yield fault("value", "nothing", f"a number: relation {relation!r} needs one")
    for value in values:
        if NUMBER.fullmatch(value) is None:
            yield fault("value", repr(value[:60]), "a number such as 19.3, several joined by ;")
    unit = known_unit(cells.get("unit", ""))
    if unit is None:
        yield fault("unit", repr(cells["unit"][:60]), _near(cells["unit"], _all_units()))
    elif relation == "rank" and values and unit != "rank":
        yield fault("unit", repr(cells.get("unit", "")[:60]), "rank")
    if relation == "rank" and any(NUMBER.fullmatch(v) and float(v) < 1 for v in values):
        yield fault("value", shorten(values), "places counted from 1")
    if cells.get("means") in ("range", "from_to") and len(values) != 2:
        yield fault("value", shorten(values) or "nothing", f"two values for {cells['means']!r}")
    tolerance = cells.get("tolerance", "")
    if tolerance and (NUMBER.fullmatch(tolerance) is None or float(tolerance) < 0):
        yield fault("tolerance", repr(tolerance[:60]), "a number from 0, in the claim's unit")


def _lists(words: Words) -> tuple[tuple[str, Collection[str]], ...]:
    """Columns that hold one word of a list."""
    lists: list[tuple[str, Collection[str]]] = [
        ("relation", RELATIONS), ("modality", MODALITIES), ("said", SAID), ("means", MEANS),
        ("domain", words.domains),
    ]  # fmt: skip
    if words.quantities is not None:
        lists.append(("quantity", words.quantities))
    return tuple(lists)


def _claim(row: int, cells: Mapping[str, str]) -> Claim:
    """A claim from cells that have no fault."""
    get = cells.get
    digits = _parts(get("value", ""))
    period, later = spans(cells["period"]), get("test_window", "")
    return Claim(
        id=cells["id"],
        document=get("document", ""),
        title=cells["title"],
        domain=cells["domain"],
        actors=_parts(cells["actors"]),
        quantity=cells["quantity"],
        relation=cells["relation"],
        values=tuple(float(value) for value in digits),
        digits=digits,
        unit=known_unit(get("unit", "")) or "",
        period=period,
        said=get("said", ""),
        means=get("means", ""),
        tolerance=float(cells["tolerance"]) if get("tolerance") else None,
        test_window=spans(later) if later else (),
        as_of=_day(get("as_of", "")),
        modality=get("modality") or "asserted",
        testability=get("testability") or "direct",
        value_from=get("value_from", ""),
        needs=get("needs", ""),
        note=get("note", ""),
        row=row,
        columns=tuple((name, text) for name, text in cells.items() if name not in COLUMNS),
    )


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    """Parts joined by semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


@lru_cache(maxsize=4096)
def _spans(text: str) -> tuple[Span, ...] | str:
    """Spans of a period, or why it is none."""
    try:
        return spans(text)
    except ValueError as error:
        return str(error)


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    """The day, if it is one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _all_units() -> tuple[str, ...]:
    """Every unit, for the nearest."""
    from steelyard.claims.units import allowed_units

    return allowed_units()


_NEAREST: dict[tuple[str, int], str] = {}
_MOST_LOOKED_UP = 500  # nearest words cost more than all else; a file of nonsense gets none


def _near(text: str, allowed: Collection[str]) -> str:
    """The allowed words: all of a short list, the nearest of a long one."""
    words = [word for word in allowed if word]
    if len(words) <= 20:
        return ", ".join(sorted(words))
    key = text[:60], id(allowed)
    if key not in _NEAREST:
        if len(_NEAREST) >= _MOST_LOOKED_UP:
            return f"one of {len(words)}"
        near = difflib.get_close_matches(text[:60], words, 3, 0.4)
        _NEAREST[key] = f"one of {len(words)}" + (f", such as {', '.join(near)}" if near else "")
    return _NEAREST[key]
