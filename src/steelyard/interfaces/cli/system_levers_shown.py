"""Levers ranked, in 80 columns: bars first, then how the spread is parted."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from steelyard.interfaces.cli.bars import bar
from steelyard.interfaces.cli.system_words import wrapped
from steelyard.models.composite.sensitivity import Importance
from steelyard.system.lever_effects import LeverEffect

SHOWN = 10
BAR = 24


@dataclass(frozen=True, slots=True)
class Found:
    """What was asked and found."""

    kind: str
    variable: str
    title: str
    start: int
    year: int
    draws: int
    seed: int
    effects: tuple[LeverEffect, ...]
    parts: tuple[Importance, ...]


def lines_of(found: Found) -> Iterator[str]:
    """The answer line by line."""
    yield from wrapped(f"What would change: {found.title} ({found.variable})", later="")
    if found.kind == "prior":
        yield from wrapped(
            "Prior ranges, not calibrated: what the tables hold likely, fitted to no data.",
            later="",
        )
    yield ""
    yield from wrapped(
        f"Effect in {found.year} of a push of one standard deviation upwards from {found.start} on "
        "(middle draw, nine in ten)",
        later="",
    )
    largest = max((abs(each.middle) for each in found.effects), default=0.0)
    for head, drivers in (("Drivers", True), ("Variables that have causes here", False)):
        yield head
        told = [each for each in found.effects if (each.role == "exogenous") == drivers]
        moving = [each for each in told if each.rises is not None]
        for each in moving[:SHOWN]:
            yield _row(each, largest)
        yield from wrapped(_rest(told, moving), "  ", "  ")
        yield ""
    yield from _parted(found)
    yield from wrapped(
        f"{found.draws} draws, seed {found.seed}. A push up less one down, halved; a lever from 0 "
        "to 1 is moved from none to the whole. What is cheap, likely or wise is not said.",
        later="",
    )


def _row(each: LeverEffect, largest: float) -> str:
    """One lever with its bar."""
    ends = f"{_number(each.low)} to {_number(each.high)}"
    picture = bar(each.middle, largest, BAR)
    return f"  {each.variable[:22]:<22}{picture} {_number(each.middle)} ({ends})"


def _rest(told: list[LeverEffect], moving: list[LeverEffect]) -> str:
    """How many more there are."""
    more, none = max(len(moving) - SHOWN, 0), len(told) - len(moving)
    return f"{more} more move it less; {none} do not reach it by then."


def _parted(found: Found) -> Iterator[str]:
    """Sobol indices."""
    yield from wrapped(
        "Whose choice decides: share of the spread that each brings alone, and with all it "
        "interacts with (90 % of the estimate)",
        later="",
    )
    for each in found.parts:
        if each.total is None:
            continue
        yield (
            f"  {each.name[:33]:<33}{_share(each.first, each.first_low, each.first_high):>21}"
            f"{_share(each.total, each.total_low, each.total_high):>21}"
        )
    yield from wrapped(
        "Pushes range over one standard deviation either way; groups of numbers over their draws.",
        "  ", "  ",
    )  # fmt: skip
    yield ""


def _share(point: float | None, low: float | None, high: float | None) -> str:
    if point is None or low is None or high is None:
        return "?"
    return f"{point:.0%} ({low:.0%} to {high:.0%})".replace("-", "−")


def _number(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def as_table(found: Found) -> str:
    """All effects as CSV."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(["kind", "effect", "from", "at", *LeverEffect.__slots__])
    for each in found.effects:
        told = asdict(each)
        cells = ["" if told[name] is None else told[name] for name in LeverEffect.__slots__]
        writer.writerow([found.kind, found.variable, found.start, found.year, *cells])
    return held.getvalue()


def as_json_text(found: Found) -> str:
    """All of it as JSON."""
    return json.dumps(asdict(found), indent=1)
