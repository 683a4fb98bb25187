"""Years in which some pairs have no reporter left: shares as bounds, totals as draws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from steelyard.dossier.flows import Flows
from steelyard.dossier.noise import Noise
from steelyard.dossier.remembered import remembered
from steelyard.dossier.request import Request
from steelyard.measures.asymmetry import log_ratio_interval
from steelyard.measures.mirrors import Rehearsal, impute
from steelyard.measures.mirrors_shares import (
    Direction,
    ImputedDraws,
    draw_missing,
    partner_draws,
    share_bounds,
)
from steelyard.vocabulary.estimate import Estimate

DIRECTIONS: dict[str, Direction] = {"export": "exports", "import": "imports", "trade": "trade"}
DRAWS = 1000
REHEARSALS = 5  # earlier periods in which today's missing pairs are hidden


@dataclass(frozen=True, slots=True)
class Completed:
    """Imputed flows of each year that lacks reporters, drawn once for all shares."""

    trade: Flows
    drawn: dict[int, ImputedDraws]
    seed: int

    @property
    def places(self) -> tuple[int, ...]:
        """Places of these years on the year axis."""
        return tuple(self.drawn)

    @property
    def note(self) -> str:
        """What a reader must know about a completed year."""
        return (
            "some pairs have no reporter: missing flows imputed; ends are bounds, with all "
            "missing flows at their last level or more, and with none of them"
        )

    def share(self, place: int, subject: str, partner: str, way: str) -> Estimate:
        """Point with imputed flows, between the bounds."""
        column = self.trade.state(partner)
        bounds = share_bounds(
            self.drawn[place], self.trade.state(subject), DIRECTIONS[way], partners=[column]
        )
        return bounds.bounds(column)

    def complete(self, place: int) -> np.ndarray:
        """Flows of one year with the missing ones imputed."""
        return (
            self.drawn[place].imputation.flows if place in self.drawn else self.trade.values[place]
        )

    def lists(self, place: int, subject: str) -> bool:
        """Whether any flow of a state is known or imputed in a year."""
        row = self.trade.state(subject)
        flows = self.complete(place)
        return bool(np.isfinite(flows[row]).any() or np.isfinite(flows[:, row]).any())

    def missing(self, place: int, subject: str, way: str) -> float:
        """Part of a state's exports, imports or trade that was imputed, at the point."""
        found = share_bounds(
            self.drawn[place], self.trade.state(subject), DIRECTIONS[way], partners=[]
        )
        return found.missing

    def log_ratio(self, noise: Noise, place: int, asked: Request, middle: float) -> Estimate:
        """Draws of both totals together, with the noise of what is known."""
        random = np.random.default_rng(self.seed)
        a, b = (self.trade.state(code) for code in asked.codes)
        shares = []
        for state, other in ((a, b), (b, a)):
            values = partner_draws(self.drawn[place], state, "trade")
            sigma = noise.total(self.drawn[place].imputation.flows[state])
            total = np.nansum(values, axis=1) * np.exp(sigma * random.standard_normal(len(values)))
            shares.append(values[:, other] / total)
        found = log_ratio_interval(shares[0], shares[1], point=middle)
        return Estimate(
            found.point,
            found.low,
            found.high,
            found.level,
            "missing mirrors and mirror gap, drawn together",
            "estimated",
        )


def completed(trade: Flows, asked: Request) -> Completed:
    """Impute every year with missing flows from the last year before it that lacks none."""
    drawn = {}
    for place in range(len(trade.years)):
        if not trade.missing[place].any():
            continue
        before = _last_complete(trade, place)
        gap = trade.years[place] - trade.years[before]
        listed = _listed(trade.values[place])
        last_known = np.where(listed, trade.values[before], np.nan)
        rehearsals = [
            Rehearsal(
                np.where(listed, trade.values[later], np.nan),
                np.where(listed, trade.values[earlier], np.nan),
            )
            for earlier, later in _earlier_periods(trade, before, gap)
        ]
        known = trade.values[place]
        flat = [part for each in rehearsals for part in (each.known, each.last_known)]
        made = remembered(
            [known, last_known, *flat],
            asked.seed,
            partial(impute, known, last_known, rehearsals=rehearsals, seed=asked.seed),
        )
        pair = [trade.state(code) for code in asked.codes if code in trade.codes]
        drawn[place] = draw_missing(made, states=pair, draws=DRAWS, seed=asked.seed)
    return Completed(trade, drawn, asked.seed)


def _listed(values: np.ndarray) -> np.ndarray:
    """Pairs of economies that the year's publisher lists at all; the rest is not imputed."""
    known = np.isfinite(values)
    there: np.ndarray = np.logical_or(known.any(axis=0), known.any(axis=1))
    return there[:, None] & there[None, :]


def _earlier_periods(trade: Flows, before: int, gap: int) -> list[tuple[int, int]]:
    """Places of earlier pairs of years, as many years apart, without overlap."""
    periods = []
    later = before
    while len(periods) < REHEARSALS and trade.years[later] - gap in trade.years:
        earlier = trade.year(trade.years[later] - gap)
        periods.append((earlier, later))
        later = earlier
    return periods


def _last_complete(trade: Flows, place: int) -> int:
    """Place of the last earlier year without missing flows."""
    return max(p for p in range(place) if not trade.missing[p].any())
