"""`steelyard games triangle A B [C]`: which of the three is close to whom, and how surely."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from steelyard.interfaces.cli.options import pair_options


@click.command()
@pair_options
@click.argument("third", required=False, default=None, metavar="[C]")
@click.option("--by", default=None, metavar="NAME",
              help="All years of one way to tell a positive tie, such as votes.")  # fmt: skip
@click.option("--draws", type=click.IntRange(20, 400), default=None,
              help="Redraw the camps in every year so often [60 in the newest].")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Every number as JSON on stdout.")
def triangle(
    a: str,
    b: str,
    third: str | None,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    store: Path | None,
    by: str | None,
    draws: int | None,
    as_json: bool,
) -> None:
    """Print the triangle of states A, B and C: types and roles with their probabilities.

    A tie is positive or negative by votes, trade or opinion; each way is shown, with its
    threshold. Also whether A and B are in one camp of the members of the Group of Twenty. Without
    C the third state is the United States, or China or Russia where it is one of the two.

    \b
    Examples:
        steelyard games triangle RUS CHN
        steelyard games triangle RUS CHN IND --by votes
        steelyard games triangle KAZ CHN RUS --years 2005:2023 --json
    """  # noqa: D301
    from steelyard.dossier.request import DEFAULT_AS_OF, DEFAULT_YEARS, request
    from steelyard.dossier.triangle.asked import asked_triangle
    from steelyard.dossier.triangle.stated import stated
    from steelyard.interfaces.cli.games_triangle_shown import lines_of
    from steelyard.reference.overlay import dataset
    from steelyard.vocabulary.errors import InputError
    from steelyard.vocabulary.states import find

    known = [one.id for one in stated().definitions]
    if by is not None and by not in known:
        raise InputError(
            where="--by",
            found=f"{by!r} is no way to tell a positive tie.",
            expected=", ".join(known),
            remedy="Choose one of them, or leave it out for all.",
        )
    day = as_of or DEFAULT_AS_OF
    asked = request(a, b, years or DEFAULT_YEARS, day, seed)
    other = None if third is None else find(third, where="third state")
    found = asked_triangle(dataset(day, store), asked, other, draws)
    if as_json:
        click.echo(found.model_dump_json(indent=1))
        return
    click.echo("\n".join(lines_of(found, by)))
