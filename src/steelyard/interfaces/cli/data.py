"""`steelyard data`: what there is, what a user adds, what is left out, how to cite it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from steelyard.store import Store

LOADED_LATER = {
    # name: (module, one line for --help)
    "correct": ("data_correct", "Correct a publisher's mistake, or withdraw an entry."),
    "build-reference": ("build_reference", "Build the embedded dataset from publisher files."),
    "build-energy": ("build_energy", "Simulate the fuel markets and bargains that ship."),
    "build-system": ("build_system", "Calibrate the causal system that ships."),
    "build-cuts": ("build_cuts", "Simulate the costs of cuts that the package ships."),
    "build-posterior": ("build_posterior", "Fit the ideal points that the package ships."),
}


class DataCommands(click.Group):
    """A group whose longer commands lie in files of their own and load when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which a person meets them."""
        return [*self.commands, *LOADED_LATER]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, imported now if it was not yet."""
        if cmd_name not in LOADED_LATER:
            return super().get_command(ctx, cmd_name)
        module = import_module(f"steelyard.interfaces.cli.{LOADED_LATER[cmd_name][0]}")
        return getattr(module, cmd_name.replace("-", "_"))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in --help, without importing the commands."""
        here = [(name, item.get_short_help_str(70)) for name, item in self.commands.items()]
        later = [(name, text) for name, (_, text) in LOADED_LATER.items()]
        with formatter.section("Commands"):
            formatter.write_dl([*here, *later])


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Folder of the store, and JSON instead of tables."""
    command = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")(
        command
    )
    return click.option(
        "--store",
        "place",
        type=click.Path(path_type=Path, file_okay=False),
        default=None,
        help="Folder of your own data [STEELYARD_STORE, else your user data folder].",
    )(command)


def _day(ctx: click.Context, param: click.Parameter, value: datetime | None) -> date | None:
    return None if value is None else value.date()


def day_option(name: str, text: str) -> Callable[..., Any]:
    """An option that takes a date."""
    kind = click.DateTime(["%Y-%m-%d"])
    return click.option(
        name, type=kind, default=None, callback=_day, metavar="YYYY-MM-DD", help=text
    )


rows_options: tuple[Callable[..., Any], ...] = (
    click.argument("table"),
    click.option("--rows", default=20, show_default=True, help="Rows to print, 0 for all."),
    click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only such rows."),
    click.option("--columns", default=None, metavar="A,B,...", help="Only these columns."),
    day_option("--as-of", "Use only what was published by this day."),
    output_options,
)


def with_rows_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which rows and columns to print."""
    for decorator in reversed(rows_options):
        command = decorator(command)
    return command


def opened(place: Path | None) -> Store:
    """The store that the user means."""
    from steelyard.store import Store

    return Store.open(place)


@click.group(cls=DataCommands)
def data() -> None:
    """List, add, check and cite data.

    The package brings an embedded dataset; what you add lies in a store of your own. A file is
    recognised by its layout and taken in whole or not at all.

    \b
    Examples:
        steelyard data list
        steelyard data add BACI_HS22_Y2022_V202501.csv --published 2025-01-30
        steelyard data excluded baci
        steelyard data cite --bibtex > sources.bib
    """  # noqa: D301


@data.command("list")
@output_options
def list_tables(place: Path | None, as_json: bool) -> None:
    """List embedded tables and your own.

    \b
    Example:
        steelyard data list --json
    """  # noqa: D301
    from steelyard.interfaces.cli.data_listing import listing, print_listing
    from steelyard.interfaces.cli.data_output import print_json

    found = listing(place)
    if as_json:
        print_json(found)
    else:
        print_listing(found)


@data.command()
@with_rows_options
def show(**request: Any) -> None:
    """Print rows of TABLE with units and sources.

    From your store if it has a table of that name, else from the embedded dataset.

    \b
    Example:
        steelyard data show trade --where exporter=RUS --where importer=CHN
    """  # noqa: D301
    from steelyard.interfaces.cli.data_rows import show_table

    show_table(**request)


@data.command()
@with_rows_options
def excluded(**request: Any) -> None:
    """Print rows of TABLE that do not count, and why.

    \b
    Example:
        steelyard data excluded baci_totals --rows 0
    """  # noqa: D301
    from steelyard.interfaces.cli.data_rows import show_excluded

    show_excluded(**request)


@data.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--connector", default=None, help="Which product it is [by its layout].")
@day_option("--published", "Day on which this copy was published: its vintage.")
@output_options
def add(
    files: tuple[Path, ...],
    connector: str | None,
    published: date | None,
    place: Path | None,
    as_json: bool,
) -> None:
    """Add publishers' FILES to your store.

    \b
    Example:
        steelyard data add BACI_HS22_Y2022_V202501.csv --published 2025-01-30
    """  # noqa: D301
    from steelyard.interfaces.cli.data_adding import add_files

    add_files(files, connector, published, place, as_json)


@data.command()
@output_options
def check(place: Path | None, as_json: bool) -> None:
    """Check that your store is sound; exit code 5 if not.

    \b
    Example:
        steelyard data check --store my-data
    """  # noqa: D301
    from steelyard.interfaces.cli.data_checking import check_store

    check_store(place, as_json)


@data.command()
@click.option("--bibtex", is_flag=True, help="Print BibTeX entries.")
@output_options
def cite(bibtex: bool, place: Path | None, as_json: bool) -> None:
    """Print how to cite everything there is.

    \b
    Example:
        steelyard data cite --bibtex > sources.bib
    """  # noqa: D301
    from dataclasses import asdict

    from steelyard.interfaces.cli.data_listing import origins_of
    from steelyard.interfaces.cli.data_output import print_json
    from steelyard.store import citation

    citations = [citation(origin) for origin in origins_of(place)]
    if as_json:
        print_json([asdict(item) for item in citations])
    for item in citations if not as_json else ():
        click.echo(f"{item.bibtex if bibtex else item.text}\n")
