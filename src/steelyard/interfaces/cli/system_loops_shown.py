"""Loops of a system for a person, within 80 columns, or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from steelyard.interfaces.cli.system_words import KINDS, chain, wrapped

if TYPE_CHECKING:
    from steelyard.system.causal import CausalSystem
    from steelyard.system.causal_records import NamedLoop
    from steelyard.system.loops import Loop
    from steelyard.system.named import LoopsFound

MOST = 12  # variables listed
BAR = 30


def as_text(system: CausalSystem, found: LoopsFound) -> str:
    """All of it as JSON."""
    told = {
        "longest": found.longest,
        "loops_of_the_system": found.of_all,
        "loops_found": len(found.loops),
        "by_kind": dict(Counter(KINDS[each.polarity] for each in found.loops)),
        "named": [_named_record(each) for each in found.named],
        "variables": [
            {"variable": name, "title": system[name].title, "loops": count}
            for name, count in found.through
        ],
        "loops": [
            {
                "variables": each.variables,
                "kind": KINDS[each.polarity],
                "name": found.names.get(each.variables),
            }
            for each in found.loops
        ],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def _named_record(loop: NamedLoop) -> dict[str, Any]:
    """A loop with a name as JSON has it."""
    return {
        "name": loop.name, "title": loop.title, "kind": KINDS[loop.polarity],
        "variables": loop.ring, "documents": loop.documents, "says": loop.says,
    }  # fmt: skip


def lines_of(system: CausalSystem, found: LoopsFound, named: bool, most: int) -> Iterator[str]:
    """The answer line by line."""
    kinds = Counter(KINDS[each.polarity] for each in found.loops)
    parts = " and ".join(f"{count} {kind}" for kind, count in sorted(kinds.items(), reverse=True))
    of = "" if len(found.loops) == found.of_all else f" (of {found.of_all})"
    yield from wrapped(
        f"Feedback loops of at most {found.longest} variables: {len(found.loops)}{of}"
        + (f", {parts}" if parts else ""),
    )
    yield "—+→ same direction, —−→ opposite; an even number of − makes a loop reinforce"
    if found.named:
        yield ""
        yield "Loops with a name"
        for each in found.named:
            yield from _named(system, each)
    if named:
        return
    if found.loops:
        yield ""
        yield "Variables in most loops"
        yield from _variables(system, found)
        yield ""
        yield "Loops by length"
        yield from _lengths(found)
        yield ""
        yield from _spelt(system, found, most)


def _named(system: CausalSystem, loop: NamedLoop) -> Iterator[str]:
    """One loop: name, kind, documents, what it says, its ring."""
    kind, told = KINDS[loop.polarity], ", ".join(loop.documents)
    yield ""
    yield from wrapped(f"{loop.name} {loop.title} ({kind}; {told})", "  ")
    yield from wrapped(loop.says, "     ", "     ")
    yield from wrapped(_ring(system, loop.ring), "     ")


def _ring(system: CausalSystem, ring: tuple[str, ...]) -> str:
    """A ring in words, back to where it began."""
    signs = system.graph().polarities()
    round_ = (*ring, ring[0])
    ends = zip(ring, round_[1:], strict=True)
    return chain((system[name].title for name in round_), (signs[each] for each in ends))


def _variables(system: CausalSystem, found: LoopsFound) -> Iterator[str]:
    """How many of the loops go through each of the busiest variables."""
    most = found.through[0][1]
    for name, count in found.through[:MOST]:
        drawn = "█" * max(1, round(count / most * 12))
        yield from wrapped(f"{count:>4} {drawn:<12} {system[name].title}", "", " " * 18)


def _lengths(found: LoopsFound) -> Iterator[str]:
    """Loops of each kind by number of variables."""
    counted = Counter((len(each.variables), each.polarity) for each in found.loops)
    lengths = sorted({length for length, _ in counted})
    most = max(sum(counted[length, sign] for sign in KINDS) for length in lengths)
    scale = min(1.0, BAR / most)
    for length in lengths:
        reinforcing, balancing, open_ = (counted[length, sign] for sign in KINDS)
        bar = "█" * round(reinforcing * scale) + "░" * round((balancing + open_) * scale)
        yield f"{length:>4} variables  {bar:<{BAR + 1}} {reinforcing:>3} █ {balancing:>3} ░" + (
            f" {open_} of no settled sign" if open_ else ""
        )
    yield "     █ reinforcing, ░ balancing"


def _spelt(system: CausalSystem, found: LoopsFound, most: int) -> Iterator[str]:
    """The shortest loops, one by one."""
    if not most:
        return
    shown = found.loops[:most]
    yield f"The {len(shown)} shortest" if len(shown) < len(found.loops) else "All of them"
    for each in shown:
        yield from _one(system, each, found.names.get(each.variables))
    if len(shown) < len(found.loops):
        yield f"  {len(found.loops) - len(shown)} more: --most {len(found.loops)}"


def _one(system: CausalSystem, loop: Loop, name: str | None) -> Iterator[str]:
    """One loop with its kind, and its name if it has one."""
    told = f"{KINDS[loop.polarity]}{f', {name}' if name else ''}: "
    yield from wrapped(told + _ring(system, loop.variables), "  ", "    ")
