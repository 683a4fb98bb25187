"""Weight of each side in the bodies that both belong to, as members join and leave.

The rule as written is the point. Where a body decides by consensus every member has the same
power on paper; games that share votes out by output or population, which no treaty knows, are
the bounds, and are called notional.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from steelyard.dossier.attributes import Attribute, attributes
from steelyard.dossier.basis import Basis
from steelyard.dossier.domains.bodies import DAY, Body, bodies, notional_power
from steelyard.dossier.records import Gap, Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.institutions import VotingPower
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State

SIZES = {
    # notional votes: indicator of `state_years`
    "GDP": "gdp",
    "population": "population",
}
INDICES = {"shapley": "Shapley-Shubik", "banzhaf": "Banzhaf"}
MOST_MEMBERS = 40  # beyond, one more takes less than a thousandth from anybody
RULE = "rules of decision as written"
SIZED = "sizes of members"
Sizes = dict[str, tuple[Attribute, ...]]
Game = tuple[str, VotingPower, tuple[str, ...]]  # what it weighs by, power, origins


def institution_series(basis: Basis) -> tuple[Series, ...]:
    """Bodies shared, and weight, power and dilution in each of them."""
    found: list[Series | None] = [_bodies_shared(basis)]
    sizes = {word: attributes(basis.data, name, (1990, 2100)) for word, name in SIZES.items()}
    both = set(basis.asked.codes)
    for body in bodies():
        shared = [day for day in _year_ends(basis) if both <= {*body.members(day)}]
        if shared:
            found += _in_body(basis, body, shared, sizes)
    return present(found)


def _year_ends(basis: Basis) -> list[date]:
    """31 December of each year asked for; in the last year that is known, the day itself."""
    first, last = basis.asked.years
    as_of = basis.asked.as_of
    return [min(date(year, 12, 31), as_of) for year in range(first, min(last, as_of.year) + 1)]


def _in_body(basis: Basis, body: Body, days: list[date], sizes: Sizes) -> Iterator[Series | None]:
    """Weights, power and dilution of both in one body."""
    plain = not body.notional and body.others == 0  # power is then the part of all votes
    games = {} if plain else {day: _games(body, body.members(day), day.year, sizes) for day in days}
    changes = _changes(basis, body, sizes)
    for state in (basis.asked.a, basis.asked.b):
        yield from _weights(body, state, days, sizes)
        for index, title in INDICES.items():
            points = [_power_point(body, each, state, index, day) for day, each in games.items()]
            yield series(
                f"institutions.{index}", state.iso3, None, RULE, points,
                title=f"{state.name} in {body.body}: voting power ({title})", part=body.body,
            )  # fmt: skip
        yield series(
            "institutions.dilution", state.iso3, None, RULE,
            [_change_point(body, old, new, state, day) for day, old, new in changes],
            title=f"{state.name} in {body.body}: change of voting power", part=body.body,
        )  # fmt: skip


def _games(body: Body, of: tuple[str, ...], year: int, sizes: Sizes) -> list[Game]:
    """The rule as written, then a notional game for each size that is known of all members."""
    games: list[Game] = [("the rule as written", body.power(of), ())]
    if body.notional:
        for word, sources in sizes.items():
            known = _known(sources, of, year)
            if known is not None:
                games.append((word, notional_power(known[0]), known[1]))
    return games


def _known(
    sources: tuple[Attribute, ...], of: tuple[str, ...], year: int
) -> tuple[dict[str, float], tuple[str, ...]] | None:
    """Sizes of all members in a year from one source, and its origins; None where one is absent."""
    for source in sources:
        if year not in source.years:
            continue
        at = source.years.index(year)
        values = {code: float(source.of(code)[at]) for code in of}
        if all(np.isfinite(value) and value > 0 for value in values.values()):
            return values, source.origins
    return None


def _weights(body: Body, state: State, days: list[date], sizes: Sizes) -> Iterator[Series | None]:
    """Part of a state in the votes, and in each size, of all members."""
    found: dict[str, list[Point]] = {}
    for day in days:
        of = body.members(day)
        rule = exact(body.share(of), "a count of votes under the rule as written")
        note = body.source if day == days[-1] else ""  # the rule, said once
        found.setdefault("votes", []).append(point(day.year, rule, "observed", [], note))
        for word, sources in sizes.items() if body.notional else ():
            known = _known(sources, of, day.year)
            if known is not None:
                part = known[0][state.iso3] / sum(known[0].values())
                why = "sizes are published without an error; nobody votes by them"
                made = point(day.year, exact(part, why), "observed", known[1])
                found.setdefault(word, []).append(made)
    for word, points in found.items():
        yield series(
            "institutions.weight", state.iso3, None, RULE if word == "votes" else SIZED,
            points, title=f"{state.name} in {body.body}: part of all {word}",
            part=f"{body.body}: {word}",
        )  # fmt: skip


def _power_point(body: Body, games: list[Game], state: State, index: str, day: date) -> Point:
    """Power under the rule as written, between all games."""
    values = [float(getattr(g, index)[g.members.index(state.iso3)]) for _, g, _ in games]
    origins = [origin for _, _, each in games for origin in each]
    return point(day.year, _between(body, values, games), "estimated", origins)


def _between(body: Body, values: list[float], games: list[Game]) -> Estimate:
    """The rule as written first; the other games are bounds."""
    if len(values) == 1:
        unknown = "sizes of all members are not known for this year, so no votes by size"
        written = "the rule as written allows no other value"
        return exact(values[0], unknown if body.notional else written, "estimated")
    words = ", ".join(word for word, _, _ in games[1:])
    return Estimate(
        values[0], min(values), max(values), None,
        f"bounds: the rule as written, and notional votes by {words} with more than half to pass",
        "estimated",
    )  # fmt: skip


def _changes(basis: Basis, body: Body, sizes: Sizes) -> list[tuple[date, list[Game], list[Game]]]:
    """Days on which members changed while both were in, with the games before and after."""
    first, last = basis.asked.years
    until = min(date(last, 12, 31), basis.asked.as_of)
    made = []
    for day in body.changes(date(first, 1, 1), until):
        old, new = body.members(day - DAY), body.members(day)
        if len(new) > MOST_MEMBERS:
            break
        if old != new and set(basis.asked.codes) <= {*old} & {*new}:
            # sizes of the year before: what changes is membership alone
            games = [_games(body, of, day.year - 1, sizes) for of in (old, new)]
            made.append((day, games[0], games[1]))
    return made


def _change_point(
    body: Body, before: list[Game], after: list[Game], state: State, day: date
) -> Point:
    """Shapley-Shubik power after less before, game by game."""
    old = {word: game for word, game, _ in before}
    pairs = [(old[word], game, word) for word, game, _ in after if word in old]
    both = [each for each in after if each[0] in old]
    values = [_of(new, state) - _of(past, state) for past, new, _ in pairs]
    joined = sorted({*after[0][1].members} - {*before[0][1].members})
    left = sorted({*before[0][1].members} - {*after[0][1].members})
    told = (("joined", joined), ("left", left))
    note = "; ".join(f"{verb}: {', '.join(codes)}" for verb, codes in told if codes)
    origins = [origin for _, _, each in both for origin in each]
    return point(f"{day:%Y-%m}", _between(body, values, both), "estimated", origins, note)


def _of(power: VotingPower, state: State) -> float:
    """Shapley-Shubik power of a member."""
    return float(power.shapley[power.members.index(state.iso3)])


def _bodies_shared(basis: Basis) -> Series | None:
    """Bodies of the register that both belong to; nothing where they never shared one."""
    a, b = basis.asked.a, basis.asked.b
    blocs = {body.bloc: body for body in bodies()}.values()
    counts = {
        day.year: sum({a.iso3, b.iso3} <= {*body.members(day)} for body in blocs)
        for day in _year_ends(basis)
    }
    if not any(counts.values()):
        return None
    points = [
        point(year, exact(count, "a count by treaty dates"), "observed", [])
        for year, count in counts.items()
    ]
    return series("institutions.bodies_shared", a.iso3, b.iso3, RULE, points, title="Bodies shared")


def institution_gaps(basis: Basis) -> tuple[Gap, ...]:
    """Bodies of one side alone, and weights that no table here holds."""
    a, b = basis.asked.a, basis.asked.b
    years = f"{basis.asked.years[0]}-{basis.asked.years[1]}"
    day = _year_ends(basis)[-1] if _year_ends(basis) else basis.asked.as_of
    made = [
        Gap(
            what="Votes in the International Monetary Fund and the World Bank",
            where=f"{a.name}, {b.name}",
            years=years,
            reason="no table of quotas is in the dataset",
            effect="The bodies in which votes are weighted by treaty are left out.",
        ),
    ]
    for state, other in basis.asked.directions():
        alone = [
            body.body
            for body in bodies()
            if state.iso3 in body.members(day) and other.iso3 not in body.members(day)
        ]
        if alone:
            made.append(
                Gap(
                    what=f"Bodies of {state.sentence_name} without {other.sentence_name}",
                    where=state.name,
                    years=str(day.year),
                    reason=f"{other.sentence_name} does not belong to {', '.join(alone)}",
                    effect="Weight there is no weight over the other, and is not counted.",
                )
            )
    return tuple(made)
