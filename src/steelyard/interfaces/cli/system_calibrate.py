"""`steelyard system calibrate` and `learnt`: fit a causal system, and say what data taught."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from steelyard.interfaces.cli.system_words import asked_system, folder_option, json_option

if TYPE_CHECKING:
    from collections.abc import Callable

    from steelyard.interfaces.cli.system_evidence import Series
    from steelyard.system.calibration import Calibration
    from steelyard.system.causal import CausalSystem
    from steelyard.system.sampler import Plan

adapting_option = click.option(
    "--adapting", type=click.IntRange(50, 10_000), default=500, show_default=True,
    help="Draws of each chain to adapt the sampler.",
)  # fmt: skip
draws_option = click.option(
    "--draws", type=click.IntRange(50, 20_000), default=800, show_default=True,
    help="Draws of each chain to keep.",
)  # fmt: skip
chains_option = click.option(
    "--chains", type=click.IntRange(2, 16), default=4, show_default=True, help="Chains."
)
seed_option = click.option("--seed", type=click.IntRange(0), default=0, help="Same seed, same fit.")


@click.command()
@folder_option
@click.option("--until", type=click.IntRange(2000, 2100), default=None, metavar="YEAR",
              help="Look at no later year [the last one known].")  # fmt: skip
@click.option(
    "--work", type=click.Path(path_type=Path, file_okay=False), default=None,
    help="Keep states here; the same command goes on from them [the cache of the user].",
)  # fmt: skip
@adapting_option
@draws_option
@chains_option
@seed_option
@json_option
def calibrate(
    folder: Path | None,
    until: int | None,
    work: Path | None,
    adapting: int,
    draws: int,
    chains: int,
    seed: int,
    as_json: bool,
) -> None:
    """Fit all numbers of the causal system to its observed series at once.

    Takes some ten minutes of two processors; interrupted, it goes on where it stopped. The
    fit that ships needs none of this: `steelyard system learnt` shows it.

    \b
    Examples:
        steelyard system calibrate
        steelyard system calibrate --until 2018 --work FOLDER
    """  # noqa: D301
    from steelyard.interfaces.cli.system_learnt_shown import lines_of, told_as_json
    from steelyard.system.calibration import need_mixed
    from steelyard.system.sampler import Plan

    told = asked_system(folder)
    found = fitted(told, Plan(chains, adapting, draws, seed), until, work)
    need_mixed(found)
    if as_json:
        click.echo(told_as_json(told, found.learnt))
        return
    click.echo("\n".join(lines_of(told, found.learnt, found.plan, found.divergent, ())))


def fitted(
    system: CausalSystem,
    plan: Plan,
    until: int | None,
    work: Path | None,
    given: Series | None = None,
) -> Calibration:
    """A calibration with progress and time left; states are kept, so that it can go on."""
    from platformdirs import user_cache_path

    from steelyard.interfaces.cli.progress import shown
    from steelyard.interfaces.cli.system_evidence import series
    from steelyard.system.calibration import calibrate, digest_of
    from steelyard.system.calibration_density import density
    from steelyard.system.readings import driver_paths, readings

    values, origins = given or series(system)
    seen, _ = readings(system, values, origins, until=until)
    paths = driver_paths(system, seen)
    last = max(year for each in seen for year in each.years)
    digest = digest_of(density(system, seen, paths, last=last, engine="numpy"))
    place = work or user_cache_path("steelyard") / f"calibration-{digest[:12]}-{hash_of(plan)}"
    with shown("Calibrating") as progress:
        return calibrate(system, seen, paths, last=last, plan=plan, folder=place,
                         progress=_told(progress))  # fmt: skip


def hash_of(plan: Plan) -> str:
    """A plan as part of a name."""
    return f"{plan.chains}x{plan.adapting}x{plan.draws}-{plan.seed}"


def _told(progress: Callable[[str, float], None]) -> Callable[[int, int], None]:
    """Draws done, as words and a share."""

    def report(done: int, whole: int) -> None:
        progress(f"{done:,} of {whole:,} draws a chain", done / whole)

    return report


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@folder_option
@json_option
def learnt(names: tuple[str, ...], folder: Path | None, as_json: bool) -> None:
    """What data taught of each link: contraction from before to after, and what stays assumption.

    NAME is a variable, a link such as western_access-outside_options, or part of the name of a
    number; without one, the most and the least taught are shown.

    \b
    Examples:
        steelyard system learnt
        steelyard system learnt dependence
    """  # noqa: D301
    from steelyard.interfaces.cli.system_evidence import calibrated, evidence
    from steelyard.interfaces.cli.system_learnt_shown import lines_of, told_as_json
    from steelyard.vocabulary.errors import NoData

    told = asked_system(folder)
    found = calibrated(told, *evidence(told))
    if found is None:
        raise NoData(
            where="calibration of the causal system",
            found="none ships for this system and these series.",
            expected="the built-in system, unchanged",
            remedy="Run `steelyard system calibrate`.",
        )
    if as_json:
        click.echo(told_as_json(told, found.learnt))
        return
    click.echo("\n".join(lines_of(told, found.learnt, found.plan, found.divergent, names)))
