"""What the record of votes does not tell about the pair, and which data would."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.council import BODY
from steelyard.dossier.records import Gap
from steelyard.vocabulary.blocs import members


def vote_gaps(basis: Basis) -> tuple[Gap, ...]:
    """What the list of vetoes leaves open, and pairs for which it has nothing."""
    asked = basis.asked
    seats = [state for state in (asked.a, asked.b) if state.iso3 in members(BODY, asked.years[1])]
    listed = basis.data.table("vetoes")
    if listed.is_empty():
        return _no_regimes(basis)
    if len(seats) < 2:
        return (_no_seat(basis, len(seats)), *_no_regimes(basis))
    return (
        *_no_regimes(basis),
        Gap(
            what="Votes of a permanent member on drafts that the other vetoed alone",
            where=", ".join(state.name for state in seats),
            years=f"{asked.years[0]}-{asked.years[1]}",
            reason="the list has vetoes alone: neither abstentions nor drafts that passed, and it "
            f"ends with {listed['date'].max()}",
            effect="The chance of an abstention lies between 0 and what a joint veto leaves of 1. "
            "The cost of a lone veto is known by sign and bounds at most: roll calls of all "
            "drafts put to the vote in the Council would tell it from stakes that go together.",
        ),
    )


def _no_seat(basis: Basis, seats: int) -> Gap:
    """Fewer than two permanent members: there is no company to count."""
    asked = basis.asked
    number = "neither" if seats == 0 else "only one"
    return Gap(
        what="Vetoes together and alone, free riding, cost of a lone veto",
        where=f"{asked.a.name}, {asked.b.name}",
        years=f"{asked.years[0]}-{asked.years[1]}",
        reason=f"{number} of the two is a permanent member of the Security Council",
        effect="Their support for each other is read from the General Assembly.",
    )


def _no_regimes(basis: Basis) -> tuple[Gap, ...]:
    """No table of regimes: one explanation of voting alike is not tested."""
    table = basis.data.table("state_years")
    if (table["indicator"] == "regime").any():
        return ()
    asked = basis.asked
    return (
        Gap(
            what="Similarity of regimes as an explanation of voting alike",
            where=f"{asked.a.name}, {asked.b.name}",
            years=f"{asked.years[0]}-{asked.years[1]}",
            reason="no index of regimes by state and year is in the dataset",
            effect="Whether like regimes or common rivals bring votes together is half tested: "
            "an index such as V-Dem's electoral democracy or Polity would decide.",
        ),
    )
