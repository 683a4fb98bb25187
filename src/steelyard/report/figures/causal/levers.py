"""What would change a state's room for its own choice: pushes ranked, and whose choice decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.dossier.records import Causal, CausalLever, CausalPart, Dossier
from steelyard.report import svg, words
from steelyard.report.figures.causal.loops import CAUSAL
from steelyard.report.figures.causal.whiskers import Dot, Line, whiskers
from steelyard.report.figures.record import Cell, Drawing, Figure, Table
from steelyard.report.figures.sides import cells
from steelyard.report.theme import NARROW, WIDE
from steelyard.vocabulary.estimate import Estimate

DRIVERS, INNER = 10, 8  # shown one by one; all stand in the table
PARTS = 9
LABEL = 300.0
HEADS = (("Drivers from outside", True), ("Things that have causes within", False))


def levers_figure(dossier: Dossier) -> Figure | None:
    """The strongest pushes of drivers and of other variables."""
    causal = dossier.causal
    if causal is None or not causal.levers:
        return None
    who = words.place(dossier, causal.levers[0].of)
    title = _title(causal, who)
    return Figure(
        id="causal-levers",
        kicker=f"Levers on {words.possessive(who)} room for its own choice",
        title=title,
        subtitle=f"Effect in {causal.read_in} of a push of one standard deviation upwards from "
        f"{causal.pushed_from} on, for good: half the difference between a push up and one down; "
        "of a lever from 0 to 1, from none to the whole. Bar: 90 % of draws. What is cheap, "
        "likely or wise is not said.",
        alt=f"Dots and bars. {title}. " + " ".join(_said(e) for e in _shown(causal.levers)),
        size="wide",
        wide=_draw(causal.levers, WIDE),
        narrow=_draw(causal.levers, NARROW),
        rows=tuple(_rows(causal.levers)),
        table=_table(causal.levers),
        origins=causal.origins,
        domain=CAUSAL,
        notes=(
            f"{len(causal.levers)} variables reach it by {causal.read_in}; the others do not. "
            "A push holds whatever else acts on a variable, so its loops still run.",
        ),
    )


def parts_figure(dossier: Dossier) -> Figure | None:
    """Sobol indices: whose choice, or which ignorance, decides."""
    causal = dossier.causal
    known = [] if causal is None else [p for p in causal.parts if p.total.present]
    if causal is None or not known:
        return None
    who = words.place(dossier, known[0].of)
    drivers = {each.variable for each in causal.levers}
    ignorance = [each for each in known if each.name not in drivers]
    share = sum(each.first.point or 0.0 for each in ignorance)
    first = known[0]
    title = (
        f"What is not known of the system brings about {_percent(share)} of the spread; "
        f"most of all {_inner(first.title)} ({_percent(first.total.point)})"
    )
    return Figure(
        id="causal-parts",
        kicker=f"Whose choice decides {words.possessive(who)} room in {causal.read_in}",
        title=title,
        subtitle="Sobol indices: the part of the spread that an input brings alone (ring) and with "
        "all that it interacts with (dot). Pushes range over one standard deviation either way; "
        "groups of numbers over their draws.",
        alt=f"Dots and bars. {title}. " + " ".join(
            f"{p.title}: {_percent(p.first.point)} alone, {_percent(p.total.point)} in all."
            for p in known),
        size="wide",
        wide=_parts(known[:PARTS], drivers, WIDE),
        narrow=_parts(known[:PARTS], drivers, NARROW),
        rows=tuple(_part_rows(known)),
        table=_part_table(known),
        origins=causal.origins,
        domain=CAUSAL,
        notes=("Bars: 90 % of the estimator, from resampled runs; below 0 by its error alone.",),
    )  # fmt: skip


def _inner(title: str) -> str:
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.0f} %".replace("-", "−")


def _title(causal: Causal, who: str) -> str:
    """The strongest driver upwards and downwards."""
    drivers = [each for each in causal.levers if each.role == "exogenous"]
    up = max(drivers, key=lambda each: each.change.point or 0.0)
    down = min(drivers, key=lambda each: each.change.point or 0.0)
    return (
        f"Of drivers from outside, more of “{_inner(up.title)}” widens {words.possessive(who)} "
        f"room most ({_two(up.change)}), more of “{_inner(down.title)}” narrows it most "
        f"({_two(down.change)})"
    )


def _two(change: Estimate) -> str:
    if change.point is None:
        return "–"
    return (f"{change.point:+.2f}, {change.low or 0:+.2f} to {change.high or 0:+.2f}").replace(
        "-", "−"
    )


def _shown(levers: Sequence[CausalLever]) -> list[CausalLever]:
    drivers = [each for each in levers if each.role == "exogenous"][:DRIVERS]
    return drivers + [each for each in levers if each.role != "exogenous"][:INNER]


def _said(each: CausalLever) -> str:
    rises = "" if each.rises is None else f"; higher in {each.rises * 100:.0f} % of draws"
    return f"{each.title}: {_two(each.change)}{rises}."


def _draw(levers: Sequence[CausalLever], width: int) -> Drawing:
    """Both kinds on one scale."""
    shown = _shown(levers)
    ends = [e for each in shown for e in (each.change.low or 0.0, each.change.high or 0.0)]
    body, hovers, y = "", [], 0.0
    for head, drivers in HEADS:
        some = [each for each in shown if (each.role == "exogenous") == drivers]
        body += svg.text(0, y + 14, head, size=13, tone="ink", bold=True)
        lines = [
            Line(each.title, (Dot(each.change, _said(each), tone="a" if drivers else "pipe"),),
                 f"{each.change.point or 0:+.2f}".replace("-", "−"))
            for each in some
        ]  # fmt: skip
        drawn, told, y = whiskers(
            lines, (min(ends), max(ends)), (0.0, float(width), y + 22),
            label=LABEL if width > NARROW else 0.0, above=width <= NARROW,
            unit="effect, standard deviations",
        )  # fmt: skip
        body += drawn
        hovers += told
        y += 16
    return Drawing(width, round(y), body, tuple(hovers))


def _parts(known: Sequence[CausalPart], drivers: set[str], width: int) -> Drawing:
    lines = [
        Line(
            each.title if each.name in drivers else f"{each.title} (not known)",
            (
                Dot(each.first, f"{each.title}: {_percent(each.first.point)} alone", hollow=True,
                    tone=_tone(each, drivers)),
                Dot(each.total, f"{each.title}: {_percent(each.total.point)} with what it "
                    "interacts with", tone=_tone(each, drivers)),
            ),
            _percent(each.total.point),
        )
        for each in known
    ]  # fmt: skip
    high = max(each.total.high or 0.0 for each in known)
    body, hovers, y = whiskers(
        lines, (-0.05, high), (0.0, float(width), 4.0), label=LABEL if width > NARROW else 0.0,
        above=width <= NARROW, unit="part of the spread",
    )  # fmt: skip
    return Drawing(width, round(y), body, tuple(hovers))


def _tone(each: CausalPart, drivers: set[str]) -> str:
    return "a" if each.name in drivers else "line"


def _rows(levers: Sequence[CausalLever]) -> Iterator[Mapping[str, Cell]]:
    for each in levers:
        yield {
            "of": each.of, "variable": each.variable, "title": each.title, "role": each.role,
            **cells(each.change, "effect"), "rises": each.rises,
        }  # fmt: skip


def _table(levers: Sequence[CausalLever]) -> Table:
    rows = [
        (
            each.title, "driver" if each.role == "exogenous" else each.role, _two(each.change),
            "–" if each.rises is None else words.chance(each.rises),
        )
        for each in levers
    ]  # fmt: skip
    return Table(("Pushed up", "Kind", "Effect (90 % of draws)", "It ends higher"), tuple(rows))


def _part_rows(known: Sequence[CausalPart]) -> Iterator[Mapping[str, Cell]]:
    for each in known:
        yield {
            "of": each.of, "input": each.name, "title": each.title,
            **cells(each.first, "first"), **cells(each.total, "total"),
        }  # fmt: skip


def _part_table(known: Sequence[CausalPart]) -> Table:
    def shown(value: Estimate) -> str:
        return f"{_percent(value.point)} ({_percent(value.low)} to {_percent(value.high)})"

    return Table(
        ("Input", "Alone", "With all that it interacts with"),
        tuple((each.title, shown(each.first), shown(each.total)) for each in known),
    )
