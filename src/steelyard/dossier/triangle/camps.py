"""Camps of a stated set of states by their votes: how near to two of them, and who is in which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import CampsYear
from steelyard.dossier.triangle.stated import stated
from steelyard.dossier.triangle.votes import Yearly, votes_of
from steelyard.models.games.balance import algebraic_conflict, triad_balance, walk_balance
from steelyard.models.games.frustration import ENUMERABLE, Frustration, frustration
from steelyard.vocabulary.blocs import find_bloc, members
from steelyard.vocabulary.estimate import Estimate, absent, exact

MEDIAN = 50.0
DRAWS = 60  # of each drawn year, in the dossier
FEWEST = 5  # states, below which there is no network
WHY = (
    "redrawn votes are noisier than votes, and noise breaks camps: an interval made by redrawing "
    "would lie below the figure or above it"
)


def camps(basis: Basis, third: str, draws: int = DRAWS, every: bool = False) -> Iterator[CampsYear]:
    """Each year's measures; camps over `draws` of the newest year, or with `every` of all."""
    known = votes_of(basis)
    if known is None or not known[1]:
        return
    made, by_year = known
    newest = max(by_year)
    for year, votes in by_year.items():
        states = _states(basis.asked.codes, third, year, made.known.states)
        places = [made.known.states.index(code) for code in states]
        taken = np.any(votes.votes[:, places] > 0, axis=0).tolist()
        kept = [place for place, there in zip(places, taken, strict=True) if there]
        states = tuple(code for code, there in zip(states, taken, strict=True) if there)
        if len(states) < FEWEST:
            continue
        drawn = draws if every or year == newest else 0
        signs = signs_of(votes, kept, drawn)
        yield _record(year, states, signs, (*basis.asked.codes, third), tuple(made.origins(year)))


def _states(codes: Sequence[str], third: str, year: int, voting: Sequence[str]) -> tuple[str, ...]:
    """The set of the year with the pair and the third, of those that vote, at most 24."""
    own = [code for code in (*codes, third) if code in voting]
    others = sorted(members(stated().set, year) - set(own))
    return tuple([*own, *(code for code in others if code in voting)][:ENUMERABLE])


def signs_of(votes: Yearly, places: Sequence[int], draws: int) -> np.ndarray:
    """Signs as the votes were, then under each draw: above the median pair of all states or not."""
    inside = np.ix_(places, places)
    point, cut = votes.cut(MEDIAN)
    found = [np.sign(np.nan_to_num(votes.pairs.values[inside] - point))]
    if draws:
        first, second = np.triu_indices(len(places), k=1)
        chosen = votes.votes[:, places]
        there = (chosen[:, first] > 0) & (chosen[:, second] > 0)
        apart = np.where(there, np.abs(chosen[:, first] - chosen[:, second]), 0).astype(float)
        weights = votes.weights[:draws]
        number = weights @ there.astype(float)
        agreed = 1 - np.divide(weights @ apart, 2 * number, out=np.ones_like(number),
                               where=number > 0)  # fmt: skip
        known = np.isfinite(votes.pairs.values[inside])[first, second]
        signs = np.zeros((draws, len(places), len(places)))
        signs[:, first, second] = np.where(known, np.sign(agreed - cut[:draws, None]), 0)
        found += list(signs + signs.transpose(0, 2, 1))
    return np.array(found).astype(np.int64)


def _record(
    year: int,
    states: tuple[str, ...],
    signs: np.ndarray,
    sides: tuple[str, ...],
    origins: tuple[str, ...],
) -> CampsYear:
    """One year."""
    here, best = signs[0], [frustration(each) for each in signs]
    shown = best[1:] or best
    a, b, third = (states.index(code) if code in states else None for code in sides)
    return CampsYear(
        year=year,
        states=states,
        ties=best[0].ties,
        positive=int((np.triu(here) > 0).sum()),
        triads=_known(triad_balance(here)),
        walks=_known(walk_balance(here)),
        conflict=_known(algebraic_conflict(here)),
        frustrated=_known(float(best[0].index)),
        line_balance=_known(best[0].line_balance),
        together=_chance(shown, a, b),
        a_third=_chance(shown, a, third),
        b_third=_chance(shown, b, third),
        with_a=() if a is None else _steady(best[0], states, a),
        draws=len(best) - 1,
        origins=origins,
    )


def _known(value: float) -> Estimate:
    """A number without an interval, and why."""
    return exact(value, WHY) if np.isfinite(value) else absent("no closed triad or no tie")


def _chance(best: Sequence[Frustration], one: int | None, other: int | None) -> float | None:
    """How often two states are in one camp, all best divisions of a draw counted alike."""
    if one is None or other is None:
        return None
    return float(np.mean([each.together(one, other) for each in best]))


def _steady(best: Frustration, states: Sequence[str], own: int) -> tuple[str, ...]:
    """States that are in one camp with another in every best division."""
    same = (best.camps == best.camps[:, [own]]).all(axis=0)
    return tuple(code for code, there in zip(states, same, strict=True) if there)


def set_title() -> str:
    """Name of the set of states."""
    return find_bloc(stated().set).title
