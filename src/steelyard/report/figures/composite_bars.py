"""The drawings of composites: scores on one scale, and bars of weights and choices."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.dossier.records import Composite, Importance, Weight
from steelyard.report import svg
from steelyard.report.figures.record import Drawing, Hover
from steelyard.report.figures.sides import bar, mark
from steelyard.report.theme import HEX

Told = tuple[str, str, Composite]  # name, tone, composite
THICK = 9.0


def scores(width: int, told: Sequence[Told]) -> Drawing:
    """Each score on 0 to 100 with its interval, its rank beside it."""
    roomy = width > 500
    left, right = (150.0, width - 170.0) if roomy else (6.0, width - 8.0)
    body, hovers, y = "", [], 0.0
    before = ""
    for label, tone, one in told:
        if one.title != before:
            y += 42 if before else 14
            body += svg.text(0, y, one.title, size=13, tone="ink", bold=True)
            before = one.title
        y += 24
        rank = f"rank {one.rank.text()} of {one.units}"
        body += svg.text(0, y + 4, label, size=12, tone=f"{tone}-ink", bold=True)
        if roomy:
            body += svg.text(right + 16, y + 4, rank, size=12, tone="ink-soft")
        else:
            body += svg.text(width, y + 4, f"{one.score.text()}, {rank}", size=11.5,
                             tone="ink-soft", anchor="end")  # fmt: skip
            y += 17
        body += _scale(left, right, y) + _score(one, tone, left, right, y)
        said = f"{one.title}, {label}: {one.score.text()}, {rank}"
        hovers.append(Hover(_at(one.score.point or 0.0, left, right), y, said))
    body += "".join(
        svg.text(_at(tick, left, right), y + 24, f"{tick}", size=11, tone="muted", anchor="middle")
        for tick in (0, 50, 100)
    )
    return Drawing(width, round(y + 34), body, tuple(hovers))


def _at(value: float, left: float, right: float) -> float:
    return left + min(max(value, 0.0), 100.0) / 100 * (right - left)


def _scale(left: float, right: float, y: float) -> str:
    ticks = (svg.line(x, y - 8, x, y + 8, tone="grid") for x in (left, (left + right) / 2, right))
    return "".join(ticks) + svg.line(left, y, right, y, tone="grid", width=2)


def _score(one: Composite, tone: str, left: float, right: float, y: float) -> str:
    value = one.score
    if value.point is None:
        return ""
    body = ""
    if value.low is not None and value.high is not None:
        body = bar(_at(value.low, left, right), _at(value.high, left, right), y, tone)
    return body + mark(_at(value.point, left, right), y, tone, size=6.5)


def weights(width: int, first: Sequence[Composite]) -> Drawing:
    """Two bars for each indicator: what was meant, hollow, and what it is, solid."""
    body, y = "", 0.0
    for one in first:
        body, y = body + _heading(one.title, y), y + 24
        for weight in one.weights:
            body += _weight(weight, y, width)
            y += 45
        y += 10
    return Drawing(width, round(y), body)


def _heading(title: str, y: float) -> str:
    return svg.text(0, y + 13, title, size=13, tone="ink", bold=True)


def _weight(weight: Weight, y: float, width: int) -> str:
    room = width - 42.0
    body = svg.text(0, y + 11, weight.title, size=11.5, tone="ink-soft")
    body += _hollow(weight.nominal * room, y + 16)
    body += _number(weight.nominal, room, y + 16)
    if weight.effective is None:
        return body + svg.text(0, y + 36, "not known", size=10.5, tone="muted")
    body += svg.rect(0, y + 27, _length(weight.effective, room), THICK, fill="ink-soft")
    return body + _number(weight.effective, room, y + 27)


def _length(value: float, room: float) -> float:
    return min(max(value, 0.0), 1.0) * room


def _hollow(length: float, y: float) -> str:
    return (
        f'<rect x="0.5" y="{svg.num(y)}" width="{svg.num(length)}" height="{THICK:g}"'
        f' fill="{HEX["surface"]}" stroke="{HEX["ink-soft"]}"/>'
    )


def _number(value: float, room: float, y: float) -> str:
    shown = f"{min(max(value, 0.0), 1.0) * 100:.0f}"
    return svg.text(_length(value, room) + 6, y + 8.5, shown, size=11, tone="muted")


def choices(width: int, told: Sequence[Told]) -> Drawing:
    """For each composite and choice, both sides: alone on top of all it does."""
    body, y = "", 0.0
    for title in dict.fromkeys(one.title for _, _, one in told):
        members = [item for item in told if item[2].title == title]
        body, y = body + _heading(title, y), y + 20
        for label, tone, _ in members:
            body += mark(5, y + 7, tone) + svg.text(
                15, y + 11, label, size=11.5, tone=f"{tone}-ink"
            )
            y += 16
        y += 6
        for choice in _order(members):
            name = next(
                i.title for _, _, one in members for i in one.importance if i.choice == choice
            )
            body += svg.text(0, y + 11, f"{name[:1].upper()}{name[1:]}", size=11.5, tone="ink-soft")
            y += 16
            for _, tone, one in members:
                found = next((i for i in one.importance if i.choice == choice), None)
                body += _choice(found, tone, y, width)
                y += THICK + 2.5
            y += 6
        y += 10
    return Drawing(width, round(y), body)


def _named(choice: str, members: Sequence[Told]) -> str:
    """The title of a choice, as a heading."""
    titles = {item.choice: item.title for _, _, one in members for item in one.importance}
    return f"{titles[choice][:1].upper()}{titles[choice][1:]}"


def _order(members: Sequence[Told]) -> list[str]:
    """Choices of either side, the one that does most first."""
    most: dict[str, float] = {}
    for _, _, one in members:
        for item in one.importance:
            most[item.choice] = max(most.get(item.choice, 0.0), item.total)
    return sorted(most, key=lambda choice: -most[choice])


def _choice(item: Importance | None, tone: str, y: float, width: int) -> str:
    if item is None:
        return svg.text(0, y + 8, "not varied", size=10, tone="muted")
    room = width - 42.0
    return (
        svg.rect(0, y, _length(item.total, room), THICK, fill=f"{tone}-soft")
        + svg.rect(0, y, _length(item.alone, room), THICK, fill=tone)
        + _number(item.total, room, y)
    )
