"""`steelyard system check FOLDER`: whether a system of your own holds together."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def check(folder: Path) -> None:
    """Check the six tables of a system of your own: each fault with its file and row.

    Cells first, in all tables; then whether the rows of the tables fit each other.

    \b
    Example:
        steelyard system check MY-FOLDER
    """  # noqa: D301
    from steelyard.system.causal_faults import faults
    from steelyard.vocabulary.errors import BadRows

    found = faults(folder)
    for each in found.certain:
        click.echo(str(each))
    if found.following:
        click.echo("\nThese may follow from those above, and may go with them:")
    for each in found.following:
        click.echo(str(each))
    if found.certain:
        raise BadRows(
            where=str(folder), found=f"{len(found.certain)} faults"
            + (f", {len(found.following)} that may follow from them." if found.following else "."),
            expected="six tables that fit each other", remedy="Mend the rows named above, from "
            "the first on, and check again.",
        )  # fmt: skip
    click.echo(_sound(folder))


def _sound(folder: Path) -> str:
    """What a sound system holds."""
    from steelyard.system.causal import read

    told = read(folder)
    return (
        f"Sound: {len(told.variables)} variables, {len(told.links)} links, "
        f"{len(told.mechanisms)} mechanisms,\n{len(told.impulses)} impulses, "
        f"{len(told.named_loops)} loops with a name."
    )
