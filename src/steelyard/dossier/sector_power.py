"""What the loss of a supplier, alone or with a bloc, would cost by sectors."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.production import Tables
from steelyard.dossier.records import Point
from steelyard.dossier.sector_supply import DRAWS, Supply
from steelyard.dossier.series import point
from steelyard.measures.elasticity_sets import ElasticitySets, elasticity_sets, power_over_sets
from steelyard.measures.supplier_power import partner_power
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.blocs import find_bloc, members
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.industries import sectors
from steelyard.vocabulary.states import State

COALITIONS = ("EU", "G7")  # blocs whose members could withdraw together with the partner
NOTE = "two published sets of elasticities; goods sectors only"
PERCENT = 100.0  # logarithms of spending are small: shown in per cent
FEWEST = 3  # members of a bloc that the table must list apart
NO_ELASTICITIES = "no two published sets of elasticities to compare, or no error of the shares"


def sector_elasticities(data: Dataset, seed: int) -> tuple[ElasticitySets, tuple[str, ...]] | None:
    """All published sets by sector that makes goods, and their origins."""
    rows = data.table("sector_elasticities")
    origins = tuple(sorted(rows["origin"].unique()))
    if not origins:
        return None
    known = {(row["origin"], row["sector"]): row["sigma"] for row in rows.iter_rows(named=True)}
    known_sets = np.array(
        [[known.get((origin, sector), np.nan) for sector in _goods()] for origin in origins]
    )
    return elasticity_sets(known_sets, draws=DRAWS, seed=seed), origins


def _goods() -> list[str]:
    """Sectors that make goods."""
    return [id for id, sector in sectors().items() if sector.goods]


def goods_only() -> np.ndarray:
    """Which sectors make goods."""
    return np.array([sector.goods for sector in sectors().values()])


def coalitions(
    table: Tables, subject: State, partner: State, year: int
) -> Iterator[tuple[str, str, list[int]]]:
    """The partner alone, and with each bloc to which the subject does not belong.

    A short name, the name within a sentence, and the places of the members in the table.
    """
    by = table.place(partner.iso3)
    yield "alone", partner.sentence_name, [by]
    for bloc in COALITIONS:
        inside = members(bloc, year)
        listed = sorted((inside - {partner.iso3}) & set(table.codes))
        if subject.iso3 not in inside and len(listed) >= FEWEST:
            name = f"{partner.sentence_name} and the {find_bloc(bloc).title}"
            yield f"with {bloc}", name, [by, *(table.place(code) for code in listed)]


def power_points(
    basis: Basis, table: Tables, supplied: dict[int, Supply], subject: State, partner: State
) -> dict[tuple[str, str], list[Point]]:
    """Power of the partner and of coalitions with it, by coalition and year."""
    published = sector_elasticities(basis.data, basis.asked.seed)
    found: dict[tuple[str, str], list[Point]] = {}
    if published is None:
        return found
    sets, origins = published
    for year, supply in supplied.items():
        for short, name, places in coalitions(table, subject, partner, year):
            value = _power(supply, sets, places, basis.asked.seed + year)
            made = point(year, value, "estimated", [table.origin, *origins], NOTE)
            found.setdefault((short, name), []).append(made)
    return found


def _power(supply: Supply, sets: ElasticitySets, places: list[int], seed: int) -> Estimate:
    """Power of suppliers acting as one, in per cent; goods only: services are not cut."""
    goods = goods_only()
    weight, share = supply.weight[goods], supply.share(places)[goods]
    drawn = supply.drawn(places, seed)
    if drawn is None or not np.isfinite(sets.drawn).all():
        power = partner_power(weight, share, sets.sigma[0])
        if power.total is None:
            return absent(power.reason)
        return exact(PERCENT * power.total, NO_ELASTICITIES, "estimated")
    return percent(power_over_sets(weight, share, sets, drawn[:, goods]))


def percent(value: Estimate) -> Estimate:
    """An estimate times a hundred."""
    if value.point is None or value.low is None or value.high is None:
        return value
    return Estimate(
        PERCENT * value.point,
        PERCENT * value.low,
        PERCENT * value.high,
        value.level,
        value.basis,
        value.kind,
    )
