"""`steelyard system`: what acts on what between two states, as loops, ways, links and runs."""

from __future__ import annotations

import click

from steelyard.interfaces.cli.system_calibrate import calibrate, learnt
from steelyard.interfaces.cli.system_check import check
from steelyard.interfaces.cli.system_dominance import dominance
from steelyard.interfaces.cli.system_levers import levers
from steelyard.interfaces.cli.system_links import links
from steelyard.interfaces.cli.system_loops import loops
from steelyard.interfaces.cli.system_run import run
from steelyard.interfaces.cli.system_why import why


@click.group()
def system() -> None:
    """What acts on what between two states: loops, causes, links, runs, calibration.

    The system of Russia and China ships; --system FOLDER reads one of your own.

    \b
    Examples:
        steelyard system loops --named
        steelyard system why alignment
        steelyard system links --test
        steelyard system check MY-FOLDER
        steelyard system run --without t77 --show dependence
        steelyard system dominance
        steelyard system levers dependence
        steelyard system learnt dependence
    """  # noqa: D301


for each in (loops, why, links, check, run, dominance, levers, calibrate, learnt):
    system.add_command(each)
