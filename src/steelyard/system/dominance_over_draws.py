"""Which loops lead when, with intervals over draws: what a picture and a sentence are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from jaxtyping import Float

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_model import LAST, Path
from steelyard.system.dominance import LoopScores, dominant
from steelyard.system.dominance_draws import DominanceDraws, calibrated_draws, prior_draws
from steelyard.system.dominance_records import (
    Dominance,
    LoopBalance,
    LoopLead,
    LoopPosition,
    LoopTurn,
    MovedBy,
    Spread,
    YearSpan,
)
from steelyard.system.link_moves import PARTS, parts_of
from steelyard.system.loop_positions import POSITIONS
from steelyard.system.loops import LONGEST
from steelyard.system.posterior import Posterior

QUANTILES = (0.05, 0.5, 0.95)
WIDTH = 5  # years in a span, and in a running mean: scores of single years follow chance
SHORTEST = 3  # years that stand as a span of their own
SEEN = 2025  # last year of which data speak, where no calibration says
OTHERS = 6  # loops without a name that are told
SURE = 0.10  # probability to lead in some span, from which they are


def dominance_of(
    system: CausalSystem,
    posterior: Posterior | None,
    draws: int = 96,
    *,
    seed: int = 0,
    last: int = LAST,
    longest: int = LONGEST,
    paths: Mapping[str, Path] | None = None,
    seen: int = SEEN,
) -> Dominance:
    """Which loops of a causal system lead when, with nine in ten of its draws.

    Parameters
    ----------
    system : CausalSystem
    posterior : Posterior or None
        Draws of its calibration; what was held before data if None.
    draws : count
    seed : count
    last : year
        Up to which runs go.
    longest : count
        Variables in a loop, at most.
    paths : of drivers
        For prior runs; a calibration has its own.
    seen : year
        The last one of which data speak, for prior runs.

    Returns
    -------
    found : Dominance
        Scores say how change came about, not how large it was.

    Raises
    ------
    NoData
        If in every draw an index runs away.

    References
    ----------
    Schoenberg, W., Hayward, J. and Eberlein, R. (2023). *System Dynamics Review* 39(2), 140.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> found = dominance_of(shipped(), None, 20, last=2005)
    >>> [str(span) for span in found.spans], len(found.named)
    (['1993-97', '1998-02', '2003-05'], 12)
    """
    if posterior is None:
        given = prior_draws(system, draws, last=last, seed=seed, paths=paths, longest=longest)
    else:
        given = calibrated_draws(system, posterior, draws, last=last, seed=seed, longest=longest)
        seen = posterior.last
    kept, refused = given.kept()
    return told_of(kept, refused, seen, "prior" if posterior is None else "calibrated")


def told_of(given: DominanceDraws, refused: int, seen: int, kind: str) -> Dominance:
    """The answer from draws that are set up."""
    made = given.moves()
    score = given.relative(made)
    years = made.scores.times.astype(int)
    spans = spans_of(years, seen)
    by_span = over_spans(score, years, spans)
    still = by_span if given.noise is None else _without_chance(given, years, spans)
    leads = leads_of(np.abs(by_span), given, spans)
    running = running_mean(score)
    return Dominance(
        "calibrated" if kind == "calibrated" else "prior",
        len(score), refused, given.seed, min(seen, int(years[-1])), len(given.loops),
        given.longest, given.group, tuple(years.tolist()), spans,
        tuple(_lead(given, at, running, by_span, leads) for at in given.named.values()),
        tuple(_lead(given, at, running, by_span, leads) for at in _others(given, leads)),
        tuple(each.name for each in given.system.named_loops if each.name not in given.named),
        _balance(running, by_span, still), _turns(by_span, spans),
        _positions(given, by_span, still),
        _moved_by(parts_of(given.mover, given.group, made), years, spans),
    )  # fmt: skip


def _without_chance(
    given: DominanceDraws, years: np.ndarray, spans: tuple[YearSpan, ...]
) -> np.ndarray:
    """Scores of the same numbers where nothing moves variables besides links and events."""
    quiet = replace(given, noise=None)
    return over_spans(quiet.relative(quiet.moves()), years, spans)


def spans_of(years: Sequence[int] | np.ndarray, seen: int) -> tuple[YearSpan, ...]:
    """Spans of five years, none over the border between data and projection.

    Fewer than three years left over join the span before.

    Examples
    --------
    >>> [str(each) for each in spans_of(range(2016, 2031), 2025)]
    ['2016-20', '2021-25', '2026-30']
    """
    found = []
    for projected in (False, True):
        part = [int(year) for year in years if bool(year > seen) == projected]
        starts = list(range(0, len(part), WIDTH))
        if len(starts) > 1 and len(part) - starts[-1] < SHORTEST:
            starts.pop()
        ends = [*(at - 1 for at in starts[1:]), len(part) - 1]
        pairs = zip(starts, ends, strict=True) if part else ()
        found += [YearSpan(part[first], part[end], projected) for first, end in pairs]
    return tuple(found)


def over_spans(
    values: Float[np.ndarray, "draw year each"], years: np.ndarray, spans: tuple[YearSpan, ...]
) -> Float[np.ndarray, "draw span each"]:
    """Means over spans of years."""
    parts = [values[:, (years >= each.first) & (years <= each.last)].mean(axis=1) for each in spans]
    return np.stack(parts, axis=1)


def running_mean(values: Float[np.ndarray, "draw year each"]) -> np.ndarray:
    """Means over five years about each, over fewer at the ends."""
    reach, count = WIDTH // 2, values.shape[1]
    parts = [
        values[:, max(0, at - reach) : min(count, at + reach + 1)].mean(axis=1)
        for at in range(count)
    ]
    return np.stack(parts, axis=1)


def leads_of(
    size: Float[np.ndarray, "draw span loop"], given: DominanceDraws, spans: tuple[YearSpan, ...]
) -> Float[np.ndarray, "span loop"]:
    """Probability that a loop is in the smallest set that makes half of a span's change."""
    whole = size.sum(axis=-1, keepdims=True)
    part = np.divide(size, whole, out=np.zeros_like(size), where=whole > 0)
    times = np.array([each.last for each in spans], dtype=float)
    scores = LoopScores(times, given.loops, part, part)
    return dominant(scores, given.loops[0].partition).mean(axis=0)


def spread(values: Float[np.ndarray, " draw"]) -> Spread:
    """Middle and nine in ten."""
    low, middle, high = np.quantile(values, QUANTILES)
    return Spread(float(low), float(middle), float(high))


def spreads(values: Float[np.ndarray, "draw time"]) -> tuple[Spread, ...]:
    """The same for each time."""
    ends = np.quantile(values, QUANTILES, axis=0).T.tolist()
    return tuple(Spread(*each) for each in ends)


def _lead(
    given: DominanceDraws, at: int, running: np.ndarray, by_span: np.ndarray, leads: np.ndarray
) -> LoopLead:
    """One loop."""
    loop = given.loops[at]
    name = next((name for name, place in given.named.items() if place == at), "")
    told = {each.name: each for each in given.system.named_loops}.get(name)
    title = told.title if told else " and ".join(_ends(given, loop.variables))
    return LoopLead(
        name, title, loop.polarity, told.ring if told else loop.variables,
        told.documents if told else (), spreads(running[..., at]), spreads(by_span[..., at]),
        tuple(leads[:, at].tolist()),
    )  # fmt: skip


def _ends(given: DominanceDraws, variables: tuple[str, ...]) -> list[str]:
    """Titles of the first two variables of a loop, which has no other name."""
    return [given.system[name].title for name in variables[:2]]


def _others(given: DominanceDraws, leads: np.ndarray) -> list[int]:
    """Loops without a name that lead most surely in some span."""
    most = leads.max(axis=0)
    found = [at for at in range(len(given.loops)) if at not in given.named.values()]
    found = [at for at in sorted(found, key=lambda at: (-most[at], at)) if most[at] >= SURE]
    return found[:OTHERS]


def _balance(running: np.ndarray, by_span: np.ndarray, still: np.ndarray) -> LoopBalance:
    """Reinforcing loops against balancing ones."""
    year, span, quiet = (reinforcing_part(each) for each in (running, by_span, still))
    over = (tuple((each > 0.5).mean(axis=0).tolist()) for each in (year, span, quiet))
    over_year, over_span, over_quiet = over
    return LoopBalance(spreads(year), over_year, spreads(span), over_span, over_quiet)


def reinforcing_part(score: np.ndarray) -> np.ndarray:
    """The part of all scores that reinforcing loops have; a half where nothing moves."""
    up, whole = np.maximum(score, 0).sum(axis=-1), np.abs(score).sum(axis=-1)
    return np.where(whole > 0, up / np.where(whole > 0, whole, 1.0), 0.5)


def _turns(by_span: np.ndarray, spans: tuple[YearSpan, ...]) -> tuple[LoopTurn, ...]:
    """From each span to the next."""
    up, first = reinforcing_part(by_span) > 0.5, np.abs(by_span).argmax(axis=-1)
    return tuple(
        LoopTurn(
            spans[at], spans[at + 1], float((~up[:, at] & up[:, at + 1]).mean()),
            float((up[:, at] & ~up[:, at + 1]).mean()),
            float((first[:, at] == first[:, at + 1]).mean()),
        )
        for at in range(len(spans) - 1)
    )  # fmt: skip


def _positions(
    given: DominanceDraws, by_span: np.ndarray, still: np.ndarray
) -> tuple[LoopPosition, ...]:
    """What documents say, by span; nothing of loops that this system lacks."""
    size, quiet = (
        {name: np.abs(each[..., at]) for name, at in given.named.items()}
        for each in (by_span, still)
    )
    found = []
    for each in POSITIONS:
        if not set(each.loops + each.others) <= set(size):
            continue
        mine, theirs = each.sizes(size)
        chance, calm = (tuple(each.holds(of).mean(axis=0).tolist()) for of in (size, quiet))
        found.append(LoopPosition(
            each.documents, each.says, each.rule, chance, calm, spreads(mine),
            spreads(theirs) if each.others else (),
        ))  # fmt: skip
    return tuple(found)


def _moved_by(
    parts: np.ndarray, years: np.ndarray, spans: tuple[YearSpan, ...]
) -> tuple[MovedBy, ...]:
    """By what variables were moved, by span."""
    by_span = over_spans(parts, years, spans)
    return tuple(MovedBy(name, spreads(by_span[..., at])) for at, name in enumerate(PARTS))
