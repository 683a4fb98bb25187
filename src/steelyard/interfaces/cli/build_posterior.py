"""`steelyard data build-posterior`: ideal points that the package ships, from its roll calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from steelyard.models.votes.panel import Panel
    from steelyard.models.votes.result import IdealPoints


@click.command("build-posterior")
@click.option(
    "--out",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of the embedded tables and their manifest.",
)
@click.option(
    "--fit",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    help="A fit of all embedded roll calls that you have [fit now].",
)
@click.option("--draws", type=click.IntRange(20), default=325, show_default=True,
              help="Draws of each of two chains.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, help="Same seed, same numbers.")
def build_posterior(out: Path, file: Path | None, draws: int, seed: int) -> None:
    """Fit ideal points to the embedded roll calls and put them into the embedded dataset.

    Run it again after a change of roll calls or of the model. The fit is reduced to means,
    spreads and texts: about 40 kB.

    \b
    Example:
        steelyard data build-posterior --out src/steelyard/reference/embedded
    """  # noqa: D301
    from steelyard.dossier.ideal_points import voted_panel
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.dossier.shipped_points import tables_of
    from steelyard.interfaces.cli import votes_kept
    from steelyard.interfaces.cli.votes import fitted
    from steelyard.models.votes.compact import compact
    from steelyard.models.votes.draws import Plan
    from steelyard.reference.dataset import load
    from steelyard.reference.derived import IDEAL_POINTS, write

    data = load(DEFAULT_AS_OF)
    panel = voted_panel(data)
    if file is None:
        points = fitted(panel, Plan(draws=draws, seed=seed), votes_kept.default_file().parent)
    else:
        points = votes_kept.read(file)
    _refuse_other_votes(points, panel)
    made = tables_of(compact(points), str(data.table("votes")["origin"][0]))
    manifest = write(out, IDEAL_POINTS, made)
    for table in IDEAL_POINTS.tables:
        entry = manifest["tables"][table.name]
        click.echo(f"{table.name}: {entry['rows']:,} rows, {entry['bytes']:,} bytes")
    click.echo(f"Chains agree for {points.settled.mean():.1%} of the positions.")


def _refuse_other_votes(points: IdealPoints, panel: Panel) -> None:
    """Raise unless the fit is one of exactly these votes."""
    import numpy as np

    from steelyard.vocabulary.errors import InputError

    alike = (
        points.states == panel.states
        and points.sessions == panel.sessions
        and np.array_equal(points.votes, panel.counts[points.session, points.state])
        and np.array_equal(points.texts, panel.item_of)
        and points.mean.size == int((panel.counts > 0).sum())
    )
    if not alike:
        raise InputError(
            where="fit of ideal points",
            found=f"a fit of {points.votes.sum():,} votes in {len(points.sessions)} sessions.",
            expected=f"one of the {panel.counts.sum():,} embedded votes in "
            f"{len(panel.sessions)} sessions",
            remedy="Leave out --fit, or run `steelyard votes fit` without --sessions, --issue and "
            "--store.",
        )
