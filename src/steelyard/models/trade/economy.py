"""A world economy of countries and sectors, as shares: where a trade equilibrium starts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless

BALANCE = 1e-9  # the most an identity of the baseline may fail, in parts of the country's product


@dataclass(frozen=True, slots=True, eq=False)
class Economy:
    r"""Spending shares, input shares and incomes of a baseline (Caliendo and Parro 2015).

    Buyers and sellers are the same countries in the same order. Money has one unit throughout,
    which does not matter. What must hold (law 8), with :math:`Y_{ij} = \sum_n \pi_{nij} X_{nj}
    / (1 + t_{nij})`:

    .. math:: X_{nj} = \alpha_{nj} I_n + \sum_k \gamma_{njk} Y_{nk}, \quad
        V_i = \sum_j \beta_{ij} Y_{ij}, \quad I_n = V_n + \text{tariff revenue}_n + D_n

    Parameters
    ----------
    countries, sectors : labels
    share : 1, pi, sums to 1 over sellers
        Of the buyer's spending on a sector, tariffs included, what goes to a seller.
    spending : money / year, X
        Of a buyer on a sector: for final use and as inputs, tariffs included.
    final : 1, alpha, sums to 1 over sectors
        Of final spending.
    value_added : 1, beta, in (0, 1]
        Of the output of a sector.
    inputs : 1, gamma[country, input, sector]; with beta it sums to 1 over inputs
        Of the output of the sector, what is spent on the input.
    product : money / year, V
        Value added of a country.
    theta : 1, above 0
        Trade elasticity of a sector.
    tariff : 1, t, at least 0
        Ad valorem; 0 is none.
    deficit : money / year, D
        Final spending above what the country earns; sums to 0.
    """

    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    share: Float[np.ndarray, "sector country country"]
    spending: Float[np.ndarray, "country sector"]
    final: Float[np.ndarray, "country sector"]
    value_added: Float[np.ndarray, "country sector"]
    inputs: Float[np.ndarray, "country sector sector"]
    product: Float[np.ndarray, " country"]
    theta: Float[np.ndarray, " sector"]
    tariff: Float[np.ndarray, "sector country country"]
    deficit: Float[np.ndarray, " country"]

    @property
    def sales(self) -> Float[np.ndarray, "sector country country"]:
        """What sellers receive, [sector, buyer, seller]: spending less tariffs."""
        paid = self.share * self.spending.T[:, :, None]
        return paid / (1 + self.tariff) if self.tariff.any() else paid

    @property
    def output(self) -> Float[np.ndarray, "country sector"]:
        """Gross output, Y."""
        if self.tariff.any():
            return self.sales.sum(axis=1).T
        return (self.spending.T[:, None, :] @ self.share)[:, 0, :].T

    @property
    def revenue(self) -> Float[np.ndarray, " country"]:
        """Tariff revenue of buyers."""
        if not self.tariff.any():
            return np.zeros_like(self.product)
        return (self.tariff * self.sales).sum(axis=(0, 2))

    @property
    def income(self) -> Float[np.ndarray, " country"]:
        """Final spending: value added, tariff revenue and deficit, I."""
        return self.product + self.revenue + self.deficit

    @property
    def imbalance(self) -> Float[np.ndarray, " country"]:
        """Largest failure of an identity of each country, in parts of its product."""
        output = self.output
        needs = self.final * self.income[:, None] + (self.inputs @ output[:, :, None])[:, :, 0]
        earned = np.abs(self.product - (self.value_added * output).sum(axis=1))
        return np.maximum(np.abs(self.spending - needs).max(axis=1), earned) / self.product

    def with_theta(self, theta: Float[np.ndarray, " sector"]) -> Economy:
        """The same baseline under other elasticities."""
        refuse_elasticities(self.sectors, theta)
        return replace(self, theta=np.asarray(theta, dtype=float))

    def country(self, name: str) -> int:
        """Place of a country."""
        return place("country", self.countries, name)

    def sector(self, name: str) -> int:
        """Place of a sector."""
        return place("sector", self.sectors, name)


def place(kind: str, known: Sequence[str], name: str) -> int:
    """Place of a label; InputError, with all that are known, if it is none of them."""
    refuse_unless(
        name in known,
        where=f"{kind} {name!r}",
        found=f"not a {kind} of this economy",
        expected=f"one of: {', '.join(known)}",
        remedy=f"Name a {kind} of the baseline, or build a baseline that keeps it apart.",
    )
    return tuple(known).index(name)


def cell_name(labels: Sequence[Sequence[str]], at: Sequence[int] | np.ndarray) -> str:
    """Labels of one cell, for messages."""
    return " / ".join(axis[i] for axis, i in zip(labels, at, strict=True))


def refuse_elasticities(sectors: Sequence[str], theta: np.ndarray) -> None:
    """Raise unless there is one elasticity above zero for each sector."""
    theta = np.asarray(theta, dtype=float)
    refuse_unless(
        theta.shape == (len(sectors),),
        where="trade elasticities",
        found=f"{theta.size} values for {len(sectors)} sectors",
        expected="one elasticity for each sector, in their order",
        remedy="Give one value for each sector.",
    )
    wrong = [f"{s}: {t:g}" for s, t in zip(sectors, theta, strict=True) if not 0 < t < np.inf]
    refuse_unless(
        not wrong,
        where="trade elasticities",
        found=", ".join(wrong),
        expected="finite values above 0 (the elasticity of substitution less 1)",
        remedy="Correct these elasticities, or draw them with a floor above 0.",
    )
