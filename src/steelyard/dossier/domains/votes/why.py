"""Why the two vote alike: what each explanation adds, by a regression over all pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.explanations import (
    BROUGHT,
    LENGTH,
    REGIME,
    Explained,
    explained,
    regime_indices,
    with_regimes,
)
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, series
from steelyard.models.votes.dyadic import DyadicFit, dyadic_regression
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.estimate import Estimate, absent

BASIS = "regression over all pairs, five years"
ENDS = (2004, 2009, 2014, 2019)  # trade of all pairs begins in 2000, roll calls end in 2019


@dataclass(frozen=True, slots=True)
class Fitted:
    """A regression of five years, and what had to be left out of it, with the reason."""

    known: Explained
    fit: DyadicFit
    left_out: tuple[str, ...]
    reason: str


def why_series(basis: Basis) -> Iterator[Series | None]:
    """Coefficients of all explanations, and what each adds for the pair.

    Every index of regimes that the user has added makes a regression of its own, side by side.
    """
    for index in regime_indices(basis.data) or (None,):
        yield from _of_index(basis, index)


def ends_of(years: tuple[int, int]) -> list[int]:
    """Last years of the spans of five years that are shown."""
    return [end for end in ENDS if years[0] <= end <= years[1]][-2:]


def basis_of(data: Dataset, index: str | None) -> str:
    """What a regression is called: with the index of regimes in it, if there is one."""
    return BASIS if index is None else f"{BASIS}, regimes by {index_name(data, index)}"


def index_name(data: Dataset, index: str) -> str:
    """What an index of regimes is called."""
    return data.origin(index).title.split(":")[0]


def _of_index(basis: Basis, index: str | None) -> Iterator[Series | None]:
    """The same with one index of regimes, or with none."""
    weights: dict[str, list[Point]] = {}
    parts: dict[str, list[Point]] = {}
    for end in ends_of(basis.asked.years):
        made = fitted(basis.data, end, index)
        if made is not None:
            for name in (*made.known.explanations, *made.left_out):
                weight, part = _points(made, name, end, basis.asked.codes)
                weights.setdefault(name, []).append(weight)
                parts.setdefault(name, []).append(part)
    a, b = basis.asked.a, basis.asked.b
    said = basis_of(basis.data, index)
    for name, points in weights.items():
        title = f"Votes of all pairs: weight of {name}"
        yield series("votes.explanation", a.iso3, None, said, points, title=title, part=name)
    for name, points in parts.items():
        title = f"{a.adjective} and {b.adjective} votes: what {name} adds"
        yield series("votes.explained", a.iso3, b.iso3, said, points, title=title, part=name)


def _points(made: Fitted, name: str, end: int, codes: tuple[str, str]) -> tuple[Point, Point]:
    """Weight of an explanation in all pairs, and what it adds for the pair."""
    known, fit = made.known, made.fit
    note = (
        f"{end - LENGTH + 1} to {end}, {fit.pairs} pairs of {fit.states} states; great power: "
        f"{known.power}"
    )
    if name in made.left_out:
        values = (absent(f"left out: {made.reason}"),) * 2
        return tuple(point(end, value, "estimated", known.origins, note) for value in values)  # type: ignore[return-value]
    number = list(known.explanations).index(name)
    weight = point(end, fit.coefficient(number), "estimated", known.origins, note)
    value, rest = _part(made, number, codes)
    return weight, point(end, value, "estimated", known.origins, note + rest)


def _part(made: Fitted, number: int, codes: tuple[str, str]) -> tuple[Estimate, str]:
    """What an explanation adds for a pair, and the words for what none reaches."""
    states = made.known.states
    if set(codes) <= set(states):
        first, second = (states.index(code) for code in codes)
        value = made.fit.part(number, first, second)
        if value is not None:
            return value, f"; {_whole(made.fit, first, second)}"
    return absent("not all explanations are known for the pair"), ""


def fitted(data: Dataset, end: int, index: str | None) -> Fitted | None:
    """The regression of five years with an index of regimes, made once for a dataset."""
    key = f"votes explained {end} {index}"
    if key not in data.made:
        data.made[key] = _fitted(data, end, index)
    return data.made[key]


def _fitted(data: Dataset, end: int, index: str | None) -> Fitted | None:
    """With everything; else without what the user's files brought and is too little."""
    common = f"votes explained {end}"
    if common not in data.made:
        data.made[common] = explained(data, end)
    known: Explained | None = data.made[common]
    if known is None:
        return None
    if index is not None:
        known = with_regimes(known, data, end, index) or known
    reason = ""
    for names in ((), (REGIME,), BROUGHT):
        left_out = tuple(name for name in names if name in known.explanations)
        if names and not left_out:
            continue
        kept = known.without(left_out)
        try:
            fit = dyadic_regression(kept.similarity, np.stack(list(kept.explanations.values())))
        except InputError as error:  # too few states have everything, or two say the same
            reason = reason or error.found
            continue
        return Fitted(kept, fit, left_out, reason)
    return None


def _whole(fit: DyadicFit, first: int, second: int) -> str:
    """The pair's similarity beside the mean, and what no explanation reaches."""
    every = float(np.nanmean(fit.effects))
    own = float(fit.effects[first] + fit.effects[second]) - 2 * every
    return (
        f"beside the mean pair the two states' closeness to everybody adds {own:+.2f} and "
        f"{float(fit.residual[first, second]):+.2f} is left; agreement beyond chance of the mean "
        f"pair {fit.mean:.2f}"
    )
