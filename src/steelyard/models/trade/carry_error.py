"""How far a carried table is from the truth, where that is known, and draws with that error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
TYPICAL = (1e-3, 3e-5)  # sizes, pair and sector, at which errors of several spans are compared

# The error of a carried table grows as years to these powers, pair and sector: six spans between
# 2000, 2005, 2008 and 2011, of 3 to 11 years; measured anew beside `MEASURED`.
GROWTH = (0.454, 0.627)


@dataclass(frozen=True, slots=True)
class CarryError:
    """Error of flows between regions, in logs, by their part of all trade between regions.

    `pair` is that of a flow between two regions as a whole, `sector` that of a sector's part of
    it. `years` is over how long they were measured; `at` takes them to another span. Draws are
    centred on the carried table: the location of the fit is a record, not a correction.
    """

    pair: Discrepancy
    sector: Discrepancy
    years: int

    def at(self, years: int) -> CarryError:
        r"""The error over another span: :math:`s(h) = s(h_0)\,(h / h_0)^g`, `GROWTH` for *g*.

        Measured over 2000 to 2011 and taken to five shorter spans within, 90 % intervals of
        shares of imports held 84 to 90 % of the truth: 84 % from 2008 to 2011, since a span with
        a crisis in it errs more than its length says.

        Raises
        ------
        InputError
            If years are not above 0.
        """
        refuse_unless(
            years > 0,
            where="error of a carried table",
            found=f"{years} years",
            expected="more than 0",
            remedy="A table of its own year has no such error: draw without it.",
        )
        pair, sector = (
            replace(part, intercept=part.intercept + float(rate * np.log(years / self.years)))
            for part, rate in zip((self.pair, self.sector), GROWTH, strict=True)
        )
        return CarryError(pair, sector, years)


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


def growth_with_years(errors: Sequence[CarryError]) -> tuple[float, float]:
    r"""Power of years with which the error of pairs, and that of sectors, grows.

    .. math:: \ln s_k(x) = c + g \ln h_k + \ldots

    Least squares over spans *k* of the scale at a typical size of flow. Spans that overlap are
    not independent, so that no interval is given.

    Parameters
    ----------
    errors : CarryError, ln
        Measured over spans of different length.

    Returns
    -------
    growth : 1
        Of pairs, of sectors; 0.5 would be that of a random walk.

    Raises
    ------
    InputError
        If all spans are of one length.

    References
    ----------
    Own.

    Examples
    --------
    >>> tuple(round(each, 3) for each in growth_with_years([MEASURED.at(3), MEASURED.at(9)]))
    (0.454, 0.627)
    """
    years = np.log([each.years for each in errors])
    refuse_unless(
        len(errors) > 1 and float(np.ptp(years)) > 0,
        where="error of carried tables by years",
        found=f"{len(errors)} spans of one length",
        expected="spans of at least two lengths",
        remedy="Measure the error over a shorter span as well.",
    )
    scales = np.log([
        [each.pair.scale(TYPICAL[0]), each.sector.scale(TYPICAL[1])] for each in errors
    ])  # fmt: skip
    pair, sector = np.polyfit(years, scales, 1)[0]
    return float(pair), float(sector)


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
