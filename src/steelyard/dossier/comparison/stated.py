"""What was stated beforehand, read from the files beside this one: comparators and classes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from steelyard.dossier.comparison.matrices import KINDS
from steelyard.measures.standing import Ladder
from steelyard.vocabulary.blocs import all_blocs
from steelyard.vocabulary.errors import BadRows, InputError, shorten
from steelyard.vocabulary.states import by_iso3
from steelyard.vocabulary.states.registry import read_rows

HERE = Path(__file__).parent
ROLES = ("client", "bloc", "history", "scale")
CLASS_KINDS = (*KINDS, "clients", "domains")
TEXTS = ("id", "title", "kind", "unit", "reason", "members")


@dataclass(frozen=True, slots=True)
class Comparator:
    """A tie that is named beside the pair.

    `role`: client (its values set the cuts of a definition), bloc (`partner` is a bloc, its
    members of each year taken as one), history (`absent` says why there are no figures), scale.
    """

    subject: str
    partner: str
    role: str
    absent: str
    note: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A way to sort ties: which class of comparison, and the ladder of classes in it."""

    id: str
    title: str
    kind: str
    ladder: Ladder
    members: str
    main: bool


@cache
def comparators(path: Path = HERE / "comparators.csv") -> tuple[Comparator, ...]:
    """The named ties, in the order of the file.

    Raises
    ------
    BadRows
        With file, row and the words that are allowed.
    """
    found = []
    for number, row in enumerate(read_rows(path), start=2):
        where = f"{path.name}, row {number}"
        role = row.get("kind") or ""
        refuse_row_unless(role in ROLES, where, f"kind {role!r}", f"one of {shorten(ROLES)}")
        blocs = [bloc.id for bloc in all_blocs()] if role == "bloc" else []
        for name, allowed in (("subject", by_iso3()), ("partner", blocs or by_iso3())):
            given = row.get(name) or ""
            what = "id of a bloc" if allowed is blocs else "ISO3 code"
            refuse_row_unless(given in allowed, where, f"{name} {given!r}", f"an {what}")
        refuse_row_unless(
            row["subject"] != row["partner"], where, "a tie of a state with itself", "two states"
        )
        absent, note = (row.get(name) or "" for name in ("absent", "note"))
        found.append(Comparator(row["subject"], row["partner"], role, absent, note))
    return tuple(found)


@cache
def definitions(path: Path = HERE / "classes.toml") -> tuple[Definition, ...]:
    """The ways to sort ties, the main one first.

    Raises
    ------
    BadRows
        With file, number of the definition and the words that are allowed.
    """
    rows = read_toml(path).get("definition", [])
    found = [_definition(row, f"{path.name}, definition {n}") for n, row in enumerate(rows, 1)]
    ids = [one.id for one in found]
    refuse_row_unless(
        sum(one.main for one in found) == 1 and len(ids) == len(set(ids)),
        path.name,
        f"{sum(one.main for one in found)} main definitions, ids {shorten(ids)}",
        "one definition with main = true, and every id once",
    )
    return tuple(sorted(found, key=lambda one: not one.main))


def read_toml(path: Path) -> dict[str, Any]:
    """A file of this package or of a user as plain values."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadRows(
            where=path.name,
            found=f"it is not TOML ({error})",
            expected="a file in TOML, UTF-8",
            remedy="Correct the line that is named.",
        ) from error


def _definition(row: dict[str, Any], where: str) -> Definition:
    """One definition, checked word by word."""
    missing = [name for name in TEXTS if not isinstance(row.get(name), str) or not row[name]]
    refuse_row_unless(not missing, where, f"no text for {shorten(missing)}", f"{shorten(TEXTS)}")
    where = f"{where} ({row['id']})"
    refuse_row_unless(
        row["kind"] in CLASS_KINDS, where, f"kind {row['kind']!r}", f"one of {shorten(CLASS_KINDS)}"
    )
    stated = row.get("stated")
    refuse_row_unless(isinstance(stated, date), where, f"stated {stated!r}", "a date, unquoted")
    refuse_row_unless(
        _all(row.get("names"), str) and _all(row.get("cuts"), (int, float)),
        where,
        f"names {row.get('names')!r}, cuts {row.get('cuts')!r}",
        "a list of texts and a list of numbers",
    )
    try:
        ladder = Ladder(
            tuple(row["names"]), tuple(map(float, row["cuts"])), row["unit"], str(stated),
            row["reason"],
        )  # fmt: skip
    except InputError as error:
        raise BadRows(
            where=where, found=error.found, expected=error.expected, remedy=error.remedy
        ) from error
    main = row.get("main", False)
    refuse_row_unless(isinstance(main, bool), where, f"main {main!r}", "true or false")
    return Definition(row["id"], row["title"], row["kind"], ladder, row["members"], main)


def _all(values: object, kind: type | tuple[type, ...]) -> bool:
    """Whether this is a list with something in it, all of one kind."""
    if not isinstance(values, list) or not values:
        return False
    return all(isinstance(each, kind) and not isinstance(each, bool) for each in values)


def refuse_row_unless(holds: bool, where: str, found: str, expected: str) -> None:
    """Raise, naming file and row, unless the condition holds."""
    if not holds:
        raise BadRows(
            where=where, found=found, expected=expected, remedy="Correct this row of the file."
        )


def clients(pair: Iterable[str]) -> tuple[Comparator, ...]:
    """Named clients without the pair itself."""
    asked = set(pair)
    return tuple(
        one for one in comparators() if one.role == "client" and {one.subject, one.partner} != asked
    )
