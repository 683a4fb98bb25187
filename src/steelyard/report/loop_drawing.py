"""Named feedback loops as one drawing: for a desk around a frame, for a phone below each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from steelyard.report.loop_ring import TONE, WIDTH, backing, legend, mark, ring
from steelyard.report.svg import document, lines_of_text, num, text, wrap
from steelyard.report.theme import HEX
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_records import NamedLoop

NARROW = 400
COLUMNS = 4
MARGIN = 20
KINDS = {1: "reinforcing", -1: "balancing"}


def drawn(system: CausalSystem, loops: Sequence[NamedLoop], *, narrow: bool = False) -> str:
    """An SVG file of these loops.

    For a desk (1400 wide): all variables by domain around a frame with their links as curves, and
    each loop in words below. For a phone (400 wide): the loops in words only. Its title and
    description say all of it to those who do not see it.
    """
    head = f"{len(loops)} feedback loops between two states" if len(loops) > 1 else (
        f"{loops[0].name} {loops[0].title}"
    )  # fmt: skip
    body = text(MARGIN, 34, head, size=20, tone="ink", bold=True)
    top = 62.0
    if not narrow:
        body += text(MARGIN, 56, "Variables by domain; each arrow from cause to effect. "
                     "Below, loop by loop.", size=13)  # fmt: skip
    made, bottom = inside(system, loops, top, narrow=narrow)
    width = NARROW if narrow else WIDTH
    return document(width, bottom + 10, body + made, title=head, desc=told(system, loops))


def inside(
    system: CausalSystem, loops: Sequence[NamedLoop], top: float, *, narrow: bool = False
) -> tuple[str, float]:
    """The drawing without its heading, from a height on, and where it ends."""
    if narrow:
        chains, bottom = _chains(system, loops, 1, NARROW, top + 52)
        return legend(MARGIN, top) + chains, bottom
    made, low = ring(system, _links(system, loops), top + 16)
    chains, bottom = _chains(system, loops, COLUMNS, WIDTH, low + 66)
    return legend(WIDTH - 290, top - 36) + made + backing(low + 34) + chains, bottom


def told(system: CausalSystem, loops: Sequence[NamedLoop]) -> str:
    """The loops in words, for readers who do not see the drawing."""
    signs = _links(system, loops)
    parts = []
    for each in loops:
        ring_ = (*each.ring, each.ring[0])
        steps = "; ".join(
            f"more of {system[a].title} brings {'more' if signs[a, b] == 1 else 'less'} of "
            f"{system[b].title}"
            for a, b in pairwise(ring_)
        )
        parts.append(f"{each.name} {each.title}, {KINDS[each.polarity]}: {steps}.")
    return " ".join(parts)


def _links(system: CausalSystem, loops: Sequence[NamedLoop]) -> dict[tuple[str, str], int | None]:
    """Signs of all links of these loops, in order."""
    signs = system.graph().polarities()
    ends = {pair for each in loops for pair in _ends(each)}
    return {pair: signs[pair] for pair in sorted(ends)}


def _ends(loop: NamedLoop) -> list[tuple[str, str]]:
    """Cause and effect of each link of a loop."""
    return list(zip(loop.ring, (*loop.ring[1:], loop.ring[0]), strict=True))


def _chains(
    system: CausalSystem, loops: Sequence[NamedLoop], columns: int, width: float, top: float
) -> tuple[str, float]:
    """Loops in words, each into the column that is shortest so far."""
    step = (width - 2 * MARGIN) / columns
    ends = [top] * columns
    body = ""
    for each in loops:
        column = ends.index(min(ends))
        made, ends[column] = _chain(
            system, each, MARGIN + column * step, ends[column], step - (24 if columns > 1 else 0)
        )
        body += made
        ends[column] += 30
    return body, max(ends)


def _chain(
    system: CausalSystem, loop: NamedLoop, x: float, top: float, width: float
) -> tuple[str, float]:
    """One loop: name, kind, what it says, its variables with arrows, and the way back."""
    body = text(x, top + 14, f"{loop.name} {loop.title}", size=15, tone="ink", bold=True)
    body += text(x, top + 32, KINDS[loop.polarity], size=12.5, tone="muted", bold=True)
    says = wrap(loop.says, width, 12.5)
    body += lines_of_text(x, top + 50, says, size=12.5)
    y = top + 50 + 16.25 * len(says) + 8
    signs = system.graph().polarities()
    middles = []
    for place, (cause, effect) in enumerate(_ends(loop)):
        lines = wrap(system[cause].title, width - 46, 13)
        body += lines_of_text(x + 40, y + 4.5, lines, size=13, leading=1.2, tone="ink")
        middles.append(y + 7.8 * (len(lines) - 1))
        y += 15.6 * (len(lines) - 1) + 8
        if place < len(loop.ring) - 1:
            body += _down(x + 48, y + 2, signs[cause, effect])
            y += 34
    body += _back(x, middles[-1], middles[0], signs[_ends(loop)[-1]])
    return body, y + 4


def _down(x: float, y: float, sign: int | None) -> str:
    """A short arrow from a variable to the next below it, with its sign."""
    tone, dash = HEX[TONE[sign]], "" if sign == 1 else ' stroke-dasharray="5 3"'
    return (
        f'<path d="M{num(x)},{num(y)} V{num(y + 14)}" stroke="{tone}" stroke-width="1.7"{dash}/>'
        f'<polygon points="{num(x)},{num(y + 20)} {num(x - 4.5)},{num(y + 11)} '
        f'{num(x + 4.5)},{num(y + 11)}" fill="{tone}"/>' + mark(x + 18, y + 9, sign)
    )


def _back(x: float, low: float, high: float, sign: int | None) -> str:
    """The way back from the last variable to the first, at the left edge."""
    tone, dash = HEX[TONE[sign]], "" if sign == 1 else ' stroke-dasharray="5 3"'
    left, right = x + 10, x + 34
    return (
        f'<path d="M{num(right)},{num(low)} C{num(left)},{num(low)} {num(left)},{num(low)} '
        f"{num(left)},{num(low - 16)} V{num(high + 16)} C{num(left)},{num(high)} {num(left)},"
        f'{num(high)} {num(right - 8)},{num(high)}" fill="none" stroke="{tone}"'
        f' stroke-width="1.7"{dash}/><polygon points="{num(right)},{num(high)} '
        f'{num(right - 10)},{num(high - 4.5)} {num(right - 10)},{num(high + 4.5)}"'
        f' fill="{tone}"/>' + mark(left, (low + high) / 2, sign)
    )
