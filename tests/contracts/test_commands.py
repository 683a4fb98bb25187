"""Every command has help with an example, and the generated pages are up to date."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from steelyard.interfaces.cli.main import COMMANDS, cli

ROOT = Path(__file__).resolve().parents[2]


def commands(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Words that lead to every command."""
    found = [path]
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None, name
            found += commands(below, (*path, name))
    return found


PATHS = commands(cli)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "-".join(path) or "steelyard")
def test_help_answers_with_an_example_and_fits_80_columns(path: tuple[str, ...]):
    result = CliRunner().invoke(cli, [*path, "--help"], terminal_width=80, prog_name="steelyard")
    assert result.exit_code == 0
    assert "Example" in result.output
    assert f"steelyard {' '.join(path)}".strip() in result.output
    assert "\\b" not in result.output
    assert max(map(len, result.output.splitlines())) <= 80


@pytest.mark.parametrize("path", PATHS, ids=lambda path: "-".join(path) or "steelyard")
def test_every_option_says_what_it_does(path: tuple[str, ...]):
    command: click.Command = cli
    for name in path:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, (path, option.name)


def test_one_line_of_a_command_is_the_first_of_its_help():
    for name, (_, line) in COMMANDS.items():
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        assert command.help
        assert line.endswith(".")


def test_every_command_is_in_the_guide():
    guide = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for path in PATHS:
        assert f"# {' '.join(('steelyard', *path))}\n" in guide


def test_generated_pages_are_up_to_date():
    done = subprocess.run(
        [sys.executable, "-m", "docs.generate", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
