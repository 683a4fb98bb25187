"""`steelyard forecasts A B`: what documents projected, what came, and how hard that was to say."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from steelyard.interfaces.cli.options import pair_options

if TYPE_CHECKING:
    from collections.abc import Callable

    from steelyard.dossier.records import Dossier, ForecasterScores, Forecasts
    from steelyard.models.series.rolling import Forecaster
    from steelyard.reference.dataset import Dataset


@click.command()
@pair_options
@click.option("--again", is_flag=True, help="Score baselines anew, for any pair (some seconds).")
@click.option(
    "--system", "work", type=click.Path(path_type=Path, file_okay=False), default=None,
    help="Calibrate the causal system from each year on as well, states kept in this folder "
    "(half an hour).",
)  # fmt: skip
@click.option("--table", is_flag=True, help="Only the scores, as the CSV that ships.")
@click.option("--json", "as_json", is_flag=True, help="All of it as JSON on stdout.")
def forecasts(
    a: str, b: str, years: tuple[int, int] | None, as_of: date | None, seed: int,
    store: Path | None, again: bool, work: Path | None, table: bool, as_json: bool,
) -> None:  # fmt: skip
    """Print projections that documents made of A and B, against what came.

    Each has its verdict by rule, and where it stood in forecasts made of nothing but the years
    before. Then: which of these naive forecasters does best, from 2008, 2013, 2018 and 2021 on.

    \b
    Examples:
        steelyard forecasts RUS CHN
        steelyard forecasts KAZ CHN --again
    """  # noqa: D301
    from steelyard.dossier.flows import flows
    from steelyard.dossier.forecasts import forecasts as made
    from steelyard.dossier.records import Forecasts
    from steelyard.dossier.request import DEFAULT_AS_OF, DEFAULT_YEARS, request
    from steelyard.dossier.stated.outcomes import Ground
    from steelyard.interfaces.cli.forecasts_shown import lines_of
    from steelyard.interfaces.cli.progress import shown
    from steelyard.reference.overlay import dataset

    asked = request(a, b, years or DEFAULT_YEARS, as_of or DEFAULT_AS_OF, seed)
    data = dataset(asked.as_of, store)
    found = made(Ground(data, flows(data), asked)) or Forecasts(stated=(), scores=None)
    if again or table or work:
        with shown("Scoring forecasters") as progress:
            scores = _again(data, a, b, years, as_of, seed, store, work, progress)
        found = found.model_copy(update={"scores": scores})
    click.echo(_text(found, table, as_json) or "\n".join(lines_of(found, asked)))


def _text(found: Forecasts, table: bool, as_json: bool) -> str:
    """The result for programs, if one asks."""
    from steelyard.dossier.forecast_scores import as_csv

    if table and found.scores is not None:
        return as_csv(found.scores).rstrip("\n")
    return found.model_dump_json(indent=1) if as_json else ""


def _again(
    data: Dataset, a: str, b: str, years: tuple[int, int] | None, as_of: date | None, seed: int,
    store: Path | None, work: Path | None, progress: Callable[[str, float], None],
) -> ForecasterScores:  # fmt: skip
    """Baselines over the series of the causal system of the pair, or over those of its dossier."""
    from steelyard.dossier.forecast_scores import scored
    from steelyard.interfaces.cli.asking import asked_dossier

    found = asked_dossier(a, b, years, as_of, seed, store, progress)
    series, about = _series(found, data)
    more = {} if work is None else {"causal system": _causal(found, work, progress)}
    return scored(series, about, more, seed=seed)[1]


def _causal(found: Dossier, work: Path, progress: Callable[[str, float], None]) -> Forecaster:
    """The causal system as one more forecaster, for the pair that it is about."""
    from steelyard.dossier.causal_forecaster import causal_forecaster
    from steelyard.dossier.link_series import pair_of
    from steelyard.system.causal import shipped
    from steelyard.system.sampler import Plan

    system = shipped()
    if set(pair_of(system)) != {found.a.iso3, found.b.iso3}:
        raise click.UsageError(f"--system is for {' and '.join(pair_of(system))} only.")

    def told(done: int, whole: int) -> None:
        progress(f"{done:,} of {whole:,} draws", done / whole)

    return causal_forecaster(system, Plan(chains=2, adapting=400, draws=500), work, told)


def _series(found: Dossier, data: Dataset):
    from steelyard.dossier.forecast_scores import observed, of_pair
    from steelyard.dossier.link_series import pair_of
    from steelyard.system.causal import shipped

    system = shipped()
    codes = found.a.iso3, found.b.iso3
    if set(pair_of(system)) == set(codes):
        return observed(system, found, data), "-".join(pair_of(system))
    return of_pair(found), "-".join(codes)
