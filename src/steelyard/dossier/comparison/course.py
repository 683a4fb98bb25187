"""The course of one directed tie over the years, as printed and as it may be in truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison.imputed import share_drawn
from steelyard.dossier.comparison.matrices import Matrix
from steelyard.dossier.comparison.yardsticks import Yardstick, matrices
from steelyard.measures.interval import Z90
from steelyard.measures.lasting import lasting_errors
from steelyard.measures.reference_class import posterior
from steelyard.vocabulary.estimate import Estimate

YEARLY = 200  # draws of a whole course
NEWEST = 2000  # draws of the year that is spoken of


@dataclass(frozen=True, slots=True)
class Course:
    """A value by year with its draws; the same draw of two years shares what lasts."""

    years: Int[np.ndarray, " year"]
    point: Float[np.ndarray, " year"]
    draws: Float[np.ndarray, "draw year"]


def chances(draws: int, seed: int) -> Float[np.ndarray, "draw 1"]:
    """Quantiles of the choice of members: one for all years, as the states stay the same."""
    order = np.random.default_rng([seed, 7]).permutation(draws)
    return ((order + 0.5) / draws)[:, None]


def values(
    basis: Basis, item: Yardstick, subject: str, partner: str, years: list[int]
) -> list[Estimate]:
    """Estimates of one directed tie in these years, bounds replaced by intervals."""
    found = matrices(basis, item)
    return [with_interval(basis, item, found[year], subject, partner) for year in years]


def with_interval(
    basis: Basis, item: Yardstick, matrix: Matrix, subject: str, partner: str
) -> Estimate:
    """The value to draw from: with an interval of known probability, never bounds."""
    key = f"value {item.measure} {subject} {partner} {matrix.year}"
    if key not in basis.of_all_pairs:
        value = item.value(basis, matrix, subject, partner)
        if value.low is not None and value.level is None:
            way = item.measure.removeprefix("trade.").removesuffix("_share")
            place = basis.trade.year(matrix.year)
            value = share_drawn(basis, value, place, subject, partner, way)
        basis.of_all_pairs[key] = value
    return basis.of_all_pairs[key]


def drawn(
    known: list[Estimate], lasting: float, draws: int, seed: int, *, within: tuple[float, float]
) -> Float[np.ndarray, "draw year"]:
    """Draws of estimates that share what lasts; NaN where one is absent.

    Each is a normal law with one width on each side of the point, as `draws_of` makes them.
    """
    ends = np.array(
        [
            (np.nan,) * 3
            if one.point is None
            else (
                one.point if one.low is None else one.low,
                one.point,
                one.point if one.high is None else one.high,
            )
            for one in known
        ],
        dtype=float,
    ).reshape(-1, 3)
    standard = lasting_errors(np.ones(len(known)), lasting, draws=draws, seed=seed)
    low, middle, high = ends.T
    width = np.where(standard > 0, high - middle, middle - low) / Z90
    return np.clip(middle + width * standard, *within)


def tie(
    basis: Basis,
    item: Yardstick,
    subject: str,
    partner: str,
    draws: int = YEARLY,
    *,
    only: tuple[int, ...] = (),
    seed: int = 0,
) -> Course:
    """Values of one directed tie in all years that have one.

    With `only`, the last value up to each of these years. `seed` sets the errors of one tie apart
    from those of another; both directions of a tie share them, as they share the flow.
    """
    years = sorted(matrices(basis, item))
    known = values(basis, item, subject, partner, years)
    there = [place for place, one in enumerate(known) if one.present]
    if only:
        last = [[place for place in there if years[place] <= year][-1:] for year in only]
        there = sorted({place for places in last for place in places})
    kept = [known[place] for place in there]
    return Course(
        np.array([years[place] for place in there], dtype=int),
        np.array([one.point for one in kept], dtype=float),
        drawn(kept, lasting(basis, item), draws, basis.asked.seed + seed, within=(0.0, 1.0)),
    )


def lasting(basis: Basis, item: Yardstick) -> float:
    """How much of a value's error lasts: learned for trade; roll calls err anew every year."""
    return basis.noise.lasting if item.domain == "trade" else 0.0


def placed_tie(
    basis: Basis,
    item: Yardstick,
    kind: str,
    pair: tuple[str, str],
    draws: int = YEARLY,
    *,
    only: tuple[int, ...] = (),
) -> Course:
    """Percentiles of a directed tie in the classes of its years, computed once for a dossier."""
    key = f"placed {item.measure} {kind} {pair} {draws} {only}"
    if key not in basis.of_all_pairs:
        own = tie(basis, item, *pair, draws, only=only)
        back = tie(basis, item, pair[1], pair[0], draws, only=only) if kind == "net" else None
        basis.of_all_pairs[key] = placed_course(basis, item, kind, own, back)
    return basis.of_all_pairs[key]


def placed_course(
    basis: Basis, item: Yardstick, kind: str, found: Course, back: Course | None = None
) -> Course:
    """Percentiles of a course in the classes of its years; years without a class are left out.

    `back` is the other direction where the class is of net dependence: the flow is the same on
    both sides, so draws with the same number belong together.
    """
    if back is not None:
        found = _net(found, back)
    known = matrices(basis, item)
    classes = [known[int(year)].reference(kind) for year in found.years]
    placed = [(place, one) for place, one in enumerate(classes) if one is not None]
    there = [place for place, _ in placed]
    values = found.point[there].tolist()
    below = np.array([one.below(found.draws[:, place]) for place, one in placed])
    number = [one.independent(value) for (_, one), value in zip(placed, values, strict=True)]
    # a course shares the choice of members; single years have more draws and no course
    chance = (
        chances(len(found.draws), basis.asked.seed)[:, 0]
        if len(found.draws) <= YEARLY
        else np.random.default_rng([basis.asked.seed, 7])
    )
    below = below.reshape(len(there), len(found.draws))
    draws = posterior(below, np.array(number)[:, None], chance)
    return Course(
        found.years[there],
        np.array([o.percentile(v) for (_, o), v in zip(placed, values, strict=True)], dtype=float),
        draws.T,
    )


def _net(found: Course, back: Course) -> Course:
    """Own value less the other side's, in the years that both have."""
    years, own, other = np.intersect1d(found.years, back.years, return_indices=True)
    return Course(
        years,
        found.point[own] - back.point[other],
        found.draws[:, own] - back.draws[:, other],
    )


def at(found: Course, year: int) -> Course:
    """The course cut to one year, or empty."""
    there = found.years == year
    return Course(found.years[there], found.point[there], found.draws[:, there])
