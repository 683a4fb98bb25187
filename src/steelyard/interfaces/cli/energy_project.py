"""`steelyard energy bargain A B --project NAME`: at which price each side would sign a line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from steelyard.interfaces.cli.energy_bargain import market_day, side_or_none

if TYPE_CHECKING:
    from steelyard.reference.dataset import Dataset
    from steelyard.scenarios.energy.projects import Line, Signed
    from steelyard.vocabulary.states import State


def print_project(
    data: Dataset, pair: tuple[State, State], name: str, at: tuple[int | None, date | None],
    draws: int, power: tuple[float, float] | None, seed: int, as_json: bool,
) -> None:  # fmt: skip
    """Print at which price each of a pair would sign a line, at a year or day."""
    from steelyard.interfaces.cli.energy_project_shown import as_text, project_lines

    found = _signed(data, pair, name, at, draws, power, seed)
    click.echo(as_text(found) if as_json else "\n".join(project_lines(found)))


def _signed(
    data: Dataset, pair: tuple[State, State], name: str, at: tuple[int | None, date | None],
    draws: int, power: tuple[float, float] | None, seed: int,
) -> list[Signed]:  # fmt: skip
    """At which price each would sign: with the way within the buyer's land, and without."""
    from steelyard.interfaces.cli.progress import shown as progress_shown
    from steelyard.scenarios.energy.asked import power_by_hand
    from steelyard.scenarios.energy.power_from_prices import unknown_power
    from steelyard.scenarios.energy.projects import signing_of
    from steelyard.scenarios.energy.world import worlds

    line = _line_of(*pair, name)
    when, level = market_day(data, line.fuel, *at)
    of = worlds(data, line.fuel, draws=draws, seed=seed, horizon="long")
    shares = unknown_power(draws, seed) if power is None else power_by_hand(power, draws, seed)
    with progress_shown(line.name) as report:
        return [
            signing_of(of, line, when, level, shares, inland=inland, seed=seed,
                       progress=lambda step, done, half=half: report(step, (half + done) / 2))
            for half, inland in enumerate((True, False))
        ]  # fmt: skip


def _line_of(a: State, b: State, name: str) -> Line:
    """The line of a name that runs between the two states.

    Raises
    ------
    UnknownName
        If no line is called so.
    NoData
        If it runs between others.
    """
    from steelyard.scenarios.energy.links import side_name
    from steelyard.scenarios.energy.projects import line_called, lines
    from steelyard.vocabulary.errors import NoData

    begun = [each.name for each in lines() if each.name.casefold().startswith(name.casefold())]
    line = line_called(begun[0] if len(begun) == 1 else name)
    mine = {side for each in (a, b) for side in side_or_none(line.fuel, each)}
    if set(line_ends(line)) != mine:
        fitting = [each.name for each in lines() if set(line_ends(each)) == mine]
        raise NoData(
            where=f"line {line.name}", found=f"it does not run between {a.name} and {b.name}.",
            expected="the two at its ends: "
            + " and ".join(side_name(line.fuel, side) for side in line_ends(line)),
            remedy=f"Between them there are: {', '.join(fitting)}." if fitting
            else "Between them no line is planned that the table of projects knows.",
        )  # fmt: skip
    return line


def line_ends(line: Line) -> tuple[str, str]:
    """Sides of seller and buyer of a line."""
    from steelyard.reference.energy_market import lanes
    from steelyard.scenarios.energy.links import side_of_node

    lane = next(each for each in lanes(line.fuel) if each.lane == line.lane)
    return side_of_node(line.fuel, lane.start), side_of_node(line.fuel, lane.end)
