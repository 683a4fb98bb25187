"""`steelyard data build-reference`: the embedded dataset from a folder of publisher files."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("build-reference")
@click.argument("inputs", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for the tables and the manifest.",
)
@click.option(
    "--outlines",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="State outlines as TopoJSON (Natural Earth 1:110m).",
)
def build_reference(inputs: Path, out: Path, outlines: Path) -> None:
    """Build the embedded dataset from the publisher files under INPUTS.

    Files are recognised by their layout; those that no table needs are left alone. Same files,
    same bytes.

    \b
    Example:
        steelyard data build-reference data --out embedded \\
            --outlines data/maps/countries-110m.json
    """  # noqa: D301
    from steelyard.interfaces.cli.progress import shown
    from steelyard.reference.build import build_reference as build
    from steelyard.reference.derived import DERIVED

    with shown("Building") as progress:
        manifest = build(inputs, outlines, out, progress)
    for read in manifest["inputs"]:
        left_out = sum(read["excluded"].values())
        tail = f", {left_out:,} excluded" if left_out else ""
        click.echo(f"{read['file']}: {read['kept']:,} of {read['rows_in']:,} rows{tail}")
    for derived in DERIVED:
        if derived.name not in manifest["derived"]:
            click.echo(
                f"Left empty: {derived.name}, made from other rows than these. Install this "
                f"dataset, then run `{derived.command}`."
            )
    size = sum(table["bytes"] for table in manifest["tables"].values())
    click.echo(f"Wrote {len(manifest['tables'])} tables, {size:,} bytes, to {out}")
