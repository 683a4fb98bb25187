"""Loops of a causal system: all that were asked for, and which of them have a name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_records import NamedLoop
from steelyard.system.loops import LONGEST, Loop, loops, through
from steelyard.system.ways import variable
from steelyard.vocabulary.errors import NoData

POLARITY = {"reinforcing": 1, "balancing": -1}


@dataclass(frozen=True, slots=True)
class LoopsFound:
    """Loops in order of length, those with a name, and how many go through each variable.

    `of_all` counts the loops of the whole system up to the same length. `names` gives the name of
    a loop by its variables.
    """

    longest: int
    loops: tuple[Loop, ...]
    named: tuple[NamedLoop, ...]
    of_all: int
    through: tuple[tuple[str, int], ...]
    names: dict[tuple[str, ...], str]


def asked_named(
    system: CausalSystem, through: str | None = None, kind: str | None = None
) -> tuple[NamedLoop, ...]:
    """Loops with a name, through a variable and of a kind.

    Raises
    ------
    UnknownName
        If there is no such variable.
    NoData
        If no loop with a name is left.
    """
    name = None if through is None else variable(system, through).name
    found = tuple(
        each
        for each in system.named_loops
        if (name is None or name in each.ring) and (kind is None or each.polarity == POLARITY[kind])
    )
    if not found:
        raise NoData(
            where="loops with a name",
            found=f"none{'' if name is None else f' through {name}'}"
            f"{'' if kind is None else f' that is {kind}'}.",
            expected="a variable of one of them: "
            + ", ".join(sorted({name for each in system.named_loops for name in each.ring})),
            remedy="Leave out --svg, --through or --kind, or name the loop in named_loops.csv.",
        )
    return found


def asked_loops(
    system: CausalSystem,
    longest: int = LONGEST,
    going: str | None = None,
    kind: str | None = None,
) -> LoopsFound:
    """Loops of at most `longest` variables, through one variable and of one kind if asked.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> found = asked_loops(shipped(), 3)
    >>> len(found.loops), [each.name for each in found.named][:2]
    (5, ['R1', 'R2'])
    """
    every = loops(system.graph(), longest)
    name = None if going is None else variable(system, going).name
    kept = every if name is None else through(every, name)
    kept = tuple(each for each in kept if kind is None or each.polarity == POLARITY[kind])
    counted = Counter(one for each in kept for one in each.variables)
    named = tuple(
        each
        for each in system.named_loops
        if (name is None or name in each.ring) and (kind is None or each.polarity == POLARITY[kind])
    )
    return LoopsFound(
        longest=longest,
        loops=kept,
        named=named,
        of_all=len(every),
        through=tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))),
        names={begun(each.ring): f"{each.name} {each.title}" for each in system.named_loops},
    )


def begun(ring: tuple[str, ...]) -> tuple[str, ...]:
    """A ring begun at the first of its names in the alphabet, as `Loop` has it.

    Examples
    --------
    >>> begun(("c", "a", "b"))
    ('a', 'b', 'c')
    """
    at = ring.index(min(ring))
    return (*ring[at:], *ring[:at])
