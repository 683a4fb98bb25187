"""`steelyard system run`: a causal system year by year, calibrated or by its priors."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from steelyard.interfaces.cli.options import YearSpan
from steelyard.interfaces.cli.system_run_kept import Where, kept_options, kept_runs
from steelyard.interfaces.cli.system_words import asked_system, folder_option, json_option

if TYPE_CHECKING:
    from steelyard.system.causal import CausalSystem
    from steelyard.system.causal_model import Path as Driver
    from steelyard.system.dynamics import Difference, PriorRuns
    from steelyard.system.posterior import Posterior

MANY = 100_000  # draws that are held in memory; more are kept in a folder
MOST = 10_000_000
SHOWN = 5

drivers_option = click.option(
    "--drivers",
    type=click.Choice(["observed", "held"]),
    default="observed",
    show_default=True,
    help="Drivers as they were where a series exists, or all held at a usual year.",
)

prior_option = click.option(
    "--prior", is_flag=True, help="Numbers from their ranges before data, not as calibrated."
)


@click.command()
@click.option(
    "--years", type=YearSpan(), default=(1992, 2040), show_default="1992:2040", help="Span."
)
@click.option(
    "--draws", type=click.IntRange(20, MOST), default=400, show_default=True,
    help="Draws of all numbers.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, help="Same seed, same numbers.")
@click.option(
    "--set", "levers", multiple=True, metavar="VARIABLE=SIZE@YEAR",
    help="Hold a variable from a year on, or on a path: energy_price=2026:0,2030:-1.",
)  # fmt: skip
@click.option(
    "--without", multiple=True, metavar="EVENT", help="Leave out an event, such as t77 or i61."
)
@click.option(
    "--show", multiple=True, metavar="VARIABLE", help="Variables to draw [those in most loops]."
)
@click.option(
    "--document", default=None, metavar="DOCUMENT",
    help="Whose sign holds where two differ [drawn].",
)  # fmt: skip
@prior_option
@drivers_option
@folder_option
@click.option(
    "--csv", "table", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="Fans of all variables into this file.",
)  # fmt: skip
@click.option(
    "--xmile", "model", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="The model at its usual numbers into this file, for Stella, PySD, Simlin.",
)  # fmt: skip
@kept_options
@json_option
def run(
    years: tuple[int, int],
    draws: int,
    seed: int,
    levers: tuple[str, ...],
    without: tuple[str, ...],
    show: tuple[str, ...],
    document: str | None,
    prior: bool,
    drivers: str,
    folder: Path | None,
    table: Path | None,
    model: Path | None,
    out: Path | None,
    keep: tuple[str, ...],
    workers: int | None,
    cluster: str | None,
    as_json: bool,
) -> None:
    """Run the causal system over draws of its numbers: fans by year, and what a change does.

    Numbers, and what moved variables besides their links, are as calibrated; with --prior, or a
    system of your own, what their ranges imply by themselves. With --set or --without, the same
    draws are run with and without the change, and the differences are shown.

    \b
    Examples:
        steelyard system run
        steelyard system run --without t77 --show dependence --show alignment
        steelyard system run --set course_revision=1@2027 --csv revised.csv
        steelyard system run --drivers held --xmile system.stmx
        steelyard system run --draws 100000 --out draws --workers 2
    """  # noqa: D301
    from steelyard.interfaces.cli.out_file import refuse_unwritable, write_out
    from steelyard.interfaces.cli.system_evidence import calibration
    from steelyard.interfaces.cli.system_run_shown import Asked, as_json_text, as_table, lines_of
    from steelyard.system.levers import read_lever
    from steelyard.system.ways import variable

    where = Where(out, keep, workers, cluster)
    where.check()
    for file in (table, model):
        if file is not None:
            refuse_unwritable(file)
    told = asked_system(folder)
    shown = tuple(variable(told, name).name for name in show)
    kept = tuple(variable(told, name).name for name in keep)
    shown = shown or kept[:SHOWN] or usual_shown(told)
    set_to = tuple(read_lever(text) for text in levers)
    fit = calibration(told, prior=prior, drivers=drivers)
    paths = drivers_of(told, drivers) if fit is None else dict(fit.paths)
    asked_for = {"seed": seed, "years": years, "paths": paths, "levers": set_to,
                 "without": without, "document": document}  # fmt: skip
    if out is None:
        base, changed, apart = in_memory(told, draws, asked_for, fit)
    else:
        from steelyard.dossier.request import DEFAULT_AS_OF
        from steelyard.scenarios.ensembles.causal import causal_plan

        every = (*kept, *shown) if kept else tuple(each.name for each in told.variables)
        plan = causal_plan(draws, folder=folder, keep=every, **asked_for,
                           calibrated=None if fit is None else DEFAULT_AS_OF)  # fmt: skip
        found = kept_runs(plan, where, every if as_json or table is not None else shown)
        base, changed, apart = found.base, found.changed, found.apart
    asked = Asked(told, shown, set_to, paths, base, changed, apart, seed, fit is not None)
    if table is not None:
        write_out(table, as_table(asked))
    if model is not None:
        from steelyard.system.xmile_text import write_text

        write_out(model, write_text((changed or base).model))
    if as_json:
        click.echo(as_json_text(asked))
        return
    click.echo("\n".join(lines_of(asked)))


def in_memory(
    system: CausalSystem, draws: int, asked: dict[str, Any], fit: Posterior | None
) -> tuple[PriorRuns, PriorRuns | None, Difference | None]:
    """Runs without and with the change, and what it does."""
    from steelyard.system.dynamics import difference, simulate_prior
    from steelyard.system.posterior_runs import simulate_posterior

    if draws > MANY:
        raise click.UsageError(f"More than {MANY:,} draws need --out FOLDER.")
    unchanged: dict[str, Any] = {"levers": (), "without": ()}
    simulate = simulate_prior
    if fit is not None:
        simulate = partial(simulate_posterior, posterior=fit)
        asked = {name: each for name, each in asked.items() if name != "paths"}
    base = simulate(system, draws=draws, **(asked | unchanged))
    if not (asked["levers"] or asked["without"]):
        return base, None, None
    changed = simulate(system, draws=draws, **asked)
    return base, changed, difference(changed, base)


def usual_shown(system: CausalSystem) -> tuple[str, ...]:
    """The variables that stand in most loops with a name; without such loops, in most links."""
    from collections import Counter

    rings = [name for each in system.named_loops for name in each.ring]
    links = [name for each in system.links for name in (each.cause, each.effect)]
    counted = Counter(rings or links)
    return tuple(sorted(counted, key=lambda name: (-counted[name], name)))[:SHOWN]


def drivers_of(system: CausalSystem, drivers: str) -> dict[str, Driver]:
    """Observed drivers, or none where all are held."""
    from steelyard.interfaces.cli.system_evidence import evidence

    return {} if drivers == "held" else evidence(system)[1]
