"""Every series of votes, the pair's first."""

from __future__ import annotations

from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.votes.blocs import cohesion
from steelyard.dossier.domains.votes.change import closer
from steelyard.dossier.domains.votes.company import council_series
from steelyard.dossier.domains.votes.material import material
from steelyard.dossier.domains.votes.moved import moved_series
from steelyard.dossier.domains.votes.pair import similarity_series
from steelyard.dossier.domains.votes.parts import agreement_in_parts
from steelyard.dossier.domains.votes.positions import distance_series, placed, position_series
from steelyard.dossier.domains.votes.published_points import published_points
from steelyard.dossier.domains.votes.quoted import quoted_agreement
from steelyard.dossier.domains.votes.regimes import likeness_series, regime_cohesion
from steelyard.dossier.domains.votes.support import support
from steelyard.dossier.domains.votes.third import agreement_with_third
from steelyard.dossier.domains.votes.vetoes import veto_series
from steelyard.dossier.domains.votes.why import why_series
from steelyard.dossier.records import Series
from steelyard.dossier.series import present


def vote_series(basis: Basis) -> tuple[Series, ...]:
    """Agreement and support in the General Assembly, cohesion, vetoes, what explains votes."""
    made = material(basis)
    found: list[Series | None] = []
    if made is not None:
        redrawn = made.redraw(made.tables())
        found += [
            *similarity_series(made, redrawn),
            *support(made),
            *closer(made, redrawn),
            *agreement_in_parts(made),
            *cohesion(made),
            *agreement_with_third(made),
            *regime_cohesion(basis, made),
            *why_series(basis),
        ]
    points = placed(basis)
    if points is not None:
        found += [*position_series(points), *distance_series(points), *moved_series(points)]
    found += published_points(basis)
    return present(
        [
            *found,
            *quoted_agreement(basis),
            *veto_series(basis),
            *council_series(basis),
            *likeness_series(basis),
        ]
    )
