"""How far apart the positions of several states lie in a session."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from steelyard.measures.interval import estimate_from_draws
from steelyard.models.votes.result import IdealPoints
from steelyard.vocabulary.estimate import Estimate, absent

BASIS = "draws of the ideal-point model: votes seen as chances given positions and texts"
FEWEST = 2


def spread(points: IdealPoints, states: Collection[str], session: int) -> Estimate:
    r"""Root mean square distance of states from their mean position in a session.

    .. math:: s_t = \sqrt{\tfrac1n \sum_i (\theta_{it} - \bar\theta_t)^2}

    The point is the mean of draws. 1 is a standard deviation of all positions of the fit; the
    scale of whole sessions is fixed loosely, so compare blocs within a session first.

    Parameters
    ----------
    points : IdealPoints
    states : ISO3 codes
        Those without a position in the session are left out.
    session : number

    Returns
    -------
    spread : Estimate, standard deviations of all positions, at least 0
        Absent where fewer than two of the states have a position.

    Raises
    ------
    InputError
        Never.

    References
    ----------
    Bailey, M. A., Strezhnev, A. and Voeten, E. (2017). *Journal of Conflict Resolution* 61(2), 430.
    """
    here = np.isin(np.array(points.states)[points.state], list(states)) & (
        np.array(points.sessions)[points.session] == session
    )
    if here.sum() < FEWEST:
        return absent("fewer than two of the states have a position in this session")
    drawn = points.draws[:, here].astype(float).std(axis=1)
    return estimate_from_draws(float(drawn.mean()), drawn, basis=BASIS)
