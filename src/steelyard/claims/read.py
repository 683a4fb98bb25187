"""Claims from CSV, YAML or Python: the good rows as claims, each fault of the others reported.

A user's own file has the columns of the built-in ledger; the columns that it must have are
id, title, domain, actors, quantity, relation and period.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from steelyard.claims.claim import Claim, Document, Ledger, Refusal
from steelyard.claims.rows import ALIASES, REQUIRED, Words, claim_of
from steelyard.vocabulary.blocs import all_blocs
from steelyard.vocabulary.errors import UnreadableFile
from steelyard.vocabulary.states import all_states

LARGEST_FILE = 100_000_000  # bytes
DOMAINS = (
    "trade", "macro", "energy", "technology", "finance", "central_asia", "far_east", "arctic",
    "military", "arms", "un_voting", "institutions", "diplomacy", "triangle", "perceptions",
    "ideology",
)  # fmt: skip
GUIDE = "See docs/models/claims.md for the columns, and `steelyard audit --help`."


def built_in() -> Ledger:
    """The statements of the five documents, in words of our own.

    Examples
    --------
    >>> ledger = built_in()
    >>> len(ledger.claims), ledger.refusals
    (339, ())
    """
    text = (files("steelyard.claims") / "ledger.csv").read_text(encoding="utf-8")
    words = Words(actors(), DOMAINS, None, documents())
    return read_rows(csv.DictReader(io.StringIO(text)), "built-in claims", words)


@cache
def documents() -> dict[str, Document]:
    """The five documents, with the day on which each was said."""
    text = (files("steelyard.claims") / "documents.csv").read_text(encoding="utf-8")
    return {
        row["id"]: Document(
            id=row["id"],
            title=row["title"],
            author=row["author"],
            said=date.fromisoformat(row["said"]),
            own=tuple(part for part in row["own"].split(";") if part),
        )
        for row in csv.DictReader(io.StringIO(text))
    }


@cache
def actors() -> dict[str, str]:
    """Names by code of everybody a claim may be about: states, blocs, bodies, regions."""
    text = (files("steelyard.claims") / "actors.csv").read_text(encoding="utf-8")
    others = {row["code"]: row["name"] for row in csv.DictReader(io.StringIO(text))}
    states = {state.iso3: state.name for state in all_states()}
    return states | {bloc.id: bloc.title for bloc in all_blocs()} | others


def read_file(path: Path, quantities: Iterable[str] | None = None) -> Ledger:
    """The claims of a CSV or YAML file.

    Parameters
    ----------
    path : file
        ``.csv``, ``.yaml`` or ``.yml``, UTF-8.
    quantities : keys
        What there is evidence for; a row about another quantity is refused.

    Raises
    ------
    UnreadableFile
        If it is absent, too large, no text, not in that form, or has none of the columns.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ValueError(f"more than {LARGEST_FILE:,} bytes")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise _unreadable(path, f"no text that can be read ({error}).") from error
    rows = _yaml(path, text) if path.suffix.lower() in (".yaml", ".yml") else _csv(path, text)
    known = None if quantities is None else frozenset(quantities)
    return read_rows(rows, str(path), Words(actors(), DOMAINS, known))


def read_rows(rows: Iterable[Mapping[str, Any]], source: str, words: Words) -> Ledger:
    """Claims from mappings of column to value, such as a list of dictionaries.

    Rows in are claims plus refused rows; an id that comes twice is refused the second time.
    """
    claims: list[Claim] = []
    refusals: list[Refusal] = []
    seen: set[str] = set()
    number = 0
    for number, row in enumerate(rows, 1):
        cells = _cells(row)
        found = claim_of(number, cells, words)
        if isinstance(found, tuple):
            refusals.extend(found)
        elif found.id in seen:
            refusals.append(Refusal(number, found.id, "id", "an id that came before",
                                    "one row an id"))  # fmt: skip
        else:
            seen.add(found.id)
            claims.append(found)
    return Ledger(source, number, tuple(claims), tuple(refusals), dict(words.documents))


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    """Columns by our names, values as text; a list of values joined by semicolons."""
    cells: dict[str, str] = {}
    for name, value in row.items():
        if name is None or value is None:
            continue
        key = str(name).strip().lower()
        if isinstance(value, (list, tuple)):
            value = ";".join(str(part) for part in value)
        cells[ALIASES.get(key, key)] = str(value).strip()
    return cells


def _csv(path: Path, text: str) -> Iterable[Mapping[str, Any]]:
    """Rows of a CSV file with a heading."""
    try:
        reader = csv.DictReader(io.StringIO(text), strict=True)
        columns = {ALIASES.get(name, name) for name in reader.fieldnames or ()}
        _refuse_columns(path, columns)
        return list(reader)
    except csv.Error as error:
        raise _unreadable(path, f"no CSV: {error}.") from error


def _yaml(path: Path, text: str) -> Iterable[Mapping[str, Any]]:
    """Rows of a YAML file: a list, or a list below `claims`."""
    import yaml

    class Plain(yaml.SafeLoader):
        """Without aliases: a few of them can stand for more text than any memory holds."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                raise yaml.YAMLError("aliases are not taken")
            return super().compose_node(parent, index)

    try:
        content = yaml.load(text, Plain)
    except (yaml.YAMLError, RecursionError) as error:
        raise _unreadable(path, f"no YAML: {str(error).splitlines()[0]}.") from error
    rows = content.get("claims") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _unreadable(path, "no list of claims.")
    return rows


def _refuse_columns(path: Path, columns: Iterable[str]) -> None:
    """Raise if the heading lacks a column that every claim needs."""
    missing = [name for name in REQUIRED if name not in set(columns)]
    if missing:
        raise _unreadable(path, f"no column {', '.join(missing)}.")


def _unreadable(path: Path, found: str) -> UnreadableFile:
    """One message for a file that cannot be taken in."""
    return UnreadableFile(
        where=str(path),
        found=found,
        expected=f"claims in CSV or YAML, UTF-8, with {', '.join(REQUIRED)}",
        remedy=GUIDE,
    )
