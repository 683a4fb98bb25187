"""Evidence from single cited figures that no embedded table holds, in ``audit/cited.csv``.

Their publishers' tables may not ship, or reach back further than ours; single figures of them may
be cited. A figure of a span stands for each of its years.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from steelyard.claims.course import Course, Dot, nothing
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World, named
from steelyard.reference.dataset import COMPILED
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.provenance import Origin

ONE_UNIT = {"%": "1"}
UNERRING = "published without an error"


@dataclass(frozen=True, slots=True)
class Cited:
    """One figure from the first to the last year, and where it is printed."""

    series: str
    subject: str
    partner: str
    first: int
    last: int
    value: float
    unit: str
    producer: str
    title: str
    url: str

    @property
    def origin(self) -> str:
        """Id of its source."""
        text = "\n".join((self.producer, self.title, self.url))
        return f"cited:{sha256(text.encode()).hexdigest()[:10]}"


@cache
def cited() -> tuple[Cited, ...]:
    """All of them, in the order of the file."""
    text = (files("steelyard.dossier.audit") / "cited.csv").read_text(encoding="utf-8")
    return tuple(
        Cited(
            row["series"], row["subject"], row["partner"], int(row["first"]), int(row["last"]),
            float(row["value"]), row["unit"], row["producer"], row["title"], row["url"],
        )
        for row in csv.DictReader(io.StringIO(text))
    )  # fmt: skip


@cache
def cited_origins() -> dict[str, Origin]:
    """Their sources by id."""
    return {
        one.origin: Origin(
            id=one.origin,
            producer=one.producer,
            title=one.title,
            version="",
            citation=f"{one.producer}, {one.title}",
            url=one.url,
            licence="single figure, cited",
            accessed=COMPILED,
            terms="figures",
        )
        for one in cited()
    }


def find_cited(ask: Ask, world: World) -> Course:
    """A series of cited figures: `source` its name, `subject` and `partner` as there."""
    rows = [
        one for one in cited()
        if (one.series, one.subject, one.partner) == (ask.source, ask.subject, ask.partner)
    ]  # fmt: skip
    about = " and ".join(named(code) for code in (ask.subject, ask.partner) if code)
    title = f"{ask.source.replace('_', ' ')}, {about}"
    if not rows:
        return nothing(title, "no figure for it")
    dots = [Dot(str(year), _value(one), (one.origin,))
            for one in rows for year in range(one.first, one.last + 1)]  # fmt: skip
    unit = ONE_UNIT.get(rows[0].unit, rows[0].unit)
    error = "official" if rows[0].unit == "%" else "count"
    dots.sort(key=lambda dot: dot.period)
    head = f"cited figures: {title} ({rows[0].producer})"
    return Course(head, unit, tuple(dots), (f"cited.{ask.source}",), error)


def _value(one: Cited) -> Estimate:
    """The figure in its unit."""
    return exact(one.value / 100 if one.unit == "%" else one.value, UNERRING)
