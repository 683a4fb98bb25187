"""`steelyard system run --out FOLDER`: many draws as Parquet, made in chunks that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from steelyard.interfaces.cli.ensembles import cluster_option, executor, workers_option

if TYPE_CHECKING:
    from steelyard.scenarios.ensembles.fans import Summary
    from steelyard.scenarios.ensembles.plan import Plan

out_option = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=None,
    help="Keep every draw in this folder, as Parquet; the same command goes on with it.",
)  # fmt: skip
keep_option = click.option(
    "--keep", multiple=True, metavar="VARIABLE", help="With --out: variables to keep [all]."
)


def kept_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Where draws are kept and made."""
    for option in (cluster_option, workers_option, keep_option, out_option):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Where:
    """Where draws are kept, which of their variables, and who makes them."""

    out: Path | None
    keep: tuple[str, ...]
    workers: int | None
    cluster: str | None

    def check(self) -> None:
        """Refuse options that nothing would come of."""
        if self.out is None and (self.keep or self.workers or self.cluster):
            raise click.UsageError("--keep, --workers and --cluster need --out FOLDER.")
        if self.workers and self.cluster not in (None, "local"):
            raise click.UsageError("A cluster has its own workers: leave --workers out.")


def kept_runs(plan: Plan, where: Where, names: Iterable[str]) -> Summary:
    """Make what the folder lacks, and read the fans of some variables from it."""
    from steelyard.interfaces.cli.progress import shown
    from steelyard.scenarios.ensembles.fans import summarised
    from steelyard.scenarios.ensembles.running import run

    assert where.out is not None
    try:
        with shown("Running") as progress:
            done = run(plan, where.out, executor(where.workers, where.cluster), progress)
    except KeyboardInterrupt:
        there = sum((where.out / each.file).exists() for each in plan.chunks)
        click.echo(
            f"{there} of {len(plan.chunks)} chunks are kept in {where.out}; the same command goes "
            "on from there.", err=True,
        )  # fmt: skip
        raise
    told = f"{done.made} chunks made, {done.found} were there"
    if done.mended:
        told += f", {done.mended} of the made ones had been cut off or had fewer draws"
    click.echo(f"{where.out}: {told}.", err=True)
    with shown("Reading") as progress:
        return summarised(done, names, progress)
