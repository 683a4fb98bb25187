"""Contests of the two over third places: strength behind the shares, and what rivalry uses up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.contest.cells import contest_cells
from steelyard.dossier.contest.rows import Row, rows
from steelyard.dossier.noise import BASIS as NOISE_BASIS
from steelyard.dossier.records import ContestCell
from steelyard.dossier.records.pressure import ContestGame, ContestYear, OtherStrength
from steelyard.measures.interval import LEVEL, draws_of, estimate_from_draws
from steelyard.models.games.contest import (
    implied_strength,
    influence_share,
    most_decisive,
    patience_needed,
    spending,
)
from steelyard.vocabulary.estimate import Estimate

DRAWS = 500
INSIDE = (1e-9, 1 - 1e-9)  # a share of 0 or 1 has no strength
OF_RATIO = "interval of the ratio of both sides"
CHANGES = ((0.5, "half B's strength"), (2.0, "twice B's strength"))


def contest_games(basis: Basis) -> tuple[ContestGame, ...]:
    """Goods trade by year, then other dimensions of which both sides are known with intervals."""
    found = [made for row in rows(basis) if (made := _by_year(basis, row)) is not None]
    others = [_by_cell(basis, cell) for cell in contest_cells(basis) if _usable(cell)]
    return (*found, *others)


def _by_year(basis: Basis, row: Row) -> ContestGame | None:
    """Trade with both sides in every year of which it is known."""
    weights = row.weights["trade"]
    places = np.flatnonzero(weights.known & weights.sure)
    if not places.size:
        return None
    point = weights.b[places] / (weights.a[places] + weights.b[places])
    drawn = weights.b_draws[:, places] / (weights.a_draws + weights.b_draws)[:, places]
    years = _years(weights.years[places], point, drawn, NOISE_BASIS)
    origins = [basis.trade.origins[basis.trade.year(int(weights.years[at]))] for at in places]
    earlier = _earlier(years)
    return _game(row.code, row.name, row.whole, "trade", "Goods trade", years,
                 (float(point[-1]), drawn[:, -1]), earlier, origins)  # fmt: skip


def _usable(cell: ContestCell) -> bool:
    """Whether a cell other than goods trade has a ratio with its interval."""
    ratio = cell.log_ratio
    in_trade = cell.dimension in ("trade", "imports", "exports")
    return not in_trade and ratio.present and ratio.low is not None and ratio.level is not None


def _by_cell(basis: Basis, cell: ContestCell) -> ContestGame:
    """One dimension in its last period, from the ratio of both sides."""
    odds = draws_of(cell.log_ratio, DRAWS, basis.asked.seed)
    point = float(influence_share(np.exp(cell.log_ratio.point or 0.0)))
    drawn = influence_share(np.exp(odds))
    years = _years(np.array([int(cell.period[:4])]), np.array([point]), drawn[:, None], OF_RATIO)
    return _game(cell.state, cell.state_name, cell.whole, cell.dimension, cell.title, years,
                 (point, drawn), (), cell.origins)  # fmt: skip


def _years(
    years: np.ndarray, share: np.ndarray, drawn: np.ndarray, basis: str
) -> tuple[ContestYear, ...]:
    """Share, strength and what is used up by year; quantiles of all years at once."""
    inside = np.clip(drawn, *INSIDE)
    tails = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
    shares = np.vstack([share, np.quantile(inside, tails, axis=0)])
    used = np.vstack([_used_up(share), np.quantile(_used_up(inside), tails, axis=0)])
    strengths = implied_strength(shares)  # rises with the share, and so do its quantiles
    ahead = (inside > 0.5).mean(axis=0)

    def estimate(ends: np.ndarray) -> Estimate:
        point, low, high = map(float, ends)
        return Estimate(point, min(low, point), max(high, point), LEVEL, basis, "estimated")

    return tuple(
        ContestYear(
            year=int(year),
            share_b=estimate(shares[:, at]),
            strength=estimate(strengths[:, at]),
            used_up=estimate(used[:, at]),
            chance_b=round(float(ahead[at]), 3),
        )
        for at, year in enumerate(years)
    )


def _used_up(share: np.ndarray) -> np.ndarray:
    """Spending of both over the prize, at the strength behind a share."""
    return spending(implied_strength(share)).dissipated


def _earlier(years: tuple[ContestYear, ...]) -> tuple[OtherStrength, ...]:
    """B's share if its strength were still that of ten and twenty years before."""
    last = years[-1].year
    places = {each.year: at for at, each in enumerate(years)}
    return tuple(
        OtherStrength(
            title=f"strength of {last - back}", share_b=years[places[last - back]].share_b
        )
        for back in (10, 20)
        if last - back in places
    )


def _game(
    place: str,
    name: str,
    whole: bool,
    dimension: str,
    title: str,
    years: tuple[ContestYear, ...],
    last: tuple[float, np.ndarray],
    earlier: tuple[OtherStrength, ...],
    origins: Iterable[str],
) -> ContestGame:
    """A game with what would be at other strengths, and what a condominium would take."""
    share, drawn = last[0], np.clip(last[1], *INSIDE)
    basis = years[-1].share_b.basis

    def over(formula: Callable[..., Any], **named: bool) -> Estimate:
        return estimate_from_draws(float(formula(share, **named)), formula(drawn, **named),
                                   basis=basis)  # fmt: skip

    def changed(times: float) -> Callable[[Any], Any]:
        return lambda p: influence_share(times * implied_strength(p))

    others = tuple(OtherStrength(title=t, share_b=over(changed(times))) for times, t in CHANGES)
    return ContestGame(
        place=place,
        name=name,
        whole=whole,
        dimension=dimension,
        title=title,
        years=years,
        decisive=over(most_decisive),
        patience=over(patience_needed),
        patience_paid=over(patience_needed, side_payments=True),
        others=(*others, *earlier),
        origins=tuple(dict.fromkeys(origins)),
    )


def games_of(games: tuple[ContestGame, ...], dimension: str) -> Iterator[ContestGame]:
    """Those of one dimension."""
    return (game for game in games if game.dimension == dimension)
