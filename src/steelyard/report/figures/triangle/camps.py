"""How near a set of states is to two camps, by three measures, and whether the pair is in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from steelyard.dossier.records import CampsYear, Dossier, Triangle
from steelyard.report import svg, words
from steelyard.report.figures.frame import Frame, axes, spread, tick_letters
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.sides import cells
from steelyard.report.figures.triangle.told import percent, spoken
from steelyard.report.theme import HEX, NARROW, WIDE
from steelyard.vocabulary.estimate import Estimate

LINES: tuple[tuple[str, str, Callable[[CampsYear], Estimate]], ...] = (
    ("Balanced triads", "pipe", lambda year: year.triads),
    ("1 less twice the frustrated ties", "outside", lambda year: year.line_balance),
    ("Balanced walks", "lng", lambda year: year.walks),
)
TICKS = [0.0, 0.25, 0.5, 0.75, 1.0]


def camps_figure(dossier: Dossier, triangle: Triangle) -> Figure:
    """Three measures of balance by year."""
    newest = triangle.camps[-1]
    title = _title(dossier, triangle, newest)
    return Figure(
        id="triangle-camps",
        kicker=f"Camps among {_set(triangle)}, by votes",
        title=title,
        subtitle=(
            "1: the states fall into two camps without a tie that contradicts it. 0.5: as many "
            "balanced as unbalanced triads, as by chance. A tie is positive where two states vote "
            "more alike than the median pair of all states in that year. Measures of balance are "
            "known to disagree, so three are shown."
        ),
        alt=f"Line chart. {title}. " + _said(newest),
        size="wide",
        wide=_draw(triangle, WIDE, 300),
        narrow=_draw(triangle, NARROW, 250),
        rows=tuple(_rows(triangle)),
        table=_table(dossier, triangle),
        origins=tuple(dict.fromkeys(o for year in triangle.camps for o in year.origins)),
        domain="triangle",
        notes=(
            f"States: {triangle.set_reason}; {len(newest.states)} in {newest.year}.",
            "Frustrated ties: the fewest whose sign would have to change, found exactly. No "
            f"interval: {words.why(newest.frustrated)}.",
            f"The probability of one camp counts all best divisions alike, over {newest.draws} "
            "redrawn sets of texts that were voted on.",
        ),
    )


def _set(triangle: Triangle) -> str:
    return f"members of the {triangle.set_title} and the three"


def _title(dossier: Dossier, triangle: Triangle, year: CampsYear) -> str:
    """Whether the pair is in one camp, and how deep the division goes."""
    a, b, _ = spoken(dossier, triangle)
    if year.together is None:
        return f"{year.year}: {_counted(year)}"
    return f"{a[:1].upper()}{a[1:]} and {b} in one camp in {year.year}: " + (
        f"{words.chance(year.together)}; {_counted(year)}"
    )


def _counted(year: CampsYear) -> str:
    return f"{year.frustrated.point or 0:.0f} of {year.ties} ties contradict the best two camps"


def _said(year: CampsYear) -> str:
    return " ".join(
        f"{name} {year.year}: {words.show(read(year), 'index')}." for name, _, read in LINES
    )


def _draw(triangle: Triangle, width: int, height: int) -> Drawing:
    """Three lines over the years, named at their ends or, on a phone, above."""
    roomy = width > NARROW
    names = [name for name, _, _ in LINES]
    frame = Frame(
        width=width, height=height, left=42, right=190 if roomy else 10,
        top=12 if roomy else 16 + 18 * len(names), bottom=26,
        x=(float(triangle.camps[0].year), float(triangle.camps[-1].year)), y=(0.0, 1.0),
    )  # fmt: skip
    body, hovers, ends = axes(frame, TICKS, tick_letters(TICKS, "index")), [], []
    for name, tone, read in LINES:
        points = [
            (frame.px(year.year), frame.py(value), year, value)
            for year in triangle.camps
            if (value := read(year).point) is not None
        ]
        if not points:
            continue
        course = " ".join(f"{svg.num(x)},{svg.num(y)}" for x, y, _, _ in points)
        body += f'<polyline points="{course}" fill="none" stroke="{HEX[tone]}" stroke-width="2"/>'
        hovers += [Hover(x, y, f"{name}, {year.year}: {v:.2f}") for x, y, year, v in points]
        ends.append((name, tone, points[-1][0], points[-1][1]))
    body += _names(ends, frame, roomy=roomy)
    return Drawing(width, height, body, tuple(hovers))


def _names(ends: list[tuple[str, str, float, float]], frame: Frame, *, roomy: bool) -> str:
    """Names beside the ends of lines, or as a key."""
    if not roomy:
        return "".join(
            svg.line(0, 10 + 18 * row, 16, 10 + 18 * row, tone=tone, width=2.5)
            + svg.text(22, 14 + 18 * row, name, size=11.5, tone="ink-soft")
            for row, (name, tone, _, _) in enumerate(ends)
        )
    lines = [svg.wrap(name, 150, 12) for name, _, _, _ in ends]
    heights = [15.6 * len(each) + 4 for each in lines]
    centres = spread([y for _, _, _, y in ends], heights, frame.top, frame.height - frame.bottom)
    body = ""
    for (_, tone, x, y), each, centre in zip(ends, lines, centres, strict=True):
        start = centre - 15.6 * (len(each) - 1) / 2 + 4
        body += svg.line(x + 2, y, x + 12, centre, tone=tone, width=1)
        body += svg.lines_of_text(x + 16, start, each, size=12, tone="ink-soft")
    return body


def _rows(triangle: Triangle) -> Iterable[Mapping[str, Cell]]:
    """Every measure of every year."""
    for year in triangle.camps:
        known = {
            "balanced triads": year.triads,
            "balanced walks": year.walks,
            "algebraic conflict": year.conflict,
            "frustrated ties": year.frustrated,
            "1 - 2 frustrated / ties": year.line_balance,
        }
        for name, value in known.items():
            yield {
                "year": year.year,
                "measure": name,
                **cells(value),
                "states": " ".join(year.states),
                "ties": year.ties,
                "positive_ties": year.positive,
                "pair_in_one_camp": year.together,
                "a_with_third": year.a_third,
                "b_with_third": year.b_third,
                "draws": year.draws,
                "surely_with_a": " ".join(year.with_a),
                "origins": ";".join(year.origins),
            }


def _table(dossier: Dossier, triangle: Triangle) -> Table:
    a, b, third = spoken(dossier, triangle)
    header = (
        "Year", "States", "Ties", "Positive", "Balanced triads", "Balanced walks",
        "Algebraic conflict", "Frustrated ties", f"{a} and {b} in one camp",
        f"{a} and {third}", f"{b} and {third}",
    )  # fmt: skip

    def chance(value: float | None) -> str:
        return "–" if value is None else percent(value)

    rows = [
        (
            str(year.year), str(len(year.states)), str(year.ties), str(year.positive),
            *(_plain(value) for value in (year.triads, year.walks, year.conflict)),
            f"{year.frustrated.point:.0f}" if year.frustrated.point is not None else "–",
            chance(year.together), chance(year.a_third), chance(year.b_third),
        )
        for year in triangle.camps
    ]  # fmt: skip
    return Table(header, tuple(rows), note="In undrawn years: the share of the best divisions.")


def _plain(value: Estimate) -> str:
    return "–" if value.point is None else f"{value.point:.3f}"
