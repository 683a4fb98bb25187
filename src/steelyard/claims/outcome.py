"""What the rules say: of one reading, and of a claim over all its readings."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from steelyard.claims.course import Course
from steelyard.vocabulary.estimate import Estimate


class Verdict(StrEnum):
    """Everything that can be said about a claim."""

    HOLDS = "holds"
    APPROXIMATELY = "holds approximately"
    FAILS = "fails"
    VINTAGE = "depends on vintage"
    DEFINITION = "depends on definition"
    NOT_COMPARABLE = "not comparable"
    NOT_DECIDABLE = "not decidable with these data"
    NOT_ASSERTED = "not an assertion"


DECIDED = (Verdict.HOLDS, Verdict.APPROXIMATELY, Verdict.FAILS)
Role = Literal["main", "alternative", "vintage", "later"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict on one number: with which probability it holds, and by what margin.

    `chance` is the probability that the relation holds within the tolerance, `looser` within
    twice of it. `margin` is how far the computed value lies inside (above 0) or outside (below
    0) of what was said, in the unit of the claim; None where there is no distance.
    """

    verdict: Verdict
    chance: float | None = None
    looser: float | None = None
    margin: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One number that bears on a claim, and what makes it up.

    `main` is the definition that the wording asks for, an `alternative` another that a careful
    reader could mean, a `vintage` the same as it was known earlier; `later` is what came after
    the period spoken of, shown beside it and never counted. `proxy` marks what stands near the
    quantity but is not it: it is shown and decides nothing.
    """

    title: str
    role: Role
    value: Estimate
    unit: str
    period: str
    taken: str  # how a span was reduced to one number
    origins: tuple[str, ...]
    series: tuple[str, ...]
    error: str = "official"
    proxy: bool = False
    comparable: bool = True
    place: int = 0  # which of several values of the claim it is about
    relation: str = ""  # another relation than the claim's, stated with the evidence
    against: float | None = None  # and the value to hold it against
    note: str = ""
    course: Course | None = field(default=None, repr=False)  # what the number was taken from
    levels: tuple[float, ...] = ()  # what was said in the unit of the course, if it is a level


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with its own outcome."""

    reading: Reading
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on a claim, the reading that it rests on, and every reading's own outcome."""

    verdict: Verdict
    why: str
    main: Judged | None
    judged: tuple[Judged, ...]
