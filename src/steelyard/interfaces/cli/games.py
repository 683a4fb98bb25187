"""`steelyard games`: two states and others as players."""

from __future__ import annotations

import click

from steelyard.interfaces.cli.games_triangle import triangle


@click.group()
def games() -> None:
    """Games between states: who is close to whom, who can press whom, who can turn elsewhere.

    \b
    Examples:
        steelyard games triangle RUS CHN
        steelyard games triangle KAZ CHN RUS
    """  # noqa: D301


games.add_command(triangle)
