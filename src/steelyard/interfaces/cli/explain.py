"""`steelyard explain A B`: what changed between two years and why, in the terminal or as JSON."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from steelyard.interfaces.cli.options import pair_options


@click.command()
@pair_options
@click.option(
    "--from", "start", type=int, default=None, help="Year before the change [ten years back]."
)
@click.option("--to", "end", type=int, default=None, help="Year after it [newest with trade].")
@click.option(
    "--event",
    "events",
    type=int,
    multiple=True,
    help="Year to build a counterfactual for [from the register of events]; may be repeated.",
)
@click.option("--words", is_flag=True, help="Every sentence and every limit.")
@click.option("--json", "as_json", is_flag=True, help="The explanation as JSON on stdout.")
def explain(
    a: str,
    b: str,
    years: tuple[int, int] | None,
    as_of: date | None,
    seed: int,
    store: Path | None,
    start: int | None,
    end: int | None,
    events: tuple[int, ...],
    words: bool,
    as_json: bool,
) -> None:
    """Say what changed between states A and B, when it turned, and what was to be expected.

    Changes are split exactly: their parts add up. Breaks are told only where drift does not
    explain them. Events are set beside breaks and never called their cause.

    \b
    Examples:
        steelyard explain RUS CHN --from 2013 --to 2023
        steelyard explain China USA --from 2016 --to 2020 --event 2018
        steelyard explain KAZ CHN --from 2000 --to 2020 --json
    """  # noqa: D301
    from steelyard.dossier.explanation.explain import Question
    from steelyard.dossier.explanation.span import checked_span
    from steelyard.interfaces.cli.asking import asked_dossier
    from steelyard.interfaces.cli.explained import printed, refuse_without_years
    from steelyard.interfaces.cli.progress import shown

    if start is not None and end is not None:
        checked_span(start, end)  # before the work, not after it
    question = Question(start, end, tuple(sorted(set(events))))
    with shown("Explaining") as progress:
        found = asked_dossier(a, b, years, as_of, seed, store, progress, explain=question)
    why = refuse_without_years(found)
    if as_json:
        click.echo(why.model_dump_json(indent=1))
        return
    printed(found, why, words=words)
