"""`steelyard system loops`: feedback between two states, counted, named and drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from steelyard.interfaces.cli.system_words import asked_system, folder_option, json_option

if TYPE_CHECKING:
    from steelyard.system.causal import CausalSystem


@click.command()
@click.option(
    "--longest", type=click.IntRange(2, 14), default=10, show_default=True,
    help="Variables in a loop, at most.",
)  # fmt: skip
@click.option("--through", default=None, metavar="VARIABLE", help="Only loops through this one.")
@click.option(
    "--kind", type=click.Choice(["reinforcing", "balancing"]), default=None, help="One kind [both]."
)
@click.option("--named", is_flag=True, help="Only the loops that have a name.")
@click.option(
    "--most", type=click.IntRange(0), default=12, show_default=True,
    help="Loops to spell out, the shortest first.",
)  # fmt: skip
@folder_option
@json_option
@click.option(
    "--svg", "drawing", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="Draw the named loops into this file.",
)  # fmt: skip
@click.option("--narrow", is_flag=True, help="Draw for a phone: loop below loop.")
def loops(
    longest: int,
    through: str | None,
    kind: str | None,
    named: bool,
    most: int,
    folder: Path | None,
    as_json: bool,
    drawing: Path | None,
    narrow: bool,
) -> None:
    """Print the feedback loops: reinforcing ones drive apart, balancing ones hold.

    Loops of two to --longest variables, those with a name in words, and the variables that stand
    in most of them. Arrows carry the sign: + the same direction, − the opposite one.

    \b
    Examples:
        steelyard system loops
        steelyard system loops --through discount --kind balancing
        steelyard system loops --named --svg loops.svg
    """  # noqa: D301
    from steelyard.interfaces.cli.system_loops_shown import as_text, lines_of
    from steelyard.system.named import asked_loops

    told = asked_system(folder)
    if drawing is not None:
        _draw(told, drawing, through, kind, narrow)
        click.echo(f"Drawn: {drawing}", err=True)
    found = asked_loops(told, longest, through, kind)
    shown = as_text(told, found) if as_json else "\n".join(lines_of(told, found, named, most))
    click.echo(shown)


def _draw(
    told: CausalSystem, drawing: Path, through: str | None, kind: str | None, narrow: bool
) -> None:
    """Write the drawing of the named loops asked for, whole or not at all."""
    from steelyard.interfaces.cli.out_file import refuse_unwritable, write_out
    from steelyard.report.loop_drawing import drawn
    from steelyard.system.named import asked_named

    refuse_unwritable(drawing)
    write_out(drawing, drawn(told, asked_named(told, through, kind), narrow=narrow))
