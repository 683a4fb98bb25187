"""`steelyard report A B`: one self-contained page with its data and figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from steelyard.interfaces.cli.options import pair_options


@click.command()
@pair_options
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder to write [out/A-B].",
)
@click.option("--json", "as_json", is_flag=True, help="Also print the dossier as JSON on stdout.")
def report(
    a: str,
    b: str,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    store: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Write the report on states A and B, by code or name.

    The folder gets index.html, which opens from disk and needs no network, dossier.json, and
    every figure with its data.

    \b
    Examples:
        steelyard report RUS CHN
        steelyard report Kazakhstan China --years 2000:2023 --out kaz-chn
    """  # noqa: D301
    from steelyard.dossier.explanation.explain import Question
    from steelyard.interfaces.cli.asking import asked_dossier
    from steelyard.interfaces.cli.progress import shown
    from steelyard.reference.dataset import geometry
    from steelyard.report import write_report

    with shown("Report") as progress:
        found = asked_dossier(
            a,
            b,
            years,
            as_of,
            seed,
            store,
            lambda step, done: progress(step, 0.4 * done),
            composites=True,
            explain=Question(),
        )
        folder = out or Path("out") / f"{found.a.iso3}-{found.b.iso3}"
        page = write_report(
            found,
            folder,
            geometry=geometry(),
            progress=lambda step, done: progress(step, 0.4 + 0.6 * done),
        )
    if as_json:
        click.echo(found.to_json())
    click.echo(f"Wrote {page}", err=as_json)
