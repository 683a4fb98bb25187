"""What is not known about means and arms of the pair, and how to add it."""

from __future__ import annotations

from collections.abc import Sequence

from steelyard.dossier.basis import Basis
from steelyard.dossier.coalitions import side_of
from steelyard.dossier.records import Gap, Series
from steelyard.vocabulary.blocs import find_bloc


def power_gaps(basis: Basis, found: Sequence[Series]) -> tuple[Gap, ...]:
    """Registers that only a user may bring, one-sided counts, and sides that are the same."""
    return (*_registers(basis), *_one_sided(basis, found), *_same_side(basis))


def _registers(basis: Basis) -> list[Gap]:
    """Tables that are empty until their files are added."""
    a, b = basis.asked.a, basis.asked.b
    both, years = f"{a.name}, {b.name}", f"{basis.asked.years[0]}-{basis.asked.years[1]}"
    reason = "the publisher allows no redistribution"
    made = []
    if basis.data.table("spending").is_empty():
        made.append(
            Gap(
                what="Military spending in dollars",
                where=both,
                years=years,
                reason=reason,
                effect="Ratios of spending rest on shares of the world of another publisher. Add "
                "SIPRI's workbook with `steelyard data add`.",
            )
        )
    if basis.data.table("arms").is_empty():
        made.append(
            Gap(
                what="Deliveries of major arms by pair and year",
                where=both,
                years=years,
                reason=reason,
                effect="Only single published shares stand, and none for third buyers. Add "
                "SIPRI's trade register with `steelyard data add`.",
            )
        )
    return made


def _one_sided(basis: Basis, found: Sequence[Series]) -> list[Gap]:
    """A share of joint exercises that somebody counted for one side alone."""
    known = {item.subject for item in found if item.measure == "arms.exercise_share"}
    if len(known) != 1:
        return []
    lacking = next(s for s in (basis.asked.a, basis.asked.b) if s.iso3 not in known)
    return [
        Gap(
            what="Part of the other in all joint exercises",
            where=lacking.name,
            years=f"{basis.asked.years[0]}-{basis.asked.years[1]}",
            reason="no source in the dataset lists all its exercises by partner",
            effect="The direction has no figure; lists of exercises are incomplete.",
        )
    ]


def _same_side(basis: Basis) -> list[Gap]:
    """Two states bound to defend one another have no ratio of sides."""
    a, b = basis.asked.a, basis.asked.b
    year = basis.asked.years[1]
    ours, theirs = side_of(a.iso3, year), side_of(b.iso3, year)
    if not ours.states & theirs.states:
        return []
    titles = dict.fromkeys(find_bloc(bloc).title for bloc in (*ours.blocs, *theirs.blocs))
    common = ", ".join(titles)
    return [
        Gap(
            what="Ratio of the two sides with their allies",
            where=f"{a.name}, {b.name}",
            years=str(year),
            reason=f"the two share allies or are allied ({common})",
            effect="Their military means are not set against each other with allies.",
        )
    ]
