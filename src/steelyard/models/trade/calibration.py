"""From a published input-output table to the economy of the trade model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.models.trade.cleaning import Cleaned, PublishedTable, clean
from steelyard.models.trade.economy import Economy
from steelyard.models.trade.tables import economy_from_flows


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """An economy that satisfies the model, and the table that it was made of."""

    economy: Economy
    table: Cleaned

    @property
    def residual(self) -> float:
        """Largest failure of an identity of the model, in parts of a region's product."""
        return float(self.economy.imbalance.max())


def calibrate(table: PublishedTable, theta: Float[np.ndarray, " sector"]) -> Calibration:
    """Clean a table and read the shares of the model off it.

    Parameters
    ----------
    table : PublishedTable, USD m
        `steelyard.reference.baseline.baseline` gives the one that ships or that a user's file
        makes; `steelyard.reference.whole_table.whole_table` every industry and economy of a file.
    theta : 1, above 0
        Trade elasticity of each sector; its draws replace it by `Economy.with_theta`.

    Returns
    -------
    calibration : Calibration
        The economy, with the account of cleaning (law 12).

    Raises
    ------
    InputError
        As `clean` and `economy_from_flows`: for negative or absent flows, labels that do not fit,
        regions that use or make nothing, elasticities of at most 0.

    References
    ----------
    Caliendo, L. and Parro, F. (2015). Estimates of the trade and welfare effects of NAFTA.
    *Review of Economic Studies* 82(1), 1-44, section 5 (taking the model to data).

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> made = SimpleNamespace(regions=("A", "B"), sectors=("all",), flows=np.eye(2) * 2,
    ...     final=np.array([[6.0, 1], [1, 4]]), stocks=np.zeros((2, 2)))
    >>> found = calibrate(made, np.array([5.0]))
    >>> found.economy.product.tolist(), found.residual < 1e-12
    ([7.0, 5.0], True)
    """
    cleaned = clean(table)
    return Calibration(
        economy_from_flows(
            cleaned.regions, cleaned.sectors, cleaned.flows, cleaned.final, np.asarray(theta)
        ),
        cleaned,
    )
