"""What does not add up, and which statements cannot both be true, within 80 columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from steelyard.interfaces.cli.system_words import wrapped

if TYPE_CHECKING:
    from steelyard.dossier.records.audit import ArithmeticCheck, Audit, SaidAgainst, SaidSide

SHOWN = 50  # contradictions of one file; --json has all of them


def lines_of_consistency(audit: Audit) -> Iterator[str]:
    """Arithmetic worked out again, then contradictions."""
    if audit.checks:
        yield ""
        yield f"Numbers of the texts worked out again: {len(audit.checks)}"
        for check in audit.checks:
            yield from _check(check)
    if audit.contradictions:
        yield ""
        yield f"Statements that cannot both be true: {len(audit.contradictions)}"
        for found in audit.contradictions[:SHOWN]:
            yield from _against(found)
        if len(audit.contradictions) > SHOWN:
            yield f"  and {len(audit.contradictions) - SHOWN} more: --json has all of them"
    if audit.uncompared:
        yield ""
        yield from wrapped(
            f"{audit.uncompared} claims were not held against each other: too many speak of one "
            "quantity."
        )


def _check(check: ArithmeticCheck) -> Iterator[str]:
    """One check: outcome, what is stated, what comes out."""
    yield from wrapped(f"  {check.id:<9} {check.title}: {check.outcome}", "", " " * 12)
    if check.result is None:
        yield from wrapped(check.why, " " * 12, " " * 12)
        return
    span = ""
    if check.low != check.high:
        span = f" (from {_number(check.low)} to {_number(check.high)} by rounding)"
    told = f"stated {check.said}; {_filled(check)} gives {_number(check.result)}{span}"
    yield from wrapped(told, " " * 12, " " * 12)
    if check.note and check.outcome == "does not add up":
        yield from wrapped(check.note, " " * 12, " " * 12)


def _filled(check: ArithmeticCheck) -> str:
    """The formula with the numbers in the places of their names."""
    numbers = dict(part.split("=", 1) for part in check.parts.split(";") if "=" in part)
    known = {name.strip(): number.split()[0] for name, number in numbers.items() if number.split()}
    return re.sub(r"[A-Za-z_]\w*", lambda name: known.get(name[0], name[0]), check.formula)


def _against(found: SaidAgainst) -> Iterator[str]:
    """One contradiction: both sides with what they allow."""
    where = "two documents" if found.between_documents else "one document"
    yield from wrapped(f"  {found.quantity}, {', '.join(found.actors)} ({where})", "", "    ")
    for side in (found.one, found.other):
        yield from _side(side, found.unit)


def _side(side: SaidSide, unit: str) -> Iterator[str]:
    """One side of a contradiction."""
    ends = f"{_number(side.low) or 'any'} to {_number(side.high) or 'any'} {unit}".strip()
    yield from wrapped(f"{side.id:<9} {side.title}: allows {ends}", "    ", " " * 14)


def _number(value: float | None) -> str:
    """A number with as many digits as matter; a year or a count whole."""
    if value is None:
        return ""
    digits = 1 if abs(value) >= 100 else 2
    text = f"{value:,.{digits}f}".rstrip("0").rstrip(".")
    if 1000 <= abs(value) < 3000:
        text = text.replace(",", "")
    return text.replace("-", "−") if float(text.replace(",", "") or 0) else "0"
