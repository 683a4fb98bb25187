"""What is not known about energy between the two, and what that does to the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.energy.figures import figures_of
from steelyard.dossier.domains.energy.paid import RECONCILED
from steelyard.dossier.domains.energy.pipelines import LINES
from steelyard.dossier.records import Gap, Series
from steelyard.measures.lock_in import OVER

FROM = 2022  # from here on monthly discounts matter most


def energy_gaps(basis: Basis, found: Sequence[Series]) -> Iterator[Gap]:
    """Months of discounts, flows of fuels without totals, lines whose flow covers others too."""
    for seller, buyer in basis.asked.directions():
        pair = (seller.iso3, buyer.iso3)
        flows = [
            item
            for item in found
            if item.measure == "energy.flow"
            and (item.subject, item.partner) == pair
            and item.basis != RECONCILED  # remnants in trade statistics are no supply
        ]
        if not flows:
            continue
        where = f"{seller.name} to {buyer.sentence_name}"
        yield from _months(basis, found, pair, where)
        yield from _years_of_gas(basis, flows, where)
        yield from _other_lines(basis, pair, where)
        yield Gap(
            what="Spare capacity and lead times of other buyers and suppliers",
            where=where,
            years="all",
            reason="nobody in the dataset publishes them",
            effect="What could go elsewhere is an upper limit: all that is not in a pipe.",
        )


def _months(
    basis: Basis, found: Sequence[Series], pair: tuple[str, str], where: str
) -> Iterator[Gap]:
    """Months from 2022 without a price of crude oil that this buyer paid."""
    oil = [item for item in found if item.measure == "energy.unit_value"
           and (item.subject, item.partner) == pair and item.part == "crude oil"]  # fmt: skip
    last = basis.asked.years[1]
    if not oil or last < FROM:
        return
    known = {point.period for item in oil for point in item.points
             if "-" in point.period and "January" not in item.basis
             and int(point.period[:4]) >= FROM}  # fmt: skip
    whole = (last - max(FROM, basis.asked.years[0]) + 1) * 12
    if len(known) < whole:
        yield Gap(
            what="Monthly price and discount of crude oil",
            where=where,
            years=f"{max(FROM, basis.asked.years[0])}-{last}",
            reason=f"{len(known)} of {whole} months have both value and weight; customs data by "
            "month may not be shipped",
            effect="The course of the discount rests on quotations of grades and on years. Add a "
            "customs file with `steelyard data add`.",
        )


def _years_of_gas(basis: Basis, flows: Sequence[Series], where: str) -> Iterator[Gap]:
    """Years between the first and last figure on gas by pipe that have none."""
    gas = {int(point.period) for item in flows if item.part == "pipeline gas"
           for point in item.points if len(point.period) == 4}  # fmt: skip
    if gas and min(gas) > max(basis.asked.years[0], 2010):
        yield Gap(
            what="Gas by pipe, by destination",
            where=where,
            years=f"{max(basis.asked.years[0], 2010)}-{min(gas) - 1}",
            reason="the seller's figures by destination begin later in the dataset",
            effect="Not taken for zero: shares of gas exports before are absent.",
        )


def _other_lines(basis: Basis, pair: tuple[str, str], where: str) -> Iterator[Gap]:
    """Lines whose published flow is larger than their capacity."""
    figures = figures_of(basis.data, basis.asked.years, basis.asked.seed)
    for line in LINES:
        room = figures.of(line.capacity, *pair)
        flow_key = (line.flow.format(p=pair[1].lower()), *pair)
        over = [
            period
            for period in figures.of(*flow_key)
            if room and _point(figures.of(*flow_key)[period]) > OVER * _point(room[max(room)])
        ]
        if over:
            yield Gap(
                what=f"Fill of the {line.part}",
                where=where,
                years=", ".join(over),
                reason="the published flow is above the capacity of the line: it covers other "
                "lines and transit too",
                effect="No fill is given; the flow stands in the part that is bound to pipes.",
            )


def _point(same: list[dict]) -> float:  # type: ignore[type-arg]
    """The preferred figure."""
    return float(same[0]["value"])
