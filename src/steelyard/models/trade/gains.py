"""Why real income changed: terms of trade, volume of trade, real wage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.models.trade.equilibrium import Equilibrium


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """Parts of a change of real income, [country], as parts of baseline income."""

    terms_of_trade: Float[np.ndarray, " country"]
    volume_of_trade: Float[np.ndarray, " country"]
    real_wage: Float[np.ndarray, " country"]

    @property
    def first_order(self) -> Float[np.ndarray, " country"]:
        """Terms and volume of trade together: welfare as Caliendo and Parro print it."""
        return self.terms_of_trade + self.volume_of_trade


def gains(answer: Equilibrium, cost: Float[np.ndarray, "country sector"] | None = None) -> Gains:
    r"""Terms of trade, volume of trade and real wage of each country.

    .. math:: \frac{dW_n}{W_n} = \frac{1}{I_n} \sum_{ij} (E_{nij}\, dc_{nj} - M_{nij}\, dc_{ij})
        + \frac{1}{I_n} \sum_{ij} t_{nij} M_{nij} (dM_{nij} - dc_{ij})

    E and M are exports and imports of the baseline before tariffs, :math:`dc = \hat c - 1` and
    :math:`dM = \hat M - 1`. First order, at weights of the baseline: with large changes of
    tariffs or an embargo the sum may be far from the exact change of real income
    (`Equilibrium.real_income`), because revenue that is lost counts only at the old tariff.

    Parameters
    ----------
    answer : Equilibrium
        Of changes in tariffs; iceberg costs are no gain of anybody and not counted.
    cost : 1, [country, sector]
        Changes of unit costs; from wages and prices where left out (no change of productivity).

    Returns
    -------
    gains : parts of baseline income

    References
    ----------
    Caliendo, L. and Parro, F. (2015). Estimates of the trade and welfare effects of NAFTA.
    *Review of Economic Studies* 82(1), 1-44, equation 23 and table 2.

    Examples
    --------
    >>> from steelyard.models.trade.shock import no_shock
    >>> from steelyard.models.trade.solve import solve
    >>> from steelyard.models.trade.tables import economy_from_flows
    >>> economy = economy_from_flows(
    ...     ["A", "B"], ["goods"], np.zeros((2, 2)), np.array([[8.0, 2.0], [2.0, 8.0]]),
    ...     np.array([4.0]))
    >>> gains(solve(economy, no_shock(economy))).first_order.tolist()
    [0.0, 0.0]
    """
    economy = answer.baseline
    cost = unit_costs(answer) if cost is None else cost
    rise = cost - 1
    imports, after = economy.sales, answer.sales
    at = np.arange(len(economy.countries))
    imports[:, at, at] = 0.0
    traded = imports > 0
    growth = np.where(traded, after / np.where(traded, imports, 1.0) - 1, 0.0)
    bought = np.einsum("jni,ij->n", imports, rise)
    sold = (imports.sum(axis=1).T * rise).sum(axis=1)
    volume = (economy.tariff * imports * (growth - rise.T[:, None, :])).sum(axis=(0, 2))
    living = (economy.final * np.log(answer.price)).sum(axis=1)
    return Gains(
        terms_of_trade=(sold - bought) / economy.income,
        volume_of_trade=volume / economy.income,
        real_wage=answer.wage * np.exp(-living) - 1,
    )


def unit_costs(answer: Equilibrium) -> Float[np.ndarray, "country sector"]:
    """Changes of the cost of a unit from wages and prices, at unchanged productivity."""
    economy = answer.baseline
    logs = economy.value_added * np.log(answer.wage)[:, None]
    return np.exp(logs + np.einsum("nkj,nk->nj", economy.inputs, np.log(answer.price)))
