"""What is not known of ideal points: states without one, and roll calls that no fit has seen."""

from __future__ import annotations

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.positions import OPENED
from steelyard.dossier.records import Gap
from steelyard.dossier.shipped_points import shipped

WHAT = "Ideal points in the UN General Assembly"
FIT = "`steelyard votes fit` places all states from the roll calls at hand."


def position_gaps(basis: Basis) -> tuple[Gap, ...]:
    """No fit at all, states without a position, and sessions of a user that it does not hold."""
    asked = basis.asked
    where = f"{asked.a.name}, {asked.b.name}"
    years = f"{asked.years[0]}-{asked.years[1]}"
    made = shipped(basis.data)
    if made is None:
        reason = "no fit in the dataset was made of votes known on this day alone"
        return (Gap(what=WHAT, where=where, years=years, reason=reason, effect=FIT),)
    absent = [state for state in (asked.a, asked.b) if not _has(basis, state.iso3)]
    found = [
        Gap(
            what=WHAT,
            where=state.name,
            years=years,
            reason="it cast no vote that could be placed in these years",
            effect="No position, no distance, and nothing said of who moved.",
        )
        for state in absent
    ]
    unseen = _unseen(basis, made.sessions[-1])
    if unseen and not absent:
        found.append(
            Gap(
                what=WHAT,
                where=where,
                years=unseen,
                reason="positions are those of the fit that the package ships, and these roll "
                "calls of your own store were not in it",
                effect=f"Agreement rests on them, positions do not. {FIT}",
            )
        )
    return tuple(found)


def _has(basis: Basis, state: str) -> bool:
    """Whether a state has a position in the years of the dossier."""
    sessions = basis.data.table("vote_positions").filter(state=state)["session"] + OPENED
    return bool(sessions.is_between(*basis.asked.years).any())


def _unseen(basis: Basis, last: int) -> str:
    """Years with roll calls that the fit does not know: other origins, or later sessions."""
    origin = set(basis.data.table("vote_positions")["origin"].unique())
    rows = basis.data.table("votes").filter(
        pl.col("year").is_between(*basis.asked.years)
        & (~pl.col("origin").is_in(sorted(origin)) | (pl.col("session") > last))
    )
    if rows.is_empty():
        return ""
    first, final = rows["year"].min(), rows["year"].max()
    return f"{first}" if first == final else f"{first}-{final}"
