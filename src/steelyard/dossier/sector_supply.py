"""What an economy uses of each sector, and the part of one supplier, or of several, in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from steelyard.dossier.basis import Basis
from steelyard.dossier.production import NO_NOISE, NOISE_BASIS, Tables, scales, table_noise, tables
from steelyard.measures.checks import divide
from steelyard.measures.interval import estimate_from_draws
from steelyard.measures.noise import Discrepancy
from steelyard.vocabulary.estimate import Estimate, absent, exact

DRAWS = 250
CACHED = "input-output tables"  # where the dossier keeps them


@dataclass(frozen=True, slots=True)
class Supply:
    """Supply of each sector to one user in one year, own economy included.

    `weight` is the part of the sector in all that the economy spends; `noise` what the partner's
    flow may be off by, None where nothing says so.
    """

    user: int
    partner: int
    use: Float[np.ndarray, "sector supplier"]  # USD m
    sold: Float[np.ndarray, " sector"]  # to users abroad, USD m
    weight: Float[np.ndarray, " sector"]
    noise: Float[np.ndarray, "draw sector"] | None
    model: Discrepancy | None

    def share(self, members: list[int]) -> Float[np.ndarray, " sector"]:
        """Part of some suppliers together."""
        return np.minimum(divide(self.use[:, members].sum(axis=1), self.use.sum(axis=1)), 1.0)

    def drawn(self, members: list[int], seed: int) -> Float[np.ndarray, "draw sector"] | None:
        """The same in each draw, all else as recorded; None where nothing says how far off.

        The partner errs as everywhere. Others err independently, so that their sum errs by the
        root of the sum of squares.
        """
        if self.noise is None or self.model is None:
            return None
        others = self.use[:, [each for each in members if each != self.partner]]
        off = _sum_scale(others, self.model)
        random = np.random.default_rng(seed)
        noise = np.exp(off * random.standard_t(self.model.tail, self.noise.shape))
        lost = self.use[:, self.partner] * self.noise + others.sum(axis=1) * noise
        rest = self.use.sum(axis=1) - self.use[:, members].sum(axis=1)
        return divide(lost, lost + np.maximum(rest, 0.0))


def _sum_scale(flows: np.ndarray, model: Discrepancy) -> np.ndarray:
    """Scale of the log error of a sum of flows that err independently."""
    if flows.shape[1] == 0:
        return np.zeros(len(flows))
    parts = np.nan_to_num(flows) * scales(model, flows)
    return np.nan_to_num(divide(np.sqrt((parts**2).sum(axis=1)), flows.sum(axis=1)))


@dataclass(frozen=True, slots=True)
class Release:
    """One release's tables, the error of their flows, and supply by (user, supplier) and year."""

    table: Tables
    model: Discrepancy | None
    supplied: dict[tuple[str, str], dict[int, Supply]]


def releases(basis: Basis) -> tuple[Release, ...]:
    """Every release that lists both states, computed once for a dossier."""
    if CACHED not in basis.of_all_pairs:
        asked = basis.asked
        found = []
        for table in tables(basis.data, asked.codes, asked.years):
            model = table_noise(table, basis.trade, asked.codes)
            supplied = {
                (user.iso3, supplier.iso3): _supplies(basis, table, model, user.iso3, supplier.iso3)
                for user, supplier in asked.directions()
            }
            found.append(Release(table, model, supplied))
        basis.of_all_pairs[CACHED] = tuple(found)
    return basis.of_all_pairs[CACHED]


def _supplies(
    basis: Basis, table: Tables, model: Discrepancy | None, user: str, supplier: str
) -> dict[int, Supply]:
    """Supply by year."""
    at, by = table.place(user), table.place(supplier)
    found: dict[int, Supply] = {}
    for place, year in enumerate(table.years):
        flows = table.total(place)
        use = flows[:, :, at]
        noise = None
        if model is not None:
            random = np.random.default_rng(basis.asked.seed + year)
            drawn = random.standard_t(model.tail, (DRAWS, len(use)))
            noise = np.exp(scales(model, use[:, by]) * drawn)
        sold = flows[:, at].sum(axis=1) - flows[:, at, at]
        total = use.sum(axis=1)
        found[year] = Supply(at, by, use, sold, divide(total, total.sum()), noise, model)
    return found


def share_estimates(supply: Supply, members: list[int], seed: int) -> list[Estimate]:
    """Part of some suppliers in each sector, with its interval."""
    shares, drawn = supply.share(members), supply.drawn(members, seed)
    found = []
    for place, share in enumerate(shares):
        if not np.isfinite(share):
            found.append(absent("nothing of the sector is used, or a cell of the table is absent"))
        elif drawn is None:
            found.append(exact(float(share), NO_NOISE, "estimated"))
        else:
            found.append(estimate_from_draws(float(share), drawn[:, place], basis=NOISE_BASIS))
    return found
