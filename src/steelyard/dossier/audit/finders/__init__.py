"""Where evidence is found: one finder a kind, listed here. A new kind is a new file."""

from __future__ import annotations

from collections.abc import Callable

from steelyard.claims.course import Course, nothing
from steelyard.dossier.audit.finders.attributes import find_component, find_growth, find_state
from steelyard.dossier.audit.finders.ballots import find_ballot
from steelyard.dossier.audit.finders.cited import find_cited
from steelyard.dossier.audit.finders.figures import find_figure, find_figure_sum
from steelyard.dossier.audit.finders.formulas import find_formula
from steelyard.dossier.audit.finders.goods import find_price, find_product_share
from steelyard.dossier.audit.finders.memberships import find_joined, find_member
from steelyard.dossier.audit.finders.opinion import find_opinion, find_opinion_rank
from steelyard.dossier.audit.finders.positions import find_distance
from steelyard.dossier.audit.finders.registers import find_dyad, find_event, find_pact, find_veto
from steelyard.dossier.audit.finders.series import find_series
from steelyard.dossier.audit.finders.trade import find_trade, find_trade_rank, find_trade_share
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World
from steelyard.vocabulary.errors import InputError

Finder = Callable[[Ask, World], Course]

FINDERS: dict[str, Finder] = {
    "series": find_series,
    "figure": find_figure,
    "figure_sum": find_figure_sum,
    "state": find_state,
    "growth": find_growth,
    "component": find_component,
    "trade": find_trade,
    "share": find_trade_share,
    "rank": find_trade_rank,
    "dyad": find_dyad,
    "event": find_event,
    "pact": find_pact,
    "veto": find_veto,
    "opinion": find_opinion,
    "opinion_rank": find_opinion_rank,
    "distance": find_distance,
    "cited": find_cited,
    "member": find_member,
    "joined": find_joined,
    "ballot": find_ballot,
    "formula": find_formula,
    "price": find_price,
    "product_share": find_product_share,
}


def find(ask: Ask, world: World) -> Course:
    """The course that a row of evidence asks for; empty with its reason where there is none.

    The same question is answered once. Figures of the document under audit itself are left out.
    """
    key = ("found", ask, world.document.id if world.document else "")
    if key not in world.made:
        world.made[key] = _without_own(_found(ask, world), world)
    return world.made[key]


def _found(ask: Ask, world: World) -> Course:
    """The course, or nothing where the dataset refuses."""
    if "$" in f"{ask}":
        return nothing(ask.source, "the statement names too few actors")
    try:
        return FINDERS[ask.kind](ask, world)
    except InputError as error:
        return nothing(ask.source, error.found.rstrip("."))


def _without_own(course: Course, world: World) -> Course:
    """The course without values that the document under audit itself gave."""
    from dataclasses import replace

    kept = tuple(dot for dot in course.dots if not world.own(dot.origins))
    if len(kept) == len(course.dots):
        return course
    why = "" if kept else "the only figure for it is the document's own"
    return replace(course, dots=kept, why=why)
