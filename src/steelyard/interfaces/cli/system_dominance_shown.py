"""Loop dominance over draws: as lines of 80 columns, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from steelyard.interfaces.cli.system_words import wrapped
from steelyard.system.dominance_records import Dominance, Flip, LoopLead
from steelyard.system.dominance_words import (
    HEADS,
    balance_told,
    flip_told,
    notes,
    quarrel_told,
    turns_told,
)

LABEL, CELL = 18, 6


def lines_of(found: Dominance, flips: Sequence[Flip] = ()) -> Iterator[str]:
    """The answer line by line."""
    yield from wrapped(HEADS[found.kind])
    yield ""
    for told in (balance_told(found), *turns_told(found), *quarrel_told(found)):
        yield from wrapped(told)
    yield ""
    yield "Part of the change by loops, %: middle draw; + reinforces, − balances"
    yield _heads(found)
    for label, each in _labelled(found):
        yield _row(label, [_percent(one.middle) for one in each.by_span])
    yield _row("all reinforcing", [_percent(each.middle) for each in found.balance.by_span])
    yield _row("  nine in ten from", [_percent(each.low) for each in found.balance.by_span])
    yield _row("  to", [_percent(each.high) for each in found.balance.by_span])
    yield ""
    yield "Probability, %"
    yield _heads(found)
    for label, each in _labelled(found):
        yield _row(f"{label} leads", [_percent(one) for one in each.leads])
    yield _row("reinforcing > half", [_percent(one) for one in found.balance.over_half_by_span])
    yield ""
    yield "What moves these variables, % of all changes: middle draw"
    yield _heads(found)
    for each in found.moved_by:
        yield _row(each.part, [_percent(one.middle) for one in each.by_span])
    yield ""
    yield from _loops(found)
    yield from _flips(flips)
    yield ""
    for told in notes(found):
        yield from wrapped(told)


def _labelled(found: Dominance) -> Iterator[tuple[str, LoopLead]]:
    """Loops with a label of at most four letters."""
    yield from ((each.name, each) for each in found.named)
    yield from ((f"({at})", each) for at, each in enumerate(found.others, 1))


def _heads(found: Dominance) -> str:
    """Spans in short, and from where on they are projections."""
    spans = [f"{each.first % 100:02d}-{each.last % 100:02d}" for each in found.spans]
    later = next((each.first for each in found.spans if each.projected), None)
    return _row("" if later is None else f"(from {later}: ahead)", spans)


def _row(label: str, cells: Sequence[str]) -> str:
    """A label and a cell for each span."""
    return f"{label:<{LABEL}}" + "".join(each.rjust(CELL) for each in cells)


def _percent(value: float) -> str:
    """A part or a probability; what rounds to nothing is told apart from nothing."""
    if 0 < abs(value) < 0.005:
        return "<1" if value > 0 else "−<1"
    return f"{100 * value:.0f}".replace("-", "−")


def _loops(found: Dominance) -> Iterator[str]:
    """What the labels stand for."""
    for label, each in _labelled(found):
        title = f"{each.title}: " if each.name else ""
        way = " → ".join((*each.variables, each.variables[0]))
        yield from wrapped(f"{label} {title}{way}", later="   ")


def _flips(flips: Sequence[Flip]) -> Iterator[str]:
    """The nearest flips, by what changes places."""
    for between in dict.fromkeys(each.between for each in flips):
        yield ""
        yield from wrapped(f"Nearest flips between {between[0]} and {between[1]}:")
        for each in (one for one in flips if one.between == between):
            yield from wrapped(flip_told(each), "  ")


def as_json_text(found: Dominance, flips: Sequence[Flip] = ()) -> str:
    """All of it as JSON."""
    told = asdict(found) | {"flips": [asdict(each) for each in flips], "notes": list(notes(found))}
    told["sentences"] = [balance_told(found), *turns_told(found), *quarrel_told(found)]
    return json.dumps(told, indent=1)
