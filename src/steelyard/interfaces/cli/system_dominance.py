"""`steelyard system dominance`: which feedback loops make the change, and when that turns."""

from __future__ import annotations

from pathlib import Path

import click

from steelyard.interfaces.cli.options import YearSpan
from steelyard.interfaces.cli.system_run import drivers_of, drivers_option
from steelyard.interfaces.cli.system_words import asked_system, folder_option, json_option


@click.command()
@click.option(
    "--years", type=YearSpan(), default=(1992, 2040), show_default="1992:2040", help="Span."
)
@click.option(
    "--draws", type=click.IntRange(20, 2000), default=200, show_default=True,
    help="Draws of all numbers from their priors, for probabilities.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, help="Same seed, same numbers.")
@click.option(
    "--longest", type=click.IntRange(2, 10), default=10, show_default=True,
    help="Variables in a loop, at most.",
)  # fmt: skip
@drivers_option
@folder_option
@json_option
def dominance(
    years: tuple[int, int],
    draws: int,
    seed: int,
    longest: int,
    drivers: str,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Print how much of the change each feedback loop makes, by span of years.

    Loop scores of prior runs (not calibrated): shares at the usual numbers and over draws, and the
    probability that a loop is in the smallest set of loops that makes half of the change.

    \b
    Examples:
        steelyard system dominance
        steelyard system dominance --drivers held --draws 400
        steelyard system dominance --longest 6 --json
    """  # noqa: D301
    from steelyard.interfaces.cli.system_dominance_shown import as_json_text, lines_of
    from steelyard.system.causal_dominance import dominance_over_draws

    told = asked_system(folder)
    found = dominance_over_draws(
        told, draws, seed=seed, years=years, paths=drivers_of(told, drivers), longest=longest
    )
    if as_json:
        click.echo(as_json_text(told, found, seed))
        return
    click.echo("\n".join(lines_of(told, found, seed)))
