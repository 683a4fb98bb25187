"""Which figures a dossier gets: the rows of ``shown.csv`` for the series that it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from steelyard.dossier.records import Dossier, Series
from steelyard.report import words
from steelyard.report.shown import Choice, choices

MANY_POINTS = 4  # with fewer a line has no course that a wide figure could tell
LEAST_POINTS = 3  # of the figure that the file names as the leading one
MOST_LINES = 4  # lines of a small figure that stay apart
MOST_OF_UNNAMED = 6  # figures of a domain that no row of the file speaks of
ON_ONE_AXIS = {"1", "index"}  # units that may share an axis: both are numbers without a unit


@dataclass(frozen=True, slots=True)
class Plan:
    """The series of one figure, in order; `lines` names them where the file does."""

    id: str
    leads: bool
    members: tuple[Series, ...]
    lines: Mapping[str, str]
    left_out: int = 0  # lines that the figure cannot hold

    @property
    def domain(self) -> str:
        """The domain of the first series."""
        return self.members[0].domain


def plans(dossier: Dossier) -> tuple[Plan, ...]:
    """Figures by domain, the leading one of each first."""
    pair = {dossier.a.iso3, dossier.b.iso3}
    there = [series for series in dossier.series if any(p.value.present for p in series.points)]
    named = list(_named(there, pair))
    missing = dict.fromkeys(s.domain for s in there if s.domain not in {p.domain for p in named})
    for domain in missing:
        named += _unnamed([series for series in there if series.domain == domain])
    order = sorted(dict.fromkeys(plan.domain for plan in named), key=words.domain_order)
    return tuple(
        plan for domain in order for plan in _led([p for p in named if p.domain == domain])
    )


def _named(there: Sequence[Series], pair: Set[str]) -> Iterator[Plan]:
    """Figures of the file that have a course to show, and something that no other has."""
    drawn: set[str] = set()
    figures: dict[str, list[Choice]] = {}
    for choice in choices():
        if choice.role != "table":
            figures.setdefault(choice.figure, []).append(choice)
    for figure, rows in figures.items():
        lines = {s.id: row.line for row in rows for s in there if row.takes(s, pair)}
        members = [s for row in rows for s in there if row.takes(s, pair)]
        if members:
            plan = _plan(figure, rows[0].role == "lead", members, lines)
            ids = {series.id for series in plan.members}
            if any(points(series) > 1 for series in plan.members) and not ids <= drawn:
                drawn |= ids
                yield plan


def _plan(
    figure: str, leads: bool, members: Sequence[Series], lines: Mapping[str, str]
) -> Plan:  # fmt: skip
    """Series on one axis, no more of them than stay apart."""
    first = members[0].unit
    axis = ON_ONE_AXIS if first in ON_ONE_AXIS else {first}
    members = [series for series in members if series.unit in axis]
    keys = dict.fromkeys(line_of(series) for series in members)
    kept = sorted(keys, key=lambda key: _fullness(key, members))[:MOST_LINES]
    chosen = tuple(series for series in members if line_of(series) in kept)
    return Plan(figure, leads, chosen, lines, left_out=len(keys) - len(kept))


def line_of(series: Series) -> tuple[str, str, str | None, str]:
    """What makes a line of its own; series that share it are conflicting sources."""
    return series.measure, series.subject, series.partner, series.part


def points(series: Series) -> int:
    """How many periods have a number."""
    return sum(point.value.present for point in series.points)


def _fullness(key: tuple, members: Iterable[Series]) -> tuple[int, float]:
    """Rank of a line: most points first, then the largest newest value."""
    of_line = [series for series in members if line_of(series) == key]
    last = [p.value.point or 0.0 for p in of_line[0].points if p.value.present][-1]
    return -max(map(points, of_line)), -abs(last)


def _unnamed(there: Sequence[Series]) -> list[Plan]:
    """The fullest measures of a domain without a row, those of both directions first."""
    kept_out = {choice.measure for choice in choices() if choice.role == "table"}
    groups: dict[str, list[Series]] = {}
    for series in there:
        if series.measure not in kept_out:
            groups.setdefault(series.measure, []).append(series)
    fullest = sorted(
        groups.values(),
        key=lambda found: (len({s.subject for s in found}) < 2, -max(map(points, found))),
    )
    with_course = [found for found in fullest if max(map(points, found)) > 1]
    return [
        _plan(found[0].measure, place == 0 and _of_both(found), found, {})
        for place, found in enumerate(with_course[:MOST_OF_UNNAMED])
    ]


def _of_both(found: Sequence[Series]) -> bool:
    """Whether both sides are in it, or both at once."""
    return len({series.subject for series in found}) > 1 or found[0].partner is not None


def _led(found: Sequence[Plan]) -> Iterator[Plan]:
    """The figures of a domain, the leading one first; none leads where none has a course."""
    able = [
        plan
        for plan in found
        if max(map(points, plan.members)) >= MANY_POINTS and _of_both(plan.members)
    ]
    meant = [p for p in found if p.leads and max(map(points, p.members)) >= LEAST_POINTS]
    others = able if len(found) > 1 else []
    leader = next(iter([*meant, *others]), None)
    for plan in sorted(found, key=lambda plan: plan is not leader):
        yield Plan(plan.id, plan is leader, plan.members, plan.lines, plan.left_out)
