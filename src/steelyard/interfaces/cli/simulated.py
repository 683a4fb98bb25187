"""What a simulation found, in 80 columns: the picture first, then tables, then its limits."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import click

from steelyard.scenarios.library import GENERATED, SHIPPED, shipped
from steelyard.scenarios.result import Change, Outcome, Simulation
from steelyard.scenarios.system.library import heads
from steelyard.scenarios.words import within
from steelyard.vocabulary.estimate import Estimate

WIDTH = 78
BAR = 30  # cells
LABEL = 20
SECTORS, THIRD = 6, 6
SMALL = 0.005  # per cent: what rounds to 0.00
ROUNDING = 1e-6  # per cent: a greatest change below is what is left of rounding in a solve


def print_list() -> None:
    """Scenarios by name with their questions, by model and document."""
    click.echo("Trade model: what cuts and costs of trade do to real income")
    for name in SHIPPED:
        click.echo(f"  {name}")
        click.echo(_wrapped(shipped(name).question, "      "))
    document = None
    for name, question, _, told in heads():
        if told != document:
            document = told
            click.echo("\n" + _wrapped(f"Causal system: {_group(told)}"))
        click.echo(f"  {name}{' (--with system)' if name in SHIPPED else ''}")
        click.echo(_wrapped(question, "      "))
    click.echo("\n" + _wrapped(f"For any two states: {GENERATED}."))
    click.echo("Your own: a TOML file; begin with `steelyard simulate full-cut --show`,")
    click.echo("or `steelyard simulate no-2014-annexation --show` for the causal system.")


def _group(document: str) -> str:
    """Whose questions these are."""
    if not document:
        return "events that did not happen, courses and pushes"
    return f"what document {document} says would happen if; {document}'s rows by their ids"


def print_simulation(found: Simulation) -> None:
    """The whole answer."""
    for line in lines_of(found):
        click.echo(line)


def lines_of(found: Simulation) -> Iterator[str]:
    """The answer line by line."""
    yield click.style(found.title, bold=True)
    yield _wrapped(found.question)
    yield ""
    yield "Change of real income, per cent; bar to the middle, line over nine draws in ten"
    scale = max((_reach(side.change) for each in found.outcomes for side in (each.a, each.b)),
                default=0.0)  # fmt: skip
    for outcome in found.outcomes:
        yield from _arms(outcome, scale)
    yield ""
    yield from _ratios(found)
    yield ""
    yield from _third(found)
    yield from _sectors(found)
    yield from _path(found)
    yield from _uncertain(found.outcomes[-1])
    yield from _closures(found)
    yield from _published(found)
    yield from _footing(found)


def _arms(outcome: Outcome, scale: float) -> Iterator[str]:
    """Both sides at one horizon."""
    yield f"{_first(outcome.horizon)}"
    for side in (outcome.a, outcome.b):
        name = textwrap.shorten(side.name, LABEL, placeholder="…").ljust(LABEL)
        yield f"  {name} {drawn_bar(side.change, scale, BAR)} {side.change.text()}"[: WIDTH + 22]


def drawn_bar(change: Estimate, scale: float, width: int) -> str:
    """A bar as long as the change, and a line to the far end of its interval.

    The solid part reaches to the near end; none is solid where the interval holds 0.

    Examples
    --------
    >>> drawn_bar(Estimate(-2.0, -4.0, -1.0, 0.9, "draws", "simulated"), 4.0, 8)
    '██▓▓────'
    >>> drawn_bar(Estimate(1.0, -2.0, 4.0, 0.9, "draws", "simulated"), 4.0, 8)
    '▓▓──────'
    """
    if change.point is None:
        return "?".ljust(width)
    if scale < ROUNDING:
        return " " * width
    low = change.point if change.low is None else change.low
    high = change.point if change.high is None else change.high
    near = 0.0 if low < 0 < high else min(abs(low), abs(high))
    values = (near, abs(change.point), max(abs(low), abs(high)))
    least, middle, most = (min(round(value / scale * width), width) for value in values)
    return ("█" * least + "▓" * (middle - least) + "─" * (most - middle)).ljust(width)


def _reach(change: Estimate) -> float:
    """How far a bar reaches."""
    ends = (change.point, change.low, change.high)
    return max((abs(end) for end in ends if end is not None), default=0.0)


def _ratios(found: Simulation) -> Iterator[str]:
    """Who loses more, in words."""
    from math import exp

    for outcome in found.outcomes:
        ratio = outcome.log_ratio
        if ratio.point is None:
            yield _wrapped(f"{_first(outcome.horizon)}: {ratio.text()}.")
            continue
        sign = 1 if ratio.point >= 0 else -1
        more, less = (outcome.a, outcome.b) if sign > 0 else (outcome.b, outcome.a)
        text = f"{exp(sign * ratio.point):.1f} times"
        if ratio.low is not None and ratio.high is not None:
            low, high = sorted(exp(sign * end) for end in (ratio.low, ratio.high))
            text += f" ({low:.1f} to {high:.1f})"
        changed = "gains" if (outcome.a.change.point or 0) > 0 else "loses"
        yield _wrapped(
            f"{_first(outcome.horizon)}: {within(more.name)} {changed} {text} what "
            f"{within(less.name)} does, in parts of its own income."
        )


def _third(found: Simulation) -> Iterator[str]:
    """Countries one by one, those that are moved."""
    yield "Country by country, per cent"
    heads = [each.horizon for each in found.outcomes]
    yield "  " + "".ljust(26) + "".join(head.rjust(24) for head in heads)
    last = found.outcomes[-1].countries
    moved = [each for each in last if each.change.point is None or abs(each.change.point) >= SMALL]
    moved.sort(key=lambda each: each.change.point if each.change.point is not None else -999.0)
    shown = moved if len(moved) <= 2 * THIRD else [*moved[:THIRD], *moved[-THIRD:]]
    for country in shown:
        cells = [_of(outcome, country.id).text().rjust(24) for outcome in found.outcomes]
        name = textwrap.shorten(f"{country.name} ({country.id})", 26, placeholder="…")
        yield "  " + name.ljust(26) + "".join(cells)
    rest = len(last) - len(shown)
    if rest:
        yield f"  {rest} others: between these or within {SMALL:g} of 0"
    yield ""


def _of(outcome: Outcome, code: str) -> Estimate:
    return next(each.change for each in outcome.countries if each.id == code)


def _sectors(found: Simulation) -> Iterator[str]:
    """Sectors one by one."""
    if not found.sectors:
        return
    yield f"If one sector alone were touched, {found.outcomes[-1].horizon}, middle elasticities"
    a, b = found.outcomes[-1].a.name, found.outcomes[-1].b.name
    yield "  " + "".ljust(36) + _short(a).rjust(16) + _short(b).rjust(16)
    for row in found.sectors[:SECTORS]:
        yield f"  {row.name[:36].ljust(36)}{_number(row.a).rjust(16)}{_number(row.b).rjust(16)}"
    if len(found.sectors) > SECTORS:
        yield f"  {len(found.sectors) - SECTORS} more with --json. All together is not their sum."
    yield ""


def _path(found: Simulation) -> Iterator[str]:
    """From sensitivity to vulnerability."""
    yield "Years after, middle elasticities: from sensitivity to vulnerability"
    heads = ["long" if each.years is None else f"{each.years:g}" for each in found.path]
    yield "  " + "".ljust(20) + "".join(head.rjust(8) for head in heads)
    for side, name in (("a", found.outcomes[-1].a.name), ("b", found.outcomes[-1].b.name)):
        cells = [_number(getattr(each, side)).rjust(8) for each in found.path]
        yield "  " + _short(name, 20).ljust(20) + "".join(cells)
    yield ""


def _uncertain(outcome: Outcome) -> Iterator[str]:
    """What the interval of side a is made of."""
    if not outcome.uncertain:
        return
    parts = [f"{each.name} {_share(each)}" for each in outcome.uncertain[:5]]
    yield _wrapped(
        f"What makes {outcome.a.name}'s interval, shares of variance: {'; '.join(parts)}."
    )
    yield ""


def _share(part: Change) -> str:
    return part.change.text(percent=True)


def _closures(found: Simulation) -> Iterator[str]:
    """Other rules for trade deficits."""
    parts = [f"{row.closure} {_number(row.a)} / {_number(row.b)}" for row in found.closures]
    yield _wrapped(
        f"Rule for trade deficits, {found.outcomes[-1].horizon} (used: {found.closure}): "
        f"{'; '.join(parts)}."
    )
    yield ""


def _published(found: Simulation) -> Iterator[str]:
    """Published figures beside ours."""
    if not found.published:
        return
    yield "Published figures for this or a near question"
    for each in found.published:
        yield _wrapped(f"{each.value}: {each.study}: {each.what}. {each.differs}.", "  ")
    yield ""


def _footing(found: Simulation) -> Iterator[str]:
    """Start, certificate, sources, and what is not said."""
    for line in found.changes:
        yield _wrapped(f"Changed: {line}.")
    if found.note:
        yield _wrapped(found.note)
    yield _wrapped(
        f"Starts from the world of {found.year} ({found.source}"
        + (
            f" of {found.published_year}, carried on newer trade and product; its error is in the "
            "intervals)."
            if found.year != found.published_year
            else "): what each bought from others then, and not now."
        )
    )
    if found.left_out:
        yield _wrapped(
            f"In no region of their own, so not taking part: {', '.join(found.left_out)}."
        )
    worst = max(each.residual for each in found.outcomes)
    unmet = sorted({need for each in found.outcomes for need in each.unmet})
    yield _wrapped(
        f"Certificate: {sum(each.draws for each in found.outcomes)} equilibria, every identity "
        f"within {worst:.1g}; needs that no one can supply: {', '.join(unmet) or 'none'}."
    )
    yield _wrapped(
        "Not said: finance, flight of firms and people, war, unemployment on the way, and what "
        "products inside a sector cannot replace each other."
    )
    for limit in found.limits:
        yield _wrapped(limit)
    yield _wrapped(f"Sources: {', '.join(found.origins)} (`steelyard data cite` names them).")


def _number(value: float | None) -> str:
    """A change without interval."""
    return "no bound" if value is None else f"{value:.2f}".replace("-", "−")


def _short(name: str, width: int = 15) -> str:
    return textwrap.shorten(name, width, placeholder="…")


def _first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _wrapped(text: str, indent: str = "") -> str:
    """Text in lines of the width of a screen."""
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
