"""What nothing but the years before would have said, and where what was said stands in it."""

from __future__ import annotations

from collections.abc import Callable
from zlib import crc32

import numpy as np

from steelyard.dossier.records import Fan, Naive
from steelyard.dossier.stated.rows import Stated
from steelyard.measures.interval import LEVEL, Z90, estimate_from_draws
from steelyard.measures.scores import place_in_draws
from steelyard.models.series.baselines import BASELINES
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.estimate import absent

DRAWS = 2000
SHOWN = "random walk with drift"  # the fan of the picture
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
Values = dict[int, float]


def naive(
    row: Stated, values: Values, until: int, outcome: float | None, seed: int
) -> tuple[tuple[Naive, ...], Fan | None, str]:
    """Every baseline from the years up to `until`, one fan, and why there is none.

    `outcome` is what came in the last year spoken of, if it is known.
    """
    known = {year: value for year, value in values.items() if year <= until}
    if row.scale == "log" and any(value <= 0 for value in known.values()):
        return (), None, "figures of 0 or below have no logarithm"
    if not known or max(known) >= row.last:
        return (), None, "no yearly series of what was known then"
    scale, back = _scales(row)
    years = np.array(sorted(known))
    course = scale(np.array([known[year] for year in years]))
    horizon, made, fan, refused = row.last - int(years[-1]), [], None, []
    start = values.get(row.known)
    for name, forecast in BASELINES.items():
        random = np.random.default_rng([seed, crc32(f"{row.id} {name} {until}".encode())])
        try:
            draws = back(forecast(years, course, horizon, DRAWS, random))
        except InputError as refusal:
            refused.append(f"{refusal.where}: {refusal.found}")
            made.append(_absent(name, refused[-1]))
            continue
        made.append(_naive(row, name, draws[:, -1], start, outcome))
        if name == SHOWN:
            fan = _fan(name, int(years[-1]), draws)
    if all(each.value.point is None for each in made):
        return (), None, "; ".join(refused[:1])
    return tuple(made), fan, ""


def holds(row: Stated, drawn: np.ndarray, start: float | None) -> float | None:
    """Part of draws in which what was said is true; None where that is no matter of numbers."""
    true = truth(row, drawn, start)
    return None if true is None else float(np.mean(true))


def truth(row: Stated, values: np.ndarray, start: float | None) -> np.ndarray | None:
    """Whether values are as was said; `start` is that of the year from which it was to rise."""
    low, high = _end(row.low, -1), _end(row.high, 1)
    tolerance = row.tolerance or 0.0
    if row.relation in ("at_least", "reach"):
        return values >= low
    if row.relation == "between":
        return (values >= low) & (values <= high)
    if row.relation == "approx":
        return (values >= low - tolerance) & (values <= high + tolerance)
    if row.relation == "below":
        return values < high
    if row.relation == "up" and start is not None:
        return values >= start * (1 + tolerance)
    return None


def _end(value: float | None, side: int) -> float:
    """An end of what was said, endless where none was."""
    return side * np.inf if value is None else value


def _scales(row: Stated) -> tuple[Callable[..., np.ndarray], Callable[..., np.ndarray]]:
    """To the scale on which changes are alike, and back."""
    if row.scale == "log":
        return np.log, lambda logs: np.exp(np.minimum(logs, 300.0))
    return (lambda values: values), (lambda values: values)


def _naive(
    row: Stated, name: str, draws: np.ndarray, start: float | None, outcome: float | None
) -> Naive:
    """One baseline in the year spoken of."""
    middle = float(np.median(draws))
    basis = f"{name}: changes to come as those before, their size and mean uncertain"
    value = estimate_from_draws(middle, draws, basis=basis, kind="simulated")
    said = row.middle
    both = said is not None and outcome is not None
    return Naive(
        name=name,
        value=value,
        holds=holds(row, draws, start),
        stated_place=_place(draws, said),
        outcome_place=_place(draws, outcome),
        standardised=_standardised(row, draws, said, outcome) if both else None,  # type: ignore[arg-type]
        closer=abs(said - outcome) < abs(middle - outcome) if both else None,  # type: ignore[operator]
    )


def _place(draws: np.ndarray, value: float | None) -> float | None:
    return None if value is None else float(place_in_draws(draws, np.array(value)))


def _standardised(row: Stated, draws: np.ndarray, said: float, outcome: float) -> float | None:
    """What came less what was said, in standard deviations of the baseline, on its scale."""
    scale, _ = _scales(row)
    if row.scale == "log" and min(said, outcome) <= 0:
        return None
    low, high = scale(np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]))
    spread = float(high - low) / (2 * Z90)
    return float(scale(outcome) - scale(said)) / spread if spread > 0 else None


def _fan(name: str, last: int, draws: np.ndarray) -> Fan:
    quantiles = np.quantile(draws, QUANTILES, axis=0).T
    return Fan(
        name=name,
        years=tuple(range(last + 1, last + 1 + draws.shape[1])),
        quantiles=tuple(tuple(map(float, row)) for row in quantiles),  # type: ignore[misc]
    )


def _absent(name: str, why: str) -> Naive:
    return Naive(
        name=name, value=absent(why), holds=None, stated_place=None, outcome_place=None,
        standardised=None, closer=None,
    )  # fmt: skip
