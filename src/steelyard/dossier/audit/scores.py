"""Claims that are projections: their score stands with the projections, and is linked here."""

from __future__ import annotations

from collections import Counter

from steelyard.claims.claim import Ledger
from steelyard.dossier.audit.world import World
from steelyard.dossier.records import StatedProjection
from steelyard.vocabulary.states import all_states


def pair_of(ledger: Ledger) -> tuple[str, str]:
    """The two states that the claims of a ledger name most often."""
    states = {state.iso3 for state in all_states()}
    named = Counter(code for claim in ledger.claims for code in claim.actors if code in states)
    (one, _), (other, _) = named.most_common(2)
    return one, other


def projections(ids: set[str], world: World) -> dict[str, StatedProjection]:
    """The scored projection of each of these claims of the documents, where it has one."""
    from steelyard.claims.read import built_in
    from steelyard.dossier.forecasts import scored_projection
    from steelyard.dossier.request import DEFAULT_YEARS, request
    from steelyard.dossier.stated.outcomes import Ground
    from steelyard.dossier.stated.rows import stated

    rows = [row for row in stated() if ids & set(row.claims)]
    if not rows:
        return {}
    asked = request(*pair_of(built_in()), DEFAULT_YEARS, world.data.as_of)
    ground = Ground(world.data, world.trade, asked)
    found: dict[str, StatedProjection] = {}
    for row in rows:
        found |= dict.fromkeys(ids & set(row.claims), scored_projection(row, ground))
    return found
