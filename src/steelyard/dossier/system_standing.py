"""The class of a simulated share: definitions and members of the comparison, both directions."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean, pstdev

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison.classes import FEWEST_CLIENTS, MAIN, STALE
from steelyard.dossier.comparison.matrices import KINDS, Matrix
from steelyard.dossier.comparison.stated import Definition, clients, definitions
from steelyard.dossier.comparison.yardsticks import matrices, yardstick
from steelyard.dossier.flows import flows
from steelyard.dossier.link_series import pair_of
from steelyard.dossier.mirrors import completed
from steelyard.dossier.noise import noise
from steelyard.dossier.request import DEFAULT_AS_OF, DEFAULT_YEARS, request
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.system.standing import Ranked, Standing, Unranked
from steelyard.system.causal import CausalSystem
from steelyard.system.readings import LONG as FEWEST
from steelyard.system.readings import USUAL

Matrices = dict[int, Matrix]
WHY_NOT = {
    "net": "it needs the other side’s share, which the system does not hold as a variable",
    "domains": "it counts domains; the system holds a share of one domain only",
}


def standings(system: CausalSystem, data: Dataset) -> tuple[Standing | Unranked, ...]:
    """Both directions of the tie of a system, ready for ranking simulated shares.

    A direction can be ranked if a variable is measured by the share of trade in that direction.
    Members and cuts are those of the last year with a figure, of both runs and of all later years.
    """
    first, second = pair_of(system)
    asked = request(first, second, DEFAULT_YEARS, DEFAULT_AS_OF, 0)
    trade = flows(data)
    basis = Basis(data, trade, noise(data, trade), completed(trade, asked), asked)
    known = matrices(basis, yardstick(MAIN))
    return tuple(_of(system, known, *each) for each in ((first, second), (second, first)))


def _of(system: CausalSystem, known: Matrices, subject: str, partner: str) -> Standing | Unranked:
    """One direction."""
    variable = _measured(system, subject, partner)
    if variable is None:
        why = f"no variable of the system is measured by {subject}’s share of trade with {partner}"
        return Unranked(subject, partner, why)
    told = {year: known[year].value(subject, partner) for year in sorted(known)}
    values = {year: value for year, value in told.items() if value is not None}
    usual = [value for year, value in values.items() if USUAL[0] <= year <= USUAL[1]]
    if len(usual) < FEWEST or pstdev(usual) == 0:
        why = f"fewer than {FEWEST} years of {subject}’s share of trade with {partner} are known"
        return Unranked(subject, partner, why)
    last = max(values)
    return Standing(
        variable=variable, subject=subject, partner=partner,
        years=np.array(list(values), dtype=float), shares=np.array(list(values.values())),
        middle=fmean(usual), spread=pstdev(usual),
        classes=tuple(_ranked(each, known, last, (subject, partner)) for each in definitions()),
    )  # fmt: skip


def _measured(system: CausalSystem, subject: str, partner: str) -> str | None:
    """The variable that the share of trade in this direction speaks to, on its own scale."""
    for each in system.variables:
        for seen in each.observed:
            ends = (seen.series, seen.subject, seen.partner)
            if ends == (MAIN, subject, partner) and (seen.transform, seen.sign) == ("level", 1):
                return each.name
    return None


def _ranked(definition: Definition, known: Matrices, year: int, pair: tuple[str, str]) -> Ranked:
    """A definition with its members of a year, or the reason why it cannot be used."""
    named = {"id": definition.id, "title": definition.title, "main": definition.main,
             "ladder": definition.ladder}  # fmt: skip
    if definition.kind in WHY_NOT:
        return Ranked(**named, absent=WHY_NOT[definition.kind])
    if definition.kind in KINDS:
        members = known[year].reference(definition.kind)
        why = "" if members is not None else "too few states have a value in the last known year"
        return Ranked(**named, reference=members, absent=why)
    values = np.array(list(_clients(known, year, pair)))
    if values.size < FEWEST_CLIENTS:
        return Ranked(**named, absent="too few named clients have a value in the last known year")
    return Ranked(**named, members=values)


def _clients(known: Matrices, year: int, pair: tuple[str, str]) -> Iterator[float]:
    """The share of each named client, of the year or of the few before."""
    for one in clients(pair):
        told = (
            known[then].value(one.subject, one.partner)
            for then in range(year, year - STALE - 1, -1)
            if then in known
        )
        found = next((value for value in told if value is not None), None)
        if found is not None:
            yield found
