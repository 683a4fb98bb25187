"""`steelyard games`: two states and others as players."""

from __future__ import annotations

import click


@click.group()
def games() -> None:
    """Games between states: who is close to whom, who can press whom, who can turn elsewhere."""
