"""Strength of one side over the other in a region by year, and what their rivalry uses up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import log

from steelyard.dossier.records import ContestGame, ContestYear, Dossier
from steelyard.report import svg, words
from steelyard.report.figures.frame import (
    Frame,
    axes,
    nice_ticks,
    ratio_ticks,
    spread,
    tick_letters,
)
from steelyard.report.figures.marks import line_chart
from steelyard.report.figures.pressure.bars import ends
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import HEX, NARROW, WIDE

LEAST = 3  # years of a course
NOTE = (
    "A contest by spending in which shares are proportional to effective effort (Tullock, r = 1). "
    "Strength restates the shares of trade as an advantage per unit of effort; that both contest "
    "at all is assumed. What rivalry uses up is greatest between equals, in proportion to r."
)


def contest_game_figure(dossier: Dossier) -> Figure | None:
    """The first region and its states in goods trade; None where no course is long enough."""
    games = [
        game
        for game in (dossier.pressure.contests if dossier.pressure else ())
        if game.dimension == "trade" and len(game.years) >= LEAST
    ]
    if not games:
        return None
    whole, states = games[0], _inside(games)
    title = _title(dossier, whole)
    b = words.spoken(dossier.b)
    return Figure(
        id="pressure-contest",
        kicker=f"Contest over {_inside_name(whole.name)}",
        title=title,
        subtitle=f"Above: how many times as strong {b} is in the contest over goods trade. Below: "
        "spending of both as a part of what the prize is worth. Band: nine draws in ten, of the "
        "place as one.",
        alt=f"Two line charts. {title}. "
        + " ".join(
            f"{game.name}: {_times(game)} in {game.years[-1].year}." for game in (whole, *states)
        ),
        size="wide",
        wide=_draw(WIDE, whole, states),
        narrow=_draw(NARROW, whole, states),
        rows=tuple(_data(dossier)),
        table=_table(dossier),
        origins=tuple(dict.fromkeys(o for game in (whole, *states) for o in game.origins)),
        domain="pressure",
        notes=(NOTE, _patience(whole)),
    )


def _inside(games: Sequence[ContestGame]) -> list[ContestGame]:
    """States of the first region: those after it, until the next region."""
    found = []
    for game in games[1:]:
        if game.whole:
            break
        found.append(game)
    return found


def _inside_name(name: str) -> str:
    """A name within a sentence."""
    return f"t{name[1:]}" if name.startswith("The ") else name


def _times(game: ContestGame) -> str:
    return f"{words.show(game.years[-1].strength, '')} times"


def _title(dossier: Dossier, game: ContestGame) -> str:
    first, last = game.years[0], game.years[-1]
    peak = max(game.years, key=lambda each: each.used_up.point or 0.0)
    b, a = words.spoken(dossier.b), words.spoken(dossier.a)
    name = f"{b[:1].upper()}{b[1:]}"
    return (
        f"{name} was {words.show(first.strength, '')} times as strong as {a} in {first.year} and "
        f"{words.show(last.strength, '')} times in {last.year}; rivalry used up most in "
        f"{peak.year}"
    )


def _patience(game: ContestGame) -> str:
    return (
        f"Both would rather spend nothing and share if next year weighs at least "
        f"{words.show(game.patience, '')} of this one; with payments between them "
        f"{words.show(game.patience_paid, '')}: the further apart, the harder."
    )


def _draw(width: int, whole: ContestGame, states: Sequence[ContestGame]) -> Drawing:
    """Two charts below each other, with labels at the right on both."""
    right = 112 if width > NARROW else 92
    years = (whole.years[0].year, max(game.years[-1].year for game in (whole, *states)))
    logs = [log(each.strength.point or 1.0) for g in (whole, *states) for each in g.years]
    logs += [log(end) for each in whole.years for end in (each.strength.low, each.strength.high)
             if end]  # fmt: skip
    ticks = ratio_ticks(min(logs), max(logs), 6)
    top = Frame(width, 296, 44, right, 26, 24, years, (ticks[0], ticks[-1]))
    body = svg.text(0, 13, "Strength", size=12, tone="muted")
    body += axes(top, ticks, tick_letters(ticks, words.LOG_RATIO))
    body += _lines(top, whole, states, "strength", logs=True)
    low = nice_ticks(0.0, max(each.used_up.high or 0.5 for each in whole.years), 3)
    bottom = Frame(width, 150, 44, right, 26, 24, years, (0.0, low[-1]))
    under = svg.text(0, 13, "Used up by rivalry", size=12, tone="muted")
    under += axes(bottom, low, tick_letters(low, words.SHARE))
    under += _lines(bottom, whole, (), "used_up", logs=False)
    hovers = [
        Hover(top.px(each.year), top.py(log(each.strength.point or 1.0)),
              f"{whole.name} {each.year}: strength {words.show(each.strength, '')}, share "
              f"{words.show(each.share_b, words.SHARE)}")
        for each in whole.years
    ]  # fmt: skip
    body += f'<g transform="translate(0,306)">{under}</g>'
    return Drawing(width, 456, body, tuple(hovers))


def _lines(
    frame: Frame, whole: ContestGame, states: Sequence[ContestGame], field: str, *, logs: bool
) -> str:
    """Lines with labels at their ends; the place as one with its band."""
    scale = log if logs else float
    bands, lines = [], []
    for game in (*states, whole):
        main = game is whole
        colour = HEX["b" if main else "line"]
        for each, run in _stretches(game):
            value = getattr(each, field)
            x = each.year
            lines.append({"x": x, "y": scale(value.point), "run": run, "colour": colour,
                          "width": 2.4 if main else 1.2, "dash": ()})  # fmt: skip
            if main and value.low and value.high:
                bands.append({"x": x, "low": scale(value.low), "high": scale(value.high),
                              "run": run, "colour": colour})  # fmt: skip
    last = whole.years[-1]
    lone = [(game, _stretches(game)[-1]) for game in (*states, whole) if _ends_alone(game)]
    dots = [
        {
            "x": each.year,
            "y": scale(getattr(each, field).point),
            "colour": HEX["b" if game is whole else "line"],
            "fill": HEX["b" if game is whole else "line"],
        }
        for game, (each, _) in lone
    ]
    value = getattr(last, field)
    bars = (
        [
            {
                "x": last.year,
                "low": scale(value.low),
                "high": scale(value.high),
                "colour": HEX["b"],
            }
        ]
        if _ends_alone(whole) and value.low and value.high
        else []
    )
    drawn = line_chart(frame, bands=bands, lines=lines, dots=dots, bars=bars)
    wanted = [frame.py(scale(getattr(game.years[-1], field).point)) for game in (whole, *states)]
    at = spread(wanted, [15.0] * len(wanted), frame.top, frame.height - frame.bottom)
    x = frame.width - frame.right + 6
    for game, y in zip((whole, *states), at, strict=True):
        name = svg.wrap(game.name, frame.right - 8, 11.5, most=1)[0]
        tone = "b-ink" if game is whole else "ink-soft"
        drawn += svg.text(x, y + 4, name, size=11.5, tone=tone, bold=game is whole)
    return drawn


def _stretches(game: ContestGame) -> list[tuple[ContestYear, str]]:
    """Years, each with the name of its stretch without a gap."""
    found: list[tuple[ContestYear, str]] = []
    for each in game.years:
        near = found and each.year - found[-1][0].year == 1
        found.append((each, found[-1][1] if near else f"{game.place} {each.year}"))
    return found


def _ends_alone(game: ContestGame) -> bool:
    """Whether the last year has no neighbour, so that no line leads to it."""
    return len(game.years) < 2 or game.years[-1].year - game.years[-2].year > 1


def _table(dossier: Dossier) -> Table:
    games = dossier.pressure.contests if dossier.pressure else ()
    rows = tuple(
        (
            f"{game.name}: {game.title}",
            str(game.years[-1].year),
            words.show(game.years[-1].share_b, words.SHARE),
            words.show(game.years[-1].strength, ""),
            words.show(game.years[-1].used_up, words.SHARE),
            words.show(game.patience, ""),
            "; ".join(f"{o.title}: {words.show(o.share_b, words.SHARE)}" for o in game.others),
        )
        for game in games
    )
    b = words.spoken(dossier.b)
    header = ("Contest", "Year", f"Share of {b}", "Strength", "Used up", "Patience needed",
              f"Share of {b} at another strength")  # fmt: skip
    note = f"B is {b}. Shares: of what both have. Patience: weight of next year against this one."
    return Table(header, rows, note)


def _data(dossier: Dossier) -> Iterator[Mapping[str, Cell]]:
    for game in dossier.pressure.contests if dossier.pressure else ():
        for each in game.years:
            yield {"place": game.place, "dimension": game.dimension, "year": each.year,
                   **ends(each.share_b, "share_b"), **ends(each.strength, "strength"),
                   **ends(each.used_up, "used_up"), "chance_b": each.chance_b}  # fmt: skip
