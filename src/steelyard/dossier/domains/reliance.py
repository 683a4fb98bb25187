"""Reliance on inputs and dependence by sector, from world input-output tables."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.production import NO_NOISE, NOISE_BASIS, Tables, scales
from steelyard.dossier.records import Point, Series
from steelyard.dossier.sector_power import power_points
from steelyard.dossier.sector_supply import Supply, releases, share_estimates
from steelyard.dossier.series import point, present, series
from steelyard.measures.input_reliance import direct_reliance
from steelyard.measures.interval import estimate_from_draws
from steelyard.measures.noise import Discrepancy
from steelyard.measures.reliance_errors import RelianceDraws, reliance_factors
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.industries import sectors
from steelyard.vocabulary.states import State

READINGS = {"direct": "trade.direct_reliance", "through": "trade.input_reliance"}
USERS = {"all": "", "manufacturing": "manufacturing"}
DRAWS = 300


def reliance_series(basis: Basis) -> tuple[Series, ...]:
    """Reliance, shares of supply by sector and power, both directions, release by release."""
    found: list[Series | None] = []
    asked = basis.asked
    for release in releases(basis):
        table, noise = release.table, release.model
        for subject, partner in asked.directions():
            found += _reliance(basis, table, noise, subject, partner)
            supplied = release.supplied[subject.iso3, partner.iso3]
            found += _shares(table, supplied, subject, partner)
            for (short, name), points in power_points(
                basis, table, supplied, subject, partner
            ).items():
                found.append(
                    series(
                        "trade.power", subject.iso3, partner.iso3, table.title, points,
                        title=f"What {subject.sentence_name} would lose without {name}",
                        unit="% of spending", part=f"by sector {short}",
                    )
                )  # fmt: skip
    return present(found)


def _reliance(
    basis: Basis, table: Tables, noise: Discrepancy | None, subject: State, partner: State
) -> Iterator[Series | None]:
    """Two readings for two kinds of users."""
    factors = [
        _factors(table, place, noise, subject.iso3, partner.iso3, basis.asked.seed + year)
        for place, year in enumerate(table.years)
    ]
    whole = _from_whole_tables(basis, table, subject.iso3, partner.iso3)
    for users, part in USERS.items():
        for reading, measure in READINGS.items():
            values = whole.get((reading, users)) or _face_value(table, subject.iso3, partner.iso3)
            points = [
                _point(table, year, values.get(year), None if draws is None else draws[reading])
                for year, draws in zip(table.years, factors, strict=True)
            ]
            makers = "manufacturers" if part else "producers"
            looked = "" if reading == "direct" else ", looked through"
            yield series(
                measure, subject.iso3, partner.iso3, table.title, points, part=part,
                title=f"Inputs of {subject.adjective} {makers}: "
                f"part from {partner.sentence_name}{looked}",
            )  # fmt: skip


def _from_whole_tables(
    basis: Basis, table: Tables, user: str, supplier: str
) -> dict[tuple[str, str], dict[int, float | None]]:
    """What was calculated on all industries, by reading, kind of users and year."""
    rows = basis.data.table("reliance").filter(
        (pl.col("origin") == table.origin)
        & (pl.col("user") == user)
        & (pl.col("supplier") == supplier)
    )
    found: dict[tuple[str, str], dict[int, float | None]] = {}
    for row in rows.iter_rows(named=True):
        found.setdefault((row["reading"], row["users"]), {})[row["year"]] = row["value"]
    return found


def _face_value(table: Tables, user: str, supplier: str) -> dict[int, float | None]:
    """Direct reliance of all producers, from flows of sectors, which sums leave as it is."""
    at, by = table.place(user), table.place(supplier)
    found: dict[int, float | None] = {}
    for place, year in enumerate(table.years):
        flows = table.inputs[place].sum(axis=0)
        share = direct_reliance(flows, np.arange(len(table.codes)))[at, by]
        found[year] = float(share) if np.isfinite(share) else None
    return found


def _factors(
    table: Tables, place: int, noise: Discrepancy | None, user: str, supplier: str, seed: int
) -> dict[str, np.ndarray] | None:
    """How far off each reading may be; None where nothing says so."""
    flows = table.inputs[place].sum(axis=0)
    output = flows.sum(axis=1) + table.final[place].sum(axis=(0, 2))
    if noise is None or not np.isfinite(flows).all() or (flows.sum(axis=0) > output).any():
        return None
    drawn: RelianceDraws = reliance_factors(
        flows, output, scales(noise, table.total(place).sum(axis=0)), noise.tail,
        table.place(user), table.place(supplier), draws=DRAWS, seed=seed,
    )  # fmt: skip
    return {"direct": drawn.direct, "through": drawn.through}


def _point(table: Tables, year: int, value: float | None, factors: np.ndarray | None) -> Point:
    """A share with its interval."""
    return point(year, _estimate(value, factors), "estimated", [table.origin])


def _estimate(value: float | None, factors: np.ndarray | None) -> Estimate:
    """The share times what it may be off by, at most all."""
    if value is None:
        return absent("the table has no such flow, or a cell of it is absent")
    if factors is None or not np.isfinite(factors).all():
        return exact(value, NO_NOISE, "estimated")
    return estimate_from_draws(value, np.minimum(value * factors, 1.0), basis=NOISE_BASIS)


def _shares(
    table: Tables, supplied: dict[int, Supply], subject: State, partner: State
) -> Iterator[Series | None]:
    """The partner's part of what the economy uses of each sector that makes goods."""
    by = table.place(partner.iso3)
    values = {year: share_estimates(supply, [by], year) for year, supply in supplied.items()}
    for place, sector in enumerate(sectors().values()):
        if sector.goods:
            points = [
                point(year, known[place], "estimated", [table.origin])
                for year, known in values.items()
            ]
            yield series(
                "trade.supply_share", subject.iso3, partner.iso3, table.title, points,
                title=f"{sector.name} used in {subject.sentence_name}: "
                f"part from {partner.sentence_name}",
                part=sector.id.replace("_", " "),
            )  # fmt: skip
