"""`steelyard system why VARIABLE`: what makes it rise, who says so, and what it does in turn."""

from __future__ import annotations

from pathlib import Path

import click

from steelyard.interfaces.cli.system_words import asked_system, folder_option, json_option


@click.command()
@click.argument("variable")
@click.option("--from", "cause", default=None, metavar="CAUSE", help="Only ways from this cause.")
@click.option(
    "--most", type=click.IntRange(1), default=10, show_default=True, help="Ways to print."
)
@click.option(
    "--longest", type=click.IntRange(1, 10), default=6, show_default=True,
    help="Links on a way, at most.",
)  # fmt: skip
@folder_option
@json_option
def why(
    variable: str, cause: str | None, most: int, longest: int, folder: Path | None, as_json: bool
) -> None:
    """Print why a variable rises: what acts on it, the strongest ways, who says so.

    A way's strength is the product of its links, with a range; its lag the mean time until the
    effect is there. Strengths are ranges held likely before data, not estimates.

    \b
    Examples:
        steelyard system why dependence
        steelyard system why alignment --from sanctions
        steelyard system why discount --json
    """  # noqa: D301
    from steelyard.interfaces.cli.system_why_shown import as_text, lines_of
    from steelyard.system.ways import variable as known
    from steelyard.system.ways import ways_into

    told = asked_system(folder)
    effect = known(told, variable)
    begin = None if cause is None else known(told, cause)
    found = ways_into(told, effect.name, None if begin is None else begin.name, longest)
    shown = as_text if as_json else lines_of
    click.echo(shown(told, effect, begin, found, most, longest))
