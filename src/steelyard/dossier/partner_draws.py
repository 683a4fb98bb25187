"""What one state's trade with its partners may be in truth: draws, year by year.

The noise is that of reconciled flows (`noise`); in a year with missing reporters the imputed
flows are drawn as well (`mirrors`). Errors of different flows are independent.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.mirrors import DIRECTIONS
from steelyard.dossier.noise import half_range
from steelyard.measures.interval import Z90
from steelyard.measures.mirrors_shares import partner_draws

DRAWS = 400
POOL = 200_000  # standard errors that all draws are taken from
PRIMES = (7919, 104_729, 1_299_709, 15_485_863)  # put stretches of the pool far apart
KEPT = 24  # largest partners, drawn one by one; noise of the others moves no printed digit
BASIS = "mirror gap: published national figures against reconciled ones, drawn by partner"
COMPLETED = "missing mirrors and mirror gap, drawn together by partner"


@dataclass(frozen=True, slots=True)
class PartnerDraws:
    """Trade of one state in one year and way, USD m.

    `values` holds what is known or imputed, by partner, NaN where absent; `drawn` the partners
    `kept`, draw by draw. `basis` says what makes the draws differ.
    """

    values: np.ndarray
    kept: np.ndarray
    drawn: np.ndarray
    basis: str

    def place(self, partner: int) -> int:
        """Where a partner stands among those kept."""
        return int(np.flatnonzero(self.kept == partner)[0])

    @property
    def rest(self) -> np.ndarray:
        """Trade with the partners that are not drawn."""
        return np.delete(self.values, self.kept)


def drawn_partners(basis: Basis, place: int, state: int, way: str, partner: int) -> PartnerDraws:
    """Draws of a state's exports, imports or trade, the partner always among those drawn."""
    values = partner_values(basis, place, state, way)
    kept = _largest(values, partner)
    before = values[kept]
    made = place in basis.completed.places
    if made:
        before = _imputed(basis, place, state, way)[:, kept]
    errors = _errors(basis, (place, state, len(way)), kept.size)
    drawn = np.nan_to_num(before) * np.exp(basis.noise.flows(values[kept]) * errors)
    return PartnerDraws(values, kept, drawn, COMPLETED if made else BASIS)


def drawn_groups(
    basis: Basis, place: int, state: int, way: str, member: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Trade with groups of partners, and draws of it; ``member[partner, group]`` is 1 or 0."""
    values = np.nan_to_num(partner_values(basis, place, state, way))
    totals = values @ member
    spread = np.sqrt(((values * basis.noise.flows(values)) ** 2) @ member)
    scales = np.divide(spread, totals, out=np.zeros_like(totals), where=totals > 0)
    before = totals[None, :]
    if place in basis.completed.places:
        before = np.nan_to_num(_imputed(basis, place, state, way)) @ member
    errors = _errors(basis, (place, state, len(way), 1), totals.size)
    return totals, before * np.exp(scales * errors)


def partner_values(basis: Basis, place: int, state: int, way: str) -> np.ndarray:
    """Flows with each partner, imputed where they are missing; the state itself is absent."""
    flows = basis.completed.complete(place)
    sold, bought = flows[state], flows[:, state]
    both = np.where(
        np.isnan(sold) & np.isnan(bought), np.nan, np.nan_to_num(sold) + np.nan_to_num(bought)
    )
    values = {"export": sold, "import": bought, "trade": both}[way].copy()
    values[state] = np.nan
    return values


def _imputed(basis: Basis, place: int, state: int, way: str) -> np.ndarray:
    """Draws of the imputed flows of one state, known flows as they are."""
    return partner_draws(basis.completed.drawn[place], state, DIRECTIONS[way])[:DRAWS]


def _largest(values: np.ndarray, partner: int) -> np.ndarray:
    """Places of the largest partners, and of the one asked for."""
    order = np.argsort(-np.nan_to_num(values), kind="stable")[:KEPT]
    return np.unique(np.append(order, partner))


def _errors(basis: Basis, salt: tuple[int, ...], number: int) -> np.ndarray:
    """Standard log errors by draw and partner; each year, state and way has its own stretch."""
    pool = _standard(basis.asked.seed, basis.noise.model.tail)
    start = sum(part * prime for part, prime in zip(salt, PRIMES, strict=False))
    start %= POOL - DRAWS * number
    return pool[start : start + DRAWS * number].reshape(DRAWS, number)


@lru_cache(maxsize=4)
def _standard(seed: int, tail: float) -> np.ndarray:
    """Normal errors with the same 90 % range as the fitted tail.

    With the heavy tail itself one tiny flow in two hundred would outgrow all others.
    """
    random = np.random.default_rng(seed)
    return half_range(tail) / Z90 * random.standard_normal(POOL)
