"""The signature picture: every domain of the balance as a beam, at three widths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from steelyard.dossier.records import Arm, Balance, Dossier
from steelyard.report import svg, words
from steelyard.report.beams import Place, beam
from steelyard.report.figures.record import Cell, Drawing, Figure, Table
from steelyard.report.theme import FULL, NARROW
from steelyard.vocabulary.estimate import Estimate

SUBTITLE = (
    "Each beam is one domain. The length of an arm is how much that side depends on the other; it "
    "fades over its interval, the bar across it is the best estimate. The beam tilts towards the "
    "side that leans more. Domains use different measures: compare the two arms of a beam, not "
    "beams with each other."
)


@dataclass(frozen=True, slots=True)
class Ruler:
    """What the end of an arm stands for: one scale for all shares, its own for other units."""

    share: float
    units: Mapping[str, str]  # domain -> unit

    def unit(self, arm: Arm) -> str:
        """The unit of an arm's two figures."""
        return self.units.get(arm.domain, words.SHARE)

    def scale(self, arm: Arm) -> float:
        """The value at the end of the beam."""
        if self.unit(arm) == words.SHARE:
            return self.share
        return max([*_ends(arm), 0.0]) or 1.0


def steelyard_figure(dossier: Dossier) -> Figure | None:
    """The balance of the newest year, with earlier ones as small rows below."""
    if not dossier.balances or not dossier.balances[0].arms:
        return None
    ruler = _ruler(dossier)
    newest, earlier = dossier.balances[0], dossier.balances[1:3]
    return Figure(
        id="steelyard",
        kicker=f"The steelyard, {newest.year}",
        title=_title(dossier, newest),
        subtitle=SUBTITLE,
        alt=_alt(dossier, newest, ruler),
        size="full",
        wide=_beside(_wide(dossier, newest, ruler), _past(earlier, ruler)),
        narrow=_below(_narrow(dossier, newest, ruler), _past(earlier, ruler)),
        rows=tuple(row for balance in dossier.balances for row in _rows(balance, ruler)),
        table=_table(dossier, newest, ruler),
        origins=tuple(
            dict.fromkeys(o for b in dossier.balances for arm in b.arms for o in arm.origins)
        ),
        notes=tuple(_notes(newest)),
        series=tuple(dict.fromkeys(s for arm in newest.arms for s in arm.series)),
    )


def _ruler(dossier: Dossier) -> Ruler:
    arms = [arm for balance in dossier.balances for arm in balance.arms]
    units = {}
    for arm in arms:
        series = next((s for s in map(dossier.find, arm.series) if s), None)
        units.setdefault(arm.domain, series.unit if series else words.SHARE)
    shares = [end for arm in arms if units[arm.domain] == words.SHARE for end in _ends(arm)]
    return Ruler(share=max([*shares, 0.1]), units=units)


def _ends(arm: Arm) -> list[float]:
    values = (arm.a_on_b.point, arm.a_on_b.high, arm.b_on_a.point, arm.b_on_a.high)
    return [value for value in values if value is not None]


def _title(dossier: Dossier, balance: Balance) -> str:
    """How many beams tilt which way, counting only those whose interval excludes balance."""
    known = [arm for arm in balance.arms if arm.log_ratio.present]
    to_a = sum((arm.log_ratio.low or arm.log_ratio.point or 0) > 0 for arm in known)
    to_b = sum((arm.log_ratio.high or arm.log_ratio.point or 0) < 0 for arm in known)
    parts = []
    for state, other, count in ((dossier.a, dossier.b, to_a), (dossier.b, dossier.a, to_b)):
        if count:
            parts.append(f"{state.name} leans more on {other.name} in {count}")
    if not known:
        return "No domain has figures for both sides"
    if not parts:
        return f"In none of {len(known)} domains does either side clearly lean more"
    rest = len(known) - to_a - to_b
    tail = f", {rest} about even" if rest else ""
    return f"{', '.join(parts)} of {len(known)} domains with figures for both{tail}"


def _wide(dossier: Dossier, balance: Balance, ruler: Ruler) -> Drawing:
    """Domain, value, beam, value, reading: one row each."""
    row, top = 82.0, 40.0
    body = [
        _heads(dossier, FULL / 2 + 8, 10, y=16, left=336, right=800),
    ]
    for index, arm in enumerate(balance.arms):
        y = top + index * row + row / 2
        if index:
            body.append(svg.line(0, y - row / 2, FULL, y - row / 2, tone="grid"))
        body.append(_domain(arm, ruler, y))
        body.append(_value(arm.a_on_b, arm.period, ruler.unit(arm), 332, y, "a", "end"))
        body.append(_value(arm.b_on_a, arm.period_b, ruler.unit(arm), 804, y, "b", "start"))
        place = Place(568, y, 218, 13, ruler.scale(arm))
        body.append(beam(arm, place, name=f"sw{index}"))
        body.append(_reading(arm, 940, y, FULL - 940, "start"))
    return Drawing(FULL, int(top + row * len(balance.arms) + 8), "".join(body))


def _heads(
    dossier: Dossier, middle: float, gap: float, *, y: float, left: float, right: float
) -> str:
    a, b = dossier.a.name, dossier.b.name
    size = 13.5 if right - left > 400 else 12
    return svg.text(left, y, f"◀ {a} leans on {b}", size=size, tone="a-ink", bold=True) + svg.text(
        right, y, f"{b} leans on {a} ▶", size=size, tone="b-ink", bold=True, anchor="end"
    )


def _domain(arm: Arm, ruler: Ruler, y: float) -> str:
    own = "" if ruler.unit(arm) == words.SHARE else " (own scale)"
    definition = svg.wrap(f"{arm.definition}{own}", 196, 11.5, most=3)
    first = y - 4 - 7.5 * (len(definition) - 1)
    known = arm.a_on_b.present or arm.b_on_a.present
    return svg.text(
        0, first, arm.title, size=16, tone="ink" if known else "muted", bold=True
    ) + svg.lines_of_text(0, first + 17, definition, size=11.5, tone="muted", leading=1.25)


def _value(
    value: Estimate, period: str, unit: str, x: float, y: float, tone: str, anchor: str
) -> str:
    if not value.present:
        reason = svg.wrap(words.why(value), 116, 11, most=3)
        start = y + 4 - 7 * (len(reason) - 1)
        return svg.lines_of_text(x, start, reason, size=11, tone="muted", anchor=anchor)
    spread = words.interval(value, unit).strip("()") or "no interval"
    return svg.text(
        x, y + 2, words.short(value, unit), size=19, tone=f"{tone}-ink", anchor=anchor, bold=True
    ) + svg.text(x, y + 18, f"{spread}, {period}", size=11, tone="muted", anchor=anchor)


def _reading(arm: Arm, x: float, y: float, width: float, anchor: str) -> str:
    lines = svg.wrap(arm.reading, width, 12.5, most=3)
    chance = _chance(arm)
    tone = "ink" if arm.log_ratio.present else "muted"
    start = y + 4 - 8 * (len(lines) - 1) - (8 if chance else 0)
    drawn = svg.lines_of_text(x, start, lines, size=12.5, tone=tone, anchor=anchor)
    if chance:
        below = start + len(lines) * 16.25
        drawn += svg.text(x, below, chance, size=11.5, tone="muted", anchor=anchor)
    return drawn


def _chance(arm: Arm) -> str:
    """The probability that the side which leans more does so."""
    probability = arm.probability_a_leans_more
    if probability is None:
        return ""
    return words.chance(max(probability, 1 - probability))


def _narrow(dossier: Dossier, balance: Balance, ruler: Ruler) -> Drawing:
    """One block per domain: title, both values, beam, reading."""
    a, b = dossier.a.name, dossier.b.name
    body = [
        svg.text(0, 12, f"◀ {a} on {b}", size=12.5, tone="a-ink", bold=True),
        svg.text(NARROW, 12, f"{b} on {a} ▶", size=12.5, tone="b-ink", bold=True, anchor="end"),
    ]
    y = 26.0
    for index, arm in enumerate(balance.arms):
        block, height = _block(arm, ruler, y, index)
        body.append(block)
        y += height
    return Drawing(NARROW, int(y), "".join(body))


def _block(arm: Arm, ruler: Ruler, top: float, index: int) -> tuple[str, float]:
    unit = ruler.unit(arm)
    definition = svg.wrap(arm.definition, NARROW, 11.5, most=2)
    y = top + 22
    parts = [
        svg.line(0, top, NARROW, top, tone="grid"),
        svg.text(0, y, arm.title, size=15, tone="ink", bold=True),
        svg.lines_of_text(0, y + 16, definition, size=11.5, tone="muted", leading=1.25),
    ]
    y += 16 + 14.4 * len(definition) + 8
    for value, x, tone, anchor in (
        (arm.a_on_b, 0, "a", "start"),
        (arm.b_on_a, NARROW, "b", "end"),
    ):
        parts.append(_narrow_value(value, unit, x, y, tone, anchor))
    parts.append(beam(arm, Place(NARROW / 2, y + 40, NARROW / 2 - 2, 11, ruler.scale(arm)),
                      name=f"sn{index}"))  # fmt: skip
    chance = _chance(arm)
    reading = svg.wrap(f"{arm.reading}{': ' + chance if chance else ''}", NARROW, 12, most=3)
    parts.append(svg.lines_of_text(NARROW / 2, y + 76, reading, anchor="middle", tone="ink"))
    return "".join(parts), y + 76 + 15.6 * (len(reading) - 1) + 18 - top


def _narrow_value(value: Estimate, unit: str, x: float, y: float, tone: str, anchor: str) -> str:
    if not value.present:
        reason = svg.wrap(words.why(value), 150, 11, most=2)
        return svg.lines_of_text(x, y, reason, size=11, tone="muted", anchor=anchor)
    spread = words.interval(value, unit).strip("()") or "no interval"
    return svg.text(
        x, y + 2, words.short(value, unit), size=17, tone=f"{tone}-ink", anchor=anchor, bold=True
    ) + svg.text(x, y + 17, spread, size=11, tone="muted", anchor=anchor)


PAST_WIDTH = 340


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
        title = svg.wrap(arm.title, 88, 11.5, most=1)[0]
        body.append(svg.text(0, y + 4, title, size=11.5, tone="ink" if known else "muted"))
        if not known:
            body.append(svg.text(226, y + 4, "no figure", size=11, tone="muted", anchor="middle"))
            continue
        place = Place(222, y, 66, 7, ruler.scale(arm))
        body.append(beam(arm, place, name=f"{name}{index}"))
        for value, x, tone, anchor in (
            (arm.a_on_b, 148, "a", "end"),
            (arm.b_on_a, 296, "b", "start"),
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


def _alt(dossier: Dossier, balance: Balance, ruler: Ruler) -> str:
    a, b = dossier.a.name, dossier.b.name
    rows = []
    for arm in balance.arms:
        unit = ruler.unit(arm)
        rows.append(
            f"{arm.title}: {a} on {b} {words.show(arm.a_on_b, unit)}, "
            f"{b} on {a} {words.show(arm.b_on_a, unit)}. {arm.reading}."
        )
    return f"A balance with one beam per domain, {balance.year}. " + " ".join(rows)


def _notes(balance: Balance) -> Iterable[str]:
    levels = dict.fromkeys(
        words.level(value)
        for arm in balance.arms
        for value in (arm.a_on_b, arm.b_on_a)
        if value.low is not None
    )
    if levels:
        yield f"Fading ends: {words.listed(levels)}."
    if any(
        value.present and value.low is None
        for arm in balance.arms
        for value in (arm.a_on_b, arm.b_on_a)
    ):
        yield "A square end: no interval is known."
    yield "All shares are on one scale, in all three years; the tilt is the log ratio, capped at 20 to 1."


def _table(dossier: Dossier, balance: Balance, ruler: Ruler) -> Table:
    a, b = dossier.a.name, dossier.b.name
    header = ("Domain", "Measure", f"{a} on {b}", f"{b} on {a}", "Log ratio", "Reading")
    rows = []
    for arm in balance.arms:
        unit = ruler.unit(arm)
        chance = _chance(arm)
        rows.append(
            (
                arm.title,
                arm.definition,
                _dated(arm.a_on_b, unit, arm.period),
                _dated(arm.b_on_a, unit, arm.period_b),
                arm.log_ratio.text(),
                f"{arm.reading}{': ' + chance if chance else ''}",
            )
        )
    return Table(header, tuple(rows))


def _dated(value: Estimate, unit: str, period: str) -> str:
    return f"{words.show(value, unit)}, {period}" if value.present else words.show(value, unit)


def _rows(balance: Balance, ruler: Ruler) -> Iterable[Mapping[str, Cell]]:
    for arm in balance.arms:
        for direction, value, period in (
            ("a_on_b", arm.a_on_b, arm.period),
            ("b_on_a", arm.b_on_a, arm.period_b),
            ("log_ratio", arm.log_ratio, arm.period),
        ):
            yield {
                "balance_year": balance.year,
                "domain": arm.domain,
                "title": arm.title,
                "definition": arm.definition,
                "quantity": direction,
                "unit": "ln" if direction == "log_ratio" else ruler.unit(arm),
                "period": period,
                "value": value.point,
                "low": value.low,
                "high": value.high,
                "level": value.level,
                "kind": value.kind,
                "interval_basis": value.basis,
                "probability_a_leans_more": arm.probability_a_leans_more,
                "reading": arm.reading,
                "origins": ";".join(arm.origins),
            }
