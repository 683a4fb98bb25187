"""What each side would lose if the other stopped selling to it, or if all trade ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from steelyard.dossier.basis import Basis
from steelyard.dossier.cuts import cuts
from steelyard.dossier.records import Series
from steelyard.dossier.records.cuts import CutCost, Cuts
from steelyard.dossier.series import point, present, series
from steelyard.scenarios.library import delivery_cut
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import State

SERIES = "trade model"


def cut_series(basis: Basis) -> tuple[Series, ...]:
    """Cost of defiance, of coercion and of a full cut: both directions, short run and long."""
    found = cuts(basis)
    return () if found is None else present(_series(basis, found))


def _series(basis: Basis, found: Cuts) -> Iterator[Series | None]:
    for subject, partner in basis.asked.directions():
        stops, own = delivery_cut(partner, subject).name, delivery_cut(subject, partner).name
        for cost in found.costs:
            if not cost.of_pair:
                continue
            value = loss(cost.a if subject == basis.asked.a else cost.b)
            if cost.id == stops:
                yield _one("trade.cost_of_defiance", subject, partner, cost, value, found,
                           f"if {partner.sentence_name} stopped selling to it")  # fmt: skip
            elif cost.id == own:
                yield _one("trade.cost_of_coercion", subject, partner, cost, value, found,
                           f"if it stopped selling to {partner.sentence_name}")  # fmt: skip
            else:
                yield _one("trade.cost_of_full_cut", subject, partner, cost, value, found,
                           f"if all trade with {partner.sentence_name} ended")  # fmt: skip


def _one(
    measure: str,
    subject: State,
    partner: State,
    cost: CutCost,
    value: Estimate,
    found: Cuts,
    what: str,
) -> Series | None:
    """One number, at the year of the world that is cut."""
    return series(
        measure,
        subject.iso3,
        partner.iso3,
        SERIES,
        [point(cost.year, value, "estimated", found.origins, f"steelyard simulate {cost.id}")],
        title=f"{subject.adjective} loss of real income {what}, {cost.horizon} run",
        part=f"{cost.horizon} run",
    )


def loss(change: Estimate) -> Estimate:
    """A change in per cent as the part that is lost."""
    if change.point is None:
        return change
    if change.low is None or change.high is None:
        return replace(change, point=-change.point / 100)
    return replace(
        change, point=-change.point / 100, low=-change.high / 100, high=-change.low / 100
    )
