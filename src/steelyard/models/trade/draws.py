"""Economies that the data allow: draws of elasticities, and of the error of a carried table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from steelyard.measures.checks import refuse_unless
from steelyard.models.trade.carry_error import CarryError, disturbed
from steelyard.models.trade.cleaning import Cleaned
from steelyard.models.trade.economy import Economy
from steelyard.models.trade.elasticities import ElasticityLaw
from steelyard.models.trade.tables import economy_from_flows

# Tables with error, over which draws of elasticities go round. Between the 5 and 95 % quantiles of
# n tables lie (n - 1) / (n + 1) of nine tenths: 81 % for 20 tables, 88 % for 100.
TABLES = 100


@dataclass(frozen=True, slots=True, eq=False)
class EconomyDraws:
    """Draws for the solver: a few tables, each with its share of the draws of elasticities.

    The draw *d* is `economies[table[d]]` under `theta[d]`. The first economy is the table as it
    is, with the median elasticities: the point.
    """

    point: Economy
    economies: tuple[Economy, ...]
    table: Int[np.ndarray, " draw"]
    theta: Float[np.ndarray, "draw sector"]

    def __len__(self) -> int:
        """Number of draws."""
        return len(self.theta)

    def draw(self, number: int) -> Economy:
        """The economy of one draw."""
        return self.economies[self.table[number]].with_theta(self.theta[number])

    def batches(self) -> Sequence[tuple[Economy, Int[np.ndarray, " draw"]]]:
        """Each economy with the numbers of its draws, which differ in elasticities alone."""
        return [
            (economy, np.flatnonzero(self.table == place))
            for place, economy in enumerate(self.economies)
        ]


def economy_draws(
    table: Cleaned,
    law: ElasticityLaw,
    *,
    error: CarryError | None = None,
    tables: int = TABLES,
    seed: int = 0,
) -> EconomyDraws:
    """Draw economies around a table.

    Parameters
    ----------
    table : Cleaned, USD m
    law : ElasticityLaw
        On the sectors of the table, in their order; `ElasticityLaw.on` spreads it.
    error : CarryError
        Where the table was carried to another year; none where it is as published, and draws
        then hold elasticities alone.
    tables, seed : count
        How many tables with error are made, 15 ms each at 20 x 15; draws go round them.

    Returns
    -------
    draws : EconomyDraws

    Raises
    ------
    InputError
        If sectors differ, or no table is asked for.

    References
    ----------
    Own.
    """
    refuse_unless(
        law.sectors == table.sectors and tables > 0,
        where="draws of an economy",
        found=f"elasticities of {len(law.sectors)} sectors, a table of {len(table.sectors)}, "
        f"{tables} tables",
        expected="the same sectors in the same order, one table or more",
        remedy="Spread the law over the table's industries with `ElasticityLaw.on`.",
    )
    made = [table] if error is None else list(disturbed(table, error, tables, seed))
    economies = tuple(
        economy_from_flows(each.regions, each.sectors, each.flows, each.final, law.middle)
        for each in made
    )
    point = economy_from_flows(table.regions, table.sectors, table.flows, table.final, law.middle)
    return EconomyDraws(point, economies, np.arange(len(law.theta)) % len(economies), law.theta)
