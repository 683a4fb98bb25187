"""`steelyard simulate NAME`: a question to the trade model, or to the causal system."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from steelyard.interfaces.cli.options import YearSpan

if TYPE_CHECKING:
    from steelyard.scenarios.result import Simulation
    from steelyard.scenarios.schema import Scenario


class Horizon(click.ParamType):
    """``short``, ``long``, or years after the change."""

    name = "short|long|YEARS"

    def convert(self, value: Any, param: Any, ctx: Any) -> str | float:
        """A word or a number of years."""
        if value in ("short", "long") or isinstance(value, float):
            return value
        try:
            years = float(value)
        except ValueError:
            years = -1.0
        if not 0 <= years <= 100:
            self.fail(f"{value!r} is neither short, long, nor years from 0 to 100.", param, ctx)
        return years


@click.command()
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List the scenarios that ship.")
@click.option("--show", is_flag=True, help="Print the file of NAME, to start your own from.")
@click.option(
    "--draws",
    type=click.IntRange(20, 1000),
    default=200,
    show_default=True,
    help="Draws of elasticities and of what else is uncertain.",
)
@click.option(
    "--horizon", type=Horizon(), default=None, help="How long after [the scenario's; short, long]."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True,
              help="Same seed, same numbers.")  # fmt: skip
@click.option(
    "--with", "wanted", type=click.Choice(["trade", "system"]), default=None,
    help="Which model, where both know NAME [trade].",
)  # fmt: skip
@click.option(
    "--watch", multiple=True, metavar="VARIABLE",
    help="System: variables to draw [those that the scenario names].",
)  # fmt: skip
@click.option("--years", type=YearSpan(), default=None, help="System: span of the run [1992:2040].")
@click.option("--prior", is_flag=True, help="System: numbers from their ranges, not as calibrated.")
@click.option(
    "--drivers", type=click.Choice(["observed", "held"]), default=None,
    help="System: drivers as they were where a series exists, or at a usual year [observed].",
)  # fmt: skip
@click.option(
    "--csv", "table", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="System: fans of what is watched, by year, into this file.",
)  # fmt: skip
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of your own data, used beside the embedded dataset.",
)
@click.option("--json", "as_json", is_flag=True, help="The whole result as JSON on stdout.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    default=None,
    help="Write the whole result as JSON to this file.",
)
def simulate(
    name: str | None,
    listing: bool,
    show: bool,
    draws: int,
    horizon: str | float | None,
    seed: int,
    wanted: Literal["trade", "system"] | None,
    watch: tuple[str, ...],
    years: tuple[int, int] | None,
    prior: bool,
    drivers: str | None,
    table: Path | None,
    store: Path | None,
    as_json: bool,
    out: Path | None,
) -> None:
    """Say what a change would bring: a scenario by NAME, or a TOML file.

    NAME is one of --list, or CHN-cuts-RUS (China stops selling to Russia), or CHN-and-RUS-cut
    (no trade), for any two states. Cuts and costs of trade go to the trade model, events and
    courses of policy to the causal system; its rows of documents go by their ids, such as f45.
    Results of the trade model are kept; interrupted, the same command goes on where it stopped.

    \b
    Examples:
        steelyard simulate china-cuts-technology
        steelyard simulate DEU-cuts-POL --horizon 5
        steelyard simulate full-cut --show > mine.toml
        steelyard simulate mine.toml --draws 500 --out mine.json
        steelyard simulate no-2014-annexation
        steelyard simulate west-reopens --with system --watch discount
    """  # noqa: D301
    from steelyard.interfaces.cli.out_file import refuse_unwritable, write_out
    from steelyard.interfaces.cli.simulate_system import System, answer_system
    from steelyard.interfaces.cli.simulated import print_list, print_simulation
    from steelyard.scenarios.library import named

    if listing or name is None:
        print_list()
        return
    from steelyard.scenarios.asked import model_of, models_of

    for file in (out, table):
        if file is not None:
            refuse_unwritable(file)
    if model_of(name, wanted) == "system":
        _refuse_trade_options(horizon, store)
        told = System(name, show, draws, seed, watch, years, drivers or "observed", prior,
                      as_json)  # fmt: skip
        answer_system(told, out, table)
        return
    _refuse_system_options(watch, years, drivers, table)
    scenario = named(name)
    if show:
        _show(name, scenario)
        return
    found = _found(scenario, draws, horizon, seed, store)
    if out is not None:
        write_out(out, found.model_dump_json(indent=1) + "\n")
    if as_json:
        click.echo(found.model_dump_json(indent=1))
        return
    print_simulation(found)
    if len(models_of(name)) > 1:
        click.echo(f"The causal system answers too: steelyard simulate {name} --with system.")
    if out is not None:
        click.echo(f"Wrote {out}", err=True)


def _refuse_trade_options(horizon: str | float | None, store: Path | None) -> None:
    """Raise for options that mean nothing to the causal system."""
    for option, given in (("--horizon", horizon), ("--store", store)):
        if given is not None:
            raise click.UsageError(
                f"{option} is for questions to the trade model; this one goes to the causal system."
            )


def _refuse_system_options(
    watch: tuple[str, ...], years: tuple[int, int] | None, drivers: str | None, table: Path | None
) -> None:
    """Raise for options that mean nothing to the trade model."""
    given = (("--watch", watch), ("--years", years), ("--drivers", drivers), ("--csv", table))
    for option, value in given:
        if value:
            raise click.UsageError(
                f"{option} is for questions to the causal system; this one goes to the trade model."
            )


def _show(name: str, scenario: Scenario) -> None:
    """The file of a scenario that ships; of others what was read."""
    from steelyard.scenarios.library import SHIPPED, text_of

    if name in SHIPPED:
        click.echo(text_of(name), nl=False)
    else:
        click.echo(scenario.model_dump_json(indent=1, exclude_defaults=True))


def _found(
    scenario: Scenario,
    draws: int,
    horizon: str | float | None,
    seed: int,
    store: Path | None,
) -> Simulation:
    """The simulation, from the cache where it was made before."""
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.interfaces.cli import kept, simulate_kept
    from steelyard.interfaces.cli.progress import shown
    from steelyard.reference.overlay import dataset
    from steelyard.scenarios.simulate import simulate as run
    from steelyard.store import default_folder, is_store

    own = store is not None or is_store(default_folder())
    key = kept.key_of("simulation", scenario.model_dump_json(), draws, horizon, seed)
    found = None if own else simulate_kept.read(key)
    if found is not None:
        return found
    with shown("Simulating") as progress:
        found = run(
            scenario,
            dataset(DEFAULT_AS_OF, store),
            draws=draws,
            seed=seed,
            horizon=horizon,
            progress=progress,
            read=lambda part, task: None if own else simulate_kept.read_draws(key, part, task),
            keep=lambda part, done: None if own else simulate_kept.write_draws(key, part, done),
        )
    if not own:
        simulate_kept.write(key, found)
    return found
