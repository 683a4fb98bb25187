"""A bloc as one partner: its members of the year together."""

from __future__ import annotations

import numpy as np

from steelyard.dossier.basis import Basis
from steelyard.dossier.noise import BASIS
from steelyard.measures.noise import share_interval
from steelyard.vocabulary.blocs import members
from steelyard.vocabulary.estimate import Estimate, absent


def bloc_share(basis: Basis, bloc: str, state: str, year: int, *, of_bloc: bool) -> Estimate:
    """Share of all members in a state's trade; with `of_bloc`, of the state in the bloc's trade.

    The bloc's own trade is that with outsiders. Absent where the state is a member itself, or
    where no flow with a member is known.
    """
    codes = [code for code in sorted(members(bloc, year)) if code in basis.trade.codes]
    if state not in basis.trade.codes or state in codes:
        return absent("the state is not in the trade data, or is a member of the bloc")
    place = basis.trade.year(year)
    flows = basis.completed.complete(place)
    inside, own = [basis.trade.state(code) for code in codes], basis.trade.state(state)
    shared = np.concatenate([flows[inside, own], flows[own, inside]])
    whole = np.concatenate([flows[own, :], flows[:, own]])
    if of_bloc:
        outside = np.setdiff1d(np.arange(len(flows)), inside)
        sold, bought = flows[inside][:, outside], flows[outside][:, inside]
        whole = np.concatenate([sold.ravel(), bought.ravel()])
    if not np.isfinite(shared).any() or not np.nansum(whole) > 0:
        return absent("no flow with a member is known")
    noise = basis.noise
    found = share_interval(
        float(np.nansum(shared)), float(np.nansum(whole)),
        noise.total(shared), noise.total(whole), tail=noise.model.tail, seed=basis.asked.seed,
    )  # fmt: skip
    return Estimate(found.point, found.low, found.high, found.level, BASIS, "estimated")
