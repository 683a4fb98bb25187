"""`steelyard system links`: each link with its strength, and whether data speak for its sign."""

from __future__ import annotations

from pathlib import Path

import click

from steelyard.interfaces.cli.system_words import asked_system, folder_option, json_option


@click.command()
@click.option("--test", is_flag=True, help="Test each sign against observed series.")
@click.option(
    "--verdict", type=click.Choice(["supports", "against", "undecided", "not observed"]),
    default=None, help="With --test, only links of this verdict [all].",
)  # fmt: skip
@folder_option
@json_option
def links(test: bool, verdict: str | None, folder: Path | None, as_json: bool) -> None:
    """Print every link: cause, sign, effect, strength, delay, who says so.

    With --test, whether series that are observed at both ends speak for the sign: association of
    their changes 0 to 3 years apart, with counts and how many would be wrong by chance.

    \b
    Examples:
        steelyard system links
        steelyard system links --test
        steelyard system links --test --verdict against
    """  # noqa: D301
    told = asked_system(folder)
    if not test:
        from steelyard.interfaces.cli.system_links_shown import lines_of_links, links_text

        click.echo(links_text(told) if as_json else "\n".join(lines_of_links(told)))
        return
    from steelyard.dossier.link_series import pair_of, read_links
    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.interfaces.cli.asking import asked_dossier
    from steelyard.interfaces.cli.progress import shown
    from steelyard.interfaces.cli.system_test_shown import as_text, lines_of
    from steelyard.reference.overlay import dataset

    first, second = pair_of(told)
    with shown("Measuring") as progress:
        found = asked_dossier(first, second, None, None, 0, None, progress)
    read = read_links(told, found, dataset(DEFAULT_AS_OF, None))
    wanted = "speaks against" if verdict == "against" else verdict
    click.echo(as_text(read, wanted) if as_json else "\n".join(lines_of(told, read, wanted)))
