"""Variables of named loops around a frame, by domain, and the links between them as curves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby

from steelyard.report.svg import lines_of_text, num, rect, text, wrap
from steelyard.report.theme import HEX
from steelyard.system.causal import CausalSystem
from steelyard.vocabulary.domains import DOMAINS

WIDTH = 1400
PILL, LEAST, TALL = 210, 46, 62  # width and heights of a variable's box, of two lines and three
PORT = 11  # pixels between the ends of two links on one box
GAP, CAPTION = 10, 22
ACROSS = 4  # boxes in the upper and in the lower row
TONE = {1: "a", -1: "b", None: "muted"}  # blue and red apart for the colour-blind; dashes too
MARK = {1: "+", -1: "−", None: "?"}
Ends = tuple[str, str]
Signs = dict[Ends, int | None]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a variable stands; (`nx`, `ny`) points from it into the frame."""

    name: str
    x: float
    y: float
    height: float
    nx: int
    ny: int

    def port(self, place: int, of: int) -> tuple[float, float]:
        """The end of one of its links, on its inner side."""
        along = (place + 0.5) / of - 0.5
        if self.nx:
            span = min(self.height - 8, PORT * of)
            inner = self.x + (PILL if self.nx > 0 else 0)
            return inner, self.y + self.height / 2 + along * span
        span = min(PILL - 20, 2 * PORT * of)
        inner = self.y + (self.height if self.ny > 0 else 0)
        return self.x + PILL / 2 + along * span, inner


def ring(system: CausalSystem, signs: Signs, top: float) -> tuple[str, float]:
    """The drawing of all links between these variables, and where it ends."""
    order = around(system, tuple(signs))
    boxes, captions, bottom = _placed(system, order, tuple(signs), top)
    curves = _curves(boxes, signs)
    return captions + curves + "".join(_drawn(system, each) for each in boxes.values()), bottom


def around(system: CausalSystem, links: Sequence[Ends]) -> list[str]:
    """An order of the variables around a ring: domains together, what is linked near each other.

    Pairs of domains, and of variables within one, change places while that shortens the links.
    """
    names = sorted({name for ends in links for name in ends})
    rank = {each.id: place for place, each in enumerate(DOMAINS)}
    names.sort(key=lambda name: (rank[system[name].domain], name))
    blocks = [list(same) for _, same in groupby(names, key=lambda name: system[name].domain)]
    best = _length(blocks, links)
    improved = True
    while improved:
        improved = False
        for group, first, second in _swaps(blocks):
            group[first], group[second] = group[second], group[first]
            now = _length(blocks, links)
            if now < best - 1e-9:
                best, improved = now, True
            else:
                group[first], group[second] = group[second], group[first]
    return [name for block in blocks for name in block]


def _swaps(blocks: list[list[str]]) -> list[tuple[list, int, int]]:
    """Pairs that may change places: of domains, and of variables within each domain."""
    found: list[tuple[list, int, int]] = []
    for group in (blocks, *blocks):
        found += [(group, first, second) for first, second in combinations(range(len(group)), 2)]
    return found


def _length(blocks: list[list[str]], links: Sequence[Ends]) -> float:
    """Length of all links as straight lines across a circle."""
    names = [name for block in blocks for name in block]
    turn = {name: 2 * math.pi * place / len(names) for place, name in enumerate(names)}
    return sum(abs(math.sin((turn[a] - turn[b]) / 2)) for a, b in links)


def _placed(
    system: CausalSystem, order: list[str], links: Sequence[Ends], top: float
) -> tuple[dict[str, Box], str, float]:
    """A box for each variable clockwise from the upper left, the captions of domains, the end."""
    across = min(ACROSS, len(order) // 4)
    side = len(order) - 2 * across
    cuts = (across, across + side // 2, 2 * across + side // 2)
    upper, right = order[: cuts[0]], order[cuts[0] : cuts[1]]
    lower, left = order[cuts[1] : cuts[2]][::-1], order[cuts[2] :][::-1]
    ends = {name: sum(name in each for each in links) for name in order}
    boxes: dict[str, Box] = {}
    captions: list[str] = []
    bottoms = []
    begin = top + CAPTION + TALL if upper else top  # below the upper row, so that none is hidden
    for names, x, inward in ((left, 20.0, 1), (right, WIDTH - 20.0 - PILL, -1)):
        made, told, bottom = _column(system, names, x, begin, inward, ends)
        boxes |= made
        captions += told
        bottoms.append(bottom)
    end = max(bottoms) + (TALL if lower else 0)
    for names, y, inward in ((upper, top + CAPTION, 1), (lower, end - TALL, -1)):
        made, told = _row(system, names, y, inward)
        boxes |= made
        captions += told
    return boxes, "".join(captions), end


def _column(
    system: CausalSystem, names: list[str], x: float, top: float, inward: int, ends: dict[str, int]
) -> tuple[dict[str, Box], list[str], float]:
    """Boxes below each other, with a caption where a domain begins."""
    boxes: dict[str, Box] = {}
    told, y, domain = [], top, ""
    for name in names:
        if system[name].domain != domain:
            domain = system[name].domain
            y += CAPTION
            told.append(text(x + 2, y - 7, _title(domain), size=12, tone="muted", bold=True))
        lines = len(_lines(system, name))
        height = max(LEAST if lines < 3 else TALL, PORT * ends[name] + 10)
        boxes[name] = Box(name, x, y, height, inward, 0)
        y += height + GAP
    return boxes, told, y


def _row(
    system: CausalSystem, names: list[str], y: float, inward: int
) -> tuple[dict[str, Box], list[str]]:
    """Boxes beside each other, with a caption where a domain begins."""
    boxes: dict[str, Box] = {}
    told, domain = [], ""
    room = WIDTH - 2 * PILL
    for place, name in enumerate(names):
        x = PILL + room * (place + 0.5) / len(names) - PILL / 2
        if system[name].domain != domain:
            domain = system[name].domain
            at = y - 7 if inward > 0 else y + TALL + 16
            told.append(text(x + 2, at, _title(domain), size=12, tone="muted", bold=True))
        boxes[name] = Box(name, x, y, TALL, 0, inward)
    return boxes, told


def _title(domain: str) -> str:
    """A domain's title."""
    return next(each.title for each in DOMAINS if each.id == domain)


def _drawn(system: CausalSystem, box: Box) -> str:
    """A variable: a box with its title."""
    lines = _lines(system, box.name)
    first = box.y + box.height / 2 - (len(lines) - 1) * 7.5 + 4.5
    frame = (
        f'<rect x="{num(box.x)}" y="{num(box.y)}" width="{PILL}" height="{num(box.height)}" rx="8"'
        f' fill="{HEX["surface"]}" stroke="{HEX["ink-soft"]}"/>'
    )
    return frame + lines_of_text(
        box.x + PILL / 2, first, lines, leading=1.2, size=12.5, tone="ink", anchor="middle"
    )


def _lines(system: CausalSystem, name: str) -> list[str]:
    """A variable's title as lines of its box."""
    return wrap(system[name].title, PILL - 20, 12.5, most=3)


def _curves(boxes: dict[str, Box], signs: Signs) -> str:
    """All links; at each box their ends lie in the order of where they come from."""
    places: dict[tuple[str, Ends], tuple[int, int]] = {}
    for name, box in boxes.items():
        mine = [ends for ends in signs if name in ends]
        others = {ends: boxes[ends[1] if ends[0] == name else ends[0]] for ends in mine}
        mine.sort(key=lambda ends: (_slant(box, others[ends]), ends))
        for place, ends in enumerate(mine):
            places[name, ends] = (place, len(mine))
    lines, marks = [], []
    for ends, sign in signs.items():
        start, stop = boxes[ends[0]], boxes[ends[1]]
        begin, end = start.port(*places[ends[0], ends]), stop.port(*places[ends[1], ends])
        line, mark = _curve(start, stop, begin, end, sign, places[ends[1], ends][0] % 2)
        lines.append(line)
        marks.append(mark)
    return "".join(lines) + "".join(marks)


def _slant(box: Box, other: Box) -> float:
    """Where another box lies along the inner side of this one: for ends that do not cross."""
    dx, dy = other.x - box.x, other.y + other.height / 2 - box.y - box.height / 2
    if box.nx:
        return math.atan2(dy, max(box.nx * dx, 1.0) if box.nx * dx > 1 else 30.0)
    return math.atan2(dx, max(box.ny * dy, 1.0) if box.ny * dy > 1 else 30.0)


def _curve(
    start: Box,
    stop: Box,
    begin: tuple[float, float],
    end: tuple[float, float],
    sign: int | None,
    stagger: int,
) -> tuple[str, str]:
    """One link as a curve with head, and the mark of its sign near its end."""
    tip = (end[0] + 9 * stop.nx, end[1] + 9 * stop.ny)
    pull = 60 + 0.36 * math.dist(begin, end)
    first = (begin[0] + pull * start.nx, begin[1] + pull * start.ny)
    second = (tip[0] + pull * stop.nx, tip[1] + pull * stop.ny)
    tone, dash = HEX[TONE[sign]], "" if sign == 1 else ' stroke-dasharray="7 4"'
    path = " ".join(f"{num(x)},{num(y)}" for x, y in (first, second, tip))
    line = (
        f'<path d="M{num(begin[0])},{num(begin[1])} C{path}" fill="none" stroke="{tone}"'
        f' stroke-width="1.7"{dash}/>{_head(end, stop, tone)}'
    )
    return line, mark(*_on(begin, first, second, tip, 0.93 - 0.06 * stagger), sign)


def _head(end: tuple[float, float], stop: Box, tone: str) -> str:
    """The head of an arrow that meets a box at a right angle."""
    x, y = end
    if stop.nx:
        points = ((x, y), (x + 11 * stop.nx, y - 4.5), (x + 11 * stop.nx, y + 4.5))
    else:
        points = ((x, y), (x - 4.5, y + 11 * stop.ny), (x + 4.5, y + 11 * stop.ny))
    told = " ".join(f"{num(a)},{num(b)}" for a, b in points)
    return f'<polygon points="{told}" fill="{tone}"/>'


def _on(
    begin: tuple[float, float],
    first: tuple[float, float],
    second: tuple[float, float],
    end: tuple[float, float],
    at: float,
) -> tuple[float, float]:
    """A point on a curve."""
    weights = ((1 - at) ** 3, 3 * at * (1 - at) ** 2, 3 * at**2 * (1 - at), at**3)
    points = (begin, first, second, end)
    x, y = (sum(w * p[axis] for w, p in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y


def mark(x: float, y: float, sign: int | None) -> str:
    """A sign in a small disc."""
    disc = (
        f'<circle cx="{num(x)}" cy="{num(y)}" r="7" fill="{HEX["surface"]}"'
        f' stroke="{HEX[TONE[sign]]}" stroke-width="1.2"/>'
    )
    shown = text(x, y + 4.5, MARK[sign], size=13, tone="ink", anchor="middle", bold=True)
    return disc + shown


def legend(x: float, y: float) -> str:
    """What colours, dashes and signs mean, in two lines."""
    rows = ((1, "same direction: more brings more"), (-1, "opposite: more brings less"))
    told = ""
    for place, (sign, words) in enumerate(rows):
        at = y + 22 * place
        dash = "" if sign == 1 else ' stroke-dasharray="7 4"'
        told += (
            f'<path d="M{num(x)},{num(at)} H{num(x + 40)}" stroke="{HEX[TONE[sign]]}"'
            f' stroke-width="1.7" fill="none"{dash}/>'
            + mark(x + 22, at, sign)
            + text(x + 52, at + 4.5, words, size=12.5, tone="ink")
        )
    return told


def backing(height: float, width: float = WIDTH) -> str:
    """A line that parts what stands above from what stands below."""
    return rect(20, height, width - 40, 1, fill="axis")
