"""`steelyard data build-energy`: simulate the fuel markets and bargains that the package ships."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from steelyard.reference.dataset import Dataset
    from steelyard.scenarios.energy.check import Seen
    from steelyard.vocabulary.estimate import Estimate

PARTS = ("market", "bargains")
PLACES = {"Urals": "RUS", "ESPO": "RUE"}  # grades by the place whose price they are
QUALITY = "quality"  # the usual gap; usual years themselves are held to it too
LEFT_IN = "freight"  # a correction that the market itself predicts


@click.command("build-energy")
@click.option(
    "--out",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of the embedded tables and their manifest.",
)
@click.option(
    "--work",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="Folder for single periods; a run that was interrupted goes on from it.",
)
@click.option("--part", type=click.Choice(PARTS), multiple=True, default=PARTS, show_default=True,
              help="Table to build.")  # fmt: skip
@click.option("--draws", type=click.IntRange(20, 1000), default=200, show_default=True,
              help="Draws of costs, capacities, elasticities and measures.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, help="Same seed, same numbers.")
def build_energy(out: Path, work: Path, part: tuple[str, ...], draws: int, seed: int) -> None:
    """Simulate fuel markets and bargains and put them into the dataset.

    Some twenty minutes of one processor. Run it again after a change of balances, prices, lanes,
    measures or the model, with an empty --work.

    \b
    Example:
        steelyard data build-energy --out embedded --work fuels --part market
    """  # noqa: D301
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.interfaces.cli.progress import shown
    from steelyard.reference.dataset import load
    from steelyard.reference.derived import FUEL_BARGAINS, FUEL_MARKETS, write

    data = load(DEFAULT_AS_OF)
    with shown("Fuels") as progress:
        if "market" in part:
            from steelyard.scenarios.energy.market_tables import build_market

            made = build_market(data, list(seen(data)), draws=draws, seed=seed, work=work,
                                progress=progress)  # fmt: skip
            _tell(write(out, FUEL_MARKETS, made), "energy_market")
        if "bargains" in part:
            from steelyard.scenarios.energy.bargain_tables import build

            made = build(data, draws, seed, progress)
            _tell(write(out, FUEL_BARGAINS, made), "energy_bargains")


def _tell(manifest: dict[str, Any], name: str) -> None:
    """Say how large a table is."""
    entry = manifest["tables"][name]
    click.echo(f"{name}: {entry['rows']:,} rows, {entry['bytes']:,} bytes")


def seen(data: Dataset) -> Iterator[Seen]:
    """Published discounts of grades beyond the usual, less quality and stage; freight left in.

    Freight beyond the usual is a part of what the market predicts at a port.
    """
    from steelyard.dossier.domains.energy.observed import observed_discounts
    from steelyard.scenarios.energy.check import Seen

    found = observed_discounts(data, "RUS", ["CHN"], (2019, 2025))
    quality = {
        one.market: part.point or 0.0
        for one in found for name, part in one.parts if name == QUALITY
    }  # fmt: skip
    for one in found:
        place = next((node for grade, node in PLACES.items() if one.market.startswith(grade)), None)
        delivered = one.market.startswith("Urals") and one.stage == "delivered"
        if place is None or delivered or one.benchmark != "Brent" or len(one.period) != 7:
            continue
        usual = sum(part.point or 0.0 for name, part in one.parts if name != LEFT_IN)
        usual = usual if one.parts else quality.get(one.market, 0.0)
        value = _less(one.gap, usual)
        yield Seen(place, one.period, f"{one.market}: {one.basis}", value, one.origins[0])


def _less(gap: Estimate, usual: float) -> Estimate:
    """A gap less what was usual."""
    from dataclasses import replace

    ends = (None if end is None else end - usual for end in (gap.point, gap.low, gap.high))
    point, low, high = ends
    return replace(gap, point=point, low=low, high=high)
