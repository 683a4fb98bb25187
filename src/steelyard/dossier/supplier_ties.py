"""Ties by product where all suppliers of the buyer are known: a user's whole year of products."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.quoted import scaled
from steelyard.dossier.records import ProductTie
from steelyard.dossier.substitution import loss_of, sigma_draws_of, sigma_of
from steelyard.measures.composition_noise import part_interval
from steelyard.measures.criticality import dependency_probability
from steelyard.measures.interval import LEVEL, Z90
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import State

DRAWS = 400
WHOLE = 0.95  # of the buyer's imports that its products must add up to
BASIS = "product file of all suppliers; share of imports, home goods not counted"
NOISE = "mirror gap of flows of the same size, suppliers independent"


@dataclass(frozen=True, slots=True)
class Supply:
    """What one buyer took in one year: ``imports[heading, supplier]`` and ``exports[heading]``."""

    subject: str
    partner: str
    year: int
    codes: tuple[str, ...]
    column: int  # of the partner
    imports: np.ndarray
    exports: np.ndarray
    origin: str


def supplies(basis: Basis, subject: State, partner: State) -> Supply | None:
    """The last year in which products add up to the buyer's imports; None where there is none."""
    if not basis.has_trade:
        return None
    table = basis.data.table("products").filter(
        ((pl.col("importer") == subject.iso3) | (pl.col("exporter") == subject.iso3))
        & pl.col("year").is_between(*basis.asked.years)
        & pl.col("value").is_not_null()
    )
    sums = dict(
        table.filter(pl.col("importer") == subject.iso3)
        .group_by("year").agg(pl.col("value").sum()).iter_rows()
    )  # fmt: skip
    row = basis.trade.state(subject.iso3)
    whole = [
        year
        for year, total in sums.items()
        if year in basis.trade.years
        and total >= WHOLE * basis.trade.imports[basis.trade.year(year), row]
    ]
    if not whole:
        return None
    rows = table.filter(pl.col("year") == max(whole))
    return _supply(rows, subject.iso3, partner.iso3, max(whole))


def _supply(rows: pl.DataFrame, subject: str, partner: str, year: int) -> Supply | None:
    """Rows of one year as arrays; a pair that does not list a heading did not trade it."""
    bought = rows.filter(pl.col("importer") == subject)
    suppliers = sorted(bought["exporter"].unique().to_list())
    if partner not in suppliers:
        return None
    codes = tuple(sorted(bought["hs4"].unique().to_list()))
    imports = np.zeros((len(codes), len(suppliers)))
    place = (
        np.searchsorted(np.array(codes), bought["hs4"].to_numpy().astype(str)),
        np.searchsorted(np.array(suppliers), bought["exporter"].to_numpy().astype(str)),
    )
    imports[place] = bought["value"].to_numpy()
    sold = dict(
        rows.filter(pl.col("exporter") == subject).group_by("hs4").agg(pl.col("value").sum())
        .iter_rows()
    )  # fmt: skip
    exports = np.array([sold.get(code, 0.0) for code in codes])
    origin = str(bought["origin"][0])
    column = suppliers.index(partner)
    return Supply(subject, partner, year, codes, column, imports, exports, origin)


def supplier_ties(
    basis: Basis, supply: Supply, title_of: Callable[[str], str], shown: int
) -> list[ProductTie]:
    """The heaviest headings that come from the partner, everything computed."""
    flow = supply.imports[:, supply.column]
    order = [int(k) for k in np.argsort(-flow)[:shown] if flow[k] > 0]
    noise = basis.noise
    odds = dependency_probability(
        supply.imports,
        supply.exports,
        sigma=noise.flows(supply.imports) * noise.half_range / Z90,
        sigma_exports=noise.flows(supply.exports) * noise.half_range / Z90,
        draws=DRAWS,
        seed=basis.asked.seed,
    )
    sigma, spread, source = sigma_of(basis.data, [supply.codes[k] for k in order])
    drawn = sigma_draws_of(sigma, spread, DRAWS, basis.asked.seed)
    whole = supply.imports.sum()
    ties = []
    for rank, k in enumerate(order):
        share = _share(basis, supply, k)
        loss = loss_of(share, float(sigma[rank]), drawn[:, rank], basis.asked.seed + 1 + rank)
        ties.append(
            ProductTie(
                code=supply.codes[k],
                title=title_of(supply.codes[k]),
                subject=supply.subject,
                partner=supply.partner,
                year=supply.year,
                value=float(flow[k]),
                share=share,
                dependent=_odds(float(odds.dependent[k])),
                loss=loss,
                power=scaled(loss, float(supply.imports[k].sum() / whole))
                if loss.present
                else loss,
                basis=BASIS,
                origins=(supply.origin, *filter(None, [source])),
            )
        )
    return ties


def _share(basis: Basis, supply: Supply, heading: int) -> Estimate:
    """The partner's part of the buyer's imports of one heading."""
    values = supply.imports[heading]
    chosen = np.arange(values.size) == supply.column
    scale = basis.noise.flows(values)
    return part_interval(values, chosen, scale, half=basis.noise.half_range, basis=NOISE)


def _odds(probability: float) -> Estimate:
    """A probability from draws with the error of drawing."""
    if not np.isfinite(probability):
        return absent("nothing is imported")
    error = Z90 * float(np.sqrt(probability * (1 - probability) / DRAWS))
    return Estimate(
        probability, max(0.0, probability - error), min(1.0, probability + error), LEVEL,
        "error of drawing; the probability itself is over the noise of trade values", "estimated",
    )  # fmt: skip
