"""Where the gap between the two goes if the past is a guide, with the width of past errors.

The interval is not that of a formula: it is as wide as 90 % of the errors that the same rule,
fitted to the years before, made about the ratios of a thousand pairs of states.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

import numpy as np

from steelyard.dossier.attributes import Attribute, attributes
from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.power import MARKET, PARITY, SIZES
from steelyard.dossier.records import Series
from steelyard.dossier.request import EARLIEST
from steelyard.dossier.series import point, present, series
from steelyard.measures.projection import GapProjection, project_gap
from steelyard.measures.projection_backtest import Calibration, calibrate, passing, widened
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State

PROJECTED = {**{part: SIZES[part][0] for part in (MARKET, PARITY)}, "cinc": "national capability"}
WINDOW = 10  # years known before each projection, so that 34 years hold a test of ten years ahead
HORIZON = 10
DRAWS = 2000
PAIRS = 1000
LEAST_STATES = 30  # with fewer, past errors speak of a few states only
RUNGS = (1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)  # ratios whose passing is worth a date
LIKELY = 0.05  # a passing less probable than this is not told


def projection_series(basis: Basis) -> tuple[Series, ...]:
    """One projection of each size, from the source that has most years."""
    found: list[Series | None] = []
    for part, title in PROJECTED.items():
        indicator = part if part == "cinc" else SIZES[part][1][0]
        # errors are learned from all years up to the last one asked for, not only those shown
        sources = attributes(basis.data, indicator, (EARLIEST, basis.asked.years[1]))
        found.extend(_projection(basis, part, title, source) for source in sources[:1])
    return present(found)


def _projection(basis: Basis, part: str, title: str, source: Attribute) -> Series | None:
    """Ratio of the partner over the state, year by year beyond the record."""
    a, b = basis.asked.a, basis.asked.b
    made = _fan(source, a, b, basis.asked.seed)
    if made is None:
        return None
    fan, learned, start = made
    note = _passings(fan, start, a, b)
    points = [
        point(
            int(year),
            Estimate(
                exp(fan.middle[at]), exp(fan.low[at]), exp(fan.high[at]), 0.9,
                _why(learned, at), "simulated",
            ),
            "estimated",
            source.origins,
            note if at == len(fan.years) - 1 else "",
        )
        for at, year in enumerate(fan.years)
    ]  # fmt: skip
    return series(
        "capability.projected_ratio",
        a.iso3,
        b.iso3,
        f"{source.basis}, projected",
        points,
        title=f"{b.name} over {a.sentence_name}, if changes stay as they were: {title}",
        part=part,
    )


def _fan(
    source: Attribute, a: State, b: State, seed: int
) -> tuple[GapProjection, Calibration, float] | None:
    """Widened projection, what it learned from, and the last log ratio; none if too short."""
    own, other = source.of(a.iso3), source.of(b.iso3)
    known = np.flatnonzero((own > 0) & (other > 0))[-WINDOW:]
    if known.size < WINDOW or np.ptp(known) != WINDOW - 1:
        return None
    years = np.array(source.years)[known]
    gap = np.log(other[known] / own[known])
    if (np.isfinite(source.economies).sum(axis=1) > WINDOW).sum() < LEAST_STATES:
        return None
    try:
        learned = calibrate(_gaps(source, seed), window=WINDOW, horizon=HORIZON)
        fan = project_gap(years, other[known], own[known], horizon=HORIZON, draws=DRAWS, seed=seed)
        return widened(fan, learned), learned, float(gap[-1])
    except InputError:  # too few years or past cases: no projection rather than one untested
        return None


def _gaps(source: Attribute, seed: int) -> np.ndarray:
    """Log ratios of pairs of states drawn by lot: the shocks of one state must not rule."""
    known = np.where(source.economies > 0, source.economies, np.nan)
    logs = np.log(known[np.isfinite(known).sum(axis=1) > WINDOW])
    random = np.random.default_rng(seed)
    first = random.integers(0, len(logs), PAIRS)
    second = (first + random.integers(1, len(logs), PAIRS)) % len(logs)  # never itself
    return logs[first] - logs[second]


def _why(learned: Calibration, at: int) -> str:
    """What the interval rests on, with its test."""
    tested = learned.tested[at]
    test = (
        f"; a width learned in the first half of the years held {100 * tested:.0f} % of "
        f"{learned.tests[at]:,} later cases"
        if np.isfinite(tested)
        else "; too few years to test it"
    )
    return (
        f"as wide as 90 % of {learned.cases[at]:,} past errors over {at + 1} years; a plain random "
        f"walk held {100 * learned.plain[at]:.0f} %{test}"
    )


def _passings(fan: GapProjection, start: float, a: State, b: State) -> str:
    """When the next round ratios above and below would be passed."""
    told = "; ".join(_told(fan, start, rung, a, b) for rung in _next_rungs(start))
    return told.strip("; ")


def _next_rungs(start: float) -> Iterator[float]:
    """The next round ratio on either side of the present one, below 1 as its inverse."""
    ladder = sorted({*RUNGS, *(1 / rung for rung in RUNGS)})
    present_ratio = float(np.exp(start))
    yield from [rung for rung in ladder if rung < present_ratio * (1 - 1e-9)][-1:]
    yield from [rung for rung in ladder if rung > present_ratio * (1 + 1e-9)][:1]


def _told(fan: GapProjection, start: float, rung: float, a: State, b: State) -> str:
    """One passing with its probability and years; nothing where it is improbable."""
    found = passing(fan, start, rung)
    last = int(fan.years[-1])
    if found.probability < LIKELY:
        return ""
    upper, lower, times = (b, a, rung) if rung >= 1 else (a, b, 1 / rung)
    what = "parity" if rung == 1 else f"{upper.name} at {times:.0f} times {lower.name}"
    year = f"by {found.year}" if found.year else f"after {last} in most paths"
    span = f" ({found.low or f'after {last}'} to {found.high or f'after {last}'})"
    return f"{what} {year}{span}, probability by {last}: {100 * found.probability:.0f} %"
