"""Results of a causal system out of the table that ships, as records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from steelyard.dossier.causal.asked import shown
from steelyard.dossier.records import (
    CausalEffect,
    CausalExpectation,
    CausalFan,
    CausalLever,
    CausalOdds,
    CausalPart,
    CausalScenario,
    SeenSeries,
)
from steelyard.reference.dataset import Dataset
from steelyard.scenarios.system import library
from steelyard.scenarios.system.schema import Expected, SystemScenario
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_terms import unit_of
from steelyard.system.readings import Reading
from steelyard.vocabulary.estimate import Estimate, absent

LEVELS = ("p05", "p25", "p50", "p75", "p95")
PAIRED = "nine in ten of paired draws"
PUSHED = "nine in ten of the draws of all numbers"
SOBOL = "90 % of the estimator, resampled"
Places = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """Rows of the table by what they are about, scenario, name and year."""

    system: CausalSystem
    readings: tuple[Reading, ...]
    last: int
    rows: Mapping[tuple[str, str], Mapping[str, Mapping[int, Places]]]

    def of(self, about: str, scenario: str = "") -> Mapping[str, Mapping[int, Places]]:
        """Rows of one kind, by name and year."""
        return self.rows.get((about, scenario), {})


def results(
    system: CausalSystem, readings: tuple[Reading, ...], last: int, data: Dataset
) -> Results:
    """The table, sorted into its kinds."""
    rows: dict = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    told = data.table("system_outcomes")
    for about, scenario, name, year, place, value in told.iter_rows():
        rows[about, scenario][name][year][place] = round(value, 4)
    return Results(system, readings, last, rows)


def fans(found: Results) -> Iterator[CausalFan]:
    """Main indices year by year, with the series that speak to them."""
    seen = found.rows
    for name in shown().indices:
        years = found.of("fan").get(name)
        if not years:
            continue
        yield CausalFan(
            variable=name, title=found.system[name].title, unit=unit_of(found.system[name]),
            last=found.last, years=tuple(years),
            quantiles=tuple(tuple(years[y][p] for p in LEVELS) for y in years),  # type: ignore[misc]
            seen=tuple(_seen(found, name, seen.get(("seen", name), {}))),
        )  # fmt: skip


def _seen(
    found: Results, name: str, rows: Mapping[str, Mapping[int, Places]]
) -> Iterator[SeenSeries]:
    """Series of a variable, in the order of its observations."""
    for each in found.readings:
        if each.observation.variable == name and each.name in rows:
            points = rows[each.name]
            yield SeenSeries(
                series=each.name, years=tuple(points), values=tuple(v[""] for v in points.values()),
                origins=each.origins,
            )  # fmt: skip


def odds(found: Results, scenario: str) -> tuple[CausalOdds, ...]:
    """Chances of classes by year, in the order in which the classes rise."""
    made = []
    for definition, years in found.of("class", scenario).items():
        names = _ordered(next(iter(years.values())))
        made.append(CausalOdds(
            definition=definition, years=tuple(years),
            probabilities=tuple(tuple(years[y].get(n, 0.0) for n in names) for y in years),
        ))  # fmt: skip
    return tuple(made)


def _ordered(places: Places) -> tuple[str, ...]:
    from steelyard.dossier.comparison.stated import definitions

    known = next((d.ladder.names for d in definitions() if set(d.ladder.names) == set(places)), ())
    return tuple(known) or tuple(places)


def scenarios(found: Results) -> Iterator[CausalScenario]:
    """Every scenario that ships, our own first."""
    for name in library.names():
        told = library.shipped(name)
        yield CausalScenario(
            name=name, title=told.title, question=told.question, row=told.row,
            document=told.document, note=" ".join(told.note.split()), limits=told.limits,
            effects=tuple(_effects(found, name)), expectations=tuple(_answers(found, told)),
            odds=odds(found, name),
        )  # fmt: skip


def _effects(found: Results, scenario: str) -> Iterator[CausalEffect]:
    for name in shown().effects:
        for year, places in found.of("effect", scenario).get(name, {}).items():
            yield CausalEffect(
                variable=name, title=found.system[name].title, year=year,
                change=_interval(places, PAIRED), rises=places.get("rises"),
            )  # fmt: skip


def _answers(found: Results, told: SystemScenario) -> Iterator[CausalExpectation]:
    for number, each in enumerate(told.expects):
        places = found.of("answer", told.name).get(each.variable, {}).get(number, {})
        yield _answer(found, each, places)


def _answer(found: Results, told: Expected, places: Places) -> CausalExpectation:
    return CausalExpectation(
        variable=told.variable, title=found.system[told.variable].title, direction=told.direction,
        by=told.by, since=told.since, says=told.says, change=_interval(places, PAIRED),
        probability=places.get("holds"),
    )  # fmt: skip


def levers(found: Results) -> Iterator[CausalLever]:
    """Pushes of every variable, the strongest first."""
    for state, room in shown().rooms.items():
        made = [
            CausalLever(
                of=state, variable=name, title=found.system[name].title,
                role=found.system[name].role, change=_interval(places, PUSHED),
                rises=places.get("rises"),
            )
            for name, years in found.of("lever", room).items()
            for places in years.values()
        ]  # fmt: skip
        yield from sorted(made, key=lambda each: -abs(each.change.point or 0.0))


def parts(found: Results) -> Iterator[CausalPart]:
    """Who brings the spread of a state's room, the largest first."""
    titles = {each.name: each.title for each in found.system.variables}
    for state, room in shown().rooms.items():
        made = [
            CausalPart(
                of=state, name=name, title=titles.get(name, name),
                first=_index(places, "first"), total=_index(places, "total"),
            )
            for name, years in found.of("part", room).items()
            for places in years.values()
        ]  # fmt: skip
        yield from sorted(made, key=lambda each: -(each.total.point or 0.0))


def _interval(places: Places, basis: str) -> Estimate:
    if "p50" not in places:
        return absent("no such result ships")
    return Estimate(places["p50"], places["p05"], places["p95"], 0.9, basis, "simulated")


def _index(places: Places, kind: str) -> Estimate:
    if kind not in places:
        return absent("the outcome does not vary")
    point = places[kind]
    low, high = places.get(f"{kind}_low", point), places.get(f"{kind}_high", point)
    return Estimate(point, min(low, point), max(high, point), 0.9, SOBOL, "simulated")
