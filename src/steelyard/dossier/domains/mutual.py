"""How much the pair matters to both sides, who could threaten whom, and what a cut would take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.trade import gdp_by_year
from steelyard.dossier.partner_draws import BASIS as NOISE_BASIS
from steelyard.dossier.partner_draws import COMPLETED as COMPLETED_BASIS
from steelyard.dossier.partner_draws import DRAWS, drawn_groups
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.dossier.substitution import typical_sigma
from steelyard.measures.influence import influence_effect
from steelyard.measures.interdependence import (
    higher_dependence,
    interdependence,
    lower_dependence,
    salience,
    supply_effect,
    symmetry,
)
from steelyard.measures.interval import estimate_from_draws
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states import State

BASIS = "BACI, reconciled"
FLOWS_BASIS = "world input-output tables"
MUTUAL = {
    "salience": (salience, "Weight of the pair for both"),
    "symmetry": (symmetry, "Symmetry of mutual trade shares"),
    "interdependence": (interdependence, "Mutual weight and symmetry together"),
}
PER_GDP = {"dependence_low": lower_dependence, "dependence_high": higher_dependence}
WAYS = {"export": ("exports", "markets"), "import": ("imports", "suppliers")}
NO_GDP_ERROR = f"{NOISE_BASIS}; GDP is published without an error"

Matrices = tuple[np.ndarray, np.ndarray]  # by state and partner: known, and draw by draw


@dataclass(frozen=True, slots=True)
class PairDraws:
    """Sales of each side to the other and to everybody else, USD m: index 0 is A, 1 is B.

    ``sold[i]`` from *i* to the other side; ``rest[way][i]`` trade of *i* with all others; each
    also draw by draw, the draws of one flow shared by both sides' totals.
    """

    sold: np.ndarray
    rest: dict[str, np.ndarray]
    sold_draws: np.ndarray
    rest_draws: dict[str, np.ndarray]

    def shares(self, way: str) -> tuple[np.ndarray, np.ndarray]:
        """Share of each side's exports, imports or trade that is with the other, and its draws."""
        return (
            _matrix(_share(self.sold[None, :], _rows(self.rest), way))[0],
            _matrix(_share(self.sold_draws, self.rest_draws, way)),
        )


def mutual_series(basis: Basis) -> tuple[Series, ...]:
    """Salience, symmetry, interdependence; lower dependence; influence; supply effect."""
    if not basis.has_trade:
        return ()
    drawn = {place: pair_draws(basis, place) for place, _ in basis.years()}
    drawn = {place: pair for place, pair in drawn.items() if np.isfinite(pair.sold).all()}
    whole = {place: pair.shares("trade") for place, pair in drawn.items()}
    found = [_mutual(basis, whole, name) for name in MUTUAL]
    found += [_per_gdp(basis, drawn, name) for name in PER_GDP]
    effects = {way: _effects(drawn, way) for way in WAYS}
    for subject, partner in basis.asked.directions():
        found += [_influence(basis, effects[way], subject, partner, way) for way in WAYS]
        found.append(_supply(basis, subject, partner))
    return present(found)


def pair_draws(basis: Basis, place: int) -> PairDraws:
    """Both flows and both rests of one year; NaN where a flow was not reported."""
    rows = [basis.trade.state(code) for code in basis.asked.codes]
    sold, rest = np.empty(2), {way: np.empty(2) for way in WAYS}
    sold_draws = np.empty((DRAWS, 2))
    rest_draws = {way: np.empty((DRAWS, 2)) for way in WAYS}
    for side, (row, other) in enumerate((rows, rows[::-1])):
        is_other = np.arange(len(basis.trade.codes)) == other
        member = np.column_stack([is_other, ~is_other]).astype(float)
        for way in WAYS:
            totals, draws = drawn_groups(basis, place, row, way, member)
            if way == "export":  # what one side sells is what the other buys: drawn once
                sold[side], sold_draws[:, side] = totals[0], draws[:, 0]
            rest[way][side], rest_draws[way][:, side] = totals[1], draws[:, 1]
    missing = [np.isnan(basis.completed.complete(place)[row, other])
               for row, other in (rows, rows[::-1])]  # fmt: skip
    sold = np.where(missing, np.nan, sold)
    return PairDraws(sold, rest, sold_draws, rest_draws)


def _rows(rest: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Known values as one draw."""
    return {way: values[None, :] for way, values in rest.items()}


def _share(sold: np.ndarray, rest: dict[str, np.ndarray], way: str) -> np.ndarray:
    """``share[draw, side]`` of the flows with the other side in all flows of that way."""
    parts = {"export": [(sold, "export")], "import": [(sold[:, ::-1], "import")]}
    used = parts.get(way, [*parts["export"], *parts["import"]])
    flow = sum(values for values, _ in used)
    total = flow + sum(rest[each] for _, each in used)
    return np.divide(flow, total, out=np.full(np.shape(flow), np.nan), where=total > 0)


def _matrix(share: np.ndarray) -> np.ndarray:
    """``matrix[draw, i, j]``: share of *j* in the trade of *i*; nothing on the diagonal."""
    matrix = np.zeros((*share.shape[:-1], 2, 2))
    matrix[..., 0, 1], matrix[..., 1, 0] = share[..., 0], share[..., 1]
    return matrix


def _estimate(basis: Basis, place: int, value: float, draws: np.ndarray) -> Estimate:
    """A point with the interval of its draws."""
    if not np.isfinite(value):
        return absent("no trade of one side on this basis")
    words = COMPLETED_BASIS if place in basis.completed.places else NOISE_BASIS
    return estimate_from_draws(float(value), draws, basis=words, kind="observed")


def _point(basis: Basis, place: int, value: Estimate, *origins: str) -> Point:
    """A point of the reconciled basis; completed years are estimates."""
    estimated = place in basis.completed.places
    note = basis.completed.note.partition(";")[0] if estimated else ""
    return point(
        basis.trade.years[place],
        value,
        "estimated" if estimated else "reconciled",
        [basis.trade.origins[place], *origins],
        note,
    )


def _mutual(basis: Basis, shares: dict[int, Matrices], name: str) -> Series | None:
    """A measure that is the same seen from either side."""
    measure, title = MUTUAL[name]
    points = []
    for place, (known, draws) in shares.items():
        value = _estimate(basis, place, measure(known)[0, 1], measure(draws)[:, 0, 1])
        points.append(_point(basis, place, value))
    a, b = basis.asked.a, basis.asked.b
    return series(f"trade.{name}", a.iso3, b.iso3, BASIS, points, title=title)


def _per_gdp(basis: Basis, drawn: dict[int, PairDraws], name: str) -> Series | None:
    """Trade over GDP of the less, or the more, dependent side."""
    a, b = basis.asked.a, basis.asked.b
    known = [gdp_by_year(basis, state.iso3) for state in (a, b)]
    points = []
    for place, pair in drawn.items():
        year = basis.trade.years[place]
        if not all(year in side for side in known):
            continue
        size = np.array([side[year][0] for side in known])
        both = pair.sold_draws.sum(axis=1)[:, None] / size
        value = PER_GDP[name](_matrix(pair.sold.sum() / size[None, :]))[0, 0, 1]
        found = estimate_from_draws(
            float(value), PER_GDP[name](_matrix(both))[:, 0, 1], basis=NO_GDP_ERROR, kind="observed"
        )
        points.append(_point(basis, place, found, *(side[year][1] for side in known)))
    words = "less" if name == "dependence_low" else "more"
    return series(
        f"trade.{name}", a.iso3, b.iso3, BASIS, points,
        title=f"Mutual trade over GDP of the {words} dependent side",
    )  # fmt: skip


def _effects(drawn: dict[int, PairDraws], way: str) -> dict[int, Matrices | None]:
    """Influence of both sides by year; None where one way of the trade is nil."""
    found: dict[int, Matrices | None] = {}
    for place, pair in drawn.items():
        known, draws = pair.shares(way)
        both = known[0, 1] > 0 and known[1, 0] > 0
        found[place] = (influence_effect(known), influence_effect(draws)) if both else None
    return found


def _influence(
    basis: Basis, effects: dict[int, Matrices | None], subject: State, partner: State, way: str
) -> Series | None:
    """How much more the partner would be threatened by a stop than the subject.

    With shares of imports each side is weighed as a supplier, with shares of exports as a market;
    with total trade it would only be the ratio of the two totals.
    """
    side = basis.asked.codes.index(subject.iso3)
    points = []
    for place, effect in effects.items():
        value = absent("one way of the trade is nil")
        if effect is not None:
            known, draws = (matrix[..., side, 1 - side] for matrix in effect)
            value = _estimate(basis, place, float(known), draws)
        points.append(_point(basis, place, value))
    flow, role = WAYS[way]
    return series(
        "trade.influence", subject.iso3, partner.iso3, BASIS, points, part=role,
        title=f"Weight of {subject.sentence_name} in {partner.adjective} {flow}, "
        "against the reverse",
    )  # fmt: skip


def _supply(basis: Basis, subject: State, partner: State) -> Series | None:
    """Loss without the partner's goods and services, from gross flows of one table."""
    table = basis.data.table("sector_flows").filter(
        (pl.col("user") == subject.iso3) & pl.col("year").is_between(*basis.asked.years)
    )
    bought = pl.col("intermediate") + pl.col("final")
    sums = table.group_by("origin", "year").agg(
        used=bought.sum(),
        imports=bought.filter(pl.col("supplier") == partner.iso3).sum(),
        listed=(pl.col("supplier") == partner.iso3).any(),
    )
    sigma, drawn, source = typical_sigma(basis.data, DRAWS, basis.asked.seed)
    if not np.isfinite(sigma):
        return None
    points = []
    for row in sums.filter("listed").sort("year").iter_rows(named=True):
        known = np.array([[row["imports"]]]), np.array([float(row["used"])])
        value = supply_effect(*known, sigma - 1.0)[0, 0]
        noise = basis.noise.flow(row["imports"]) * np.random.default_rng(
            basis.asked.seed + row["year"]
        ).standard_normal(DRAWS)
        part = np.minimum(row["imports"] * np.exp(noise), 0.99 * row["used"])
        losses = supply_effect(
            part[:, None], np.full(DRAWS, float(row["used"])), drawn - 1.0
        )[:, 0]  # fmt: skip
        found = estimate_from_draws(
            float(value), losses, basis="elasticities over products, and noise of the flow"
        )
        points.append(point(row["year"], found, "estimated", [row["origin"], source]))
    return series(
        "trade.supply_effect", subject.iso3, partner.iso3, FLOWS_BASIS, points,
        title=f"Real income that {subject.sentence_name} would lose without what it buys from "
        f"{partner.sentence_name}",
    )  # fmt: skip
