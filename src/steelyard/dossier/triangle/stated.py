"""What was stated beforehand about triangles: third states, sets, and what a positive tie is."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from steelyard.vocabulary.blocs import find_bloc
from steelyard.vocabulary.errors import BadRows, shorten
from steelyard.vocabulary.states import by_iso3

FILE = Path(__file__).parent / "ties.toml"
KINDS = ("votes", "kappa", "trade", "opinion", "together")
TEXTS = ("id", "title", "short", "unit", "measure", "positive", "reason")


@dataclass(frozen=True, slots=True)
class Definition:
    """When a tie counts as positive; `parts` are the definitions that one of several averages."""

    id: str
    kind: str
    title: str
    short: str
    unit: str
    measure: str
    cut: float
    other_cuts: tuple[float, ...]
    positive: str
    stated: str
    reason: str
    main: bool
    parts: tuple[str, ...] = ()

    @property
    def cuts(self) -> tuple[float, ...]:
        """All values that are tried, the definition's own first."""
        return (self.cut, *self.other_cuts)


@dataclass(frozen=True, slots=True)
class Stated:
    """The whole file."""

    thirds: tuple[str, ...]
    thirds_reason: str
    set: str
    set_reason: str
    definitions: tuple[Definition, ...]

    def third(self, codes: tuple[str, ...]) -> str:
        """The third state of a pair that names none."""
        return next(code for code in self.thirds if code not in codes)


@cache
def stated(path: Path = FILE) -> Stated:
    """The file beside this one, or another of its kind.

    Raises
    ------
    BadRows
        With file, entry and what is allowed.
    """
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    thirds = tuple(found.get("thirds", ()))
    _refuse_unless(
        len(set(thirds)) >= 3 and set(thirds) <= set(by_iso3()),
        path, f"thirds {shorten(thirds)}", "three or more ISO3 codes",
    )  # fmt: skip
    made: list[Definition] = []
    for row in found.get("definition", ()):
        made.append(_definition(path, row, tuple(one.id for one in made)))
    _refuse_unless(
        sum(one.main for one in made) == 1, path, "no main definition, or several", "exactly one"
    )
    bloc = find_bloc(str(found.get("set")), where=path.name).id
    return Stated(thirds, found["thirds_reason"], bloc, found["set_reason"], tuple(made))


def _definition(path: Path, row: dict[str, Any], earlier: tuple[str, ...]) -> Definition:
    """One entry, checked."""
    for name in TEXTS:
        _refuse_unless(
            isinstance(row.get(name), str) and bool(row[name]), path, f"no {name} in {row}", "text"
        )
    name, parts = row["id"], tuple(row.get("of", ()))
    _refuse_unless(row.get("kind") in KINDS, path, f"kind of {name}", shorten(KINDS))
    _refuse_unless(name not in earlier, path, f"{name} twice", "each id once")
    _refuse_unless(
        (row["kind"] == "together") == bool(parts) and set(parts) <= set(earlier),
        path, f"parts {shorten(parts)} of {name}", f"definitions above it: {shorten(earlier)}",
    )  # fmt: skip
    _refuse_unless(isinstance(row.get("stated"), date), path, f"stated of {name}", "a date")
    cuts = [row.get("cut"), *row.get("other_cuts", ())]
    _refuse_unless(
        all(isinstance(cut, float) for cut in cuts)
        and (row["kind"] != "votes" or all(0 < cut < 100 for cut in cuts)),
        path, f"cuts {cuts} of {name}", "numbers with a point; percentiles for votes",
    )  # fmt: skip
    return Definition(
        **{text: row[text] for text in TEXTS},
        kind=row["kind"],
        cut=cuts[0],
        other_cuts=tuple(cuts[1:]),
        stated=row["stated"].isoformat(),
        main=bool(row.get("main")),
        parts=parts,
    )


def _refuse_unless(holds: bool, path: Path, found: str, expected: str) -> None:
    """Raise for an entry that breaks the rules of the file."""
    if not holds:
        raise BadRows(where=path.name, found=found, expected=expected, remedy="Correct the entry.")
