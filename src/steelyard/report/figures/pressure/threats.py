"""What each side could extract from the other by a threat to stop selling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from steelyard.dossier.records import CoercionGame, Dossier
from steelyard.report import words
from steelyard.report.figures.pressure.bars import Bar, Group, draw_bars, ends
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.theme import NARROW, WIDE

LIMITS = (
    "One round, one link, trade alone: what else a state may threaten with, and what it keeps for "
    "later, is not in it. Resolve is not measured: the three ranges show how much hangs on it."
)


def threat_figure(dossier: Dossier) -> Figure | None:
    """Bars of the sure concession before the ceiling; None where no cut is simulated."""
    games = dossier.pressure.coercion if dossier.pressure else ()
    if not games:
        return None
    title = _title(dossier, games)
    groups = [
        Group(
            f"{_name(dossier, game.sender)} over {_name(dossier, game.target)}, "
            f"{game.horizon} run ({game.year})",
            tuple(
                Bar(
                    case.title.capitalize(),
                    case.concession,
                    "a" if game.sender == dossier.a.iso3 else "b",
                    game.ceiling,
                )
                for case in game.cases
            ),
        )
        for game in games
    ]
    axis = "Concession, per cent of the target's real income"
    return Figure(
        id="pressure-threats",
        kicker="What a threat could extract",
        title=title,
        subtitle="The most that the target gives up without a crisis if the other threatens to "
        "stop selling. Light: what a cut would cost it, the ceiling if it were sure of the cut. "
        "Dark: that times its belief in the cut. Lines: nine draws in ten.",
        alt=f"Bar chart. {title}. "
        + " ".join(
            f"{group.title}: "
            + "; ".join(f"{b.name} {words.show(b.value, words.SHARE)}" for b in group.bars)
            + "."
            for group in groups
        ),
        size="wide",
        wide=draw_bars(WIDE, 128, axis, groups),
        narrow=draw_bars(NARROW, 104, axis, groups),
        rows=tuple(_data(games)),
        table=_table(dossier, games),
        origins=tuple(dict.fromkeys(origin for game in games for origin in game.origins)),
        domain="pressure",
        notes=(*games[0].assumed, LIMITS),
    )


def _name(dossier: Dossier, code: str) -> str:
    return dossier.a.name if code == dossier.a.iso3 else dossier.b.name


def _title(dossier: Dossier, games: tuple[CoercionGame, ...]) -> str:
    """The long run of both directions, the greater first."""
    long = [game for game in games if game.horizon == "long"] or list(games)
    long.sort(key=lambda game: -(game.concession.point or 0.0))
    states = {state.iso3: words.spoken(state) for state in (dossier.a, dossier.b)}
    told = "; ".join(
        f"{states[game.sender]} could make {states[game.target]} give up "
        f"{words.show(game.concession, words.SHARE)} of its income"
        for game in long
    )
    return f"{told[:1].upper()}{told[1:]}, by a threat to stop selling, at middle resolve"


def _table(dossier: Dossier, games: tuple[CoercionGame, ...]) -> Table:
    rows = tuple(
        (
            f"{_name(dossier, game.sender)} over {_name(dossier, game.target)}, {game.horizon}, "
            f"{case.title}",
            words.show(game.defiance, words.SHARE),
            words.show(game.coercion, words.SHARE),
            words.show(case.would_cut, words.SHARE),
            words.show(case.concession, words.SHARE),
        )
        for game in games
        for case in game.cases
    )
    header = ("Threat", "Target would lose", "Sender would lose", "Belief in the cut", "Concession")
    return Table(header, rows, "Parts of each side's own real income; belief: chance.")


def _data(games: tuple[CoercionGame, ...]) -> Iterator[Mapping[str, Cell]]:
    for game in games:
        for case in game.cases:
            yield {
                "sender": game.sender,
                "target": game.target,
                "horizon": game.horizon,
                "year": game.year,
                "resolve": case.title,
                **ends(game.defiance, "defiance"),
                **ends(game.coercion, "coercion"),
                **ends(case.would_cut, "would_cut"),
                **ends(case.concession, "concession"),
            }


def demand_table(dossier: Dossier) -> Table | None:
    """What happens at each demand: threats, yielding, cuts and bluffs that were called."""
    games = dossier.pressure.coercion if dossier.pressure else ()
    rows = tuple(
        (
            f"{_name(dossier, game.sender)} over {_name(dossier, game.target)}, {game.horizon}: "
            f"{100 * each.part:.0f} % of what a cut would cost",
            *(
                words.show(value, words.SHARE)
                for value in (each.threat, each.yields, each.cut, each.backs_down)
            ),
        )
        for game in games
        for each in game.demands
    )
    header = ("Demand", "Threat", "Target yields", "Cut follows", "Sender backs down")
    return Table(header, rows, "Chances over all draws, at the middle range.") if rows else None
