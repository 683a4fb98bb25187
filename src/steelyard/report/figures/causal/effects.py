"""What each of our own scenarios changes: paired differences with interval and sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.dossier.records import CausalEffect, CausalScenario, Dossier
from steelyard.report import svg, words
from steelyard.report.figures.causal.loops import CAUSAL
from steelyard.report.figures.causal.whiskers import Dot, Line, whiskers
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.sides import cells
from steelyard.report.theme import FULL, NARROW

LABEL = 190.0


def effects_figure(dossier: Dossier) -> Figure | None:
    """A panel for each variable, a row for each scenario, a dot for each year."""
    causal = dossier.causal
    told = [] if causal is None else [each for each in causal.scenarios if each.effects]
    told = [each for each in told if any(one.change.present for one in each.effects)]
    if causal is None or not told:
        return None
    title = _title(told)
    years = sorted({one.year for each in told for one in each.effects})
    return Figure(
        id="causal-effects",
        kicker=f"{len(told)} scenarios beside the baseline",
        title=title,
        subtitle="Each scenario and the baseline meet the same draws and the same chance; shown "
        f"is their difference. Ring: {years[0]}; dot: {years[-1]}; bar: 90 % of draws. On the "
        f"right the share of draws in which it ends higher in {years[-1]}.",
        alt=f"Dots and bars. {title}. " + " ".join(_said(each, one) for each in told
                                                    for one in each.effects),
        size="full",
        wide=_wide(told),
        narrow=_narrow(told),
        rows=tuple(_rows(told)),
        table=_table(told),
        origins=causal.origins,
        domain=CAUSAL,
        notes=(
            "Sizes of what is supposed are ranges too. Signs of links are held as the documents "
            "state them, so a probability near 0 or 100 % says that all ways through the system "
            "agree, not that the world must.",
            "Commands: steelyard simulate NAME, with " + ", ".join(each.name for each in told)
            + ".",
        ),
    )  # fmt: skip


def _variables(told: Sequence[CausalScenario]) -> list[tuple[str, str]]:
    """Name and title of each variable, in order."""
    return list(dict.fromkeys((one.variable, one.title) for each in told for one in each.effects))


def _last(each: CausalScenario, variable: str) -> CausalEffect:
    return max((one for one in each.effects if one.variable == variable), key=lambda e: e.year)


def _title(told: Sequence[CausalScenario]) -> str:
    """The scenarios that move the first variable most, either way, in the last year."""
    variable, title = _variables(told)[0]
    ranked = sorted(told, key=lambda each: _last(each, variable).change.point or 0.0)
    low, high = ranked[0], ranked[-1]
    effect = _last(low, variable)
    sentence = (
        f"{title} in {effect.year}: “{low.title}” lowers it most, by "
        f"{abs(effect.change.point or 0):.1f} standard deviations ({_ends(effect)})"
    )
    other = _last(high, variable)
    if (other.change.point or 0) > 0:
        sentence += f"; “{high.title}” raises it by {other.change.point:.1f} ({_ends(other)})"
    return sentence


def _ends(effect: CausalEffect) -> str:
    ends = sorted(abs(end) for end in (effect.change.low or 0.0, effect.change.high or 0.0))
    if (effect.change.low or 0) < 0 < (effect.change.high or 0):
        return f"{_two(effect.change.low)} to {_two(effect.change.high)}"
    return f"{ends[0]:.1f} to {ends[1]:.1f}"


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:+.2f}".replace("-", "−")


def _said(each: CausalScenario, one: CausalEffect) -> str:
    chance = "" if one.rises is None else f"; higher in {_share(one.rises)} of draws"
    change = one.change
    return (
        f"{each.title}, {one.title}, {one.year}: {_two(change.point)} ({_two(change.low)} to "
        f"{_two(change.high)}){chance}."
    )


def _share(value: float) -> str:
    if value > 0.99:
        return "over 99 %"
    return "under 1 %" if value < 0.01 else f"{value * 100:.0f} %"


def _span(told: Sequence[CausalScenario], variable: str) -> tuple[float, float]:
    ends = [
        end or 0.0
        for each in told for one in each.effects if one.variable == variable
        for end in (one.change.low, one.change.high)
    ]  # fmt: skip
    return min(0.0, *ends), max(0.0, *ends)


def _lines(told: Sequence[CausalScenario], variable: str, tone: str) -> list[Line]:
    made = []
    for each in told:
        some = sorted((o for o in each.effects if o.variable == variable), key=lambda o: o.year)
        dots = tuple(
            Dot(one.change, _said(each, one), hollow=one is not some[-1], tone=tone) for one in some
        )
        rises = some[-1].rises
        made.append(Line(each.title, dots, "no way" if rises is None else _share(rises)))
    return made


def _wide(told: Sequence[CausalScenario]) -> Drawing:
    """Panels beside each other; words once, on the left."""
    variables = _variables(told)
    each = (FULL - LABEL) / len(variables)
    body, hovers, bottom = "", [], 0.0
    for place, (variable, title) in enumerate(variables):
        left = LABEL + each * place + 14 if place else 0.0
        width = each - 14 if place else LABEL + each - 14
        drawn, some, y = _one(told, variable, title, (left, width), place)
        body += drawn
        hovers += some
        bottom = max(bottom, y)
    return Drawing(FULL, round(bottom), body, tuple(hovers))


def _one(
    told: Sequence[CausalScenario], variable: str, title: str, box: tuple[float, float], place: int
) -> tuple[str, list[Hover], float]:
    left, width = box
    lines = _lines(told, variable, "a" if place == 0 else "b")
    if place:  # words stand with the first panel
        lines = [Line("", each.dots, each.right) for each in lines]
    begin = left if place else left + LABEL
    body = svg.text(begin, 14, title, size=13, tone="ink", bold=True)
    body += svg.text(left + width, 32, "higher", size=10.5, tone="muted", anchor="end")
    drawn, hovers, y = whiskers(
        lines, _span(told, variable), (left, width, 38), label=0.0 if place else LABEL,
        unit="difference, standard deviations",
    )  # fmt: skip
    return body + drawn, hovers, y


def _narrow(told: Sequence[CausalScenario]) -> Drawing:
    """Panels below each other, words above their dots."""
    body, hovers, y = "", [], 0.0
    for place, (variable, title) in enumerate(_variables(told)):
        body += svg.lines_of_text(0, y + 14, svg.wrap(title, NARROW - 60, 13), size=13, tone="ink",
                                  bold=True)  # fmt: skip
        body += svg.text(NARROW, y + 14, "higher", size=10.5, tone="muted", anchor="end")
        drawn, some, y = whiskers(
            _lines(told, variable, "a" if place == 0 else "b"), _span(told, variable),
            (0.0, float(NARROW), y + 40), label=0.0, above=True,
            unit="difference, standard deviations",
        )  # fmt: skip
        body += drawn
        hovers += some
        y += 16
    return Drawing(NARROW, round(y), body, tuple(hovers))


def _rows(told: Sequence[CausalScenario]) -> Iterator[Mapping[str, Cell]]:
    for each in told:
        for one in each.effects:
            yield {
                "scenario": each.name, "title": each.title, "variable": one.variable,
                "year": one.year, **cells(one.change, "difference"), "rises": one.rises,
            }  # fmt: skip


def _table(told: Sequence[CausalScenario]) -> Table:
    rows = [
        (
            each.title, one.title, str(one.year),
            f"{_two(one.change.point)} ({_two(one.change.low)} to {_two(one.change.high)})",
            "–" if one.rises is None else words.chance(one.rises),
        )
        for each in told for one in each.effects
    ]  # fmt: skip
    return Table(("Scenario", "What", "Year", "Difference (90 % of draws)", "It ends higher"),
                 tuple(rows))  # fmt: skip
