"""The heaviest products that each side takes from the other, and what losing them would mean.

Where the dataset holds all suppliers of a buyer by product, everything is computed
(`supplier_ties`). Where it holds the pair alone, other suppliers are unknown: a published share
stands in where there is one, and else the share is absent between its bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.quoted import scaled
from steelyard.dossier.headings import Headings, headings
from steelyard.dossier.records import ProductTie, Series
from steelyard.dossier.sector_ties import sector_ties
from steelyard.dossier.substitution import loss_of, sigma_draws_of, sigma_of
from steelyard.dossier.supplier_ties import supplier_ties, supplies
from steelyard.vocabulary.commodities import codes_of
from steelyard.vocabulary.commodities.registry import chapters, groups
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import State

SHOWN = 10  # headings for each direction
DRAWS = 500
BASIS = "BACI, reconciled, by product"
UNKNOWN = "the dataset holds no other supplier of this product"
# Published shares of one supplier, by the `part` of their series, and the group that they speak of.
QUOTED = {
    "crude": "crude_oil",
    "gas": "gas",
    "coal": "coal",
    "machine tools": "machine_tools",
    "semiconductors": "semiconductors",
}


def product_ties(basis: Basis, found: Iterable[Series]) -> tuple[ProductTie, ...]:
    """Ties of both directions, the heaviest first; sectors of earlier tables after them."""
    ties: list[ProductTie] = []
    table = headings(basis)
    for subject, partner in basis.asked.directions():
        supply = supplies(basis, subject, partner)
        if supply is not None:
            ties += supplier_ties(basis, supply, title_of, SHOWN)
        elif table is not None:
            ties += _pair_ties(basis, table, subject, partner, tuple(found))
        ties += sector_ties(basis, subject, partner)
    return tuple(ties)


def title_of(code: str) -> str:
    """What a heading holds: a group with just this heading, or else the name of its chapter.

    Examples
    --------
    >>> title_of("2709"), title_of("8471"), title_of("8703"), title_of("8429")
    ('Crude oil', 'Computers', 'Passenger cars', 'Machinery, heading 8429')
    """
    exact = [group.name for group in groups().values() if group.codes == (code,)]
    return exact[0] if exact else f"{chapters()[code[:2]].name}, heading {code}"


def _pair_ties(
    basis: Basis, table: Headings, subject: State, partner: State, found: tuple[Series, ...]
) -> list[ProductTie]:
    """Ties from the pair's own flows: the last year in which the partner's sales are known."""
    side = basis.asked.codes.index(partner.iso3)
    known = np.isfinite(table.values[side]).all(axis=1)
    if not known.any():
        return []
    place = int(np.flatnonzero(known)[-1])
    values = table.values[side, place]
    quoted = list(_quoted(basis, table, subject, partner, found))
    told = {code for tie in quoted if tie.year == table.years[place] for code in tie.code.split()}
    order = [int(k) for k in np.argsort(-values) if table.codes[k] not in told]
    share = _bounds(basis, table.years[place], subject, partner)
    plain = [
        ProductTie(
            code=table.codes[k],
            title=title_of(table.codes[k]),
            subject=subject.iso3,
            partner=partner.iso3,
            year=table.years[place],
            value=float(values[k]),
            share=share(float(values[k])),
            dependent=absent(UNKNOWN),
            loss=absent(UNKNOWN),
            power=absent(UNKNOWN),
            basis=BASIS,
            origins=(table.origins[place],),
        )
        for k in order[:SHOWN]
        if values[k] > 0
    ]
    return sorted([*quoted, *plain], key=lambda tie: -tie.value)


def _bounds(basis: Basis, year: int, subject: State, partner: State) -> Callable[[float], Estimate]:
    """Makes a share of one product: at least what it would be if all else bought were this product.

    Whatever a state buys from others, it cannot be more of one product than all that it buys.
    """
    if not basis.has_trade or year not in basis.trade.years:
        return lambda value: absent(UNKNOWN)
    place = basis.trade.year(year)
    row, column = basis.trade.state(subject.iso3), basis.trade.state(partner.iso3)
    bought = basis.completed.complete(place)[:, row].copy()
    bought[[row, column]] = np.nan
    others = float(np.nansum(bought))
    return lambda value: Estimate(
        None, value / (value + others), 1.0, None,
        f"absent: {UNKNOWN}; at least its value over that and all imports from others",
    )  # fmt: skip


def _quoted(
    basis: Basis, table: Headings, subject: State, partner: State, found: tuple[Series, ...]
) -> Iterable[ProductTie]:
    """Groups of which somebody published the supplier's share, in the last year with a flow."""
    side = basis.asked.codes.index(partner.iso3)
    told: set[str] = set()
    for item in found:
        if (
            item.measure not in ("energy.supplier_share", "technology.supplier_share")
            or (item.subject, item.partner) != (subject.iso3, partner.iso3)
            or item.part not in QUOTED
            or item.part in told  # the first basis is the plain one; others widen or narrow it
        ):
            continue
        told.add(item.part)
        codes = [code for code in table.codes if code.startswith(codes_of(QUOTED[item.part]))]
        chosen = np.isin(table.codes, codes)
        for entry in reversed(item.points):
            if entry.value.present and entry.period in map(str, table.years):
                place = table.years.index(int(entry.period))
                value = float(table.values[side, place, chosen].sum())
                if value > 0:
                    yield _quoted_tie(
                        basis, item, entry.value, codes, value, (*entry.origins,
                        table.origins[place]), int(entry.period),
                    )  # fmt: skip
                break


def _quoted_tie(
    basis: Basis,
    item: Series,
    share: Estimate,
    codes: list[str],
    value: float,
    origins: tuple[str, ...],
    year: int,
) -> ProductTie:
    """One group with its published share; the elasticity is the median of its headings'."""
    sigma, spread, source = sigma_of(basis.data, codes)
    known = np.isfinite(sigma)
    middle = float(np.median(sigma[known])) if known.any() else float("nan")
    width = float(np.median(spread[known])) if known.any() else float("nan")
    drawn = sigma_draws_of(np.array([middle]), np.array([width]), DRAWS, basis.asked.seed)[:, 0]
    loss = loss_of(share, middle, drawn, basis.asked.seed + 1)
    weight = _weight(basis, item.subject, year, value, share)
    return ProductTie(
        code=" ".join(codes),
        title=groups()[QUOTED[item.part]].name,
        subject=item.subject,
        partner=item.partner or "",
        year=year,
        value=value,
        share=share,
        dependent=absent("only this supplier's share is published, not those of the others"),
        loss=loss,
        power=_power(loss, weight),
        basis=f"share: {item.basis} (may count volume); value: {BASIS}",
        origins=(*origins, *filter(None, [source])),
    )  # fmt: skip


def _power(loss: Estimate, weight: float) -> Estimate:
    """What the loss costs as a share of all imports."""
    if loss.present and not np.isfinite(weight):
        return absent("total imports of this year are not in the dataset")
    return scaled(loss, weight) if loss.present else loss


def _weight(basis: Basis, state: str, year: int, value: float, share: Estimate) -> float:
    """Weight of the product in the buyer's imports: the flow over its share, over all imports."""
    if not basis.has_trade or year not in basis.trade.years or not share.point:
        return float("nan")
    flows = basis.completed.complete(basis.trade.year(year))[:, basis.trade.state(state)]
    return min(1.0, value / share.point / float(np.nansum(flows)))
