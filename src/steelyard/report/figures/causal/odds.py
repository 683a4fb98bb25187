"""Probabilities of the classes of a share of trade by year, under the baseline and scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.dossier.records import Causal, CausalClasses, CausalOdds, Dossier
from steelyard.report import svg, words
from steelyard.report.figures.causal.loops import CAUSAL
from steelyard.report.figures.frame import Frame, year_ticks
from steelyard.report.figures.paths import band
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import FULL, NARROW

TONES = ("even", "a-soft", "a")  # light to dark: the order tells in grey
HEIGHT, HEAD, FOOT, KEY = 84, 26, 26, 34
MOMENTS = (2025, 2030, 2035, 2040)


def odds_figure(dossier: Dossier) -> Figure | None:
    """The main definition: stacked areas for the baseline and each scenario."""
    causal = dossier.causal
    main = None if causal is None else next(
        (c for c in causal.classes if c.main and not c.absent), None
    )  # fmt: skip
    if causal is None or main is None:
        return None
    panels = _panels(causal, main)
    title = _title(dossier, main, panels)
    return Figure(
        id="causal-classes",
        kicker=f"Classes of {words.place(dossier, main.subject)}’s tie with "
        f"{words.place(dossier, main.partner)}, by year",
        title=title,
        subtitle=f"{main.title}. {_rule(main)} Fixed on {main.stated}, before any run: names "
        "describe a rank among ties, not intent or legal status. Each panel adds up to 100 %.",
        alt=f"Areas. {title}. " + " ".join(_said(name, odds, main) for name, odds in panels),
        size="full",
        wide=_grid(FULL, 3, panels, main),
        narrow=_grid(NARROW, 1, panels, main),
        rows=tuple(_rows(causal)),
        table=_table(causal),
        origins=causal.origins,
        domain=CAUSAL,
        notes=tuple(_notes(causal, main)),
    )


def _panels(causal: Causal, main: CausalClasses) -> list[tuple[str, CausalOdds]]:
    """The baseline, then each scenario."""
    named = [("Baseline", causal.odds)] + [(s.title, s.odds) for s in causal.scenarios]
    return [(name, one) for name, odds in named for one in odds if one.definition == main.id]


def _rule(main: CausalClasses) -> str:
    first, *rest = main.names
    steps = [f"{name} from {cut:g}" for name, cut in zip(rest, main.cuts, strict=True)]
    return f"{words.listed([f'{first} below {main.cuts[0]:g}', *steps])} ({main.unit}).".replace(
        first, first[:1].upper() + first[1:], 1
    )


def _title(dossier: Dossier, main: CausalClasses, panels: Sequence[tuple[str, CausalOdds]]) -> str:
    """The likeliest class at the end of the baseline, and where that differs."""
    base = panels[0][1]
    last = base.probabilities[-1]
    place = max(range(len(last)), key=lambda at: last[at])
    who = words.place(dossier, main.subject)
    other = [name for name, odds in panels[1:] if max(odds.probabilities[-1]) !=
             odds.probabilities[-1][place]]  # fmt: skip
    tail = ""
    if other:
        tail = "; another class is likeliest under " + words.listed(f"“{name}”" for name in other)
    return f"{who} in {base.years[-1]}: {main.names[place]} {words.chance(last[place])}{tail}"


def _said(name: str, odds: CausalOdds, main: CausalClasses) -> str:
    told = ", ".join(
        f"{n} {p * 100:.0f} %" for n, p in zip(main.names, odds.probabilities[-1], strict=True)
    )
    return f"{name}, {odds.years[-1]}: {told}."


def _notes(causal: Causal, main: CausalClasses) -> Iterator[str]:
    yield (
        f"Ranked by the share of goods trade among the members of {_known(causal)}, which stay "
        "the same in later years; later years are projections from the last observed share."
    )
    yield "What is not in it: services, finance, arms and what the other side thinks."
    absent = [each.title for each in causal.classes if each.absent]
    if absent:
        yield f"Cannot be said by runs: {words.listed(words.inside(absent))}."
    others = [each.title for each in causal.classes if not each.absent and each.id != main.id]
    if others:
        yield f"Other definitions stand in the table: {words.listed(words.inside(others))}."


def _known(causal: Causal) -> str:
    return "the last known year" if not causal.sampler else "the last known year of trade"


def _grid(
    width: int, columns: int, panels: Sequence[tuple[str, CausalOdds]], main: CausalClasses
) -> Drawing:
    """A key, then panels in rows."""
    body, x = "", 0.0
    for tone, name in zip(TONES, main.names, strict=False):
        body += svg.rect(x, 4, 13, 13, fill=tone)
        body += svg.text(x + 19, 15, name, size=12.5, tone="ink-soft")
        x += svg.text_width(name, 12.5) + 42
    hovers, cell, tall = [], width / columns, HEIGHT + HEAD + FOOT
    for place, (name, odds) in enumerate(panels):
        line, column = divmod(place, columns)
        drawn, told = _panel(name, odds, main, cell * column, cell - (24 if columns > 1 else 2),
                             KEY + line * tall + HEAD)  # fmt: skip
        body += drawn
        hovers += told
    return Drawing(width, KEY + -(-len(panels) // columns) * tall, body, tuple(hovers))


def _panel(
    name: str, odds: CausalOdds, main: CausalClasses, left: float, width: float, top: float
) -> tuple[str, list[Hover]]:
    frame = Frame(
        round(left + width), round(top + HEIGHT), left + 30, 0, top, 0,
        (float(odds.years[0]), float(odds.years[-1])), (0.0, 1.0),
    )  # fmt: skip
    body = svg.text(left, top - 9, name, size=12.5, tone="ink", bold=True)
    lower = [0.0] * len(odds.years)
    for place, tone in zip(range(len(main.names)), TONES, strict=False):
        upper = [low + row[place] for low, row in zip(lower, odds.probabilities, strict=True)]
        body += band(_edge(frame, odds, upper), _edge(frame, odds, lower), tone, opacity=1.0)
        lower = upper
    for tick in (0.0, 0.5, 1.0):
        y = frame.py(tick)
        body += svg.line(frame.left, y, frame.width, y, tone="axis", width=0.6)
        body += svg.text(frame.left - 4, y + 3.5, f"{tick * 100:.0f}", size=10, tone="muted",
                         anchor="end")  # fmt: skip
    floor = top + HEIGHT
    for year in year_ticks(*frame.x, most=max(2, int(frame.inner[0] / 56))):
        x = frame.px(year)
        anchor = "end" if x > frame.width - 12 else "middle"
        body += svg.text(x, floor + 14, str(year), size=10, tone="muted", anchor=anchor)
    hovers = [
        Hover(frame.px(year), frame.py(0.5), f"{year}: " + ", ".join(
            f"{n} {p * 100:.0f} %" for n, p in zip(main.names, row, strict=True) if p >= 0.005))
        for year, row in zip(odds.years, odds.probabilities, strict=True) if year % 2 == 0
    ]  # fmt: skip
    return body, hovers


def _edge(frame: Frame, odds: CausalOdds, values: Sequence[float]) -> list[tuple[float, float]]:
    return [(frame.px(y), frame.py(min(v, 1.0))) for y, v in zip(odds.years, values, strict=True)]


def _rows(causal: Causal) -> Iterator[Mapping[str, Cell]]:
    names = {each.id: each.names for each in causal.classes}
    named = [("", causal.odds)] + [(s.name, s.odds) for s in causal.scenarios]
    for scenario, some in named:
        for odds in some:
            for year, row in zip(odds.years, odds.probabilities, strict=True):
                for name, chance in zip(names[odds.definition], row, strict=True):
                    yield {
                        "scenario": scenario or "baseline", "definition": odds.definition,
                        "year": year, "class": name, "probability": chance,
                    }  # fmt: skip


def _table(causal: Causal) -> Table:
    known = {each.id: each for each in causal.classes}
    named = [("Baseline", causal.odds)] + [(s.title, s.odds) for s in causal.scenarios]
    rows = []
    for name, some in named:
        for odds in some:
            cells = [name, known[odds.definition].title]
            for year in MOMENTS:
                if year not in odds.years:
                    cells.append("–")
                    continue
                row = odds.probabilities[odds.years.index(year)]
                cells.append(" / ".join(f"{p * 100:.0f}" for p in row))
            rows.append(tuple(cells))
    main = next(each for each in causal.classes if each.main)
    return Table(("Course", "Definition", *map(str, MOMENTS)), tuple(rows),
                 f"Per cent: {' / '.join(main.names)}.")  # fmt: skip
