"""Evidence from roll calls of the General Assembly: how states voted on named texts."""

from __future__ import annotations

import polars as pl

from steelyard.claims.course import Course, Dot, nothing
from steelyard.dossier.audit.finders.figures import find_figure
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World, named
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.votes import CHOICES

ASSEMBLY = "UNGA"
CAST = ("y", "a", "n")
WORDS = ("for", "abstain", "against")  # as series of figures call them
KEPT = "counted in the record of votes"


def find_ballot(ask: Ask, world: World) -> Course:
    """Votes on the texts whose number or title matches `source`, a regular expression.

    `part` is yes, abstain, no or absent. With a state as `subject`: 1 where it so voted, else 0;
    with the Assembly: how many did. With a `partner` instead of a part: 1 where both cast the
    same vote, else 0; calls in which one of the two cast none are left out.
    """
    dots = []
    for row in _calls(ask.source, world):
        casts = _casts(row["session"], world)
        found = _found(ask, {state: cast[row["place"]] for state, cast in casts.items()})
        if found is not None:
            value = Estimate(found, found, found, 0.9, KEPT)
            dots.append(Dot(row["date"], value, (row["origin"],)))
    title = _title(ask)
    if not dots:
        return nothing(title, "no such vote in the record, which reaches to 2019")
    unit = "votes" if ask.subject == ASSEMBLY else "count"
    return Course(title, unit, tuple(dots), ("roll_calls", "votes"), "count")


def _calls(pattern: str, world: World) -> list[dict]:
    """Roll calls whose number or title matches, by date."""
    table = world.data.table("roll_calls")
    named_so = pl.col("resolution").str.contains(pattern)
    titled_so = pl.col("title").str.contains(f"(?i){pattern}")
    return table.filter(named_so | titled_so).sort("date").to_dicts()


def _casts(session: int, world: World) -> dict[str, str]:
    """What each state cast in a session, one letter a roll call."""
    key = ("casts", session)
    if key not in world.made:
        rows = world.data.table("votes").filter(pl.col("session") == session)
        world.made[key] = dict(rows.select("state", "cast").iter_rows())
    return world.made[key]


def _found(ask: Ask, cast: dict[str, str]) -> float | None:
    """The number that one roll call gives."""
    if ask.partner:
        pair = [cast.get(state) for state in (ask.subject, ask.partner)]
        return float(pair[0] == pair[1]) if all(each in CAST for each in pair) else None
    letter = next(letter for letter, word in CHOICES.items() if word == ask.part)
    if ask.subject == ASSEMBLY:
        return float(sum(each == letter for each in cast.values()))
    own = cast.get(ask.subject)
    return None if own is None else float(own == letter)


def _title(ask: Ask) -> str:
    """What the numbers say."""
    if ask.partner:
        return f"same vote of {named(ask.subject)} and {named(ask.partner)} (1: the same)"
    if ask.subject == ASSEMBLY:
        return f"votes in the General Assembly: {ask.part}"
    return f"{named(ask.subject)} in the General Assembly: {ask.part} (1: so voted)"


def share_of_cast(ask: Ask, world: World) -> Course:
    """Those who voted like `part` (for, abstain, against) among all who cast a vote.

    `basis` is how the names of the published counts of a roll call begin.
    """
    counts = {
        word: find_figure(Ask("figure", f"{ask.basis}_{word}", ASSEMBLY), world) for word in WORDS
    }
    title = f"votes {ask.part} as part of all votes cast ({ask.basis.upper().replace('_', ' ')})"
    if any(not course.dots for course in counts.values()):
        return nothing(title, "one of the counts is not in the data")
    numbers = {word: course.dots[-1].value.point or 0.0 for word, course in counts.items()}
    share = numbers[ask.part] / sum(numbers.values())
    dot = counts[ask.part].dots[-1]
    value = Estimate(share, share, share, 0.9, KEPT)
    origins = tuple(dict.fromkeys(o for each in counts.values() for o in each.dots[-1].origins))
    series = tuple(name for each in counts.values() for name in each.series)
    return Course(title, "1", (Dot(dot.period, value, origins),), series, "count")
