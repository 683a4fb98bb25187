"""Evidence from ideal points: how far two states lie apart in votes of the General Assembly."""

from __future__ import annotations

from steelyard.claims.course import Course, Dot, nothing
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World, named
from steelyard.dossier.shipped_points import shipped
from steelyard.measures.interval import estimate_from_draws
from steelyard.models.votes.alignment import BASIS, distance_draws
from steelyard.models.votes.redraw import redrawn

OPENED = 1945  # added to a session: the year in which it opened
SEED = 0


def find_distance(ask: Ask, world: World) -> Course:
    """Distance of two states' ideal points by year, from the fit of all sessions.

    The draws of `votes.distance` of the dossier, without what else a dossier needs.
    """
    title = f"distance of {named(ask.subject)} and {named(ask.partner)} in votes"
    made = shipped(world.data)
    pair = (ask.subject, ask.partner)
    if made is None or not set(pair) <= set(made.states):
        return nothing(title, f"no ideal points of {ask.subject} and {ask.partner} in the data")
    points = redrawn(made, pair, seed=SEED)
    origin = str(world.data.table("vote_positions")["origin"][0])
    both = sorted(set(points.sessions_of(pair[0])) & set(points.sessions_of(pair[1])))
    dots = []
    for session in both:
        drawn = distance_draws(points, *pair, session)
        value = estimate_from_draws(float(drawn.mean()), drawn, basis=BASIS)
        dots.append(Dot(str(session + OPENED), value, (origin,)))
    name = f"votes.distance.{ask.subject}.{ask.partner}"
    return Course(f"{title} (ideal points)", "index", tuple(dots), (name,), "count")
