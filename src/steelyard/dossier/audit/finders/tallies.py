"""Evidence counted year by year from complete registers, in which a year without a case is a 0."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import polars as pl

from steelyard.claims.course import Course, Dot, nothing
from steelyard.dossier.audit.finders.registers import find_pact, find_veto
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World, named
from steelyard.vocabulary.estimate import Estimate

COUNTED = "counted in a register"


def veto_years(ask: Ask, world: World) -> Course:
    """Vetoes by year of `subject`; `part` is all, alone or joint (with `partner`)."""
    table = world.data.table("vetoes")
    cases = find_veto(Ask("veto", ask.part, ask.subject, ask.partner), world)
    counts = Counter(dot.year for dot in cases.dots)
    years = range(int(table["year"].min()), int(table["year"].max()) + 1)  # type: ignore[arg-type]
    others = f" and {named(ask.partner)}" if ask.partner else ""
    title = f"{_vetoes(ask.part)} in the Security Council, {named(ask.subject)}{others}"
    return _course(title, {year: counts[year] for year in years}, table["origin"], "vetoes")


def vetoes_over(ask: Ask, world: World) -> Course:
    """Vetoes of `subject` over those of `partner`, so far; `part` is all or alone.

    `basis` is the year from which both are added up; years before the partner's first are left
    out, as a ratio to nothing.
    """
    one, other = (
        {
            dot.year: dot.value.point or 0.0
            for dot in veto_years(Ask("", "", state, part=ask.part), world).dots
        }
        for state in (ask.subject, ask.partner)
    )
    first = int(ask.basis)
    sums = {
        year: tuple(sum(n for y, n in each.items() if first <= y <= year) for each in (one, other))
        for year in one
        if year >= first
    }
    numbers = {year: above / below for year, (above, below) in sums.items() if below}
    title = f"{_vetoes(ask.part)} of {named(ask.subject)} over {named(ask.partner)} since {first}"
    return _course(title, numbers, world.data.table("vetoes")["origin"], "vetoes", "ratio")


def _vetoes(part: str) -> str:
    """Which vetoes are counted."""
    return {"all": "vetoes", "alone": "vetoes cast alone", "joint": "vetoes cast together"}[part]


def visits(ask: Ask, world: World) -> Course:
    """Journeys a year of the leaders of `subject` to `partner`, a state or a bloc."""
    rows = _journeys(ask.subject, world)
    title = f"journeys of leaders of {named(ask.subject)} to {named(ask.partner)}"
    if rows.is_empty():
        return nothing(title, f"no register of journeys from {named(ask.subject)}")
    numbers = dict.fromkeys(_years(rows), 0.0)
    for host, year, number in rows.select("b", "year", "value").iter_rows():
        if host in world.members(ask.partner, year):
            numbers[year] += number
    return _course(title, numbers, rows["origin"], "leader_visits")


def visit_place(ask: Ask, world: World) -> Course:
    """The partner's place among the states that leaders of `subject` went to, so far.

    `part` is the year from which journeys are added up. States visited as often share a place.
    """
    first = int(ask.part)
    rows = _journeys(ask.subject, world).filter(pl.col("year") >= first)
    title = f"place of {named(ask.partner)} among hosts of leaders of {named(ask.subject)}"
    if rows.is_empty():
        return nothing(title, f"no register of journeys from {named(ask.subject)}")
    hosts: Counter[str] = Counter()
    places = {}
    for year in _years(rows):
        for host, number in rows.filter(pl.col("year") == year).select("b", "value").iter_rows():
            hosts[host] += number
        if hosts[ask.partner]:
            places[year] = 1 + sum(number > hosts[ask.partner] for number in hosts.values())
    return _course(f"{title} since {first}", places, rows["origin"], "leader_visits", "rank")


def pact_partners(ask: Ask, world: World) -> Course:
    """States to which `subject` owed any obligation of a treaty, by year (ATOP)."""
    table = world.data.table("pacts")
    rows = table.filter(pl.col("a") == ask.subject)
    title = f"states with a treaty of alliance, restraint or consultation with {named(ask.subject)}"
    if rows.is_empty():
        return nothing(title, f"no treaty of {named(ask.subject)} in the data")
    years = range(int(table["year"].min()), int(table["until"].max()) + 1)  # type: ignore[arg-type]
    numbers = {
        year: rows.filter((pl.col("year") <= year) & (pl.col("until") >= year))["b"].n_unique()
        for year in years
    }
    return _course(title, numbers, rows["origin"], "pacts")


def pact_years(ask: Ask, world: World) -> Course:
    """1 for each year in which `subject` owed `partner` what `part` matches (ATOP), else 0.

    Only for years in which both have some treaty: a state that is gone owes nothing.
    """
    table = world.data.table("pacts")
    title = f"treaties of {ask.part.replace('|', ' or ')}, {named(ask.subject)} to "
    title += f"{named(ask.partner)} (1: in force)"
    sides = [table.filter(pl.col("a") == state) for state in (ask.subject, ask.partner)]
    if any(rows.is_empty() for rows in sides):
        return nothing(title, "one of the two is not in the register of treaties")
    cases = find_pact(Ask("pact", ask.part, ask.subject, ask.partner), world)
    bound = {dot.year for dot in cases.dots}
    first = max(int(rows["year"].min()) for rows in sides)  # type: ignore[arg-type]
    last = min(int(rows["until"].max()) for rows in sides)  # type: ignore[arg-type]
    numbers = {year: float(year in bound) for year in range(first, last + 1)}
    return _course(title, numbers, table["origin"], "pacts")


def _journeys(state: str, world: World) -> pl.DataFrame:
    """Rows of the register of one state's leaders."""
    return world.data.table("dyads").filter(
        (pl.col("indicator") == "leader_visits") & (pl.col("a") == state)
    )


def _years(rows: pl.DataFrame) -> range:
    """From the first to the last year of a register."""
    return range(int(rows["year"].min()), int(rows["year"].max()) + 1)  # type: ignore[arg-type]


def _course(
    title: str, numbers: Mapping[int, float], origins: Iterable[str], series: str,
    unit: str = "count",
) -> Course:  # fmt: skip
    """Counts by year as a course; counts have no error."""
    known = tuple(sorted(set(origins)))
    dots = tuple(
        Dot(str(year), Estimate(float(n), float(n), float(n), 0.9, COUNTED), known)
        for year, n in sorted(numbers.items())
    )
    return Course(title, unit, dots, (series,), "count")
