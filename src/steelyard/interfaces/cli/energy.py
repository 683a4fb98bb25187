"""`steelyard energy`: fuels between states: what discount there was, and what explains it."""

from __future__ import annotations

import click

from steelyard.interfaces.cli.energy_discount import discount


@click.group()
def energy() -> None:
    """Fuels between states: discounts that were observed, and what is left of them.

    \b
    Examples:
        steelyard energy discount RUS CHN
        steelyard energy discount RUS IND --fuel crude --from 2022
    """  # noqa: D301


energy.add_command(discount)
