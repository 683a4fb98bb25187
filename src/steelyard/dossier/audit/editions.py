"""What was known when it was said: the same evidence in editions of that day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from steelyard.claims.claim import Claim
from steelyard.claims.decide import decide
from steelyard.claims.outcome import DECIDED, Reading, Verdict
from steelyard.dossier.audit.readings import gather
from steelyard.dossier.audit.world import World
from steelyard.reference.dataset import Dataset
from steelyard.reference.overlay import dataset

# Registers of what was done in public: whichever edition lists it, it was known once it was done.
ACTS = ("un_votes", "un_votes_published", "un_roll_calls", "unsc_vetoes", "ceias_visits")
MOST = 6  # days whose data are kept at a time


@dataclass(frozen=True, slots=True)
class Then:
    """A claim on the day on which it was said: its readings, their verdict, or why none."""

    day: date | None
    readings: tuple[Reading, ...] = ()
    verdict: Verdict | None = None
    why: str = ""


class Editions:
    """Data as they were known on the days of statements, each opened once."""

    def __init__(self, now: World):
        self._now = now
        self._worlds: dict[date, World] = {}

    def then(self, claim: Claim, readings: tuple[Reading, ...]) -> Then:
        """The main readings of a claim from what was out on its day, and what they decide.

        An origin tells what was known on a day if its own day of publication is known and not
        later, or if it lists public acts and the reading ends before the year of the statement.
        """
        document = self._now.document
        day = claim.as_of or (document.said if document else None)
        if day is None:
            return Then(None, why="the day on which it was said is not given")
        if day >= self._now.data.as_of:
            return Then(day, why="said after the data were closed")
        if claim.modality != "asserted":
            return Then(day, why="not said as a fact")
        mains = [each for each in readings if each.role == "main" and each.value.present]
        if not mains:
            return Then(day, why="no main reading")
        if not any(_may_be_known(each, self._now.data, day) for each in mains):
            return Then(day, why="no edition of that day in the data")
        found = self._of_day(claim, day)
        if not found:
            return Then(day, why="editions of that day do not reach its period")
        made = decide(claim, found, day)
        verdict = made.verdict if made.verdict in DECIDED else None
        kept = tuple(replace(each, role="vintage") for each in found)
        return Then(day, kept, verdict, "" if verdict else made.why)

    def _of_day(self, claim: Claim, day: date) -> tuple[Reading, ...]:
        """Main readings of editions of the day."""
        world = self._world(day)
        world.document = self._now.document
        return tuple(
            each
            for each in gather(claim, world, ("main",)).readings
            if each.role == "main" and each.value.present and _known(each, world.data, day)
        )

    def _world(self, day: date) -> World:
        """The data of a day; the oldest kept go first."""
        if day not in self._worlds:
            while len(self._worlds) >= MOST:
                del self._worlds[next(iter(self._worlds))]
            self._worlds[day] = World(dataset(day, None))
        return self._worlds[day]


def _known(reading: Reading, data: Dataset, day: date) -> bool:
    """Whether every origin of a reading was out on the day."""
    origins = [data.origins.get(name) for name in reading.origins]
    if not origins or None in origins:
        return False
    return all(
        (origin.published is not None and origin.published <= day)
        or (origin.id in ACTS and _last_year(reading) < day.year)
        for origin in origins
        if origin is not None
    )


def _may_be_known(reading: Reading, data: Dataset, day: date) -> bool:
    """Whether an earlier edition is worth looking for: quick, so that most claims cost nothing."""
    return any(name in ACTS or _out(data, name, day) for name in reading.origins)


def _out(data: Dataset, name: str, day: date) -> bool:
    origin = data.origins.get(name)
    return origin is not None and origin.published is not None and origin.published <= day


def _last_year(reading: Reading) -> int:
    """The last year that a reading speaks of."""
    years = re.findall(r"\b(\d{4})", reading.period)
    return max(map(int, years), default=9999)
