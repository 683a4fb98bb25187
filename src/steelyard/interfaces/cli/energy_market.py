"""`steelyard energy market FUEL`: prices, flows and discounts of a day, and what would change."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from steelyard.interfaces.cli.energy_bargain import FUELS

if TYPE_CHECKING:
    from steelyard.reference.dataset import Dataset
    from steelyard.scenarios.energy.outcome import Outcome
    from steelyard.scenarios.energy.whatifs import Difference, WhatIf


@click.command()
@click.argument("fuel", type=click.Choice(list(FUELS), case_sensitive=False), required=False)
@click.option("--year", type=int, default=None, help="At the mean price of a year [newest].")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None,
              metavar="YYYY-MM-DD", help="On a day, at the price of its month.")  # fmt: skip
@click.option("--change", "changes", multiple=True, metavar="NAME",
              help="A what-if of --list against the market as it was; again for more.")  # fmt: skip
@click.option("--list", "listing", is_flag=True, help="List the what-ifs.")
@click.option("--check", is_flag=True,
              help="Predicted against published discounts by quarter, with errors.")  # fmt: skip
@click.option("--draws", type=click.IntRange(20, 1000), default=40, show_default=True,
              help="Draws of costs, capacities, elasticities and measures.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True,
              help="Same seed, same numbers.")  # fmt: skip
@click.option("--store", type=click.Path(path_type=Path, file_okay=False), default=None,
              help="Folder of your own data, used beside the embedded dataset.")  # fmt: skip
@click.option("--csv", "csv_file", type=click.Path(path_type=Path, dir_okay=False), default=None,
              metavar="FILE", help="Write every number as CSV to this file.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Every number as JSON on stdout.")
def market(
    fuel: str | None,
    year: int | None,
    day: datetime | None,
    changes: tuple[str, ...],
    listing: bool,
    check: bool,
    draws: int,
    seed: int,
    store: Path | None,
    csv_file: Path | None,
    as_json: bool,
) -> None:
    """Print the world market of a FUEL on a day: prices, flows, discounts, price caps.

    Every place produces and uses along its curves, lanes cost what they cost, and measures act as
    they stood. With --change, what would be otherwise: prices, revenue and who gains, each draw
    against itself.

    \b
    Examples:
        steelyard energy market crude --date 2023-02-15
        steelyard energy market crude --change india-leaves --change no-embargo
        steelyard energy market gas --year 2022 --csv gas.csv
        steelyard energy market crude --check
        steelyard energy market --list
    """  # noqa: D301
    from steelyard.interfaces.cli import energy_market_shown as shown
    from steelyard.interfaces.cli.out_file import refuse_unwritable, write_out

    if listing:
        click.echo(shown.as_json(shown.list_rows()) if as_json else "\n".join(shown.list_lines()))
        return
    if fuel is None:
        raise click.UsageError("Name a FUEL, gas or crude, or use --list.")
    if year is not None and day is not None:
        raise click.UsageError("Give either --year or --date.")
    if check and changes:
        raise click.UsageError("--check is of the market as it was: leave out --change.")
    if csv_file is not None:
        refuse_unwritable(csv_file)
    when = None if day is None else day.date()
    if check:
        from steelyard.interfaces.cli.energy_check import checked_lines, checked_rows

        rows, lines = checked_rows(FUELS[fuel]), checked_lines(FUELS[fuel])
    else:
        found, ports, unmoved = _found(FUELS[fuel], changes, (year, when), draws, seed, store)
        rows, lines = shown.rows_of(found), shown.lines_of(found, ports, unmoved)
    if csv_file is not None:
        write_out(csv_file, shown.as_csv(rows))
        click.echo(f"Wrote {csv_file}", err=True)
    click.echo(shown.as_json(rows) if as_json else "\n".join(lines))


def _found(
    fuel: str, changes: tuple[str, ...], at: tuple[int | None, date | None], draws: int, seed: int,
    store: Path | None,
) -> tuple[list[Outcome | Difference], tuple[str, ...], list[str]]:  # fmt: skip
    """The market as it was, or each change against it; ports, and measures that do not act."""
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.interfaces.cli.energy_bargain import market_day
    from steelyard.interfaces.cli.progress import shown
    from steelyard.reference.overlay import dataset
    from steelyard.scenarios.energy.market_tables import ports
    from steelyard.scenarios.energy.outcome import outcome
    from steelyard.scenarios.energy.whatifs import what_if
    from steelyard.scenarios.energy.world import worlds

    asked = [_what_if(fuel, name) for name in dict.fromkeys(changes)]
    data: Dataset = dataset(DEFAULT_AS_OF, store)
    when, level = market_day(data, fuel, *at)
    with shown("Solving") as report:
        runs = dict.fromkeys(what.horizon for what in asked) or ("short",)
        made = {each: worlds(data, fuel, draws=draws, seed=seed, horizon=each) for each in runs}
        of = next(iter(made.values()))
        unmoved = [policy.policy for policy in of.network.unrepresented(when)]
        if not asked:
            return [outcome(of, when, level, progress=report)], ports(of), unmoved
        return [
            what_if(made[what.horizon], what, when, level, progress=lambda step, done, at=at:
                    report(step, (at + done) / len(asked)))
            for at, what in enumerate(asked)
        ], ports(of), unmoved  # fmt: skip


def _what_if(fuel: str, name: str) -> WhatIf:
    """The what-if of a name, if it is of the fuel.

    Raises
    ------
    UnknownName
        If none is called so, with what is near.
    InputError
        If it is of the other fuel.
    """
    from steelyard.scenarios.energy.whatifs import named
    from steelyard.vocabulary.errors import InputError

    what = named(name)
    if what.fuel != fuel:
        short = next(short for short, full in FUELS.items() if full == what.fuel)
        raise InputError(
            where=f"what-if {name}", found=f"it is of {what.fuel}, not of {fuel}.",
            expected="a what-if of the same fuel",
            remedy=f"Use `steelyard energy market {short} --change {name}`, or --list.",
        )  # fmt: skip
    return what
