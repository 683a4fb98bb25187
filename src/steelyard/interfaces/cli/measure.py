"""`steelyard measure A B`: who depends on whom, by domain, in the terminal or as JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from steelyard.interfaces.cli.options import pair_options

if TYPE_CHECKING:
    from steelyard.dossier.records import Dossier


@click.command()
@pair_options
@click.option("--json", "as_json", is_flag=True, help="The whole dossier as JSON on stdout.")
def measure(
    a: str,
    b: str,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    store: Path | None,
    as_json: bool,
) -> None:
    """Print who depends on whom: states A and B, by code or name.

    Every number has its interval and year; an absent one says why.

    \b
    Examples:
        steelyard measure RUS CHN
        steelyard measure Germany Russia --years 2000:2023 --json
    """  # noqa: D301
    from steelyard.interfaces.cli.asking import asked_dossier
    from steelyard.interfaces.cli.progress import shown

    with shown("Measuring") as progress:
        found = asked_dossier(a, b, years, as_of, seed, store, progress)
    if as_json:
        click.echo(found.to_json())
        return
    _print(found)


def _print(found: Dossier) -> None:
    """Sentence, balance, findings, gaps: what fits a screen of 80 columns."""
    from rich.console import Console
    from rich.table import Table

    from steelyard.dossier.notebook import arm_row

    console = Console(highlight=False, soft_wrap=False)
    console.print(f"[bold]{found.a.name} and {found.b.name}[/bold], data as of {found.as_of}\n")
    console.print(found.head.sentence + "\n")
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("Domain", no_wrap=True)
    table.add_column(f"{found.a.iso3} on {found.b.iso3}")
    table.add_column(f"{found.b.iso3} on {found.a.iso3}")
    table.add_column("Times", justify="right")
    table.add_column("Year", justify="right", no_wrap=True)
    for arm in found.balances[0].arms if found.balances else ():
        table.add_row(*arm_row(arm))
    console.print(table)
    console.print("\nShares of different things do not compare across domains; ratios do.\n")
    for finding in found.findings:
        console.print(f"• {finding.sentence}")
    console.print(
        f"\n{len(found.series)} series, {len(found.gaps)} gaps, {len(found.origins)} sources. "
        f"All of it: steelyard report {found.a.iso3} {found.b.iso3}"
    )
