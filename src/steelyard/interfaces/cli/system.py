"""`steelyard system`: what acts on what between two states, as loops, ways and links."""

from __future__ import annotations

import click

from steelyard.interfaces.cli.system_check import check
from steelyard.interfaces.cli.system_links import links
from steelyard.interfaces.cli.system_loops import loops
from steelyard.interfaces.cli.system_why import why


@click.group()
def system() -> None:
    """What acts on what between two states: loops, causes, links, checks.

    The system of Russia and China ships; --system FOLDER reads one of your own.

    \b
    Examples:
        steelyard system loops --named
        steelyard system why alignment
        steelyard system links --test
        steelyard system check MY-FOLDER
    """  # noqa: D301


for each in (loops, why, links, check):
    system.add_command(each)
