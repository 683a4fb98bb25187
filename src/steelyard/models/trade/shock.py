"""What changes: trade costs, tariffs, productivity, as numbers of the model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.models.trade.economy import Economy, cell_name
from steelyard.vocabulary.errors import AxisMismatch


@dataclass(frozen=True, slots=True, eq=False)
class Shock:
    r"""Changes that an equilibrium answers to.

    .. math:: M_{nij} = \hat\kappa_{nij}^{-\theta_j} \in [0, \infty)

    The multiplier of trade shares is the primitive, not the cost: 0 is an exact embargo, and no
    large number stands for an infinite cost. The own entry (buyer = seller) is home trade.

    Parameters
    ----------
    countries, sectors : labels of the economy it applies to
    multiplier : 1, at least 0, [sector, buyer, seller]
    tariff_to : 1, at least 0, [sector, buyer, seller]
        The tariff after the shock, ad valorem; None leaves all as they are.
    productivity : 1, above 0, [country, sector]
        Factor on output from the same inputs.
    """

    countries: tuple[str, ...]
    sectors: tuple[str, ...]
    multiplier: Float[np.ndarray, "sector country country"]
    productivity: Float[np.ndarray, "country sector"]
    tariff_to: Float[np.ndarray, "sector country country"] | None = None

    def __post_init__(self) -> None:
        """Refuse factors outside their range."""
        names = (self.sectors, self.countries, self.countries)
        _refuse_factor("multiplier of trade shares", self.multiplier, names, least=0.0)
        if self.tariff_to is not None:
            _refuse_factor("tariff", self.tariff_to, names, least=0.0)
        names = (self.countries, self.sectors)
        _refuse_factor("productivity", self.productivity, names, least=np.finfo(float).tiny)

    def then(self, other: Shock) -> Shock:
        """Both shocks at once: factors multiply, the later tariff holds."""
        self.refuse_other_labels(other.countries, other.sectors)
        return Shock(
            self.countries,
            self.sectors,
            self.multiplier * other.multiplier,
            self.productivity * other.productivity,
            self.tariff_to if other.tariff_to is None else other.tariff_to,
        )

    def refuse_other_labels(self, countries: tuple[str, ...], sectors: tuple[str, ...]) -> None:
        """Raise AxisMismatch unless the labels are the same in the same order (law 3)."""
        for axis, mine, other in (
            ("country", self.countries, countries),
            ("sector", self.sectors, sectors),
        ):
            if mine != other:
                raise AxisMismatch(axis=axis, left=mine, right=other)


def no_shock(economy: Economy) -> Shock:
    """Nothing changes."""
    return Shock(
        economy.countries,
        economy.sectors,
        np.ones_like(economy.share),
        np.ones_like(economy.final),
    )


def embargo(
    economy: Economy,
    buyers: Iterable[str],
    sellers: Iterable[str],
    sectors: Iterable[str] | None = None,
    kept: float = 0.0,
) -> Shock:
    """Sales of the sellers to the buyers end in these sectors; home trade is never touched.

    Parameters
    ----------
    economy : Economy
    buyers, sellers : countries
    sectors : sectors, all where left out
    kept : 1, in [0, 1]
        Multiplier of trade shares that is left; 0 is an exact embargo. A quarter left before
        anybody adjusts, not after.
    """
    return _on_links(economy, buyers, sellers, sectors, lambda theta: np.full_like(theta, kept))


def trade_cost(
    economy: Economy,
    buyers: Iterable[str],
    sellers: Iterable[str],
    factor: float,
    sectors: Iterable[str] | None = None,
) -> Shock:
    r"""Sales of the sellers to the buyers cost `factor` times as much to deliver.

    The factor is that of the gross iceberg cost, :math:`\hat\kappa`; infinity is an embargo.
    """
    refuse_unless(
        factor > 0,
        where="trade cost",
        found=f"a factor of {factor:g}",
        expected="a factor above 0; 1 changes nothing, infinity is an embargo",
        remedy="Give the cost after the shock over the cost before.",
    )
    return _on_links(economy, buyers, sellers, sectors, lambda theta: factor**-theta)


def tariffs(economy: Economy, tariff_to: np.ndarray) -> Shock:
    """Tariffs move to these ad valorem rates, [sector, buyer, seller]; all else stays."""
    base = no_shock(economy)
    return Shock(
        base.countries,
        base.sectors,
        base.multiplier,
        base.productivity,
        np.asarray(tariff_to, dtype=float),
    )


def _on_links(
    economy: Economy,
    buyers: Iterable[str],
    sellers: Iterable[str],
    sectors: Iterable[str] | None,
    multiplier_of: Callable[[np.ndarray], np.ndarray],
) -> Shock:
    """A multiplier on the links between two groups, own links left alone."""
    shock = no_shock(economy)
    rows = [economy.country(name) for name in buyers]
    columns = [economy.country(name) for name in sellers]
    named = economy.sectors if sectors is None else sectors
    places = [economy.sector(name) for name in named]
    multiplier = shock.multiplier
    block = multiplier_of(economy.theta[places])
    multiplier[np.ix_(places, rows, columns)] = block[:, None, None]
    own = np.arange(len(economy.countries))
    multiplier[:, own, own] = 1.0
    return Shock(shock.countries, shock.sectors, multiplier, shock.productivity)


def _refuse_factor(name: str, values: np.ndarray, labels: tuple, least: float) -> None:
    """Raise, naming the cells, for factors below the least, infinite or absent."""
    refuse_unless(
        values.shape == tuple(len(axis) for axis in labels),
        where=f"{name} of a shock",
        found=f"an array of {' x '.join(map(str, values.shape))}",
        expected=f"{' x '.join(str(len(axis)) for axis in labels)}, as the labels say",
        remedy="Start from `no_shock(economy)` and change the cells that the scenario names.",
    )
    wrong = np.argwhere(~((values >= least) & np.isfinite(values)))
    named = [f"{cell_name(labels, at)} = {values[tuple(at)]:g}" for at in wrong[:5]]
    refuse_unless(
        not wrong.size,
        where=f"{name} of a shock",
        found=f"{len(wrong)} cells out of range: {', '.join(named)}",
        expected="finite values of at least 0 (productivity above 0)",
        remedy="Correct these cells; an infinite cost is a multiplier of 0.",
    )
