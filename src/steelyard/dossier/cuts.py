"""What a cut would cost each of the two, from the simulations that ship."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Gap
from steelyard.dossier.records.cuts import (
    CutCost,
    Cuts,
    Horizon,
    PublishedCost,
    RegionCost,
    SectorCost,
)
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.compared import published_for
from steelyard.scenarios.costs import CARRIED
from steelyard.scenarios.library import SHIPPED, delivery_cut, full_cut, shipped
from steelyard.scenarios.schema import Scenario
from steelyard.vocabulary.estimate import Estimate, absent, exact
from steelyard.vocabulary.industries import region_name, region_of, sectors
from steelyard.vocabulary.states import State

NO_INTERVAL = "one set of elasticities, the middle one of each sector"
NO_RATIO = "a ratio is kept for the long run of cuts between the two: run `steelyard simulate`"
LEVEL = 0.9


def cuts(basis: Basis) -> Cuts | None:
    """Costs of cuts between the two and of scenarios that touch either; None where none ships."""
    if "cuts" not in basis.of_all_pairs:
        basis.of_all_pairs["cuts"] = _cuts(basis)
    return basis.of_all_pairs["cuts"]


def _cuts(basis: Basis) -> Cuts | None:
    a, b = basis.asked.a, basis.asked.b
    table = basis.data.table("cuts")
    rows = table.filter(
        pl.col("seller").is_in(basis.asked.codes) & pl.col("buyer").is_in(basis.asked.codes)
    )
    of_pair = [_cost(row, a, b) for row in rows.iter_rows(named=True)]
    order = {scenario: place for place, scenario in enumerate(_names(a, b))}
    of_pair.sort(key=lambda cost: (order[cost.id], cost.horizon == "long"))
    regions = tuple(_regions(basis))
    costs = (*of_pair, *_scenarios(regions, a, b, _years(basis.data)))
    if not costs:
        return None
    return Cuts(
        costs=costs,
        sectors=tuple(_sectors(basis)),
        regions=regions,
        published=tuple(_published(regions)),
        origins=_origins(basis.data, int(max(cost.year for cost in costs))),
    )


def _names(a: State, b: State) -> tuple[str, str, str]:
    """Names of the three cuts between the two, in the order of the page."""
    return delivery_cut(b, a).name, delivery_cut(a, b).name, full_cut(*_sorted(a, b)).name


def _sorted(a: State, b: State) -> tuple[State, State]:
    return (a, b) if a.iso3 < b.iso3 else (b, a)


def _cost(row: Mapping[str, Any], a: State, b: State) -> CutCost:
    """A cut between the two as a record."""
    of = {a.iso3: a, b.iso3: b}
    seller, buyer = of[row["seller"]], of[row["buyer"]]
    scenario = full_cut(seller, buyer) if row["both_ways"] else delivery_cut(seller, buyer)
    sides = {row["buyer"]: _estimate(row, "buyer_"), row["seller"]: _estimate(row, "seller_")}
    return CutCost(
        id=scenario.name,
        title=full_cut(a, b).title if row["both_ways"] else scenario.title,
        horizon=cast("Horizon", row["horizon"]),
        of_pair=True,
        year=row["year"],
        a=sides[a.iso3],
        b=sides[b.iso3],
        log_ratio=_ratio(row, turned=row["buyer"] != a.iso3),
    )


def _estimate(row: Mapping[str, Any], before: str = "") -> Estimate:
    """A change with its interval, whose ends the table holds as multiples of it."""
    point, worst, best = (row[f"{before}{part}"] for part in ("change", "worst", "best"))
    if point is None:
        return absent("a need that no one can supply: the loss has no bound")
    point = _plain(point)
    if worst is None or best is None:
        return exact(point, NO_INTERVAL, "simulated")
    low, high = sorted((_plain(point * worst), _plain(point * best)))
    return Estimate(point, min(low, point), max(high, point), LEVEL, CARRIED, "simulated")


def _ratio(row: Mapping[str, Any], *, turned: bool) -> Estimate:
    """Log ratio of A's loss over B's; the table holds the buyer's over the seller's."""
    point, below, above = (row[f"ratio{part}"] for part in ("", "_below", "_above"))
    if point is None:
        short = row["horizon"] == "short"
        return absent(NO_RATIO if short else "a side gains or loses nothing, so no ratio exists")
    low, high = point - below, point + above
    if turned:
        point, low, high = -point, -high, -low
    return Estimate(_plain(point), _plain(low), _plain(high), LEVEL, CARRIED, "simulated")


def _plain(value: float) -> float:
    """A number of single precision without the digits that it does not have."""
    return float(f"{value:.6g}")


def _regions(basis: Basis) -> Iterator[RegionCost]:
    """Every region in the scenarios whose sides hold one of the two."""
    found = basis.data.table("scenario_costs")
    for name in SHIPPED:
        compared = shipped(name).compared
        if not {*compared.a, *compared.b} & set(basis.asked.codes):
            continue
        for row in found.filter(scenario=name).iter_rows(named=True):
            yield RegionCost(
                scenario=name,
                title=shipped(name).title,
                horizon=cast("Horizon", row["horizon"]),
                region=row["region"],
                name=region_name(row["region"]),
                change=_estimate(row),
                year=int(row["year"]),
                full_cut=_is_full_cut(shipped(name), basis.asked.codes),
            )


def _is_full_cut(scenario: Scenario, codes: Iterable[str]) -> bool:
    """Whether all trade between the two ends, and nothing else changes."""
    others = (scenario.cost, scenario.tariff, scenario.productivity, scenario.leakage)
    if len(scenario.cut) != 1 or any(others) or scenario.reverse:
        return False
    cut = scenario.cut[0]
    whole = cut.both_ways and cut.sectors == ("all",) and cut.share.low == cut.share.high == 1
    return whole and {*cut.sellers, *cut.buyers} == {*codes}


def _published(regions: tuple[RegionCost, ...]) -> Iterator[PublishedCost]:
    """Figures of others for the scenarios that are shown."""
    for name in dict.fromkeys(row.scenario for row in regions):
        for each in published_for(name):
            yield PublishedCost(
                scenario=name,
                study=each.study,
                what=each.what,
                value=each.value,
                differs=each.differs,
                url=each.url,
            )


def _years(data: Dataset) -> dict[str, int]:
    """Year of the world that each scenario changes."""
    rows = data.table("scenario_costs").select("scenario", "year").unique()
    return {str(name): int(year) for name, year in rows.iter_rows()}


def _scenarios(
    regions: tuple[RegionCost, ...], a: State, b: State, years: Mapping[str, int]
) -> Iterator[CutCost]:
    """Both sides in the scenarios that touch either; a cut of the pair itself stands above."""
    of = {(row.scenario, row.horizon, row.region): row.change for row in regions}
    for name, horizon in dict.fromkeys((row.scenario, row.horizon) for row in regions):
        sides = [of.get((name, horizon, state.iso3)) for state in (a, b)]
        if name == "full-cut" or None in sides:
            continue
        yield CutCost(
            id=name,
            title=shipped(name).title,
            horizon=cast("Horizon", horizon),
            of_pair=False,
            year=years[name],
            a=cast("Estimate", sides[0]),
            b=cast("Estimate", sides[1]),
            log_ratio=absent(NO_RATIO),
        )


def _sectors(basis: Basis) -> Iterator[SectorCost]:
    """Sectors in which a stop of deliveries costs the buyer most, both directions."""
    known = sectors()
    table = basis.data.table("cut_sectors")
    for buyer, seller in basis.asked.directions():
        rows = table.filter(seller=seller.iso3, buyer=buyer.iso3).sort("buyer_change")
        for row in rows.iter_rows(named=True):
            yield SectorCost(
                seller=seller.iso3,
                buyer=buyer.iso3,
                sector=row["sector"],
                name=known[row["sector"]].name,
                buyer_change=exact(_plain(row["buyer_change"]), NO_INTERVAL, "simulated"),
            )


def _origins(data: Dataset, year: int) -> tuple[str, ...]:
    """The table, the trade that it was carried on, and the sets of elasticities."""
    tables = data.table("cuts")["origin"].unique().sort().to_list()
    trade = data.table("trade").filter(year=year)["origin"].drop_nulls().unique().sort().to_list()
    sets = data.table("sector_elasticities")["origin"].unique().sort().to_list()
    return tuple(dict.fromkeys((*tables, *trade, *sets)))


def cut_gaps(basis: Basis) -> list[Gap]:
    """States whose cut cannot be simulated, since the table sums them with others."""
    table = basis.data.table("cuts")
    if table.is_empty():
        return [
            Gap(
                what="What a cut would cost",
                where="all states",
                years="",
                reason="the simulations that ship rest on other rows than this dataset has",
                effect="Run `steelyard simulate` for this pair.",
            )
        ]
    known = set(table["buyer"].unique())
    inside = [state for state in (basis.asked.a, basis.asked.b) if state.iso3 not in known]
    if not inside:
        return []
    group = region_name(region_of(inside[0].iso3))
    return [
        Gap(
            what="What a cut would cost",
            where=", ".join(state.name for state in inside),
            years="",
            reason="the world input-output table does not tell "
            f"{' and '.join(state.sentence_name for state in inside)} apart: trade with "
            f"{'them' if len(inside) > 1 else 'it'} is part of “{group}”",
            effect="No loss of either side can be simulated. Shares of trade and of products "
            "stand in its place. A table that keeps more states apart can be added.",
        )
    ]
