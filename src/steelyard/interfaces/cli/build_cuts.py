"""`steelyard data build-cuts`: simulate the costs of cuts that the package ships."""

from __future__ import annotations

from pathlib import Path

import click

from steelyard.interfaces.cli.ensembles import cluster_option, executor, workers_option


@click.command("build-cuts")
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
    help="Folder for single draws, as Parquet; a run that was interrupted goes on from it.",
)
@click.option("--draws", type=click.IntRange(20, 1000), default=40, show_default=True,
              help="Draws of elasticities and of the table.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, help="Same seed, same numbers.")
@workers_option
@cluster_option
def build_cuts(
    out: Path, work: Path, draws: int, seed: int, workers: int | None, cluster: str | None
) -> None:
    """Simulate the end of trade between any two states and put its costs into the dataset.

    Some five minutes of one processor, half an hour of a busy one. Run it again after a change
    of the input-output table, of trade, of elasticities or of the model; a --work folder of
    before is refused then.

    \b
    Example:
        steelyard data build-cuts --out embedded --work cuts
    """  # noqa: D301
    import polars as pl

    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.interfaces.cli.progress import shown
    from steelyard.reference.dataset import load
    from steelyard.reference.derived import CUTS, write
    from steelyard.scenarios.ensembles.cuts import cuts_plan, incomes
    from steelyard.scenarios.ensembles.running import run
    from steelyard.scenarios.library import SHIPPED, shipped
    from steelyard.scenarios.pairs import HORIZONS, all_cuts, sector_incomes
    from steelyard.scenarios.schema import Start
    from steelyard.scenarios.shipped_costs import cut_rows, scenario_rows, sector_rows
    from steelyard.scenarios.simulate import simulate
    from steelyard.scenarios.world import world

    data = load(DEFAULT_AS_OF)
    start = world(data, Start())
    cuts = all_cuts(start.draws.point.countries)
    with shown("Cutting") as progress:
        done = run(cuts_plan(data, draws, seed), work, executor(workers, cluster), progress)
    economy, origin = start.draws.point, start.source
    rows = [
        cut_rows(
            cuts,
            economy.countries,
            horizon,
            incomes(done, horizon),
            start.year,
            origin,
        )
        for horizon in HORIZONS
    ]
    one_way = [cut for cut in cuts if not cut.both_ways]
    sectors = sector_rows(
        one_way,
        economy.countries,
        economy.sectors,
        sector_incomes(start, one_way, "long"),
        start.year,
        origin,
    )
    scenarios = [
        row
        for name in SHIPPED
        for row in scenario_rows(simulate(shipped(name), data, draws=draws, seed=seed), origin)
    ]
    made = {
        "cuts": pl.concat(rows, how="vertical_relaxed"),
        "cut_sectors": sectors,
        "scenario_costs": pl.DataFrame(scenarios, infer_schema_length=None),
    }
    manifest = write(out, CUTS, made)
    for table in CUTS.tables:
        entry = manifest["tables"][table.name]
        click.echo(f"{table.name}: {entry['rows']:,} rows, {entry['bytes']:,} bytes")
