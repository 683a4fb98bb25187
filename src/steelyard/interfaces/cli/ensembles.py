"""Options of commands that run ensembles: who makes the chunks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from steelyard.scenarios.ensembles.executors import Executor

workers_option = click.option(
    "--workers", type=click.IntRange(1, 4096), default=None,
    help="Processes of this machine [one for each processor].",
)  # fmt: skip
cluster_option = click.option(
    "--cluster",
    metavar="ADDRESS",
    default=None,
    help="A Dask scheduler, such as tcp://127.0.0.1:8786; or `local`.",
)


def executor(workers: int | None, cluster: str | None) -> Executor:
    """Who makes chunks."""
    from steelyard.scenarios.ensembles.cluster import Cluster, library
    from steelyard.scenarios.ensembles.executors import Processes

    if cluster is not None:
        library()  # refuses where it is not installed, before anything is written
        return Cluster(cluster, workers)
    return Processes() if workers is None else Processes(workers)
