"""`steelyard games`: two states and others as players."""

from __future__ import annotations

import click

from steelyard.interfaces.cli.games_pressure import coerce, contest, hedge
from steelyard.interfaces.cli.games_triangle import triangle


@click.group()
def games() -> None:
    """Games between states: who is close to whom, who can press whom, who can turn elsewhere.

    \b
    Examples:
        steelyard games triangle RUS CHN
        steelyard games triangle KAZ CHN RUS
        steelyard games coerce RUS CHN
        steelyard games hedge RUS CHN
        steelyard games contest RUS CHN
    """  # noqa: D301


for command in (triangle, coerce, hedge, contest):
    games.add_command(command)
