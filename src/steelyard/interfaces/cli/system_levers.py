"""`steelyard system levers`: what would change a variable most."""

from __future__ import annotations

from pathlib import Path

import click

from steelyard.interfaces.cli.system_run import drivers_of, drivers_option, prior_option
from steelyard.interfaces.cli.system_words import asked_system, folder_option, json_option

MOST = 10  # levers among which the spread is parted


@click.command()
@click.argument("variable", default="autonomy_rus")
@click.option("--from", "start", type=click.IntRange(1992, 2099), default=2027, show_default=True,
              help="Year from which variables are pushed.")  # fmt: skip
@click.option("--at", "year", type=click.IntRange(1993, 2100), default=2040, show_default=True,
              help="Year in which the effect is read.")  # fmt: skip
@click.option("--draws", type=click.IntRange(20, 1000), default=50, show_default=True,
              help="Draws of all numbers.")  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, help="Same seed, same numbers.")
@prior_option
@drivers_option
@folder_option
@click.option(
    "--csv", "table", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="Effects of all variables into this file.",
)  # fmt: skip
@json_option
def levers(
    variable: str,
    start: int,
    year: int,
    draws: int,
    seed: int,
    prior: bool,
    drivers: str,
    folder: Path | None,
    table: Path | None,
    as_json: bool,
) -> None:
    """Rank what would change VARIABLE most, Russia's room for its own choice by default.

    Every other variable is pushed by one standard deviation for good, in every draw of the
    calibrated numbers (--prior: of their ranges); then the spread of VARIABLE is parted among
    drivers and groups of numbers.

    \b
    Examples:
        steelyard system levers
        steelyard system levers dependence --at 2035
        steelyard system levers china_trade_share --csv levers.csv
    """  # noqa: D301
    import numpy as np

    from steelyard.interfaces.cli.out_file import refuse_unwritable, write_out
    from steelyard.interfaces.cli.system_evidence import calibration
    from steelyard.interfaces.cli.system_levers_shown import Found, as_json_text, as_table, lines_of
    from steelyard.system.calibration_density import SOFTNESS
    from steelyard.system.causal_model import FIRST
    from steelyard.system.lever_effects import lever_effects, lever_importance, pushable
    from steelyard.system.numbers import draws_of
    from steelyard.system.posterior_runs import prepared_posterior
    from steelyard.system.ways import variable as named

    if table is not None:
        refuse_unwritable(table)
    told = asked_system(folder)
    effect = named(told, variable)
    fit = calibration(told, prior=prior, drivers=drivers)
    if fit is None:
        held = pushable(told, draws_of(told, draws, seed), effect.name, start=start, year=year,
                        paths=drivers_of(told, drivers))  # fmt: skip
    else:
        made = prepared_posterior(told, fit, seed=seed, years=(FIRST, year))
        at = np.arange(draws) % fit.draws
        vectors = dict(zip(made.made.numbers, made.vectors(at, 0).T, strict=True))
        held = pushable(told, vectors, effect.name, start=start, year=year, paths=fit.paths,
                        noise=made.noise(at, 0), softness=SOFTNESS)  # fmt: skip
    effects = lever_effects(held)
    drivers_first = [each.variable for each in effects if each.role == "exogenous" and each.middle]
    parts = lever_importance(held, drivers_first[:MOST], seed=seed)
    kind = "prior" if fit is None else "calibrated"
    found = Found(kind, effect.name, effect.title, start, year, draws, seed, effects, parts)
    if table is not None:
        write_out(table, as_table(found))
    click.echo(as_json_text(found) if as_json else "\n".join(lines_of(found)))
