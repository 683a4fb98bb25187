"""Shares of a year with missing reporters as 90 % intervals instead of bounds.

A probability needs draws; bounds have none. The point is the same as that of the bounds.
"""

from __future__ import annotations

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.mirrors import DIRECTIONS
from steelyard.measures.interval import estimate_from_draws
from steelyard.measures.mirrors_shares import ImputedDraws, draw_missing, flow_and_total
from steelyard.vocabulary.estimate import Estimate

BASIS = "missing mirrors and mirror gap, drawn together"
DRAWS = 400


def share_drawn(
    basis: Basis, bounds: Estimate, place: int, subject: str, partner: str, way: str
) -> Estimate:
    """The same share with the 90 % interval of imputed flows and of the noise of known ones."""
    if bounds.point is None:
        return bounds
    row, column = basis.trade.state(subject), basis.trade.state(partner)
    flow, total = flow_and_total(imputed(basis, place, row), row, column, DIRECTIONS[way])
    known = basis.completed.complete(place)
    parts = {"export": [known[row, :]], "import": [known[:, row]]}
    whole = np.concatenate(parts.get(way, [known[row, :], known[:, row]]))
    random = np.random.default_rng([basis.asked.seed, place, row])
    heavy = np.sqrt(basis.noise.model.tail / random.chisquare(basis.noise.model.tail, len(flow)))
    own, other = random.standard_normal((2, len(flow)))
    typical = float(np.nanmedian(flow))
    error = basis.noise.flow(typical) * own - basis.noise.total(whole) * other
    share = flow / total * np.exp(heavy * error)
    return estimate_from_draws(bounds.point, np.minimum(share, 1.0), basis=BASIS)


def imputed(basis: Basis, place: int, state: int) -> ImputedDraws:
    """Draws of a state's missing flows; those of the pair are there already."""
    pair = [basis.trade.state(code) for code in basis.asked.codes]
    made = basis.completed.drawn[place]
    if state in pair:
        return made
    key = f"imputed {place} {state}"
    if key not in basis.of_all_pairs:
        basis.of_all_pairs[key] = draw_missing(
            made.imputation, states=[state], draws=DRAWS, seed=basis.asked.seed
        )
    return basis.of_all_pairs[key]
