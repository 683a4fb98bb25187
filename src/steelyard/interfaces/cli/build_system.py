"""`steelyard data build-system`: calibration and results of the causal system that ship."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from steelyard.interfaces.cli.system_calibrate import (
    adapting_option,
    chains_option,
    draws_option,
    seed_option,
)

if TYPE_CHECKING:
    import polars as pl

    from steelyard.reference.derived import Derived


@click.command("build-system")
@click.option(
    "--out",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of the embedded tables and their manifest.",
)
@click.option(
    "--part", type=click.Choice(["calibration", "outcomes"]), default="calibration",
    show_default=True, help="Outcomes: scenarios, levers and fans, run with the calibration there.",
)  # fmt: skip
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder for states of a calibration; one that was interrupted goes on from it.",
)
@adapting_option
@draws_option
@chains_option
@seed_option
@click.option("--keep", type=click.IntRange(20, 1000), default=96, show_default=True,
              help="Draws that ship, of all.")  # fmt: skip
def build_system(
    out: Path,
    part: str,
    work: Path | None,
    adapting: int,
    draws: int,
    chains: int,
    seed: int,
    keep: int,
) -> None:
    """Calibrate the causal system, or run it for the dossier, and put that into the dataset.

    Run it again after a change of series, ranges, links or events, with an empty --work, and then
    for the outcomes; these also after a change of scenarios. A calibration whose chains did not
    mix is refused, and the dataset stays as it was.

    \b
    Examples:
        steelyard data build-system --out embedded --work fit
        steelyard data build-system --out embedded --part outcomes
    """  # noqa: D301
    if part == "outcomes":
        _outcomes(out, seed)
        return
    if work is None:
        raise click.UsageError("A calibration needs --work FOLDER.")
    _calibration(out, work, (chains, adapting, draws, seed), keep)


def _calibration(out: Path, work: Path, plan: tuple[int, int, int, int], keep: int) -> None:
    """Series, draws and diagnostics into the folder."""
    from steelyard.interfaces.cli.system_calibrate import fitted
    from steelyard.interfaces.cli.system_evidence import measured
    from steelyard.reference.derived import SYSTEM
    from steelyard.system.calibration import need_mixed
    from steelyard.system.causal import shipped
    from steelyard.system.sampler import Plan
    from steelyard.system.shipped_posterior import series_rows, tables_of

    system = shipped()
    series = measured(system)
    found = fitted(system, Plan(*plan), None, work, series)
    need_mixed(found)
    made = tables_of(found, keep) | {"system_series": series_rows(*series)}
    _written(out, SYSTEM, made)


def _outcomes(out: Path, seed: int) -> None:
    """Results of all scenarios and levers into the folder."""
    from steelyard.dossier.causal.runs import asked_of, tables_of
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.interfaces.cli.progress import shown
    from steelyard.reference.dataset import load
    from steelyard.reference.derived import OUTCOMES
    from steelyard.system.causal import shipped

    with shown("Running") as progress:
        made = tables_of(asked_of(shipped(), load(DEFAULT_AS_OF), seed), progress)
    _written(out, OUTCOMES, made)


def _written(out: Path, derived: Derived, made: dict[str, pl.DataFrame]) -> None:
    """Tables into the folder, and how large they are."""
    from steelyard.reference.derived import write

    manifest = write(out, derived, made)
    for table in derived.tables:
        entry = manifest["tables"][table.name]
        click.echo(f"{table.name}: {entry['rows']:,} rows, {entry['bytes']:,} bytes")
