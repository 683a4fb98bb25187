"""The change of a flow by groups of goods: what volumes and what prices made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from steelyard.dossier.explanation.words import billions
from steelyard.dossier.records import Change, Contribution, Dossier
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, nice_ticks, tick_letters
from steelyard.report.figures.record import Cell, Drawing, Figure, Table
from steelyard.report.figures.sides import CHANGE, cells
from steelyard.report.theme import HALF, NARROW
from steelyard.vocabulary.estimate import Estimate

NAMED = 7
ROW = 40.0
PARTS = ("volume", "price")
BY_GOODS = ", by goods"  # of a title, where the figure says it


def goods_figure(dossier: Dossier, change: Change) -> Figure:
    """Groups of goods in order of their change, volume above price."""
    groups = _groups(change)
    title = _title(change)
    tone = "b" if change.subject == dossier.b.iso3 else "a"
    return Figure(
        id=words.slug(f"change-{change.id}"),
        kicker="Price or volume",
        title=title,
        subtitle="Change by group of goods, bn USD: of volumes at the prices of both years, and "
        "of unit values.",
        alt=f"Paired bars. {title}. " + "; ".join(_told(group) for group in groups) + ".",
        size="small",
        wide=_draw(HALF, groups, tone),
        narrow=_draw(NARROW, groups, tone),
        rows=tuple(_rows(change)),
        table=_table(change),
        origins=change.origins,
        domain=CHANGE,
        notes=tuple(_notes(change)),
    )


def _title(change: Change) -> str:
    """The whole change, and how much of it is volume and price."""
    start, end = (_bn(value.point or 0.0).lstrip("+") for value in (change.start, change.end))
    volume, price = (_bn(sum(_of(one, name) for one in change.contributions)) for name in PARTS)
    name = change.title.removesuffix(BY_GOODS)
    return (
        f"{name} went from {start} bn USD in {change.start_period} to {end} in "
        f"{change.end_period}: {volume} by volume, {price} by price"
    )


def _groups(change: Change) -> list[Contribution]:
    """The largest groups, and all others as one."""
    ordered = sorted(change.contributions, key=lambda one: -abs(one.amount))
    named, rest = ordered[:NAMED], ordered[NAMED:]
    if not rest:
        return named
    amount = sum(one.amount for one in rest)
    inner = tuple(part for one in rest for part in one.parts)
    value = Estimate(amount, None, None, None, "none: a sum of the groups below")
    return [
        *named,
        Contribution(name="rest", title="All others", amount=amount, value=value, parts=inner),
    ]


def _of(group: Contribution, name: str) -> float:
    """What one cause added to a group."""
    return sum(part.amount for part in group.parts if part.name == name)


def _bn(value: float) -> str:
    """USD m as bn, signed, with one decimal."""
    text = f"{value / 1e3:+,.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def _told(group: Contribution) -> str:
    volume, price = (_bn(_of(group, name)) for name in PARTS)
    return f"{group.title} {_bn(group.amount)} bn USD, volume {volume}, price {price}"


def _draw(width: int, groups: Sequence[Contribution], tone: str) -> Drawing:
    """Letters, then the bar of volumes over the bar of prices."""
    values = [_of(group, name) / 1e3 for group in groups for name in PARTS]
    ticks = nice_ticks(min(0.0, *values), max(0.0, *values), 5 if width > NARROW else 4)
    letters = tick_letters(ticks, "USD bn")
    frame = Frame(width, 0, 8, 14, 0, 0, (min(ticks), max(ticks)), (0.0, 1.0))
    top, body = 24.0, _key(tone)
    bottom = top + ROW * len(groups)
    for tick in ticks:
        x = frame.px(tick)
        body += svg.line(x, top, x, bottom, tone="axis" if tick == 0 else "grid")
        body += svg.text(x, bottom + 16, letters(tick), size=11, tone="muted", anchor="middle")
    for index, group in enumerate(groups):
        body += _row(frame, group, top + ROW * index, tone)
    return Drawing(width, round(bottom + 24), body)


def _key(tone: str) -> str:
    """Which bar is which."""
    body, x = "", 0.0
    for name, fill in zip(PARTS, (tone, f"{tone}-soft"), strict=True):
        body += svg.rect(x, 3, 14, 9, fill=fill)
        body += svg.text(x + 20, 12, name, size=12, tone="ink-soft")
        x += svg.text_width(name, 12) + 44
    return body


def _row(frame: Frame, group: Contribution, y: float, tone: str) -> str:
    """One group."""
    right = frame.width - 2
    told = f"{_bn(group.amount)} bn"
    room = right - svg.text_width(told, 12, bold=True) - 12
    label = svg.wrap(group.title, room, 12.5, most=1)[0]
    body = svg.text(0, y + 13, label, size=12.5, tone="ink", halo=True)
    body += svg.text(
        right, y + 13, told, size=12, tone=f"{tone}-ink", bold=True, anchor="end", halo=True
    )
    for place, (name, fill) in enumerate(zip(PARTS, (tone, f"{tone}-soft"), strict=True)):
        left, end = sorted((frame.px(0.0), frame.px(_of(group, name) / 1e3)))
        body += svg.rect(left, y + 18 + 8 * place, max(end - left, 0.8), 7, fill=fill)
    return body


def _notes(change: Change) -> Iterable[str]:
    """The exact sum, what is neither volume nor price, and why there is no interval."""
    parts = [sum(_of(one, name) for one in change.contributions) for name in PARTS]
    whole = sum(one.amount for one in change.contributions)
    other = whole - sum(parts)
    yield (
        f"All groups add up exactly to {_bn(whole)} bn USD: {_bn(parts[0])} volume, "
        f"{_bn(parts[1])} price, {_bn(other)} goods that came, went or have no weight."
    )
    yield f"No interval: {words.why(change.contributions[0].value)}."
    yield f"Split by {change.method}. {change.limits}"


def _table(change: Change) -> Table:
    rows = []
    for group in sorted(change.contributions, key=lambda one: -abs(one.amount)):
        volume, price = (_of(group, name) for name in PARTS)
        other = group.amount - volume - price
        told = billions(group.value).removesuffix(" bn")
        rows.append((group.title, _bn(volume), _bn(price), _bn(other), told))
    return Table(("Group of goods", "Volume", "Price", "Neither", "All, bn USD"), tuple(rows))


def _rows(change: Change) -> Iterable[Mapping[str, Cell]]:
    """Groups, and what made them change, in USD m."""
    for group in change.contributions:
        for level, one in (("group", group), *(("cause", part) for part in group.parts)):
            yield {
                "change": change.id,
                "subject": change.subject,
                "partner": change.partner,
                "unit": change.unit,
                "from": change.start_period,
                "to": change.end_period,
                "group": group.name,
                "level": level,
                "name": one.name,
                "title": one.title,
                "amount": one.amount,
                **cells(one.value),
                "origins": ";".join(change.origins),
            }
