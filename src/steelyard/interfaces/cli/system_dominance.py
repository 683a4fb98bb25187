"""`steelyard system dominance`: which feedback loops make the change, and when that turns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from steelyard.interfaces.cli.system_run import drivers_option
from steelyard.interfaces.cli.system_words import asked_system, folder_option, json_option

if TYPE_CHECKING:
    from steelyard.system.causal import CausalSystem
    from steelyard.system.dominance_draws import DominanceDraws
    from steelyard.system.dominance_records import Flip


@click.command()
@click.option("--until", type=click.IntRange(2000, 2099), default=2040, show_default=True,
              help="Last year of runs, which begin in 1992.")  # fmt: skip
@click.option(
    "--draws", type=click.IntRange(20, 2000), default=96, show_default=True,
    help="Draws of all numbers, and of chance, for intervals and probabilities.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, help="Same seed, same numbers.")
@click.option(
    "--longest", type=click.IntRange(2, 10), default=10, show_default=True,
    help="Variables in a loop, at most.",
)  # fmt: skip
@click.option("--prior", is_flag=True, help="What was held before data, not the calibration.")
@click.option(
    "--flips", "flipping", is_flag=True,
    help="Seek the values of numbers and pushes at which dominance flips (minutes).",
)  # fmt: skip
@click.option(
    "--svg", "picture", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="The picture into this file.",
)  # fmt: skip
@drivers_option
@folder_option
@json_option
def dominance(
    until: int,
    draws: int,
    seed: int,
    longest: int,
    prior: bool,
    flipping: bool,
    picture: Path | None,
    drivers: str,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Print which feedback loops lead when, with intervals over calibrated draws.

    Loop scores say how much of the change each loop makes: middle draws with nine in ten, the
    probability to lead, what the documents say of the loops, and on request the values at which
    dominance flips. Without a calibration that fits, of what was held before data.

    \b
    Examples:
        steelyard system dominance
        steelyard system dominance --prior --drivers held --draws 400
        steelyard system dominance --flips --json
        steelyard system dominance --svg loops.svg
    """  # noqa: D301
    from steelyard.interfaces.cli.out_file import refuse_unwritable, write_out
    from steelyard.interfaces.cli.system_dominance_shown import as_json_text, lines_of
    from steelyard.system.dominance_over_draws import told_of

    if picture is not None:
        refuse_unwritable(picture)
    told = asked_system(folder)
    given, seen, kind = _draws(told, draws, until, seed, longest, None if not prior else drivers)
    kept, refused = given.kept()
    found = told_of(kept, refused, seen, kind)
    flips = _flips(kept, seen, until) if flipping else ()
    if picture is not None:
        from steelyard.report.figures.causal.dominance import as_document, dominance_figure

        write_out(picture, as_document(dominance_figure(found, flips)))
    click.echo(as_json_text(found, flips) if as_json else "\n".join(lines_of(found, flips)))


def _draws(
    told: CausalSystem, draws: int, until: int, seed: int, longest: int, drivers: str | None
) -> tuple[DominanceDraws, int, str]:
    """Draws to score, the last year that data speak of, and what draws they are.

    `drivers` is None for calibrated draws, which fall back on prior ones.
    """
    from steelyard.interfaces.cli.system_evidence import calibrated, evidence
    from steelyard.system.dominance_draws import calibrated_draws, prior_draws
    from steelyard.system.dominance_over_draws import SEEN

    seen, paths = ((), {}) if drivers == "held" else evidence(told)
    posterior = calibrated(told, seen, paths) if drivers is None else None
    if posterior is None:
        made = prior_draws(told, draws, last=until, seed=seed, paths=paths, longest=longest)
        return made, SEEN, "prior"
    made = calibrated_draws(told, posterior, draws, last=until, seed=seed, longest=longest)
    return made, posterior.last, "calibrated"


def _flips(given: DominanceDraws, seen: int, until: int) -> tuple[Flip, ...]:
    """The nearest flips over the years to come, over a few of the draws."""
    from steelyard.interfaces.cli.progress import shown
    from steelyard.system.dominance_flips import nearest_flips

    with shown("Seeking flips") as progress:
        return nearest_flips(given, seen, until, progress)
