"""Which feedback loops lead when: loops by years with bands, and where dominance flips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.report import svg
from steelyard.report.figures.causal.loops import CAUSAL
from steelyard.report.figures.frame import Frame, year_ticks
from steelyard.report.figures.paths import band, polyline
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import FULL, NARROW
from steelyard.system.dominance_records import Dominance, Flip, LoopLead, Spread
from steelyard.system.dominance_words import (
    TURNED,
    balance_told,
    flip_told,
    likely,
    notes,
    percent,
    quarrel_told,
    turns_told,
)

TALL, ROW, GAP = 116, 62, 22  # pixels of the first panel, of each loop, between them
SHOWN = 0.05  # probability to lead in some span, from which a loop has a row
LABEL, RIGHT = 268, 118
TONES = {1: "ship", -1: "loss", None: "line"}  # not those of the two states
KINDS = {1: "reinforcing", -1: "balancing", None: "of no settled sign"}


def dominance_figure(found: Dominance, flips: Sequence[Flip] = ()) -> Figure:
    """Reinforcing loops against balancing ones, then the loops that lead, on one axis of years."""
    title = _title(found)
    return Figure(
        id="causal-dominance",
        kicker="Which loops lead when",
        title=title,
        subtitle="First row: the part of the change by loops that reinforcing ones make. Below: "
        "the part of each loop, reinforcing above the line, balancing below it. Lines are middle "
        "draws, bands nine in ten, running means over five years. On grey ground: projection.",
        alt=f"Lines with bands, one row for each loop. {title}. {balance_told(found)} "
        + " ".join(turns_told(found)),
        size="full",
        wide=_draw(found, FULL, roomy=True),
        narrow=_draw(found, NARROW, roomy=False),
        rows=tuple(_rows(found, flips)),
        table=_table(found),
        origins=(),
        domain=CAUSAL,
        notes=(*quarrel_told(found), *(f"Nearest flips: {flip_told(each)}." for each in flips[:3]),
               *notes(found)),
    )  # fmt: skip


def as_document(figure: Figure) -> str:
    """The wide drawing as a file of its own."""
    head, wide = 74, figure.wide
    body = svg.text(0, 22, figure.title, size=17, tone="ink", bold=True)
    body += svg.lines_of_text(0, 42, svg.wrap(figure.subtitle, wide.width, 12), size=12)
    moved = f'{body}<g transform="translate(0 {head})">{wide.body}</g>'
    return svg.document(wide.width, wide.height + head, moved, title=figure.title, desc=figure.alt)


def _title(found: Dominance) -> str:
    """The lead in the last span that was seen, and what is likely."""
    seen = [at for at, each in enumerate(found.spans) if not each.projected]
    at = seen[-1] if seen else 0
    chance = found.balance.over_half_by_span[at]
    kind = "reinforcing" if chance >= 0.5 else "balancing"
    leader = max((*found.named, *found.others), key=lambda each: each.leads[at])
    return (
        f"{kind.capitalize()} loops {likely(max(chance, 1 - chance))} make most of the change by "
        f"loops in {found.spans[at]}; first among them: {_name(leader)}"
    )


def _name(each: LoopLead) -> str:
    """A loop by its name or its two ends."""
    return f"{each.name} {each.title}" if each.name else each.title


def _shown(found: Dominance) -> list[LoopLead]:
    """Loops that lead with some probability."""
    every = (*found.named, *found.others)
    kept = [each for each in every if max(each.leads) >= SHOWN]
    return sorted(kept, key=lambda each: -max(each.leads))


def _draw(found: Dominance, width: int, *, roomy: bool) -> Drawing:
    """The balance, a row for each loop, and what has none."""
    left, right = (LABEL, RIGHT) if roomy else (34, 18)
    body, hovers, y = "", [], 16.0 if roomy else 20.0
    if not roomy:
        body += svg.text(0, y - 4, "Reinforcing loops, of all", size=12, tone="ink", bold=True)
        y += 6
    frame = _frame(found, width, y, TALL, left, right, (0.0, 1.0))
    body += _ground(frame, found) + _scale(frame, (0.0, 0.5, 1.0))
    body += _course(frame, found, found.balance.by_year, "ink-soft") + _turns(frame, found)
    if roomy:
        body += svg.lines_of_text(0, y + 14, ["Reinforcing loops,", "of the change by loops"],
                                  size=13, tone="ink", bold=True)  # fmt: skip
        body += _odds(width, y + 20, found, found.balance.over_half_by_span, "over half:")
    hovers += _answers(frame, found, found.balance.by_year, "Reinforcing loops")
    y += TALL + GAP
    reach = _reach(_shown(found))
    for each in _shown(found):
        if not roomy:
            lines = svg.wrap(f"{_name(each)} ({KINDS[each.polarity]})", width, 11.5)
            body += svg.lines_of_text(0, y + 10, lines, size=11.5, tone="ink", bold=True)
            y += 15.6 * len(lines) + 8
        frame = _frame(found, width, y, ROW, left, right, reach[each.polarity])
        low, high = reach[each.polarity]
        body += _ground(frame, found) + _scale(frame, (low, 0.0) if low else (0.0, high))
        body += _course(frame, found, each.by_year, TONES[each.polarity])
        hovers += _answers(frame, found, each.by_year, _name(each))
        if roomy:
            lines = svg.wrap(_name(each), LABEL - 44, 12.5, most=3)
            body += svg.lines_of_text(0, y + 12, lines, size=12.5, tone="ink")
            body += svg.text(0, y + 13 + 16.3 * len(lines), KINDS[each.polarity], size=11,
                             tone="muted")  # fmt: skip
            body += _odds(width, y + 12, found, each.leads, "leads:")
        y += ROW + GAP
    body += _years(frame, y)
    rest = [each.name for each in found.named if each not in _shown(found)]
    lines = svg.wrap(_rest(found, rest), width, 11.5) if rest else []
    body += svg.lines_of_text(0, y + 34, lines, size=11.5, tone="muted")
    return Drawing(width, round(y + 34 + 15 * len(lines)), body, tuple(hovers))


def _rest(found: Dominance, names: Sequence[str]) -> str:
    """What loops without a row have in common."""
    largest = max(
        abs(end)
        for each in found.named if each.name in names
        for one in each.by_span for end in (one.low, one.high)
    )  # fmt: skip
    most = max(max(each.leads) for each in found.named if each.name in names)
    leads = "none leads in any draw" if most == 0 else f"none leads in over {100 * most:.0f} %"
    return (
        f"Without a row: {', '.join(names)}; in nine draws of ten none of them makes more than "
        f"{percent(largest)} % of the change by loops in any span, and {leads}."
    )


def _reach(loops: Sequence[LoopLead]) -> dict[int | None, tuple[float, float]]:
    """One scale for all rows: up for reinforcing, down for balancing loops, both if unsettled."""
    ends = [abs(end) for each in loops for one in each.by_year for end in (one.low, one.high)]
    most = min(1.0, max(0.1, -(-max(ends, default=0.1) * 10 // 1) / 10))
    return {1: (0.0, most), -1: (-most, 0.0), None: (-most, most)}


def _frame(
    found: Dominance, width: int, top: float, tall: int, left: int, right: int,
    ends: tuple[float, float],
) -> Frame:  # fmt: skip
    return Frame(
        width, round(top + tall), left, right, top, 0,
        (float(found.years[0]), float(found.years[-1])), ends,
    )  # fmt: skip


def _ground(frame: Frame, found: Dominance) -> str:
    """Grey behind the years that nobody has seen."""
    if found.last >= found.years[-1]:
        return ""
    x = frame.px(found.last + 0.5)
    body = svg.rect(x, frame.top, frame.width - frame.right - x, frame.inner[1], fill="void")
    if frame.inner[1] < TALL:
        return body
    return body + svg.text(x + 4, frame.height - 6, "projection", size=10.5, tone="muted")


def _scale(frame: Frame, ticks: Sequence[float]) -> str:
    """Grid lines with percents."""
    body = ""
    for tick in ticks:
        y = frame.py(tick)
        body += svg.line(frame.left, y, frame.width - frame.right, y,
                         tone="axis" if tick in (0.0, 0.5) else "grid")  # fmt: skip
        body += svg.text(frame.left - 5, y + 3.5, f"{100 * abs(tick):.0f}", size=10.5,
                         tone="muted", anchor="end")  # fmt: skip
    return body


def _course(frame: Frame, found: Dominance, values: Sequence[Spread], tone: str) -> str:
    """A band and its middle: full where it was seen, broken after."""

    def edge(which: str) -> list[tuple[float, float]]:
        low, high = frame.y
        return [
            (frame.px(year), frame.py(min(max(getattr(each, which), low), high)))
            for year, each in zip(found.years, values, strict=True)
        ]

    middle = edge("middle")
    cut = sum(year <= found.last for year in found.years)
    body = band(edge("high"), edge("low"), tone, opacity=0.22)
    body += polyline(middle[:cut], tone, width=2) if cut > 1 else ""
    later = middle[max(cut - 1, 0) :]
    return body + (polyline(later, tone, width=2, dash="4 3") if len(later) > 1 else "")


def _turns(frame: Frame, found: Dominance) -> str:
    """A mark where the upper hand changes sides from one span to the next."""
    body = ""
    for each in found.turns:
        for up, chance in ((True, each.to_reinforcing), (False, each.to_balancing)):
            if chance < TURNED:
                continue
            x, y = frame.px(each.after.first - 0.5), frame.py(0.5)
            body += svg.line(
                x, frame.top, x, frame.height - frame.bottom, tone="outside", dash="3 3"
            )
            body += svg.text(x + 4, y + (-6 if up else 15),
                             f"flips to {'reinforcing' if up else 'balancing'}: "
                             f"{100 * chance:.0f} %", size=11, tone="ink", halo=True)  # fmt: skip
    return body


def _odds(width: int, y: float, found: Dominance, chances: Sequence[float], label: str) -> str:
    """Probabilities of the last span seen and of the last one, at the right."""
    seen = [at for at, each in enumerate(found.spans) if not each.projected]
    places = dict.fromkeys((seen[-1] if seen else 0, len(chances) - 1))
    lines = [label, *(f"{100 * chances[at]:.0f} % {found.spans[at]}" for at in places)]
    return svg.lines_of_text(width - RIGHT + 12, y, lines, size=11, tone="ink-soft", leading=1.35)


def _years(frame: Frame, y: float) -> str:
    """Years below the last row."""
    return "".join(
        svg.text(frame.px(year), y + 6, str(year), size=11, tone="muted", anchor="middle")
        for year in year_ticks(*frame.x, most=max(2, int(frame.inner[0] / 60)))
    )


def _answers(
    frame: Frame, found: Dominance, values: Sequence[Spread], name: str
) -> Iterator[Hover]:
    """What each year says to the pointer."""
    for year, each in zip(found.years, values, strict=True):
        low, high = sorted((abs(each.low), abs(each.high)))
        yield Hover(
            frame.px(year), frame.py(min(max(each.middle, frame.y[0]), frame.y[1])),
            f"{name}, {year}: {percent(abs(each.middle))} % ({percent(low)} to {percent(high)})",
        )  # fmt: skip


def _rows(found: Dominance, flips: Sequence[Flip]) -> Iterator[Mapping[str, Cell]]:
    """Every loop by year and by span, and the flips."""
    every = [("reinforcing, of all", 1, found.balance.by_year, found.balance.by_span,
              found.balance.over_half_by_span)]  # fmt: skip
    every += [
        (_name(each), each.polarity, each.by_year, each.by_span, each.leads)
        for each in (*found.named, *found.others)
    ]
    for name, polarity, by_year, by_span, chances in every:
        for year, each in zip(found.years, by_year, strict=True):
            yield _row(name, polarity, str(year), year > found.last, each, None)
        for span, each, chance in zip(found.spans, by_span, chances, strict=True):
            yield _row(name, polarity, str(span), span.projected, each, chance)
    for each in flips:
        yield _row(f"flip {each.between[0]} / {each.between[1]}: {each.title}", None, "", True,
                   each.at, each.flips)  # fmt: skip


def _row(
    name: str, polarity: int | None, when: str, projected: bool, each: Spread, chance: float | None
) -> Mapping[str, Cell]:
    return {
        "loop": name, "polarity": polarity, "years": when,
        "kind": "projection" if projected else "simulated past", "p05": each.low,
        "p50": each.middle, "p95": each.high, "probability": chance,
    }  # fmt: skip


def _table(found: Dominance) -> Table:
    """Parts and probabilities by span."""
    rows = [
        ("Reinforcing, of all",
         *(f"{percent(one.middle)} ({percent(one.low)} to {percent(one.high)}); {100 * chance:.0f}"
           for one, chance in zip(found.balance.by_span, found.balance.over_half_by_span,
                                  strict=True)))
    ]  # fmt: skip
    rows += [
        (_name(each),
         *(f"{percent(one.middle)}; {100 * chance:.0f}".replace("-", "−")
           for one, chance in zip(each.by_span, each.leads, strict=True)))
        for each in (*found.named, *found.others)
    ]  # fmt: skip
    return Table(
        ("Loop", *(str(each) for each in found.spans)), tuple(rows),
        "Part of the change by loops in percent (middle draw; below 0 it balances); then the "
        "probability, in percent, that reinforcing loops have more than half, or that the loop "
        "leads.",
    )  # fmt: skip
