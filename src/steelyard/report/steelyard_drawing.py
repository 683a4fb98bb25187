"""The drawings of the steelyard: for a desk, for a phone, and small for earlier years."""

from __future__ import annotations

from collections.abc import Iterable

from steelyard.dossier.records import Arm, Balance, Dossier
from steelyard.report import svg, words
from steelyard.report.balance_words import Ruler, verdict
from steelyard.report.beams import Place, beam
from steelyard.report.figures.record import Drawing
from steelyard.report.theme import FULL, NARROW
from steelyard.vocabulary.estimate import Estimate

PAST_WIDTH = 340
VERDICT_AT = 916  # where the column of ratios begins


def wide(dossier: Dossier, balance: Balance, earlier: Iterable[Balance], ruler: Ruler) -> Drawing:
    """The balance with the earlier years in a row below."""
    return _beside(_wide(dossier, balance, ruler), _past(earlier, ruler))


def narrow(dossier: Dossier, balance: Balance, earlier: Iterable[Balance], ruler: Ruler) -> Drawing:
    """The balance in blocks, with the earlier years one under the other."""
    return _below(_narrow(dossier, balance, ruler), _past(earlier, ruler))


def _wide(dossier: Dossier, balance: Balance, ruler: Ruler) -> Drawing:
    """Domain, value, beam, value, reading: one row each."""
    row, top = 82.0, 40.0
    body = [
        _heads(dossier, y=16, left=316, right=780),
        svg.text(VERDICT_AT, 16, "Who leans more", size=13.5, tone="ink-soft", bold=True),
    ]
    for index, arm in enumerate(balance.arms):
        y = top + index * row + row / 2
        if index:
            body.append(svg.line(0, y - row / 2, FULL, y - row / 2, tone="grid"))
        body.append(_domain(arm, ruler, y))
        body.append(_value(arm.a_on_b, arm.period, ruler.unit(arm), 312, y, "a", "end"))
        body.append(_value(arm.b_on_a, arm.period_b, ruler.unit(arm), 784, y, "b", "start"))
        place = Place(548, y, 218, 13, ruler.scale(arm))
        body.append(beam(arm, place, name=f"sw{index}"))
        body.append(_verdict(dossier, arm, VERDICT_AT, y, FULL - VERDICT_AT))
    return Drawing(FULL, int(top + row * len(balance.arms) + 8), "".join(body))


def _heads(dossier: Dossier, *, y: float, left: float, right: float) -> str:
    a_on_b, b_on_a = (
        f"{words.spoken(state, first=True)} leans on {words.spoken(other)}"
        for state, other in ((dossier.a, dossier.b), (dossier.b, dossier.a))
    )
    return svg.pointer(left, y, a_on_b, size=13.5, tone="a-ink", left=True) + svg.pointer(
        right, y, b_on_a, size=13.5, tone="b-ink", left=False
    )


def _domain(arm: Arm, ruler: Ruler, y: float) -> str:
    own = "" if ruler.unit(arm) == words.SHARE else " (own scale)"
    measure = svg.wrap(f"{arm.title}{own}", 164, 12, most=3)
    first = y - 3 - 7.5 * (len(measure) - 1)
    known = arm.a_on_b.present or arm.b_on_a.present
    title = words.domain_title(arm.domain)
    return svg.text(
        0, first, title, size=17, tone="ink" if known else "muted", bold=True
    ) + svg.lines_of_text(0, first + 17, measure, size=12, tone="muted", leading=1.25)


def _value(
    value: Estimate, period: str, unit: str, x: float, y: float, tone: str, anchor: str
) -> str:
    if not value.present:
        reason = svg.wrap(words.why(value), 116, 11, most=3)
        start = y + 4 - 7 * (len(reason) - 1)
        return svg.lines_of_text(x, start, reason, size=11, tone="muted", anchor=anchor)
    spread = words.interval(value, unit).strip("()") or words.no_interval(value)
    below = f"{spread}, {words.period(period)}"
    return svg.text(
        x, y + 2, words.short(value, unit), size=19, tone=f"{tone}-ink", anchor=anchor, bold=True
    ) + svg.text(x, y + 18, below, size=11, tone="muted", anchor=anchor)


def _verdict(dossier: Dossier, arm: Arm, x: float, y: float, width: float) -> str:
    first, second = verdict(dossier, arm)
    tone = "ink" if arm.log_ratio.present else "muted"
    told = svg.wrap(first, width, 13.5, most=2)
    sure = svg.wrap(second, width, 11.5, most=3)
    start = y + 2 - 7.5 * (len(told) + len(sure) - 2)
    return svg.lines_of_text(
        x, start, told, size=13.5, tone=tone, bold=arm.log_ratio.present
    ) + svg.lines_of_text(x, start + 17.5 * len(told), sure, size=11.5, tone="muted")


def _narrow(dossier: Dossier, balance: Balance, ruler: Ruler) -> Drawing:
    """One block per domain: title, both values, beam, reading."""
    a, b = dossier.a.name, dossier.b.name
    body = [
        svg.pointer(0, 12, f"{a} on {b}", size=12.5, tone="a-ink", left=True),
        svg.pointer(NARROW, 12, f"{b} on {a}", size=12.5, tone="b-ink", left=False),
    ]
    y = 26.0
    for index, arm in enumerate(balance.arms):
        block, height = _block(dossier, arm, ruler, y, index)
        body.append(block)
        y += height
    return Drawing(NARROW, int(y), "".join(body))


def _block(dossier: Dossier, arm: Arm, ruler: Ruler, top: float, index: int) -> tuple[str, float]:
    unit = ruler.unit(arm)
    definition = svg.wrap(arm.title, NARROW, 12, most=2)
    y = top + 22
    parts = [
        svg.line(0, top, NARROW, top, tone="grid"),
        svg.text(0, y, words.domain_title(arm.domain), size=16, tone="ink", bold=True),
        svg.lines_of_text(0, y + 16, definition, size=12, tone="muted", leading=1.25),
    ]
    y += 16 + 14.4 * len(definition) + 8
    for value, x, tone, anchor in (
        (arm.a_on_b, 0, "a", "start"),
        (arm.b_on_a, NARROW, "b", "end"),
    ):
        parts.append(_narrow_value(value, unit, x, y, tone, anchor))
    parts.append(beam(arm, Place(NARROW / 2, y + 46, NARROW / 2 - 2, 11, ruler.scale(arm)),
                      name=f"sn{index}"))  # fmt: skip
    first, second = verdict(dossier, arm)
    middle, at = NARROW / 2, y + 85
    parts.append(svg.text(middle, at, first, size=13.5, tone="ink", anchor="middle", bold=True))
    sure = svg.wrap(second, NARROW, 12, most=2)
    parts.append(svg.lines_of_text(middle, at + 16, sure, size=12, tone="muted", anchor="middle"))
    return "".join(parts), y + 85 + 16 * len(sure) + 18 - top


def _narrow_value(value: Estimate, unit: str, x: float, y: float, tone: str, anchor: str) -> str:
    if not value.present:
        reason = svg.wrap(words.why(value), 150, 11, most=2)
        return svg.lines_of_text(x, y, reason, size=11, tone="muted", anchor=anchor)
    spread = words.interval(value, unit).strip("()") or words.no_interval(value)
    return svg.text(
        x, y + 2, words.short(value, unit), size=17, tone=f"{tone}-ink", anchor=anchor, bold=True
    ) + svg.text(x, y + 17, spread, size=11, tone="muted", anchor=anchor)


def _past(earlier: Iterable[Balance], ruler: Ruler) -> list[Drawing]:
    """Small balances of earlier years, on the same scale for shares."""
    return [_small(balance, ruler, f"sp{index}") for index, balance in enumerate(earlier)]


def _small(balance: Balance, ruler: Ruler, name: str) -> Drawing:
    row, top = 30.0, 26.0
    body = [svg.text(0, 13, f"The same in {balance.year}", size=13, tone="ink", bold=True)]
    for index, arm in enumerate(balance.arms):
        y = top + index * row + row / 2
        unit = ruler.unit(arm)
        known = arm.a_on_b.present or arm.b_on_a.present
        body.append(svg.line(0, y - row / 2, PAST_WIDTH, y - row / 2, tone="grid"))
        title = words.domain_title(arm.domain)
        body.append(svg.text(0, y + 4, title, size=11.5, tone="ink" if known else "muted"))
        if not known:
            body.append(svg.text(214, y + 4, "no figure", size=11, tone="muted", anchor="middle"))
            continue
        place = Place(214, y, 60, 7, ruler.scale(arm))
        body.append(beam(arm, place, name=f"{name}{index}"))
        for value, x, tone, anchor in (
            (arm.a_on_b, 144, "a", "end"),
            (arm.b_on_a, 284, "b", "start"),
        ):
            label = words.short(value, unit) if value.present else "–"
            body.append(
                svg.text(x, y + 4, label, size=12, tone=f"{tone}-ink", anchor=anchor, bold=True)
            )
    return Drawing(PAST_WIDTH, int(top + row * len(balance.arms) + 6), "".join(body))


def _beside(main: Drawing, past: list[Drawing]) -> Drawing:
    """The earlier years in a row under the main picture."""
    if not past:
        return main
    step = (FULL - PAST_WIDTH * 2) / 2 + PAST_WIDTH
    first = (FULL - PAST_WIDTH - step * (len(past) - 1)) / 2
    body = main.body + svg.line(0, main.height, FULL, main.height, tone="axis")
    for index, drawing in enumerate(past):
        x = first + index * step
        body += f'<g transform="translate({svg.num(x)},{main.height + 26})">{drawing.body}</g>'
    return Drawing(FULL, main.height + 30 + max(p.height for p in past), body)


def _below(main: Drawing, past: list[Drawing]) -> Drawing:
    """The earlier years one under the other."""
    body, height = main.body, main.height
    for drawing in past:
        body += f'<g transform="translate(0,{height + 22})">{drawing.body}</g>'
        height += 22 + drawing.height
    return Drawing(NARROW, height, body)
