"""Evidence on a region as a whole: official finance to all of it, trade of its every state."""

from __future__ import annotations

import numpy as np

from steelyard.claims.chance import below
from steelyard.claims.course import Course, Dot, nothing, over
from steelyard.dossier.audit.finders.registers import find_dyad
from steelyard.dossier.audit.finders.trade import find_trade
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World, named
from steelyard.vocabulary.estimate import exact

SO_FAR = "so far"
LATEST = 9999  # the members of a region that never change; of a bloc, those of today
WHY = "published without an error"


def region_finance(ask: Ask, world: World) -> Course:
    """Official finance of `subject` to all states of `partner`, by year or, by `part`, so far.

    The register holds every project known: a year without one in a state is a zero there. The sum
    so far starts with the register, so that its level counts from then only.
    """
    found = [
        find_dyad(Ask("dyad", "official_finance", ask.subject, state), world)
        for state in world.members(ask.partner, LATEST)
    ]
    known = [course for course in found if course.dots]
    title = f"official finance of {named(ask.subject)} to {named(ask.partner)}"
    if not known:
        return nothing(title, found[0].why if found else f"{ask.partner} has no members")
    years = range(
        min(course.dots[0].year for course in known), max(c.dots[-1].year for c in known) + 1
    )
    paid = np.array([[_in(course, year) for year in years] for course in known]).sum(axis=0)
    values = np.cumsum(paid) if ask.part == SO_FAR else paid
    origins = tuple(dict.fromkeys(name for course in known for name in course.dots[0].origins))
    dots = tuple(
        Dot(str(year), exact(float(value), WHY), origins)
        for year, value in zip(years, values, strict=True)
    )
    head = f"{title}, so far" if ask.part == SO_FAR else title
    return Course(head, known[0].unit, dots, tuple(n for c in known for n in c.series))


def _in(course: Course, year: int) -> float:
    """What a course has in a year; none is a zero in this register."""
    return sum(float(dot.value.point or 0.0) for dot in course.dots if dot.year == year)


def least_of_region(ask: Ask, world: World) -> Course:
    """The least ratio, over the states of `part`, of trade with `subject` to that with `partner`.

    Above 1 where every state trades more with the first. `basis` is the way (exports, imports,
    both). A year counts where every state has both flows; the least is the one least sure to be
    above 1, which is not always the lowest point.
    """
    ratios = [
        over(
            find_trade(Ask("trade", ask.basis, state, ask.subject), world),
            find_trade(Ask("trade", ask.basis, state, ask.partner), world),
        )
        for state in world.members(ask.part, LATEST)
    ]
    title = (
        f"trade with {named(ask.subject)} over that with {named(ask.partner)}, "
        f"least of all states of {named(ask.part)}"
    )
    if not ratios or any(not course.dots for course in ratios):
        return nothing(title, "one of the states has no trade in the data")
    by_year = [{dot.period: dot for dot in course.dots} for course in ratios]
    shared = sorted(set.intersection(*(set(known) for known in by_year)))
    dots = tuple(
        max((known[year] for known in by_year), key=lambda dot: below(dot.value, 1.0))
        for year in shared
    )
    series = tuple(name for course in ratios for name in course.series)
    return Course(title, "ratio", dots, series, "count")
