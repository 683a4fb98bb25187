"""`steelyard energy discount A B`: observed discounts by fuel, buyer and period."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from steelyard.reference.dataset import Dataset
    from steelyard.vocabulary.states import State

FUELS = {"crude": "crude oil", "gas": "pipeline gas", "coal": "coal", "LNG": "LNG"}
SINCE = 2019


@click.command()
@click.argument("a")
@click.argument("b")
@click.option(
    "--fuel",
    type=click.Choice(list(FUELS), case_sensitive=False),
    default=None,
    help="One fuel [all].",
)
@click.option("--from", "start", type=int, default=None, help=f"First year [{SINCE}].")
@click.option("--to", "end", type=int, default=None, help="Last year [newest].")
@click.option("--seed", type=click.IntRange(0), default=0, help="Same seed, same numbers.")
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of your own data, used beside the embedded dataset.",
)
@click.option("--json", "as_json", is_flag=True, help="Every number as JSON on stdout.")
def discount(
    a: str,
    b: str,
    fuel: str | None,
    start: int | None,
    end: int | None,
    seed: int,
    store: Path | None,
    as_json: bool,
) -> None:
    """Print how far below the world price A sells its fuels to B, and B to A.

    By fuel, buyer and month or year, from customs, ministries and agencies side by side, with
    what timing, quality, place and freight explain, and what is left.

    \b
    Examples:
        steelyard energy discount RUS CHN
        steelyard energy discount RUS IND --fuel crude --from 2022 --to 2025
        steelyard energy discount RUS CHN --fuel gas --json
    """  # noqa: D301
    from steelyard.dossier.domains.energy.observed import observed_discounts
    from steelyard.dossier.request import DEFAULT_AS_OF, LATEST, request
    from steelyard.interfaces.cli.energy_discount_shown import as_text, lines_of
    from steelyard.reference.overlay import dataset

    first = start if start is not None else min(SINCE, end or SINCE)
    years = (first, end if end is not None else max(LATEST, first))
    asked = request(a, b, years, seed=seed)
    data = dataset(DEFAULT_AS_OF, store)
    usual = (min(asked.years[0], 2017), asked.years[1])  # corrections are measured in these years
    found = [
        one
        for seller, buyer in asked.directions()
        for one in observed_discounts(data, seller.iso3, [buyer.iso3], usual, seed=seed)
        if asked.years[0] <= int(one.period[:4]) <= asked.years[1]
        and (fuel is None or one.fuel == FUELS[fuel])
    ]
    if not found:
        _refuse(data, asked.a, asked.b, asked.years, fuel)
    if as_json:
        click.echo(as_text(found))
        return
    click.echo("\n".join(lines_of(found, asked.a, asked.b, asked.years)))


def _refuse(data: Dataset, a: State, b: State, years: tuple[int, int], fuel: str | None) -> None:
    """Say what is known instead."""
    from steelyard.dossier.domains.energy.observed import priced_pairs
    from steelyard.vocabulary.errors import NoData

    pairs = ", ".join(f"{seller} {buyer}" for seller, buyer in priced_pairs(data))
    raise NoData(
        where="energy discount",
        found=f"no price of {FUELS[fuel] if fuel else 'a fuel'} between {a.sentence_name} and "
        f"{b.sentence_name} in {years[0]}-{years[1]}.",
        expected=f"seller and buyer with prices: {pairs or 'none in this dataset'}",
        remedy="Choose such a pair, leave out --fuel or widen --from and --to, or add customs "
        "data with `steelyard data add FILE --store FOLDER`.",
    )
