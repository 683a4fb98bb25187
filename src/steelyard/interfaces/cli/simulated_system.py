"""What a scenario of the causal system found, in 80 columns: pictures first, then tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import numpy as np

from steelyard.interfaces.cli.fan_chart import LEGEND, fan_chart
from steelyard.interfaces.cli.system_words import wrapped
from steelyard.scenarios.system.fans import array_of
from steelyard.scenarios.system.outcome import Answer, Fan, Odds, SystemOutcome, Watched

KIND = {
    "prior": "Prior runs, not calibrated: what the ranges of the tables imply by themselves; no "
    "number is fitted to data, and no line is a forecast.",
    "calibrated": "Calibrated runs: numbers and chance as the data left them; what the scenario "
    "sets is assumed, not forecast.",
}
SCALE = (
    "Pictures: the scenario less the same draws without it, in standard deviations of 1992-2024."
)
AS_IT_IS = "Pictures: runs of the course as it is, in standard deviations of 1992-2024; 0 is usual."
SIGNS = (
    "Priors hold the signs of links fixed: a share near 0 or 100% says which way they lead, not "
    "that the effect is large or that the documents are right."
)
PICTURES = 3
MOMENTS = (2015, 2021, 2025, 2030, 2035, 2040)
COLUMNS = ("p05", "p25", "p50", "p75", "p95")


def lines_of(found: SystemOutcome) -> Iterator[str]:
    """The answer line by line."""
    yield from wrapped(found.title, later="")
    yield from wrapped(found.question, later="")
    yield from wrapped(KIND[found.kind], later="")
    yield ""
    yield from wrapped(SCALE if found.changes else AS_IT_IS, later="")
    yield LEGEND
    for each in found.watched[:PICTURES]:
        yield ""
        yield from _picture(found, each)
    yield ""
    yield from _table(found)
    yield from _answers(found)
    yield from _classes(found)
    yield from _footing(found)


def _picture(found: SystemOutcome, each: Watched) -> Iterator[str]:
    """One variable as a fan."""
    yield from wrapped(f"{each.title} ({each.variable})")
    fan = array_of(each.change if found.changes else each.baseline)
    if not fan.any():
        yield "  does not change"
        return
    yield from fan_chart(fan, np.array(found.years, dtype=float))


def _moments(found: SystemOutcome) -> list[int]:
    """Places of the years that tables show."""
    told = [at for at, year in enumerate(found.years) if year in MOMENTS]
    return told[-5:] or [len(found.years) - 1]


def _table(found: SystemOutcome) -> Iterator[str]:
    """Middle differences by year, and when they are clear of 0."""
    moments = _moments(found)
    heads = "".join(f"{found.years[at]:>8}" for at in moments)
    what = "Middle difference" if found.changes else "Middle draw"
    yield f"{what:<22}{heads}  nine in ten {found.years[-1]}"
    for each in found.watched:
        fan = each.change if found.changes else each.baseline
        cells = "".join(f"{number(fan.p50[at]):>8}" for at in moments)
        ends = f"{number(fan.p05[-1])} to {number(fan.p95[-1])}"
        yield f"{each.variable[:21]:<22}{cells}  {ends}"
    yield ""
    if found.changes:
        told = [f"{each.variable} {_clear(each)}" for each in found.watched]
        yield from wrapped("First year whose nine in ten leave out 0: " + "; ".join(told) + ".")
        yield ""


def _clear(each: Watched) -> str:
    """When a difference is clear."""
    if each.clear is None:
        return "never"
    rises = each.rises[-1]
    return f"{each.clear}" + ("" if rises is None else f", higher in {rises:.0%} at the end")


def _answers(found: SystemOutcome) -> Iterator[str]:
    """What was expected, and how often it comes out."""
    if not found.answers:
        return
    whose = f"What {found.document} ({found.row}) expects" if found.row else "What is expected"
    yield f"{whose}, and the share of draws in which it comes out"
    for each in found.answers:
        chance = "   ?" if each.probability is None else f"{each.probability:>4.0%}"
        yield from wrapped(f"{chance}  {_claim(each)}", "  ", "        ")
        yield from wrapped(f"({each.says})", "        ", "        ")
    if found.kind == "prior":
        yield from wrapped(SIGNS, "  ", "  ")
    yield ""


def _claim(each: Answer) -> str:
    """An expectation with what came out."""
    if each.probability is None:
        return (
            f"{each.variable} {each.direction}: not said, as no way leads there in the system from "
            "what is changed"
        )
    beside = "beside the baseline" if each.since is None else f"since {each.since}"
    change = f"{number(each.middle)} ({number(each.low)} to {number(each.high)})"
    return f"{each.variable} {each.direction} {beside} by {each.by}: {change}"


def _classes(found: SystemOutcome) -> Iterator[str]:
    """Chances of the classes."""
    silent = []
    for odds in found.odds:
        if odds.absent:
            silent.append(_silent(odds))
            continue
        yield from _class(odds, baseline_too=bool(found.changes))
    for line in silent:
        yield from wrapped(line)
    if found.odds:
        yield ""


def _class(odds: Odds, *, baseline_too: bool) -> Iterator[str]:
    """One definition: chances by year, baseline beside scenario."""
    kind = "main definition" if odds.main else "other definition"
    yield from wrapped(
        f"{odds.subject} with {odds.partner}: {odds.title} of {odds.last_known} ({kind})", later=""
    )
    last = odds.last_known or 0
    moments = [at for at, year in enumerate(odds.years) if year == last or year in MOMENTS[-3:]]
    yield f"  {'':<16}" + "".join(f"{_year(odds, at):>15}" for at in moments)
    for place, name in enumerate(odds.names):
        cells = "".join(f"{_chance(odds, at, place, both=baseline_too):>15}" for at in moments)
        yield f"  {name:<16}{cells}"
    if odds.share is not None and odds.share_scenario is not None:
        pairs = [(odds.share, odds.share_scenario)] * len(moments)
        cells = "".join(f"{_share(*each, at, both=baseline_too):>15}"
                        for each, at in zip(pairs, moments, strict=True))  # fmt: skip
        yield f"  {'share, per cent':<16}{cells}"
    if odds.main and baseline_too:
        yield "  baseline → scenario; projected after the last known year"
    yield ""


def _year(odds: Odds, at: int) -> str:
    year = odds.years[at]
    return f"{year} projected" if year > (odds.last_known or year) else str(year)


def _chance(odds: Odds, at: int, place: int, *, both: bool) -> str:
    before, after = odds.baseline[at][place], odds.scenario[at][place]
    return f"{before:.0%} → {after:.0%}" if both else f"{before:.0%}"


def _share(before: Fan, after: Fan, at: int, *, both: bool) -> str:
    return f"{before.p50[at]:.0f} → {after.p50[at]:.0f}" if both else f"{before.p50[at]:.0f}"


def _silent(odds: Odds) -> str:
    """A class that cannot be told."""
    about = f"under “{odds.title}”" if odds.title else "under any definition"
    return f"{odds.subject} with {odds.partner} {about}: not said: {odds.absent}."


def _footing(found: SystemOutcome) -> Iterator[str]:
    """What was changed, limits, and how it was run."""
    for line in found.changes:
        yield from wrapped(f"{line.rstrip('.')}.")
    if found.note:
        yield from wrapped(found.note, later="")
    for line in (*found.notes, *found.limits):
        yield from wrapped(line)
    if found.kind == "prior" and any(odds.share for odds in found.odds):
        yield from wrapped(
            "Shares: prior runs do not know their level, so they carry on from the observed share; "
            "its own error is not in these chances."
        )
    yield from wrapped(
        f"{found.used} of {found.draws} draws used, seed {found.seed}; {len(found.drivers)} "
        "drivers follow observed series, held at their last value afterwards."
    )


def number(value: float) -> str:
    """Two decimals with a sign."""
    return f"{value:+.2f}".replace("-", "−")


def as_table(found: SystemOutcome) -> str:
    """Fans of what is watched as CSV, a row for each variable and year."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    heads = [f"{run}_{each}" for run in ("baseline", "scenario", "change") for each in COLUMNS]
    writer.writerow(["kind", "scenario", "variable", "year", *heads, "rises"])
    for each in found.watched:
        fans = (each.baseline, each.scenario, each.change)
        for at, year in enumerate(found.years):
            cells = [getattr(fan, name)[at] for fan in fans for name in COLUMNS]
            rises = "" if each.rises[at] is None else each.rises[at]
            writer.writerow([found.kind, found.name, each.variable, year, *cells, rises])
    return held.getvalue()
