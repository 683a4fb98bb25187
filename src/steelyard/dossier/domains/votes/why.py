"""Why the two vote alike: what each explanation adds, by a regression over all pairs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.explanations import LENGTH, Explained, explained
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, series
from steelyard.models.votes.dyadic import DyadicFit, dyadic_regression
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.estimate import absent

BASIS = "regression over all pairs, five years"
ENDS = (2004, 2009, 2014, 2019)  # trade of all pairs begins in 2000, roll calls end in 2019


def why_series(basis: Basis) -> Iterator[Series | None]:
    """Coefficients of all explanations, and what each adds for the pair."""
    asked = basis.asked
    ends = [end for end in ENDS if asked.years[0] <= end <= asked.years[1]][-2:]
    coefficients: dict[str, list[Point]] = {}
    parts: dict[str, list[Point]] = {}
    for end in ends:
        made = _fitted(basis, end)
        if made is None:
            continue
        known, fit = made
        places = [
            known.states.index(code) if code in known.states else None for code in asked.codes
        ]
        span = f"{end - LENGTH + 1} to {end}, {fit.pairs} pairs of {fit.states} states"
        for number, name in enumerate(known.explanations):
            said = f"{span}; great power: {known.power}"
            coefficients.setdefault(name, []).append(
                point(end, fit.coefficient(number), "estimated", known.origins, said)
            )
            value = None
            if places[0] is not None and places[1] is not None:
                value = fit.part(number, places[0], places[1])
            note = said if value is None else f"{said}; {_whole(fit, *places)}"  # type: ignore[arg-type]
            value = value or absent("not all explanations are known for the pair")
            parts.setdefault(name, []).append(point(end, value, "estimated", known.origins, note))
    a, b = asked.a, asked.b
    for name, points in coefficients.items():
        title = f"Votes of all pairs: weight of {name}"
        yield series("votes.explanation", a.iso3, None, BASIS, points, title=title, part=name)
    for name, points in parts.items():
        title = f"{a.adjective} and {b.adjective} votes: what {name} adds"
        yield series("votes.explained", a.iso3, b.iso3, BASIS, points, title=title, part=name)


def _fitted(basis: Basis, end: int) -> tuple[Explained, DyadicFit] | None:
    """The regression of five years, made once for a dataset."""
    key = f"votes explained {end}"
    if key not in basis.data.made:
        known = explained(basis.data, end)
        try:
            basis.data.made[key] = known and (
                known,
                dyadic_regression(known.similarity, _stacked(known)),
            )
        except InputError:  # too few states have everything
            basis.data.made[key] = None
    return basis.data.made[key]


def _stacked(known: Explained):
    """All explanations as one array."""
    import numpy as np

    return np.stack(list(known.explanations.values()))


def _whole(fit: DyadicFit, first: int, second: int) -> str:
    """The pair's similarity beside the mean, and what no explanation reaches."""
    every = float(np.nanmean(fit.effects))
    own = float(fit.effects[first] + fit.effects[second]) - 2 * every
    return (
        f"beside the mean pair the two states' closeness to everybody adds {own:+.2f} and "
        f"{float(fit.residual[first, second]):+.2f} is left; agreement beyond chance of the mean "
        f"pair {fit.mean:.2f}"
    )
