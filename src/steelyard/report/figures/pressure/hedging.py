"""How far each side could turn from the other, to whom, and at what cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from steelyard.dossier.records import Dossier, HedgeGame
from steelyard.report import words
from steelyard.report.figures.pressure.bars import Bar, Group, draw_bars
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.theme import NARROW, WIDE
from steelyard.vocabulary.estimate import exact
from steelyard.vocabulary.states import find

SHOWN = 10
POINT = "the middle case; the interval stands at the main budget"


def hedge_figures(dossier: Dossier) -> Iterator[Figure]:
    """One figure for each side that has alternatives."""
    for game in dossier.pressure.hedging if dossier.pressure else ():
        yield _figure(dossier, game)


def _figure(dossier: Dossier, game: HedgeGame) -> Figure:
    own, other = _spoken(dossier, game.state), _spoken(dossier, game.partner)
    title = _title(game, own, other)
    groups = _groups(dossier, game, other)
    axis = f"Share of the goods trade of {own}, per cent"
    return Figure(
        id=f"pressure-hedge-{game.state.lower()}",
        kicker=f"Where {own} could turn from {other}",
        title=title,
        subtitle=f"Best spread of trade over alternatives ({game.year}). Above: the share that "
        f"{other} keeps at each cost. Below: what goes where at a cost of "
        f"{100 * game.budget:g} % of the trade's value; light: the most that each could take. "
        "Lines: nine draws in ten.",
        alt=f"Bar chart. {title}. "
        + " ".join(
            f"{group.title}: "
            + "; ".join(f"{b.name} {words.show(b.value, words.SHARE)}" for b in group.bars)
            + "."
            for group in groups
        ),
        size="wide",
        wide=draw_bars(WIDE, 150, axis, groups),
        narrow=draw_bars(NARROW, 112, axis, groups),
        rows=tuple(_data(game)),
        table=_table(game),
        origins=game.origins,
        domain="pressure",
        notes=tuple(_notes(game)),
    )


def _spoken(dossier: Dossier, code: str) -> str:
    return words.spoken(dossier.a if code == dossier.a.iso3 else dossier.b)


def _title(game: HedgeGame, own: str, other: str) -> str:
    """What a stated cost buys, and what any cost would."""
    last = next((each for each in game.frontier if each.budget is None), None)
    moved = game.dependence.point is not None and game.hedged_dependence.point is not None
    told = (
        f"Spread over others, {other} would keep "
        f"{words.show(game.hedged_dependence, words.SHARE)} of the trade of {own} instead of "
        f"{words.show(game.dependence, words.SHARE)} at a cost of {100 * game.budget:g} %"
    )
    if last is None or not moved:
        return told
    return f"{told}, and {100 * last.dependence:.0f} % where nothing is too dear"


def _groups(dossier: Dossier, game: HedgeGame, other: str) -> list[Group]:
    tone = "b" if game.partner == dossier.b.iso3 else "a"
    kept = [Bar("As it is", game.dependence, tone)]
    for each in game.frontier:
        name = f"{100 * each.budget:g} % of value" if each.budget else "At any cost"
        main = each.budget == game.budget
        value = game.hedged_dependence if main else exact(each.dependence, POINT, "simulated")
        kept.append(Bar(name, value, tone))
    own = "a" if tone == "b" else "b"
    moved = tuple(
        Bar(partner.name, partner.moved, own, partner.capacity) for partner in game.partners[:SHOWN]
    )
    return [
        Group(f"Kept by {other}", tuple(kept)),
        Group(f"Moved to others at {100 * game.budget:g} %", moved),
    ]


def _notes(game: HedgeGame) -> Iterator[str]:
    yield from game.assumed
    for code, why in game.left_out:
        yield f"Left out: {find(code).name} ({why})."
    shares = ", ".join(f"{weight:g}: {100 * share:.0f} %" for weight, share in game.weights)
    yield f"Share kept at other weights of a cut by the partner: {shares}."
    yield f"Share kept if every alternative takes what it can: {words.show(game.floor, '1')}."


def _table(game: HedgeGame) -> Table:
    rows = []
    for each in game.partners:
        first, last = (each.course[0], each.course[-1]) if each.course else (None, None)
        then = f"{100 * first[1]:.1f} % ({first[0]})" if first else "–"
        now = f"{100 * last[1]:.1f} % ({last[0]})" if last else "–"
        rows.append(
            (
                each.name,
                then,
                now,
                words.show(each.join, words.SHARE),
                words.show(each.capacity, words.SHARE),
                words.show(each.moved, words.SHARE),
                words.show(each.worth, words.SHARE),
                each.reason,
            )
        )
    header = ("Partner", "Share then", "Share now", "Joins a cut", "Could take", "Moved", "Worth",
              "Why it is here")  # fmt: skip
    note = "Worth: how much more trade would be at risk without it. Shares of all goods trade."
    return Table(header, tuple(rows), note)


def _data(game: HedgeGame) -> Iterator[Mapping[str, Cell]]:
    """The frontier, what goes where, and shares as they were; every row with all columns."""
    head = {"state": game.state, "away_from": game.partner, "year": game.year}
    for each in game.frontier:
        main = game.hedged_dependence if each.budget == game.budget else None
        yield {
            **head,
            "kind": "kept at a cost",
            "partner": game.partner,
            "budget": each.budget,
            "value": each.dependence,
            "low": main.low if main else None,
            "high": main.high if main else None,
            "cost": each.cost,
            "at_risk": each.at_risk,
        }
    for each in game.partners:
        kinds = {"share": each.share, "joins a cut": each.join, "could take": each.capacity,
                 "moved": each.moved, "worth": each.worth}  # fmt: skip
        for kind, value in kinds.items():
            yield _row(head, kind, each.state, value.point, value.low, value.high)
        for year, share in each.course:
            yield _row({**head, "year": year}, "share as it was", each.state, share)
    for year, share in game.course:
        yield _row({**head, "year": year}, "share as it was", game.partner, share)


def _row(
    head: Mapping[str, Cell],
    kind: str,
    partner: str,
    value: float | None,
    low: float | None = None,
    high: float | None = None,
) -> Mapping[str, Cell]:
    """A row that is about one partner and no budget but the main one."""
    own = {"kind": kind, "partner": partner, "budget": None, "value": value}
    return {**head, **own, "low": low, "high": high, "cost": None, "at_risk": None}
