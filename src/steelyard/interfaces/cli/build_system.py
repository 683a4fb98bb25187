"""`steelyard data build-system`: the series and the calibration of the causal system that ship."""

from __future__ import annotations

from pathlib import Path

import click

from steelyard.interfaces.cli.system_calibrate import (
    adapting_option,
    chains_option,
    draws_option,
    seed_option,
)


@click.command("build-system")
@click.option(
    "--out",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of the embedded tables and their manifest.",
)
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for states; a run that was interrupted goes on from it.",
)
@adapting_option
@draws_option
@chains_option
@seed_option
@click.option("--keep", type=click.IntRange(20, 1000), default=96, show_default=True,
              help="Draws that ship, of all.")  # fmt: skip
def build_system(
    out: Path, work: Path, adapting: int, draws: int, chains: int, seed: int, keep: int
) -> None:
    """Calibrate the causal system and put its series and draws into the embedded dataset.

    Run it again after a change of series, ranges, links or events, with an empty --work. A
    calibration whose chains did not mix is refused, and the dataset stays as it was.

    \b
    Example:
        steelyard data build-system --out src/steelyard/reference/embedded --work fit
    """  # noqa: D301
    from steelyard.interfaces.cli.system_calibrate import fitted
    from steelyard.interfaces.cli.system_evidence import measured
    from steelyard.reference.derived import SYSTEM, write
    from steelyard.system.calibration import need_mixed
    from steelyard.system.causal import shipped
    from steelyard.system.sampler import Plan
    from steelyard.system.shipped_posterior import series_rows, tables_of

    system = shipped()
    series = measured(system)
    found = fitted(system, Plan(chains, adapting, draws, seed), None, work, series)
    need_mixed(found)
    made = tables_of(found, keep) | {"system_series": series_rows(*series)}
    manifest = write(out, SYSTEM, made)
    for table in SYSTEM.tables:
        entry = manifest["tables"][table.name]
        click.echo(f"{table.name}: {entry['rows']:,} rows, {entry['bytes']:,} bytes")
