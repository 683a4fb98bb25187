"""The world that scenarios start from: a balanced economy, and what is not known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np
from jaxtyping import Int

from steelyard.models.trade.carry import carry
from steelyard.models.trade.carry_error import MEASURED
from steelyard.models.trade.cleaning import Cleaned, clean
from steelyard.models.trade.draws import TABLES, EconomyDraws, economy_draws
from steelyard.models.trade.economy import Economy
from steelyard.models.trade.elasticities import ElasticityLaw, pooled_elasticities
from steelyard.models.trade.equilibrium import Closure
from steelyard.models.trade.horizon import adjustment, at_horizon
from steelyard.models.trade.solve import settle
from steelyard.reference.baseline import baseline
from steelyard.reference.dataset import Dataset
from steelyard.reference.elasticity_sets import published_sets
from steelyard.reference.growth import growth_between
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.errors import BadYears, InputError
from steelyard.vocabulary.industries import sectors

if TYPE_CHECKING:
    from steelyard.models.trade.cleaning import PublishedTable
    from steelyard.scenarios.schema import Start

LAW_DRAWS = 1000  # of elasticities; a run takes as many of them as it was asked for
HORIZONS = {"short": 0.0, "long": np.inf}


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A baseline, tables that it could as well have been, and the elasticities that are possible.

    A table as published has no such error; one carried to a later year has. `settled` are the
    same economies without deficits: markets clear at the middle elasticities, and draws of
    elasticities are then taken on these, so that they differ in nothing else.
    """

    source: str
    published: int  # year of the table as published
    year: int  # to which it was carried
    draws: EconomyDraws
    law: ElasticityLaw
    origins: tuple[str, ...]
    settled: dict[int, Economy] = field(default_factory=dict)  # -1 is the point

    @property
    def carried(self) -> bool:
        """Whether the year is later than that of the table as published."""
        return self.year != self.published

    def point(self, closure: Closure) -> Economy:
        """The economy that a closure starts from, without error."""
        return self._under(closure, -1)

    def economy(self, closure: Closure, table: int) -> Economy:
        """The same for one of the tables with error."""
        return self._under(closure, table)

    def _under(self, closure: Closure, table: int) -> Economy:
        one = self.draws.point if table < 0 else self.draws.economies[table]
        if closure is not Closure.ZEROED:
            return one
        if table not in self.settled:
            self.settled[table] = settle(one)
        return self.settled[table]

    def tables(self, draws: int) -> Int[np.ndarray, " draw"]:
        """Which table each draw takes: they go round."""
        return np.arange(draws) % len(self.draws.economies)

    def theta(self, draws: int, horizon: str | float, seed: int) -> np.ndarray:
        """Draws of elasticities at a horizon, [draw, sector]; same seed, same draws.

        The draws of long and short run are the same ones, so that both may be compared.
        """
        if draws > len(self.law.theta):
            raise InputError(
                where="simulate",
                found=f"{draws} draws",
                expected=f"at most {len(self.law.theta)}",
                remedy="Ask for fewer; a 90 % interval is settled after a few hundred.",
            )
        order = np.random.default_rng(seed).permutation(len(self.law.theta))
        return _at(self.law.theta[order], horizon, seed)[:draws]

    def middle(self, horizon: str | float) -> np.ndarray:
        """Median elasticities at a horizon."""
        return np.median(_at(self.law.theta, horizon, 0), axis=0)


def _at(theta: np.ndarray, horizon: str | float, seed: int) -> np.ndarray:
    years = HORIZONS[horizon] if isinstance(horizon, str) else float(horizon)
    return at_horizon(theta, adjustment(len(theta), seed), years)


def world(data: Dataset, start: Start) -> World:
    """The world of a dataset that a scenario asks for; kept, so that it is made once.

    A year after that of the table carries it there on newer trade and product; without a year,
    to the newest that the trade table has.

    Raises
    ------
    NoData
        If the dataset has no such table, or no trade or product of the year.
    BadYears
        If the year lies before the table.
    """
    key = f"world {start.source} {start.year}"
    if key not in data.made:
        data.made[key] = _made(data, start)
    return data.made[key]


def _made(data: Dataset, start: Start) -> World:
    table = baseline(data, start.source)
    year = newest_trade(data) if start.year is None else start.year
    if year < table.year:
        raise BadYears(
            where="baseline, year",
            found=f"{year} lies before the table of {table.origin}",
            expected=f"{table.year}, as published, or a later year",
            remedy=f"Write `year = {table.year}`, or leave it out for the newest.",
        )
    cleaned = clean(cast("PublishedTable", table))
    origins: tuple[str, ...] = (table.origin,)
    if year > table.year:
        cleaned, more = _carried(data, cleaned, table.year, year)
        origins = (*origins, *more)
    sets = published_sets(data)
    law = pooled_elasticities(sets.sectors, sets.theta, draws=LAW_DRAWS)
    error = MEASURED.at(year - table.year) if year > table.year else None
    return World(
        source=table.origin,
        published=table.year,
        year=year,
        draws=economy_draws(cleaned, law, error=error, tables=TABLES if error else 1),
        law=law,
        origins=tuple(dict.fromkeys((*origins, *sets.origins))),
    )


def newest_trade(data: Dataset) -> int:
    """The newest year with trade between all pairs."""
    rows = data.table("trade")
    return int(rows.filter(rows["exporter"] != WORLD)["year"].max())  # type: ignore[arg-type]


def _carried(
    data: Dataset, table: Cleaned, start: int, end: int
) -> tuple[Cleaned, tuple[str, ...]]:
    """The table of a later year, and where its growth comes from."""
    growth = growth_between(data, table.regions, start, end)
    goods = np.array([sectors()[each].goods for each in table.sectors])
    return carry(table, growth.product, growth.trade, goods).table, growth.origins
