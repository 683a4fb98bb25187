"""Write the pages that follow from the code: sources, measures and the command line.

``python -m docs.generate`` writes them; with ``--check`` nothing is written, what differs is
named, and the exit code is 1 if anything does. Same code, same pages.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from steelyard.sources.connector import Connector

HERE = Path(__file__).parent
WIDTH = 80  # columns of the help texts, whatever the terminal
GENERATED = "Written by `python -m docs.generate`; do not edit by hand."

TERMS = {
    "ship": "figures derived from it may be redistributed with citation",
    "figures": "single figures may be cited; no table of it is redistributed",
    "restricted": "nothing is redistributed: you bring the file",
}


def pages() -> dict[str, str]:
    """Path below `docs` and text of every generated page."""
    return {"sources/README.md": sources(), **measures(), "cli.md": command_line()}


def sources() -> str:
    """Every connector, topic by topic."""
    from importlib import import_module

    from steelyard.sources.catalogue import TOPICS, connectors

    parts = [
        "# Sources\n",
        GENERATED + "\n",
        f"Steelyard reads {len(connectors())} products. `steelyard data add FILE` recognises a "
        "file by its layout, whatever its name. The terms say what this package does with a "
        "product:\n",
        *(f"- **{name}**: {words}." for name, words in TERMS.items()),
        "\nThe licence is the producer's own; yours to respect for what you add.\n",
    ]
    for topic in TOPICS:
        found = import_module(f"steelyard.sources.{topic}").CONNECTORS
        parts += [f"## {topic.capitalize()}\n", _HEADER, *(map(_source_row, found)), ""]
    return "\n".join(parts)


_HEADER = (
    "| Product | Title | Producer | Version | Licence | Terms | Table | Layout |\n"
    "|---|---|---|---|---|---|---|---|"
)


def _source_row(connector: Connector) -> str:
    """One product as a row of the table."""
    origin = connector.origin
    title = f"[{_cell(origin.title)}]({origin.url})" if origin.url else _cell(origin.title)
    cells = (
        f"`{connector.name}`",
        title,
        *map(_cell, (origin.producer, origin.version, origin.licence)),
        f"**{origin.terms}**",
        f"`{connector.table.name}`",
        _cell(connector.layout),
    )
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """Text that does not end its cell."""
    return text.replace("|", "\\|").replace("\n", " ")


def measures() -> dict[str, str]:
    """One page for each indicator of the catalogue, and their index."""
    from steelyard.measures.catalogue import INDICATORS, index, page

    written = {f"measures/{indicator.id}.md": page(indicator) for indicator in INDICATORS}
    return {"measures/index.md": index(), **written}


def command_line() -> str:
    """The help of every command."""
    parts = ["# Command line", GENERATED]
    for depth, name, text in commands():
        parts.append(f"{'#' * (2 + depth)} {name}\n\n```text\n{text.rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


def commands() -> Iterator[tuple[int, str, str]]:
    """Depth, full name and help of every command, groups before what they hold."""
    from steelyard.interfaces.cli.main import cli

    yield from _commands(cli, "steelyard", None)


def _commands(
    command: click.Command, name: str, parent: click.Context | None
) -> Iterator[tuple[int, str, str]]:
    """A command and, if it is a group, all below it."""
    context = click.Context(
        command,
        info_name=name,
        parent=parent,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        help_option_names=["-h", "--help"],
    )
    yield context.command_path.count(" "), context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None and not found.hidden:
                yield from _commands(found, below, context)


def differing(written: dict[str, str]) -> list[str]:
    """Pages that are not on disk as they should be, and measures that no longer exist."""
    stale = [name for name, text in written.items() if _read(HERE / name) != text]
    known = {(HERE / name) for name in written}
    orphans = [path for path in (HERE / "measures").glob("*.md") if path not in known]
    return [*stale, *(str(path.relative_to(HERE)) for path in sorted(orphans))]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def write(written: dict[str, str]) -> list[str]:
    """Bring the folder up to date; names of what changed."""
    changed = differing(written)
    for name in changed:
        path = HERE / name
        if name in written:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written[name], encoding="utf-8")
        else:
            path.unlink()
    return changed


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a page differs.")
def main(check: bool) -> None:
    """Write the generated pages of the documentation."""
    written = pages()
    changed = differing(written) if check else write(written)
    for name in changed:
        click.echo(f"docs/{name} {'differs' if check else 'written'}")
    if check and changed:
        click.echo("Run `python -m docs.generate` and commit what it writes.")
        sys.exit(1)


if __name__ == "__main__":
    main()
