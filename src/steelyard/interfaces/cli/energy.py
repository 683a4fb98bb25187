"""`steelyard energy`: fuels between states: discounts, the market, and the bargain."""

from __future__ import annotations

import click

from steelyard.interfaces.cli.energy_bargain import bargain
from steelyard.interfaces.cli.energy_discount import discount
from steelyard.interfaces.cli.energy_market import market


@click.group()
def energy() -> None:
    """Fuels between states: discounts, the market that makes them, and who gains by a tie.

    \b
    Examples:
        steelyard energy discount RUS CHN
        steelyard energy discount RUS IND --fuel crude --from 2022
        steelyard energy bargain RUS CHN --fuel gas
        steelyard energy market crude --change india-leaves
    """  # noqa: D301


energy.add_command(discount)
energy.add_command(bargain)
energy.add_command(market)
