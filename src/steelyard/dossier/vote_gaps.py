"""What the record of votes does not tell about the pair, and which data would."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.company import untold_key
from steelyard.dossier.domains.votes.council import BODY
from steelyard.dossier.domains.votes.explanations import LENGTH, regime_indices
from steelyard.dossier.domains.votes.rivals import LIST_NAMES
from steelyard.dossier.domains.votes.why import ends_of, fitted
from steelyard.dossier.records import Gap
from steelyard.vocabulary.blocs import members


def vote_gaps(basis: Basis) -> tuple[Gap, ...]:
    """What the list of vetoes leaves open, and pairs for which it has nothing."""
    asked = basis.asked
    seats = [state for state in (asked.a, asked.b) if state.iso3 in members(BODY, asked.years[1])]
    listed = basis.data.table("vetoes")
    if listed.is_empty():
        return _likeness(basis)
    if len(seats) < 2:
        return (_no_seat(basis, len(seats)), *_likeness(basis))
    return (
        *_likeness(basis),
        *_untold(basis),
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


def _untold(basis: Basis) -> tuple[Gap, ...]:
    """Sides of which the list of vetoes does not tell what a lone veto costs."""
    asked = basis.asked
    return tuple(
        Gap(
            what="Cost of a lone veto beyond a joint one",
            where=name,
            years=f"{asked.years[0]}-{asked.years[1]}",
            reason=reason.removeprefix("absent: "),
            effect="Neither its size nor its sign is shown: it would be the assumption's.",
        )
        for name, reason in basis.data.made.get(untold_key(basis), ())
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


def _likeness(basis: Basis) -> tuple[Gap, ...]:
    """What of likeness and common enmity is not known, and which files would decide."""
    asked = basis.asked
    reasons = ["no measure of identity"]
    effects = ["Whether a common identity brings votes together is left open."]
    indices = regime_indices(basis.data)
    if not indices:
        reasons.insert(0, "no index of regimes by state and year")
        effects.append(
            "V-Dem's country-year file, Polity5's annual file or a table of your own (state, year, "
            "indicator, value, unit, source, licence) would decide about regimes: "
            "`steelyard data add FILE`."
        )
    if not basis.data.table("dyads")["indicator"].is_in(LIST_NAMES).any():
        reasons.insert(-1, "no list of rivals that may be shipped")
        effects.append(
            "Common rivals are read from votes of the years before, so that they explain votes in "
            "part mechanically: rivalries of Thompson and Dreyer, militarised disputes (COW) or "
            "sanctions (TIES, GSDB) would decide, added the same way."
        )
    listed = ", ".join(reasons[:-1]) + (" and " if reasons[:-1] else "") + reasons[-1]
    made = Gap(
        what="Likeness of regimes and identity, and common rivals, as reasons for voting alike"
        if len(reasons) > 1
        else "Identity as a reason for voting alike",
        where=f"{asked.a.name}, {asked.b.name}",
        years=f"{asked.years[0]}-{asked.years[1]}",
        reason=f"{listed} is in the dataset",
        effect=" ".join(effects),
    )
    return made, *_too_little(basis, indices)


def _too_little(basis: Basis, indices: tuple[str, ...]) -> tuple[Gap, ...]:
    """Files of the user's that were added and could not be used."""
    asked = basis.asked
    found: dict[tuple[str, str], list[int]] = {}
    for index in indices or (None,):
        for end in ends_of(asked.years):
            made = fitted(basis.data, end, index)
            for name in made.left_out if made else ():
                found.setdefault((name, made.reason), []).append(end)  # type: ignore[union-attr]
    return tuple(
        Gap(
            what=f"{name[0].upper()}{name[1:]} as an explanation of voting alike",
            where="all states",
            years=", ".join(f"{end - LENGTH + 1}-{end}" for end in sorted(set(ends))),
            reason=reason,
            effect="It is left out of the regression: it needs values of at least 80 states that "
            "differ.",
        )
        for (name, reason), ends in found.items()
    )
