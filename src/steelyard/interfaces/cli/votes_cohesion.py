"""`steelyard votes cohesion`: how united blocs vote, by year."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from steelyard.interfaces.cli.options import YearSpan
from steelyard.interfaces.cli.votes_shown import table

if TYPE_CHECKING:
    from steelyard.dossier.bloc_cohesion import BlocYear
    from steelyard.vocabulary.estimate import Estimate

FIRST_SESSION_YEAR = 1945  # session 1 opened in 1946


@click.command()
@click.argument("blocs", nargs=-1, required=True)
@click.option("--years", type=YearSpan(), default=(1991, 2025), help="Span of years [1991:2025].")
@click.option("--seed", default=0, show_default=True, help="Same seed, same numbers.")
@click.option(
    "--fit",
    "file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=None,
    help="File of a fit of ideal points, for the spread of positions [none].",
)
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of your own data, used beside the embedded dataset.",
)
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
def cohesion(
    blocs: tuple[str, ...],
    years: tuple[int, int],
    seed: int,
    file: Path | None,
    store: Path | None,
    as_json: bool,
) -> None:
    """Show how united BLOCS vote in the General Assembly, beside all states.

    Members are those of each year. Agreement is that of a pair of members on a divided roll
    call: 1 the same vote, 0 opposite, an abstention half way.

    \b
    Examples:
        steelyard votes cohesion BRICS SCO
        steelyard votes cohesion EU --years 2010:2019 --json
    """  # noqa: D301
    from steelyard.dossier.bloc_cohesion import bloc_cohesion
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.interfaces.cli import votes_kept
    from steelyard.models.votes.spread import spread
    from steelyard.reference.overlay import dataset
    from steelyard.vocabulary.blocs import find_bloc

    data = dataset(DEFAULT_AS_OF, store)
    points = votes_kept.read(file) if file else None
    found = []
    for name in blocs:
        bloc = find_bloc(name, where="votes cohesion")
        for row in bloc_cohesion(data, bloc.id, years, seed):
            session = row.year - FIRST_SESSION_YEAR
            spreading = spread(points, row.members, session) if points else None
            found.append((bloc.id, bloc.title, row, spreading))
    if as_json:
        click.echo(json.dumps([_record(*each) for each in found]))
        return
    click.echo("\n".join(_lines(found)))


def _record(bloc: str, title: str, row: BlocYear, spreading: Estimate | None) -> dict[str, Any]:
    """One bloc and year as JSON."""
    from dataclasses import asdict

    return {"bloc": bloc, "title": title, **asdict(row)} | (
        {"spread": asdict(spreading)} if spreading else {}
    )


def _lines(found: list[tuple[str, str, BlocYear, Estimate | None]]) -> list[str]:
    """A table of each bloc, within 80 columns."""
    lines: list[str] = []
    for _, group in groupby(found, key=lambda each: each[0]):
        rows = list(group)
        last = "Texts" if rows[0][3] is None else "Spread"
        made = [
            (
                str(row.year),
                str(len(row.members)),
                _percent(row.agreement),
                _percent(row.everybody),
                _percent(row.ahead),
                str(row.texts) if spreading is None else _spread(spreading),
            )
            for _, _, row, spreading in rows
        ]
        head = ("Year", "Members", "Members, %", "All states, %", "Ahead, points", last)
        lines += [""] if lines else []
        lines += [f"{rows[0][1]}: agreement of pairs (90 % intervals)"]
        lines += table(head, made, left=(0, 2, 3, 4, 5))
    return lines


def _spread(value: Estimate) -> str:
    """The spread of positions; a dash where too few members have one."""
    return value.text() if value.present else "-"


def _percent(value: Estimate) -> str:
    """A share in percent without the sign, which stands above."""
    return value.text(percent=True).replace(" %", "")
