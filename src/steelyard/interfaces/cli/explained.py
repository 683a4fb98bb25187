"""An explanation as a person reads it in a terminal of 80 columns: bars, tables, sentences."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp

from rich.console import Console
from rich.table import Table

from steelyard.dossier.explanation.words import points
from steelyard.dossier.records import Break, Change, Contribution, Counterfactual, Dossier
from steelyard.dossier.records import Explanation as Why
from steelyard.interfaces.cli.bars import bar, sparkline
from steelyard.vocabulary.errors import BadYears
from steelyard.vocabulary.estimate import Estimate

WIDTH = 18  # of the bars
NAMED = 5  # partners under a bar
SHORT = 8  # sentences at the top
SIGNIFICANT = 0.1


def refuse_without_years(found: Dossier) -> Why:
    """The explanation, or a refusal where no two years are at hand."""
    if found.explanation is None:
        raise BadYears(
            where="--years",
            found=f"{found.years[0]} to {found.years[1]} hold fewer than two years to compare.",
            expected="a span with two years",
            remedy="Leave out --years, or widen it.",
        )
    return found.explanation


def printed(found: Dossier, why: Why, *, words: bool) -> None:
    """Sentences that matter most, then pictures; `words` adds every sentence and limit."""
    console = Console(highlight=False, soft_wrap=False)
    console.print(
        f"[bold]{found.a.name} and {found.b.name}[/bold], {why.start} to {why.end}, "
        f"data as of {found.as_of}\n"
    )
    for sentence in why.sentences if words else why.sentences[:SHORT]:
        console.print(f"• {sentence}")
    console.print()
    _changes(console, why)
    _goods(console, why)
    _breaks(console, why)
    _counterfactuals(console, why)
    console.print()
    for limit in why.limits if words else ():
        console.print(f"[dim]{limit}[/dim]")
    if not words:
        console.print(
            f"[dim]{len(why.sentences)} sentences and {len(why.limits)} limits: --words. "
            "Everything: --json.[/dim]"
        )


def _changes(console: Console, why: Why) -> None:
    """Bars of every share: the partner's flow, the others' and who they are."""
    shares = [one for one in why.changes if one.unit == "1" and not one.id.endswith(".blocs")]
    if not shares:
        return
    console.rule(
        "[bold]What changed[/bold], points of share, beside world trade", align="left", style="dim"
    )
    for change in shares:
        _share(console, change)


def _share(console: Console, change: Change) -> None:
    """One share: its ends, then a bar for each part."""
    start, end = (value.text(percent=True) for value in (change.start, change.end))
    console.print(f"\n[bold]{change.title}[/bold]")
    console.print(f"{start} in {change.start_period} → {end} in {change.end_period}")
    largest = max(abs(part.amount) for part in change.contributions) or 1.0
    table = Table(box=None, padding=(0, 1), pad_edge=False, show_header=False)
    table.add_column(width=35, no_wrap=True, overflow="ellipsis")
    table.add_column(width=WIDTH + 1, no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    for part in change.contributions:
        table.add_row(
            part.title.removesuffix(" world trade"),
            bar(part.amount, largest, WIDTH),
            _points(part.value),
        )
        for inner in _shown(part.parts):
            table.add_row(
                f"[dim]  {inner.title}[/dim]",
                f"[dim]{bar(inner.amount, largest, WIDTH)}[/dim]",
                f"[dim]{_points(inner.value)}[/dim]",
            )
    console.print(table)


def _shown(parts: tuple[Contribution, ...]) -> Iterable[Contribution]:
    """The partners by name that fit, and the rest as one line."""
    groups = [part for part in parts if part.name in ("left", "came")]
    named = [part for part in parts if part not in groups]
    yield from named[:NAMED]
    rest = [*named[NAMED:], *groups]
    if not rest:
        return
    amount = sum(part.amount for part in rest)
    yield Contribution(
        name="rest",
        title="all others together",
        amount=amount,
        value=Estimate(amount, None, None, None, "none: a sum of parts whose ranges are above"),
    )


def _points(value: Estimate) -> str:
    """Percentage points without the word."""
    return points(value, unit=False)


def _goods(console: Console, why: Why) -> None:
    """Price and volume by group of goods, for flows with product data."""
    for change in why.changes:
        if not change.id.endswith(".goods"):
            continue
        console.print(
            f"\n[bold]{change.title}[/bold], {change.start_period} to {change.end_period}, bn USD"
        )
        table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
        table.add_column("", width=34, no_wrap=True, overflow="ellipsis")
        for name in ("volume", "price", "other", "total"):
            table.add_column(name, justify="right", no_wrap=True)
        table.add_column("", width=WIDTH - 7, no_wrap=True)
        largest = max(abs(part.amount) for part in change.contributions)
        for part in change.contributions[:6]:
            table.add_row(*_goods_row(part), bar(part.amount, largest, WIDTH - 8))
        rest = change.contributions[6:]
        if rest:
            inner = tuple(one for part in rest for one in part.parts)
            total = sum(part.amount for part in rest)
            group = Contribution(
                name="rest", title="all others", amount=total, value=rest[0].value, parts=inner
            )
            table.add_row(*_goods_row(group), bar(total, largest, WIDTH - 8))
        console.print(table)


def _goods_row(part: Contribution) -> tuple[str, ...]:
    """Volume, price, what is neither, and all together, in bn USD."""
    of = {
        name: sum(one.amount for one in part.parts if one.name == name)
        for name in ("volume", "price")
    }
    other = part.amount - of["volume"] - of["price"]
    numbers = (of["volume"], of["price"], other, part.amount)
    return part.title, *(_bn(number) for number in numbers)


def _bn(number: float) -> str:
    """USD m as bn, signed."""
    text = f"{number / 1e3:+,.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text.replace("-", "−")


def _breaks(console: Console, why: Why) -> None:
    """Series with a break, then how many have none."""
    if not why.tests:
        return
    console.print()
    console.rule("[bold]When it turned[/bold]", align="left", style="dim")
    for one in why.breaks:
        console.print(f"{_course(why, one)}  {one.sentence}")
    none = [test for test in why.tests if test.p_value is not None and not test.breaks]
    if none:
        console.print("No break can be told from drift in:")
    table = Table(box=None, padding=(0, 1), pad_edge=False, show_header=False, style="dim")
    drawn = max((len(test.years) for test in none), default=0)
    table.add_column(width=drawn, no_wrap=True)
    table.add_column(width=console.width - drawn - 12, no_wrap=True, overflow="ellipsis")
    table.add_column(width=8, no_wrap=True, justify="right")
    for test in none:
        table.add_row(sparkline(test.observed), test.title, f"p = {test.p_value:.2f}")
    console.print(table)
    short = [test for test in why.tests if test.p_value is None]
    if short:
        console.print(f"[dim]Series with too few years to ask: {len(short)}.[/dim]")


def _course(why: Why, one: Break) -> str:
    """The series of a break as a sparkline."""
    test = next((test for test in why.tests if test.series == one.series), None)
    return sparkline(test.observed) if test else ""


def _counterfactuals(console: Console, why: Why) -> None:
    """Observed against expected: synthetic controls by event, then gravity by year."""
    controls = [one for one in why.counterfactuals if one.id.startswith("synthetic")]
    gravity = [one for one in why.counterfactuals if one.id.startswith("gravity")]
    if not controls and not gravity:
        return
    console.print()
    console.rule("[bold]Against what was to be expected[/bold]", align="left", style="dim")
    for year in dict.fromkeys(one.event_year for one in controls):
        of_year = [one for one in controls if one.event_year == year]
        console.print(f"\n[bold]{year}[/bold]: {of_year[0].event}")
        table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="dim")
        table.add_column("share of all", width=30, no_wrap=True)
        table.add_column("points off", justify="right", no_wrap=True)
        table.add_column("p", justify="right", no_wrap=True)
        table.add_column("missed before", justify="right", no_wrap=True)
        for one in of_year:
            mark = "bold" if one.p_value is not None and one.p_value <= SIGNIFICANT else "none"
            rank = "–" if one.p_value is None else f"{one.p_value:.2f}"
            missed = "–" if one.error_before is None else f"{one.error_before * 100:.1f}"
            table.add_row(_short(one), _points(one.effect), rank, missed, style=mark)
        console.print(table)
        console.print(f"[dim]{of_year[0].limits}[/dim]")
    for one in gravity:
        _gravity(console, one)


def _short(one: Counterfactual) -> str:
    """Whose share of what, in few letters."""
    way = one.measure.removeprefix("trade.").removesuffix("_share")
    words = {"trade": "trade of {} with {}", "export": "exports of {} to {}"}
    return words.get(way, "imports of {} from {}").format(one.subject, one.partner)


def _gravity(console: Console, one: Counterfactual) -> None:
    """Observed over expected, year by year."""
    ratios = [
        None if not value.point else seen / value.point
        for seen, value in zip(one.observed, one.expected, strict=True)
    ]
    known = [ratio for ratio in ratios if ratio is not None]
    if not known:
        return
    console.print(f"\n[bold]{one.title}[/bold]: observed over expected by gravity")
    console.print(
        f"{one.years[0]} {sparkline(ratios, low=0.0)} {one.years[-1]}   "
        f"{known[0]:.1f} → {known[-1]:.1f} times"
        + ("" if one.effect.point is None else f", moved {exp(one.effect.point):.1f} times")
        + (f", p = {one.p_value:.2f}" if one.p_value is not None else "")
    )
