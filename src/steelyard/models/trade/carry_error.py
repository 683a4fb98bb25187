"""How far a carried table is from the truth, where that is known, and draws with that error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless
from steelyard.measures.noise import Discrepancy, fit_discrepancy
from steelyard.models.trade.biproportional import ras
from steelyard.models.trade.carry import sold
from steelyard.models.trade.cleaning import Cleaned

BASIS = "error of a table carried forward, measured where truth is known"
SMALLEST = 1e-7  # of trade between regions: smaller flows err like one of this size
MOST = 3.0  # largest error of a flow, in logs: a factor of twenty


@dataclass(frozen=True, slots=True)
class CarryError:
    """Error of flows between regions, in logs, by their part of all trade between regions.

    `pair` is that of a flow between two regions as a whole, `sector` that of a sector's part of
    it. `years` is over how long they were measured. Draws are centred on the carried table: the
    location of the fit is a record, not a correction.
    """

    pair: Discrepancy
    sector: Discrepancy
    years: int


# World input-output tables (Timmer et al. 2015), 20 regions and 15 sectors, 2000 carried to 2011
# and set against 2011; `tests/golden/test_wiod_carry.py` measures it anew from the files.
MEASURED = CarryError(
    pair=Discrepancy(0.00108, -2.75055, -0.215753, 6.0, 380),
    sector=Discrepancy(-0.02716, -1.80069, -0.148829, 6.0, 5073),
    years=11,
)


def import_shares(table: Cleaned) -> Float[np.ndarray, "region region"]:
    """``shares[n, i]``: part of region *i* in what *n* buys abroad; the diagonal is 0.

    NaN for a region that buys nothing abroad.
    """
    flows = _abroad(table).sum(axis=1).T
    total = flows.sum(axis=1, keepdims=True)
    return np.divide(flows, total, out=np.full_like(flows, np.nan), where=total > 0)


def measure_error(truth: Cleaned, carried: Cleaned, years: int) -> CarryError:
    r"""Fit the error of a carried table.

    .. math:: \ln\frac{T_{in}}{\hat T_{in}} = m + e^{a + b \ln x_{in}}\, t_\nu, \qquad
        \ln\frac{T_{isn} / T_{in}}{\hat T_{isn} / \hat T_{in}} = m' + e^{a' + b' \ln x_{isn}}\,
        t_{\nu'}

    with flows in parts of all trade between regions. Student's t, since a few pairs go far from
    where statistics of trade would have taken them.

    Parameters
    ----------
    truth, carried : Cleaned
        The same year, regions and sectors.
    years : years
        How far the table was carried.

    Returns
    -------
    error : CarryError, ln

    Raises
    ------
    InputError
        If labels differ or fewer than 30 flows are in both.

    References
    ----------
    Own; the fit is `steelyard.measures.noise.fit_discrepancy`.
    """
    refuse_unless(
        (truth.regions, truth.sectors) == (carried.regions, carried.sectors),
        where="error of a carried table",
        found=f"{len(truth.regions)} and {len(carried.regions)} regions with different labels",
        expected="the same regions and sectors in the same order",
        remedy="Sum both tables in the same way.",
    )
    true, found = (_parts_of_trade(table) for table in (truth, carried))
    pair, guessed = true.sum(axis=1), found.sum(axis=1)
    within = true * _ratio(guessed, pair)[:, None, :]  # true make-up of the guessed flow
    return CarryError(
        fit_discrepancy(pair.ravel(), guessed.ravel()),
        fit_discrepancy(within.ravel(), found.ravel()),
        years,
    )


def disturbed(table: Cleaned, error: CarryError, draws: int, seed: int = 0) -> Iterator[Cleaned]:
    r"""Tables that the carried one could as well have been, one after another.

    .. math:: X_{isn} \to X_{isn}\, e^{u_{in} + v_{isn}}, \; i \ne n, \qquad
        u, v \sim \text{as measured}

    and then RAS back to every sector's output and every user's total, which the error of flows
    between regions leaves as they are: what is bought less abroad is bought at home.

    Parameters
    ----------
    table : Cleaned, USD m
    error : CarryError
    draws, seed : count
        Draw *d* depends on seed and *d* alone.

    Yields
    ------
    table : Cleaned, USD m

    Raises
    ------
    InputError
        If margins are not reached (law 7).

    References
    ----------
    Own.
    """
    regions, sectors = len(table.regions), len(table.sectors)
    size = regions * sectors
    flows = _parts_of_trade(table)
    pair_scale = _scale(error.pair, flows.sum(axis=1))
    sector_scale = _scale(error.sector, flows)
    whole = np.concatenate([table.flows, table.final], axis=1)
    buyer = np.concatenate([np.repeat(np.arange(regions), sectors), np.arange(regions)])
    own = np.eye(regions, dtype=bool)
    for draw in range(draws):
        rng = np.random.default_rng([seed, draw])
        pair = pair_scale * rng.standard_t(error.pair.tail, pair_scale.shape)
        part = sector_scale * rng.standard_t(error.sector.tail, sector_scale.shape)
        factor = np.exp(np.clip(part, -MOST, MOST))  # of make-up alone: sums are kept
        factor *= _ratio(flows.sum(axis=1), (flows * factor).sum(axis=1))[:, None, :]
        factor *= np.exp(np.clip(pair, -MOST, MOST))[:, None, :]
        factor = np.where(own[:, None, :], 1.0, factor).reshape(size, regions)[:, buyer]
        done = ras(whole * factor, whole.sum(axis=1), whole.sum(axis=0))
        yield replace(table, flows=done.table[:, :size], final=done.table[:, size:])


def _abroad(table: Cleaned) -> np.ndarray:
    """Sales of sectors to other regions, [seller, sector, buyer]; the own region is 0."""
    return np.where(np.eye(len(table.regions), dtype=bool)[:, None, :], 0.0, sold(table))


def _parts_of_trade(table: Cleaned) -> np.ndarray:
    """Sales to other regions in parts of all of them."""
    flows = _abroad(table)
    return flows / flows.sum()


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Part over whole, 0 where there is nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _scale(model: Discrepancy, size: np.ndarray) -> np.ndarray:
    """Scale of the error of each flow."""
    return np.exp(model.intercept + model.slope * np.log(np.maximum(size, SMALLEST)))
