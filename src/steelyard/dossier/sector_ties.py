"""Ties by sector from world input-output tables, where a state's own goods count as supply too."""

from __future__ import annotations

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.production import Tables
from steelyard.dossier.records import ProductTie
from steelyard.dossier.sector_power import NO_ELASTICITIES, sector_elasticities
from steelyard.dossier.sector_supply import Supply, releases, share_estimates
from steelyard.measures.criticality import dependency_criteria
from steelyard.measures.elasticity_sets import ElasticitySets, power_over_sets
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.industries import REST, sectors
from steelyard.vocabulary.states import State

SHOWN = 5  # sectors for each direction
MANY = 1000  # suppliers that the rest of the world may stand for
CRITERIA = (
    "bounds: suppliers that the table does not list, as one or as very many; flows as published"
)


def sector_ties(basis: Basis, subject: State, partner: State) -> list[ProductTie]:
    """The heaviest goods sectors that come from the partner, in the last year of each release."""
    found: list[ProductTie] = []
    for release in releases(basis):
        supplied = release.supplied[subject.iso3, partner.iso3]
        year = max(supplied)
        found += _heaviest(basis, release.table, supplied[year], year, subject, partner)
    return found


def _heaviest(
    basis: Basis, table: Tables, supply: Supply, year: int, subject: State, partner: State
) -> list[ProductTie]:
    """Ties of one table."""
    shares = share_estimates(supply, [supply.partner], basis.asked.seed + year)
    sold = supply.use[:, supply.partner]
    goods = [
        (place, sector)
        for place, sector in enumerate(sectors().values())
        if sector.goods and np.isfinite(sold[place]) and sold[place] > 0
    ]
    goods.sort(key=lambda item: -sold[item[0]])
    shown = [place for place, _ in goods[:SHOWN]]
    losses, powers, origins = _losses(basis, supply, shown, basis.asked.seed + year)
    return [
        ProductTie(
            code=sector.id,
            title=sector.name,
            subject=subject.iso3,
            partner=partner.iso3,
            year=year,
            value=float(sold[place]),
            share=shares[place],
            dependent=_dependent(table, supply, place),
            loss=losses[place],
            power=powers[place],
            basis=f"{table.title}: share of all supply, home goods counted",
            origins=(table.origin, *origins),
        )
        for place, sector in goods[:SHOWN]
    ]


def _losses(
    basis: Basis, supply: Supply, shown: list[int], seed: int
) -> tuple[list[Estimate], list[Estimate], tuple[str, ...]]:
    """Rise of the price of each sector without the partner, and what it is of all spending."""
    published = sector_elasticities(basis.data, basis.asked.seed)
    drawn = supply.drawn([supply.partner], seed)
    unknown = [absent(NO_ELASTICITIES)] * len(supply.use)
    if published is None or drawn is None or not np.isfinite(published[0].drawn).all():
        return unknown, unknown, ()
    sets, origins = published
    share = supply.share([supply.partner])
    losses, powers = list(unknown), list(unknown)
    goods = [place for place, sector in enumerate(sectors().values()) if sector.goods]
    for column, place in enumerate(goods):
        one = ElasticitySets(sets.sigma[:, [column]], sets.drawn[:, :, [column]], sets.spread)
        at = slice(place, place + 1)
        if place in shown and np.isfinite(share[place]):
            losses[place] = power_over_sets(np.ones(1), share[at], one, drawn[:, at])
            powers[place] = power_over_sets(supply.weight[at], share[at], one, drawn[:, at])
    return losses, powers, origins


def _dependent(table: Tables, supply: Supply, place: int) -> Estimate:
    """Whether the criteria hold, with all unlisted suppliers as one, and spread over very many.

    The second criterion compares imports with all supply: home goods stand for trade among members.
    """
    abroad = supply.use[place].copy()
    abroad[supply.user] = 0.0
    if not np.isfinite(abroad).all() or abroad.sum() <= 0:
        return absent("nothing is imported, or a cell of the table is absent")
    unlisted = np.array([code == REST for code in table.codes])
    rest = float(abroad[unlisted].sum())
    spread = np.concatenate([abroad[~unlisted], np.full(MANY, rest / MANY)])
    home, exports = supply.use[place, [supply.user]], supply.sold[[place]]
    found = [
        float(dependency_criteria(each[None, :], exports, home).dependent[0])
        for each in (spread, abroad)
    ]
    return Estimate(min(found), min(found), max(found), None, CRITERIA, "estimated")
