"""Observed discounts for a person, within 80 columns: picture and numbers in one line each."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steelyard.dossier.domains.energy.observed import ObservedDiscount
    from steelyard.vocabulary.estimate import Estimate
    from steelyard.vocabulary.states import State

WIDTH = 78
CHART = 24
MARK = "°"
LIMITS = (
    "Gap: benchmark less price; below 0 is a premium. Left: after timing, quality, place and "
    "freight; a dash where nothing was usual before, or in a usual year itself. "
    f"{MARK}: freight is left in, as no rate of that month is published.",
    "A delivered price holds its freight: what is left is what the buyer saves. At the port it is "
    "what the seller loses beyond the usual; shippers and middlemen may have a part of it.",
    "Since 2022 agencies assess Russian grades from few deals. Quality is what was usual in "
    "2017-2021; barrels sold under other terms, in other currencies or on credit are not told "
    "apart. No volume stands behind a quotation.",
)


def as_text(found: Sequence[ObservedDiscount]) -> str:
    """All of it as JSON."""
    return json.dumps([asdict(one) for one in found], indent=1, ensure_ascii=False)


def lines_of(
    found: Sequence[ObservedDiscount], a: State, b: State, years: tuple[int, int]
) -> Iterator[str]:
    """The answer line by line."""
    yield f"Discounts on fuels, {a.name} and {b.name}, {years[0]}-{years[1]}"
    yield "90 % intervals, or the ends that a printed figure allows; ● point, │ no discount"
    for seller, buyer in ((a, b), (b, a)):
        yield ""
        mine = [one for one in found if one.seller == seller.iso3]
        own = [one for one in mine if one.buyer]
        if not own:
            yield from _wrapped(
                f"{seller.name} sells to {buyer.sentence_name}: no price of a fuel is known here."
            )
        yield from _blocks(own, f"{seller.name} sells to {buyer.sentence_name}")
        shared = [one for one in mine if not one.buyer]
        if shared:
            yield ""
        yield from _blocks(shared, f"{seller.name}, all buyers or all of a region")
    yield from _disagreements(found)
    yield from _corrections(found)
    yield ""
    yield "What this does not say"
    for limit in LIMITS:
        yield from _wrapped(limit, "  ")


def _blocks(rows: Sequence[ObservedDiscount], title: str) -> Iterator[str]:
    """Rows of one market, benchmark and source together; one scale for each fuel and unit."""
    if not rows:
        return
    yield title
    for key, same in groupby(rows, key=lambda one: (one.fuel, one.market, one.benchmark, one.basis,
                                                    one.stage, one.unit)):  # fmt: skip
        fuel, market, benchmark, basis, stage, unit = key
        scale = _scale([one for one in rows if (one.fuel, one.unit) == (fuel, unit)])
        yield ""
        yield from _wrapped(f"{_first(market)} against {benchmark}, {unit}, {stage}", "  ")
        yield from _wrapped(basis, "  ")
        yield f"  {'':<7} {'':<{CHART}} {'gap':<23} left"
        for one in same:
            yield _row(one, scale)


def _row(one: ObservedDiscount, scale: tuple[float, float]) -> str:
    """One period: picture, gap, what is left."""
    left = one.corrected.text() if one.corrected.present else "-"
    if one.freight_left_in:
        left += f" {MARK}"
    return f"  {one.period:<7} {drawn(one.gap, *scale, CHART)} {one.gap.text():<23} {left}".rstrip()


def _scale(rows: Sequence[ObservedDiscount]) -> tuple[float, float]:
    """From the least end, or 0, to the most."""
    ends = [end for one in rows for end in _ends(one.gap)]
    return min(0.0, *ends), max(0.0, *ends)


def _ends(value: Estimate) -> tuple[float, float]:
    """Ends of an estimate that has a point."""
    assert value.point is not None
    low = value.point if value.low is None else value.low
    return low, value.point if value.high is None else value.high


def drawn(value: Estimate, low: float, high: float, width: int) -> str:
    """An interval as a line with its point, over a bar at 0.

    Examples
    --------
    >>> from steelyard.vocabulary.estimate import Estimate
    >>> drawn(Estimate(2.0, 1.0, 3.0, 0.9, "draws"), 0.0, 4.0, 9)
    '│ ──●──  '
    """
    if value.point is None:
        return " " * width
    span = (high - low) or 1.0

    def cell(number: float) -> int:
        return min(max(round((number - low) / span * (width - 1)), 0), width - 1)

    line = [" "] * width
    line[cell(0.0)] = "│"
    least, most = _ends(value)
    for place in range(cell(least), cell(most) + 1):
        line[place] = "─"
    line[cell(value.point)] = "●"
    return "".join(line)


def _disagreements(found: Sequence[ObservedDiscount]) -> Iterator[str]:
    """What each source says where several speak of the same thing in the same period."""
    groups: dict[tuple[str, ...], list[ObservedDiscount]] = {}
    for one in found:
        key = (one.market, one.benchmark, one.unit, one.seller, one.buyer or "", one.period)
        groups.setdefault(key, []).append(one)
    told = [(key, same) for key, same in groups.items() if len(same) > 1]
    if not told:
        return
    yield ""
    yield "Where more than one source speaks"
    for (market, benchmark, unit, *_, period), same in told:
        sides = "; ".join(f"{one.basis} {one.gap.text()}" for one in same)
        yield from _wrapped(f"{period}, {market} against {benchmark}, {unit}: {sides}", "  ")


def _corrections(found: Sequence[ObservedDiscount]) -> Iterator[str]:
    """Parts of the newest correction of each market."""
    newest: dict[tuple[str, ...], ObservedDiscount] = {}
    for one in found:
        key = (one.market, one.benchmark, one.seller, one.buyer or "", one.basis)
        if one.parts and (key not in newest or newest[key].period < one.period):
            newest[key] = one
    if not newest:
        return
    yield ""
    yield "Corrections, newest period of each"
    for one in newest.values():
        parts = " + ".join(f"{name} {value.text()}" for name, value in one.parts)
        lags = ", ".join(f"{number:.1f} at {lag}" for lag, number in one.other_lags)
        more = f" (other lags in months: {lags.replace('-', '−')})" if lags else ""
        yield from _wrapped(
            f"{one.period}, {one.market} against {one.benchmark}, {one.basis}, {one.unit}: "
            f"{parts} + left {one.corrected.text()}{more}. {_first(one.how)}.", "  ",
        )  # fmt: skip


def _first(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    """Lines of at most the width; what follows the first is set in."""
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent + "  ",
        break_on_hyphens=False,
    )  # fmt: skip
