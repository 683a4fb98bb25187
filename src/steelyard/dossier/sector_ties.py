"""Ties by sector from world input-output tables, where a state's own goods count as supply too."""

from __future__ import annotations

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.quoted import scaled
from steelyard.dossier.records import ProductTie
from steelyard.dossier.substitution import loss_of, typical_sigma
from steelyard.measures.composition_noise import part_interval
from steelyard.measures.criticality import dependency_criteria
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.industries.ladder import sector_steps
from steelyard.vocabulary.industries.lookup import REST, sectors
from steelyard.vocabulary.states import State

DRAWS = 500
SHOWN = 5  # sectors for each direction
BASIS = "world input-output tables, by sector; share of all supply, home goods counted"
NOISE = "mirror gap of flows of the same size, suppliers independent"
CRITERIA = (
    "bounds: suppliers that the table does not list, as one or as very many; flows as published"
)


def sector_ties(basis: Basis, subject: State, partner: State) -> list[ProductTie]:
    """The heaviest goods sectors that come from the partner, in the last table that lists both."""
    table = basis.data.table("sector_flows").filter(
        pl.col("sector").is_in(list(sector_steps())) & pl.col("year").is_between(*basis.asked.years)
    )
    own = table.filter((pl.col("user") == subject.iso3) & (pl.col("supplier") == partner.iso3))
    if own.is_empty():
        return []
    last = own.sort("year", "origin").row(-1, named=True)
    rows = table.filter(
        (pl.col("origin") == last["origin"]) & (pl.col("year") == last["year"])
    ).with_columns(value=pl.col("intermediate") + pl.col("final"))
    bought = rows.filter(pl.col("user") == subject.iso3)
    whole = float(bought["value"].sum())
    sold = dict(
        rows.filter((pl.col("supplier") == subject.iso3) & (pl.col("user") != subject.iso3))
        .group_by("sector").agg(pl.col("value").sum()).iter_rows()
    )  # fmt: skip
    ties = [
        _tie(basis, part, subject, partner, float(sold.get(name, 0.0)), whole)
        for (name,), part in bought.group_by("sector")
    ]
    heavy = sorted((tie for tie in ties if tie is not None), key=lambda tie: -tie.value)
    return heavy[:SHOWN]


def _tie(
    basis: Basis, part: pl.DataFrame, subject: State, partner: State, exports: float, whole: float
) -> ProductTie | None:
    """One sector: all suppliers of the buyer, itself included."""
    known = part.filter(pl.col("value").is_not_null())
    suppliers = known["supplier"].to_numpy().astype(str)
    values = np.maximum(known["value"].to_numpy().astype(float), 0.0)
    if partner.iso3 not in suppliers or known.height < part.height:
        return None
    chosen = suppliers == partner.iso3
    noise = basis.noise
    share = part_interval(
        values, chosen, noise.flows(values), half=noise.half_range, basis=NOISE
    )  # fmt: skip
    sigma, drawn, source = typical_sigma(basis.data, DRAWS, basis.asked.seed)
    loss = loss_of(share, sigma, drawn, basis.asked.seed + 1)
    sector, year = str(part["sector"][0]), int(part["year"][0])
    return ProductTie(
        code=sector,
        title=sectors()[sector].name,
        subject=subject.iso3,
        partner=partner.iso3,
        year=year,
        value=float(values[chosen].sum()),
        share=share,
        dependent=_dependent(values, suppliers, subject.iso3, exports),
        loss=loss,
        power=scaled(loss, float(values.sum()) / whole) if loss.present else loss,
        basis=BASIS,
        origins=(str(part["origin"][0]), *filter(None, [source])),
    )


def _dependent(values: np.ndarray, suppliers: np.ndarray, home: str, exports: float) -> Estimate:
    """Whether the criteria hold, with all unlisted suppliers as one, and spread over very many.

    The second criterion compares imports with all supply: home goods stand for trade among members.
    """
    abroad = values[suppliers != home]
    unlisted = suppliers[suppliers != home] == REST
    if abroad.sum() <= 0:
        return absent("nothing is imported")
    many = 1000
    spread = np.concatenate(
        [abroad[~unlisted], np.full(many, abroad[unlisted].sum() / many)]
    )  # fmt: skip
    found = [
        float(
            dependency_criteria(
                each[None, :], np.array([exports]), np.array([values[suppliers == home].sum()])
            ).dependent[0]
        )
        for each in (spread, abroad)
    ]
    return Estimate(min(found), min(found), max(found), None, CRITERIA, "estimated")
