"""`steelyard energy bargain A B`: what a tie is worth to each side, and how it may be split."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from steelyard.reference.dataset import Dataset
    from steelyard.scenarios.energy.asked import Asked
    from steelyard.scenarios.energy.links import Tie
    from steelyard.scenarios.energy.world import Worlds
    from steelyard.vocabulary.states import State

DRAWS = 40  # where no table has the answer and nobody says how many
FUELS = {"gas": "gas", "crude": "crude oil"}


class Share(click.ParamType):
    """``0.2:0.5`` or one number, within 0 to 1."""

    name = "LOW:HIGH"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[float, float]:
        """Both ends."""
        if isinstance(value, tuple):
            return value
        try:
            ends = [float(part) for part in str(value).split(":")]
        except ValueError:
            ends = []
        if len(ends) not in (1, 2) or not 0 <= ends[0] <= ends[-1] <= 1:
            self.fail(f"{value!r} is no share of the seller; write 0.3 or 0.2:0.5, within 0 and 1.",
                      param, ctx)  # fmt: skip
        return ends[0], ends[-1]


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--fuel", type=click.Choice(list(FUELS), case_sensitive=False), default=None,
              help="One fuel [both].")  # fmt: skip
@click.option("--year", type=int, default=None, help="At the mean price of a year [newest].")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None,
              metavar="YYYY-MM-DD", help="On a day, at the price of its month.")  # fmt: skip
@click.option("--draws", type=click.IntRange(20, 500), default=None,
              help=f"Solve so many draws of costs, capacities and elasticities [{DRAWS} where the "
              "shipped table does not have the answer].")  # fmt: skip
@click.option("--live", is_flag=True, help="Solve the market anew, whatever the table has.")
@click.option("--power", type=Share(), default=None,
              help="Seller's share of what the tie is worth, 0 to 1 [from prices].")  # fmt: skip
@click.option("--project", default=None, metavar="NAME",
              help="A line that is not built: at which price each would sign.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True,
              help="Same seed, same numbers.")  # fmt: skip
@click.option("--store", type=click.Path(path_type=Path, file_okay=False), default=None,
              help="Folder of your own data, used beside the embedded dataset.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Every number as JSON on stdout.")
def bargain(
    a: str,
    b: str,
    fuel: str | None,
    year: int | None,
    day: datetime | None,
    draws: int | None,
    live: bool,
    power: tuple[float, float] | None,
    project: str | None,
    seed: int,
    store: Path | None,
    as_json: bool,
) -> None:
    """Print what A and B each could do without the other in fuels, and what is left to split.

    The least price that the seller can take and the highest that the buyer can pay, from the
    market solved again without their tie; the price between them, and who gains what. Where
    yearly prices are published they say how strong the seller is; elsewhere its share is unknown,
    unless you set it with --power.

    Years that the shipped table has are read from it, with the numbers of the report; a day, a
    power, a seed, draws, a store of your own or --live have the market solved anew.

    \b
    Examples:
        steelyard energy bargain RUS CHN --fuel gas
        steelyard energy bargain RUS IND --date 2023-02-15
        steelyard energy bargain KAZ CHN --power 0.3:0.6 --draws 200
        steelyard energy bargain RUS CHN --project "Power of Siberia 2"
    """  # noqa: D301
    from steelyard.dossier.request import DEFAULT_AS_OF, request
    from steelyard.interfaces.cli import energy_bargain_shown as shown
    from steelyard.interfaces.cli.progress import shown as progress_shown
    from steelyard.reference.overlay import dataset

    if year is not None and day is not None:
        raise click.UsageError("Give either --year or --date.")
    both = request(a, b, seed=seed)
    data = dataset(DEFAULT_AS_OF, store)
    fuels = [FUELS[fuel]] if fuel else list(FUELS.values())
    when = None if day is None else day.date()
    if project is not None:
        from steelyard.interfaces.cli.energy_project import print_project

        print_project(data, (both.a, both.b), project, (year, when), draws or DRAWS, power, seed,
                      as_json)  # fmt: skip
        return
    days = {each: market_day(data, each, year, when) for each in fuels}
    wanted, without = _wanted(both.a, both.b, {each: days[each][0] for each in fuels})
    anew = live or draws is not None or power is not None or day is not None or seed != 0
    with progress_shown("Bargaining") as report:
        found = []
        for at, (tie, pair) in enumerate(wanted):

            def step(text: str, done: float, at: int = at) -> None:
                report(text, (at + done) / len(wanted))

            known = None if anew else _shipped(data, tie, pair, days[tie.fuel])
            if known is None:
                of, few = _markets(data, tie.fuel, draws or DRAWS, seed)
                known = _asked(data, of, few, tie, pair, days[tie.fuel], power, seed, step)
            found.append(known)
    if as_json:
        click.echo(shown.as_text(found))
        return
    click.echo("\n".join(shown.lines_of(found, [pair for _, pair in wanted], without)))


def market_day(data: Dataset, fuel: str, year: int | None, day: date | None) -> tuple[date, float]:
    """The day of a market and its world price: of a month, of a year, or of the newest year.

    Raises
    ------
    BadYears
        For a day before the first balance, or beyond all prices.
    NoData
        If nobody says what the price was.
    """
    from steelyard.dossier.request import LATEST
    from steelyard.scenarios.energy.levels import level
    from steelyard.vocabulary.errors import BadYears, NoData

    first = int(data.table("energy_regions").filter(fuel=fuel)["year"].min())  # pyright: ignore
    asked = day.year if day else year
    if asked is not None and not first <= asked <= LATEST:
        raise BadYears(
            where=f"market of {fuel}",
            found=f"{day or year} lies "
            + ("before the first balance." if asked < first else "beyond all prices."),
            expected=f"a year from {first} to {LATEST}", remedy="Choose such a year or day.",
        )  # fmt: skip
    if day is not None:
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        return day, level(data, fuel, day.replace(day=1), after)
    for each in [year] if year is not None else range(LATEST, first - 1, -1):
        try:
            return date(each, 7, 1), level(data, fuel, date(each, 1, 1), date(each + 1, 1, 1))
        except NoData:
            if year is not None:
                raise
    raise NoData(where=f"price of {fuel}", found="no year with a price.",
                 expected="a year with prices", remedy="Add prices to a store.")  # fmt: skip


def _wanted(
    a: State, b: State, days: dict[str, date]
) -> tuple[list[tuple[Tie, tuple[State, State]]], list[str]]:
    """Ties of both directions and fuels, and why others have none.

    Raises
    ------
    NoData
        If there is none at all: what exists is said.
    """
    from steelyard.scenarios.energy.links import tie_between
    from steelyard.vocabulary.errors import NoData, shorten

    wanted, without, refused = [], [], []
    for fuel, day in days.items():
        for pair in ((a, b), (b, a)):
            try:
                wanted.append((tie_between(fuel, pair[0].iso3, pair[1].iso3, day), pair))
            except NoData as error:
                refused.append(error)
                why = _by_ship(fuel, *pair) or error.found
                without.append(f"{fuel}, {pair[0].name} to {pair[1].name}: {why}")
    if wanted:
        return wanted, without
    reasons = dict.fromkeys(each.partition(": ")[2].rstrip(".") for each in without)
    others = dict.fromkeys(text for fuel in days for each in (a, b) for text in _others(fuel, each))
    raise NoData(
        where=f"bargain of {a.name} and {b.name}", found="; ".join(reasons) + ".",
        expected="two states of different sides with a pipe, or for oil a ship's way, between them",
        remedy=f"Take states of such sides: {shorten(others, 6)}." if others else refused[0].remedy,
    )  # fmt: skip


def _others(fuel: str, state: State) -> Iterator[str]:
    """What the side of a state does bargain over, in short words."""
    from steelyard.dossier.fuels.places import side_called
    from steelyard.scenarios.energy.links import ties

    mine = set(side_or_none(fuel, state))
    for each in ties(fuel):
        if mine & {each.seller, each.buyer}:
            yield f"{fuel} from {side_called(fuel, each.seller)} to {side_called(fuel, each.buyer)}"


def _by_ship(fuel: str, seller: State, buyer: State) -> str | None:
    """Said of two sides that only ships join which serve whoever pays most."""
    from steelyard.reference.energy_market import lanes
    from steelyard.scenarios.energy.links import CONTRACTED, side_of_node

    ends = [side for each in (seller, buyer) for side in side_or_none(fuel, each)]
    kinds = {each.kind for each in lanes(fuel)
             if [side_of_node(fuel, each.start), side_of_node(fuel, each.end)] == ends}  # fmt: skip
    if len(set(ends)) < 2 or not kinds or kinds & set(CONTRACTED[fuel]):
        return None
    return "only by ship, for whoever pays most: an alternative of both, no bargain."


def _markets(data: Dataset, fuel: str, draws: int, seed: int) -> tuple[Worlds, Worlds]:
    """Markets with all draws, and those that power is read from."""
    from steelyard.scenarios.energy.asked import FROM_PRICES
    from steelyard.scenarios.energy.world import worlds

    of = worlds(data, fuel, draws=draws, seed=seed)
    few = of if draws <= FROM_PRICES else worlds(data, fuel, draws=FROM_PRICES, seed=seed)
    return of, few


def _shipped(
    data: Dataset, tie: Tie, pair: tuple[State, State], day: tuple[date, float]
) -> Asked | None:  # fmt: skip
    """The bargain as the shipped table has it, where it has it."""
    from steelyard.dossier.fuels.shipped_bargain import shipped_bargain

    return shipped_bargain(data, tie, (pair[0].iso3, pair[1].iso3), *day)


def _asked(
    data: Dataset, of: Worlds, few: Worlds, tie: Tie, pair: tuple[State, State],
    day: tuple[date, float], power: tuple[float, float] | None, seed: int, step: Any,
) -> Asked:  # fmt: skip
    """One bargain."""
    from steelyard.scenarios.energy.asked import asked

    return asked(data, of, few, tie, (pair[0].iso3, pair[1].iso3), *day, power=power, seed=seed,
                 progress=step)  # fmt: skip


def side_or_none(fuel: str, state: State) -> Iterator[str]:
    """The side of a state, where it has one."""
    from steelyard.scenarios.energy.links import side_of
    from steelyard.vocabulary.errors import NoData

    try:
        yield side_of(fuel, state.iso3)
    except NoData:
        return
