"""What each side would lose if the other's deliveries stopped, in the production network.

From the compact input-output table of the newest year in the dataset, which each series names in
its basis. Both directions of a cut have two sides: the seller loses orders, the buyer inputs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.production import NO_NOISE, NOISE_BASIS, scales
from steelyard.dossier.records import Gap, Series
from steelyard.dossier.sector_supply import releases
from steelyard.dossier.series import point, present, series
from steelyard.measures.interval import estimate_from_draws, quantile_interval
from steelyard.measures.noise import Discrepancy
from steelyard.models.trade.network import (
    CutDraws,
    FlowError,
    Network,
    cut_draws,
    deliveries,
    factor,
    lost_inputs,
    lost_orders,
    ration,
    rescaled,
)
from steelyard.reference.baseline import Baseline, baseline
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.industries import REST, region_name, sectors
from steelyard.vocabulary.states import State

DRAWS = 250
SHOWN = 3  # sectors, and third regions, that are named one by one
ELASTICITY, STIFF = 0.5, 0.2  # between inputs of different sectors: point, and upper end
RATIONED = (
    "from half as firm to firm complements (elasticities of 0.5 and 0.2), from final use rationed "
    "first to all alike, and over the error of the table"
)


@dataclass(frozen=True, slots=True)
class _Tie:
    """One state's deliveries to another in a table, and what may be wrong with them."""

    table: Baseline
    network: Network
    title: str
    seller: State
    buyer: State
    error: FlowError | None
    seed: int

    @property
    def draws(self) -> CutDraws | None:
        """Losses in drawn tables: orders with final use cut as well, inputs."""
        if self.error is None:
            return None
        return cut_draws(
            self.network, self.seller.iso3, self.buyer.iso3, self.error,
            final=True, draws=DRAWS, seed=self.seed,
        )  # fmt: skip


def network_series(basis: Basis) -> tuple[Series, ...]:
    """Orders, inputs and rationing at risk, both directions, by sector, and what others lose."""
    found: list[Series | None] = []
    for table, network, title in _tables(basis):
        for buyer, seller in basis.asked.directions():
            error = _error(basis, table, seller.iso3, buyer.iso3)
            tie = _Tie(table, network, title, seller, buyer, error, basis.asked.seed + table.year)
            found += _of_tie(tie)
    return present(found)


def network_gaps(basis: Basis) -> list[Gap]:
    """States that the compact table holds within a group of others."""
    rows = basis.data.table("production")
    if rows.is_empty():
        return []
    alone = {*rows["supplier"].unique()} - {REST}
    lost = [each for each in (basis.asked.a, basis.asked.b) if each.iso3 not in alone]
    years = sorted(rows["year"].unique())
    if not lost:
        return []
    return [
        Gap(
            what="Cost of a cut in the production network",
            where=", ".join(state.name for state in lost),
            years=", ".join(map(str, years)),
            reason="the compact input-output table holds it inside a group of other economies",
            effect="No loss of orders or of inputs is given for the pair. Which economies stand "
            "alone is listed in docs/decisions/0011.",
        )
    ]


def _tables(basis: Basis) -> Iterator[tuple[Baseline, Network, str]]:
    """Newest table of each release that has both states as regions of their own."""
    rows = basis.data.table("production")
    for origin in sorted(rows["origin"].unique()):
        of_release = rows.filter(origin=origin)
        if not set(basis.asked.codes) <= {*of_release["supplier"].unique()} - {REST}:
            continue
        if of_release["value"].has_nulls():
            continue  # a table with absent cells has no inverse
        table = baseline(basis.data, origin)
        first, last = basis.asked.years
        if first <= table.year <= last:
            final = table.final + table.stocks
            title = f"{basis.data.origin(origin).title}, {len(table.regions)} regions"
            yield table, factor(table.regions, table.sectors, table.flows, final), title


def _error(basis: Basis, table: Baseline, seller: str, buyer: str) -> FlowError | None:
    """Error of the seller's flows to the buyer, learned from reconciled trade."""
    model: Discrepancy | None = next(
        (each.model for each in releases(basis) if each.table.origin == table.origin), None
    )
    if model is None:
        return None
    rows, columns = (table.region == table.regions.index(code) for code in (seller, buyer))
    flows = table.flows[np.ix_(rows, columns)].sum(axis=1)
    flows = flows + np.maximum(table.final[rows, table.regions.index(buyer)], 0.0)
    pair = float(scales(model, np.array([flows.sum()]))[0])
    return FlowError(pair, np.maximum(scales(model, flows), pair), model.tail)


def _of_tie(tie: _Tie) -> Iterator[Series | None]:
    """All series of one direction."""
    network = tie.network
    stop = deliveries(network, [tie.seller.iso3], [tie.buyer.iso3], final=True)
    orders, inputs = lost_orders(network, stop).value_added, lost_inputs(network, stop).value_added
    drawn = tie.draws
    up, down = (None, None) if drawn is None else (drawn.orders, drawn.inputs)
    seller, buyer = tie.seller.sentence_name, tie.buyer.sentence_name
    yield from _own(
        tie, "trade.orders_at_risk", tie.seller, tie.buyer, orders, up,
        f"{tie.seller.adjective} value added that hangs on deliveries to {buyer}",
    )  # fmt: skip
    yield from _own(
        tie, "trade.inputs_at_risk", tie.buyer, tie.seller, inputs, down,
        f"{tie.buyer.adjective} value added fed by inputs from {seller}",
    )  # fmt: skip
    yield _rationed(tie)
    yield from _others(tie, orders, up, "orders lost")
    yield from _others(tie, inputs, down, "inputs missing")


def _own(
    tie: _Tie, measure: str, loser: State, other: State, lost: np.ndarray,
    drawn: np.ndarray | None, title: str,
) -> Iterator[Series | None]:  # fmt: skip
    """A state's own loss in its GDP, in all and by its sectors that lose most."""
    cells = tie.network.cells([loser.iso3])
    gdp = float(tie.network.value_added[cells].sum())
    parts = [("", title, cells)]
    for place in np.argsort(-lost[cells])[:SHOWN]:
        sector = sectors()[tie.network.sectors[place]]
        name = sector.id.replace("_", " ")
        parts.append((name, f"{title}: {sector.name.lower()}", cells[[place]]))
    for part, told, chosen in parts:
        draws = None if drawn is None else drawn[:, chosen].sum(axis=1) / gdp
        value = _estimate(float(lost[chosen].sum()) / gdp, draws)
        yield _series(tie, measure, loser, other, value, told, part)


def _others(
    tie: _Tie, lost: np.ndarray, drawn: np.ndarray | None, what: str
) -> Iterator[Series | None]:
    """What third regions lose, the hardest hit by name and all together."""
    network, codes = tie.network, (tie.seller.iso3, tie.buyer.iso3)
    third = [code for code in network.regions if code not in codes]
    hit = network.by_region(lost)
    third.sort(key=lambda code: -hit[network.regions.index(code)])
    named = {f"{what}: {region_name(code)}": [code] for code in third[:SHOWN]}
    for part, chosen in {f"{what}: all third states": third, **named}.items():
        cells = network.cells(chosen)
        draws = None if drawn is None else drawn[:, cells].sum(axis=1)
        title = f"If {tie.seller.sentence_name} stops delivering to {tie.buyer.sentence_name}"
        yield _series(
            tie, "trade.extraction_loss", tie.buyer, tie.seller,
            _estimate(float(lost[cells].sum()), draws), f"{title}, {part}", part,
        )  # fmt: skip


def _rationed(tie: _Tie) -> Series | None:
    """The buyer's loss where inputs complement one another, between its bounds."""
    network, seller, buyer = tie.network, tie.seller.iso3, tie.buyer.iso3
    cells = network.cells([buyer])
    gdp = network.value_added[cells].sum()

    def loss(of: Network, elasticity: float, first: bool) -> float:
        stop = deliveries(of, [seller], [buyer])
        rule = "producers first" if first else "alike"
        return float(ration(of, stop, elasticity, rule=rule).value_added[cells].sum() / gdp)

    low, high = network, network
    if tie.error is not None:
        factors = tie.error.factors(DRAWS, tie.seed)
        ends = [quantile_interval(column) for column in factors.T]
        low, high = (
            rescaled(network, seller, buyer, np.array(each)) for each in zip(*ends, strict=True)
        )
    value = Estimate(
        loss(network, ELASTICITY, False),
        loss(low, ELASTICITY, True),
        loss(high, STIFF, False),
        None,
        RATIONED,
        "simulated",
    )
    title = f"{tie.buyer.adjective} loss if inputs from {tie.seller.sentence_name} stop: rationing"
    return _series(tie, "trade.rationing_loss", tie.buyer, tie.seller, value, title, "")


def _estimate(value: float, draws: np.ndarray | None) -> Estimate:
    """A loss with the interval of its draws, or why it has none."""
    if draws is None:
        return exact(value, NO_NOISE, "simulated")
    return estimate_from_draws(value, draws, basis=NOISE_BASIS, kind="simulated")


def _series(
    tie: _Tie, measure: str, subject: State, partner: State, value: Estimate, title: str, part: str
) -> Series | None:
    """A series of the one year of the table."""
    shown = point(tie.table.year, value, "estimated", [tie.table.origin])
    return series(
        measure, subject.iso3, partner.iso3, tie.title, [shown],
        title=f"{title} ({tie.table.year})", part=part,
    )  # fmt: skip
