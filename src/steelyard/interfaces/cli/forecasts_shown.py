"""Projections and forecasters within 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steelyard.dossier.records import (
        ForecasterScores,
        Forecasts,
        Naive,
        StatedProjection,
    )
    from steelyard.dossier.request import Request

WIDTH = 78
SHORT = {
    "random walk": "walk", "random walk with drift": "drift", "exponential smoothing": "smoothing",
}  # fmt: skip


def lines_of(found: Forecasts, asked: Request) -> Iterator[str]:
    """All projections, then the scores of forecasters."""
    yield f"{asked.a.name} and {asked.b.name}: what was projected, and what came"
    yield ""
    if not found.stated:
        yield "No document of ours projects anything of these two alone."
    for each in found.stated:
        yield from _projection(each)
        yield ""
    if found.stated:
        yield from _wrapped(
            "Naive forecasts use the years up to the last one known when it was said, as published "
            "today. Middle and 90 % interval; then the chance that they gave to what was said, and "
            "the part of them below what was said and below what came."
        )
    if found.scores is not None:
        yield ""
        yield from score_lines(found.scores)
    else:
        yield from _wrapped("Scores of forecasters over this pair's series: add --again.")


def _projection(one: StatedProjection) -> Iterator[str]:
    """One projection with verdict, naive forecasts and, where it is open, the present course."""
    yield from _wrapped(f"{one.verdict.upper()}: {one.text} (said {one.said}).")
    yield from _wrapped(f"{one.reason}.", "  ")
    yield from _naive(one.naive, f"From {one.known}", one)
    yield from _naive(one.now, "From today", one)
    if not one.naive:
        yield from _wrapped(f"No naive forecast: {one.why_no_naive}.", "  ")


def _naive(found: Iterable[Naive], when: str, one: StatedProjection) -> Iterator[str]:
    """Rows of baselines."""
    for place, each in enumerate(found):
        if place == 0:
            heads = f"{'chance':>8}{'said at':>9}{'came at':>9}"
            yield f"  {when:<21}{one.unit[:25]:<26}{heads}"
        parts = (each.holds, each.stated_place, each.outcome_place)
        told = "".join(
            f"{'–' if value is None else f'{100 * value:.0f} %':>{width}}"
            for value, width in zip(parts, (8, 9, 9), strict=True)
        )
        yield f"  {'':<11}{_short(each.name):<10}{_range(each):<26}{told}"


def _range(one: Naive) -> str:
    """Middle and interval, with a decimal where whole numbers say too little."""
    value = one.value
    if value.point is None or value.low is None or value.high is None or value.high >= 10:
        return value.text() if value.point is not None else "not forecast"
    return f"{value.point:.1f} ({value.low:.1f} to {value.high:.1f})".replace("-", "−")


def score_lines(scores: ForecasterScores) -> Iterator[str]:
    """Who beats whom, and whether intervals hold."""
    origins = ", ".join(map(str, scores.origins))
    yield from _wrapped(
        f"Naive forecasters over {scores.series} series of {scores.about}, from {origins} on "
        f"({scores.refused} refused as too short or with gaps)"
    )
    yield ""
    yield "Mean score (CRPS) over the other's; below 1 the first is better"
    yield f"  {'':<30}{'years':<8}{'ratio, 90 %':<24}series better"
    for each in scores.ratios:
        who = f"{_short(each.forecaster)} over {_short(each.reference)}"
        ratio = each.ratio.text() if each.ratio.point is None else (
            f"{each.ratio.point:.2f} ({each.ratio.low:.2f} to {each.ratio.high:.2f})"
        )  # fmt: skip
        ahead = _ahead(each.first, each.last)
        yield f"  {who:<30}{ahead:<8}{ratio:<24}{each.better} of {each.series}"
    yield ""
    yield "Part of outcomes inside the 50 % and 90 % intervals"
    for each in scores.coverage:
        ahead = _ahead(each.first, each.last)
        told = f"{100 * each.half:.0f} % and {100 * each.most:.0f} %"
        yield f"  {_short(each.forecaster):<30}{ahead:<8}{told:<24}{each.cases} cases"
    yield from _wrapped(
        "Series share shocks, such as those of 2014 and 2022: intervals of ratios are too narrow."
    )


def _ahead(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _short(name: str) -> str:
    return SHORT.get(name, name)


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
