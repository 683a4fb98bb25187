"""What data taught of each link: where within its range it lies once series were looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.dossier.records import Causal, CausalTie, Dossier
from steelyard.report import svg
from steelyard.report.figures.causal.loops import CAUSAL
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.figures.sides import bar, cells
from steelyard.report.theme import HEX, NARROW, WIDE
from steelyard.vocabulary.estimate import Estimate

MOST, LEAST = 10, 4  # links shown one by one
TAUGHT, SILENT = 0.2, 0.05  # contraction: taught; next to nothing below
STRIP = 92.0
SIGNS = {1: "raises", -1: "lowers"}


def taught_figure(dossier: Dossier) -> Figure | None:
    """Contraction of all links as bars, and the most and least taught one by one."""
    causal = dossier.causal
    if causal is None or causal.sampler is None:
        return None
    ranked = sorted(causal.ties, key=lambda each: -(each.contraction or 0.0))
    title = _title(ranked)
    return Figure(
        id="causal-taught",
        kicker="What data taught",
        title=title,
        subtitle="Contraction: by how much series narrowed the range that was held likely before "
        "(1 less the variance after over that before). 0: data said nothing; 1: they settled it. "
        f"From {TAUGHT:g} on a link is called taught. Below, the grey bar is the whole range held "
        "likely before data, the coloured bar nine in ten after.",
        alt=f"Bars and dots. {title}. Most taught: "
        + " ".join(_said(causal, each) for each in ranked[:MOST]),
        size="wide",
        wide=_draw(causal, ranked, WIDE),
        narrow=_draw(causal, ranked, NARROW),
        rows=tuple(_rows(causal)),
        table=table(causal),
        origins=causal.origins,
        domain=CAUSAL,
        notes=tuple(_notes(causal)),
    )


def counts(ties: Sequence[CausalTie]) -> tuple[int, int, int]:
    """Links that were taught, taught a little, and next to nothing."""
    values = [each.contraction or 0.0 for each in ties]
    taught = sum(each >= TAUGHT for each in values)
    silent = sum(each < SILENT for each in values)
    return taught, len(values) - taught - silent, silent


def _title(ties: Sequence[CausalTie]) -> str:
    taught, little, silent = counts(ties)
    return (
        f"Of {len(ties)} links data taught {taught}, and {little} a little; for {silent} what "
        "runs say is assumption"
    )


def _notes(causal: Causal) -> Iterator[str]:
    """How well the sampler did, and what is taught besides links."""
    told = causal.sampler
    if told is None:
        return
    kinds = "; ".join(f"{k.kind} {k.taught} of {k.numbers}" for k in causal.taught[1:])
    yield f"Taught of other numbers: {kinds}."
    yield (
        f"Series up to {told.last}. {told.chains} chains of {told.draws} draws after "
        f"{told.adapting} to adapt, seed {told.seed}: largest R-hat {told.worst_rhat:.2f} of a "
        f"number and {told.worst_noise:.2f} of noise (1 where chains agree), fewest independent "
        f"draws {told.least_effective:.0f}, {told.divergent} steps on which the sampler failed."
    )
    if told.worst_rhat > 1.05 or told.least_effective < 100:
        yield (
            "Some numbers mixed less well than the 1.05 and 100 that are asked for: their ends "
            "are rough."
        )


def name_of(causal: Causal, each: CausalTie) -> str:
    """A link in words."""
    extra = f" (sign of {each.variant})" if each.variant else ""
    effect = causal.title(each.effect)
    return f"{causal.title(each.cause)} {SIGNS[each.sign]} {_inner(effect)}{extra}"


def _inner(title: str) -> str:
    """A title within a sentence: names keep their capital letter."""
    names = ("Russia", "China", "Chinese", "Central", "Security", "Western", "United", "Far")
    return title if title.startswith(names) else f"{title[:1].lower()}{title[1:]}"


def _said(causal: Causal, each: CausalTie) -> str:
    return f"{name_of(causal, each)}: contraction {each.contraction or 0:.2f}."


def _within(value: float | None, before: Estimate) -> float:
    """Where a strength lies within its range, 0 to 1."""
    low, high = before.low or 0.0, before.high or 0.0
    if value is None or high <= low:
        return 0.5
    return min(max((value - low) / (high - low), 0.0), 1.0)


def _draw(causal: Causal, ranked: Sequence[CausalTie], width: int) -> Drawing:
    """All links as thin bars, then the most and the least taught."""
    body, hovers = _strip(causal, ranked, width)
    y = STRIP + 46
    for heading, some in (("Most taught", ranked[:MOST]), ("Least taught", ranked[-LEAST:])):
        body += svg.text(0, y, heading, size=13, tone="ink", bold=True)
        body += _heads(width, y)
        y += 10
        for each in some:
            drawn, told, y = _row(causal, each, width, y)
            body += drawn
            hovers += told
        y += 30
    return Drawing(width, round(y - 16), body, tuple(hovers))


def _strip(causal: Causal, ranked: Sequence[CausalTie], width: int) -> tuple[str, list[Hover]]:
    """A thin bar for each link, the most taught on the left, with the line from which it counts."""
    left, top = 26.0, 8.0
    step = (width - left) / len(ranked)
    floor = top + STRIP
    body, hovers = "", []
    for tick in (0.0, 0.2, 0.4, 0.6):
        y = floor - tick / 0.6 * STRIP
        body += svg.line(left, y, width, y, tone="axis" if tick in (0.0, TAUGHT) else "grid",
                         dash="4 3" if tick == TAUGHT else "")  # fmt: skip
        body += svg.text(left - 5, y + 4, f"{tick:g}", size=10.5, tone="muted", anchor="end")
    step_of = dict.fromkeys(("a", "a-soft", "axis"), "")
    for place, each in enumerate(ranked):
        value = max(each.contraction or 0.0, 0.0)
        height = max(min(value, 0.6) / 0.6 * STRIP, 0.6)
        tone = "a" if value >= TAUGHT else "a-soft" if value >= SILENT else "axis"
        x = left + (place + 0.5) * step
        step_of[tone] += f"M{svg.num(x)},{svg.num(floor)}v{svg.num(-height)}"
        if value >= SILENT:
            hovers.append(Hover(x, floor - height, _said(causal, each)))
    for tone, path in step_of.items():
        thick = max(step - 0.8, 0.8)
        body += f'<path d="{path}" stroke="{HEX[tone]}" stroke-width="{thick:.1f}"/>'
    label = f"{len(ranked)} links, most taught first; contraction"
    return body + svg.text(width, floor + 16, label, size=11, tone="muted", anchor="end"), hovers


def _plot(width: int) -> tuple[float, float]:
    """Left and right edge of the bars."""
    return (width * 0.56, width - 56.0) if width > NARROW else (0.0, width - 46.0)


def _heads(width: int, y: float) -> str:
    left, right = _plot(width)
    end = svg.text(width, y, "contraction", size=10.5, tone="muted", anchor="end")
    if width <= NARROW:
        return end
    return (
        end + svg.text(left, y, "weakest held likely", size=10.5, tone="muted")
        + svg.text(right - 20, y, "strongest", size=10.5, tone="muted", anchor="end")
    )  # fmt: skip


def _row(causal: Causal, each: CausalTie, width: int, y: float) -> tuple[str, list[Hover], float]:
    """One link: its name, its range before and after, its contraction."""
    roomy = width > NARROW
    left, right = _plot(width)
    lines = svg.wrap(name_of(causal, each), left - 16 if roomy else width - 4, 12)
    body = svg.lines_of_text(0, y + 15, lines, size=12, tone="ink-soft")
    tall = 15.6 * len(lines)
    middle = y + 11 + (tall - 15.6) / 2 if roomy else y + tall + 12
    body += svg.rect(left, middle - 4, right - left, 8, fill="void", round_=4)
    usual = left + _within(each.before.point, each.before) * (right - left)
    body += svg.line(usual, middle - 7, usual, middle + 7, tone="line", width=1.5)
    ends = [left + _within(v, each.before) * (right - left)
            for v in (each.after.low, each.after.point, each.after.high)]  # fmt: skip
    body += bar(ends[0], ends[2], middle, "a") + svg.circle(ends[1], middle, 4.5, tone="a")
    body += svg.text(width, middle + 4, f"{each.contraction or 0:.2f}".replace("-", "−"), size=12,
                     tone="ink", anchor="end", bold=True)  # fmt: skip
    hover = Hover(ends[1], middle, _numbers(causal, each))
    return body, [hover], (y + max(tall, 15.6) + 9 if roomy else middle + 14)


def _numbers(causal: Causal, each: CausalTie) -> str:
    return (
        f"{name_of(causal, each)}: {each.after.point:.2g} ({each.after.low:.2g} to "
        f"{each.after.high:.2g}) after data, {each.before.point:.2g} ({each.before.low:.2g} to "
        f"{each.before.high:.2g}) before"
    )


def _rows(causal: Causal) -> Iterator[Mapping[str, Cell]]:
    """All links."""
    for each in causal.ties:
        yield {
            "cause": each.cause, "effect": each.effect, "sign": each.sign, "variant": each.variant,
            "mechanisms": ";".join(each.mechanisms), "documents": ";".join(each.documents),
            **cells(each.before, "before"), **cells(each.after, "after"),
            "contraction": each.contraction, "shift": each.shift, "rhat": each.rhat,
            "independent_draws": each.effective,
        }  # fmt: skip


def table(causal: Causal) -> Table:
    """All links, the most taught first."""
    rows = [
        (
            name_of(causal, each), ", ".join(each.documents), _range(each.before),
            _range(each.after), _number(each.contraction), _number(each.shift),
            _number(each.rhat), f"{each.effective:.0f}" if each.effective else "–",
        )
        for each in sorted(causal.ties, key=lambda one: -(one.contraction or 0.0))
    ]  # fmt: skip
    return Table(
        ("Link", "Documents", "Strength before (range)", "After (90 %)", "Contraction", "Shift",
         "R-hat", "Independent draws"),
        tuple(rows),
        "Strength: standard deviations of the effect for one of the cause, a year where the effect "
        "keeps what comes in. Shift: how far the middle moved, in standard deviations before data.",
    )  # fmt: skip


def _range(value: Estimate) -> str:
    if value.point is None:
        return "–"
    return f"{value.point:.2g} ({value.low:.2g} to {value.high:.2g})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}".replace("-", "−")
