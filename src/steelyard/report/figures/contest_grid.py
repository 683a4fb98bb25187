"""The drawing of the contest: a grid on a desk, the same grid turned for a phone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from steelyard.dossier.records import Dossier
from steelyard.report import svg, words
from steelyard.report.figures.record import Drawing, Hover
from steelyard.report.figures.weight import Weight
from steelyard.report.theme import FULL, HEX, NARROW

ROW, NARROW_ROW = 48.0, 46.0
MOST_COLUMNS = 6  # states beside each other on a phone
INK = {"a": "surface", "b": "surface"}  # letters on the strong colours


@dataclass(frozen=True, slots=True)
class Box:
    """Where one cell lies."""

    x: float
    y: float
    width: float
    height: float


def wide(dossier: Dossier, weighed: Sequence[Weight]) -> Drawing:
    """States down, dimensions across."""
    states, dimensions = _states(weighed), _dimensions(weighed)
    left, top = 150.0, 96.0
    width = min((FULL - left) / len(dimensions), 120.0)
    body, hovers = _hatch() + _key(dossier, FULL)[0], []
    for column, name in enumerate(dimensions):
        lines = svg.wrap(f"{name[:1].upper()}{name[1:]}", width - 4, 12)
        x = left + column * width + width / 2
        body += svg.lines_of_text(
            x, top - 22 - 15 * (len(lines) - 1), lines,
            size=12, tone="ink-soft", anchor="middle", bold=True,
        )  # fmt: skip
        body += svg.text(x, top - 7, _unit(weighed, name), size=10, tone="muted", anchor="middle")
    for row, (state, name) in enumerate(states):
        y = top + row * ROW
        bold = any(one.cell.whole for one in weighed if one.cell.state == state)
        label = svg.wrap(f"{name}, as one" if bold else name, left - 12, 12.5, most=3)
        start = y + ROW / 2 + 3 - 7.5 * (len(label) - 1)
        body += svg.lines_of_text(
            left - 10, start, label, size=12.5, tone="ink", bold=bold, anchor="end", leading=1.2
        )
        for column, dimension in enumerate(dimensions):
            box = Box(left + column * width, y, width - 2, ROW - 2)
            drawn, told = _cell(dossier, _find(weighed, state, dimension), box)
            body += drawn
            hovers += told
    return Drawing(FULL, int(top + ROW * len(states) + 4), body, tuple(hovers))


def narrow(dossier: Dossier, weighed: Sequence[Weight]) -> Drawing:
    """Dimensions down, states across by code, a few at a time."""
    states, dimensions = _states(weighed), _dimensions(weighed)
    key, below = _key(dossier, NARROW)
    body, y = _hatch() + key, below + 44
    left = 82.0
    for start in range(0, len(states), MOST_COLUMNS):
        shown = states[start : start + MOST_COLUMNS]
        width = (NARROW - left) / MOST_COLUMNS
        for column, (code, name) in enumerate(shown):
            whole = any(one.cell.whole for one in weighed if one.cell.state == code)
            short = "all" if whole else code if len(code) <= 3 else name[:4]
            x = left + column * width + width / 2
            body += svg.text(
                x, y - 5, short, size=11.5, tone="ink-soft", anchor="middle", bold=True
            )
        for dimension in dimensions:
            found = [_find(weighed, code, dimension) for code, _ in shown]
            if not any(found):
                continue
            lines = svg.wrap(f"{dimension[:1].upper()}{dimension[1:]}", left - 6, 11.5)
            at = y + NARROW_ROW / 2 + 3 - 7 * (len(lines) - 1)
            body += svg.lines_of_text(0, at, lines, size=11.5, tone="ink", leading=1.2)
            for column, one in enumerate(found):
                box = Box(left + column * width, y, width - 2, NARROW_ROW - 2)
                body += _cell(dossier, one, box)[0]
            y += NARROW_ROW
        named = ", ".join(f"{code} {name}" for code, name in shown if len(code) == 3)
        lines = svg.wrap(named, NARROW, 10.5)
        body += svg.lines_of_text(0, y + 14, lines, size=10.5, tone="muted")
        y += 14 * len(lines) + 34
    return Drawing(NARROW, round(y - 20), body)


def _states(weighed: Sequence[Weight]) -> list[tuple[str, str]]:
    found = dict.fromkeys((one.cell.state, one.cell.state_name) for one in weighed)
    return sorted(found, key=lambda state: not _whole(weighed, state[0]))


def _whole(weighed: Sequence[Weight], state: str) -> bool:
    return any(one.cell.whole for one in weighed if one.cell.state == state)


def _dimensions(weighed: Sequence[Weight]) -> list[str]:
    """Dimensions by how many states have them; the order of the dossier among equals."""
    names = list(dict.fromkeys(one.cell.dimension for one in weighed))
    count = {name: sum(one.cell.dimension == name for one in weighed) for name in names}
    return sorted(names, key=lambda name: -count[name])


def _unit(weighed: Sequence[Weight], dimension: str) -> str:
    """The unit of what is compared, for cells that show one side's value."""
    units = dict.fromkeys(one.cell.unit for one in weighed if one.cell.dimension == dimension)
    return words.listed(words.unit_name(unit) for unit in units)


def _find(weighed: Sequence[Weight], state: str, dimension: str) -> Weight | None:
    return next(
        (one for one in weighed if (one.cell.state, one.cell.dimension) == (state, dimension)), None
    )


def _hatch() -> str:
    return (
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="6" height="6" fill="{HEX["surface"]}"/>'
        f'<line x1="0" y1="0" x2="0" y2="6" stroke="{HEX["axis"]}" stroke-width="1.6"/>'
        "</pattern></defs>"
    )


def _key(dossier: Dossier, width: float) -> tuple[str, float]:
    """Five colours and the hatching, in one line or in several, and where the last one begins."""
    a, b = dossier.a.name, dossier.b.name
    entries = (
        ("a", f"{a} over 3 times"), ("a-soft", f"{a} more"), ("even", "lead not clear"),
        ("b-soft", f"{b} more"), ("b", f"{b} over 3 times"),
        ("url(#hatch)", "one side only, or not comparable"),
    )  # fmt: skip
    body, at, y = "", 0.0, 6.0
    for fill, name in entries:
        need = svg.text_width(name, 11.5) + 40
        if at + need > width and at > 0:
            at, y = 0.0, y + 20
        body += svg.rect(at, y, 16, 12, fill=fill)
        body += svg.text(at + 22, y + 10, name, size=11.5, tone="muted")
        at += need
    return body, y


def _cell(dossier: Dossier, one: Weight | None, box: Box) -> tuple[str, list[Hover]]:
    """Ground, letters and what it says to the pointer."""
    from steelyard.report.figures.contest import said

    middle = box.x + box.width / 2
    if one is None:
        ground = svg.rect(box.x, box.y, box.width, box.height, fill="void")
        dash = svg.text(middle, box.y + box.height / 2 + 4, "–", tone="muted", anchor="middle")
        return ground + dash, []
    fill = one.tone or "url(#hatch)"
    body = svg.rect(box.x, box.y, box.width, box.height, fill=fill)
    lines = _letters(dossier, one, roomy=box.width > 60)
    size = 12.0 if box.width > 60 else 10.0
    y = box.y + box.height / 2 + size * 0.36 - size * 0.61 * (len(lines) - 1)
    tone = INK.get(fill, "ink")
    for index, line in enumerate(lines):
        body += svg.text(
            middle, y + index * size * 1.22, line, size=size if index < 1 else size - 0.5,
            tone=tone, anchor="middle", bold=index == 0, halo=not one.tone,
        )  # fmt: skip
    return body, [Hover(middle, box.y + box.height / 2, said(one))]


def _letters(dossier: Dossier, one: Weight, *, roomy: bool) -> list[str]:
    """Code of the heavier side, how many times, since when."""
    cell = one.cell
    code = {"a": dossier.a.iso3, "b": dossier.b.iso3}.get(one.side, "")
    if not one.side:
        return _no_side(dossier, one, roomy=roomy)
    passed = one.clear and cell.year is not None and cell.passed_by == code
    since = [str(cell.year)] if passed else []
    if roomy and since:
        since = [f"since {since[0]}"]
    if not one.times:
        return [code, "ahead" if one.clear else "perhaps", *since]
    times = f"{one.times} ×"
    return [f"{code} {times}", *since] if roomy else [code, times, *since]


def _no_side(dossier: Dossier, one: Weight, *, roomy: bool) -> list[str]:
    """One side alone, two figures that cannot be compared, or both alike."""
    cell = one.cell
    shown = [
        (code, words.short(value, words.SHARE if cell.unit == words.SHARE else ""))
        for code, value in ((dossier.a.iso3, cell.value_a), (dossier.b.iso3, cell.value_b))
        if value.present
    ]
    if not shown:
        return ["–"]
    if len(shown) == 2 and shown[0][1] == shown[1][1]:
        return ["alike"]
    if len(shown) == 1:
        code, value = shown[0]
        return [f"only {code}", value] if roomy else ["only", code]
    return [f"{code} {value}" for code, value in shown] if roomy else [c for c, _ in shown]
