"""The command line: one group, each command in its own file and loaded only when it is called.

Exit codes: 0 done; 1 a fault of the program; 2 wrong usage; 3 the request cannot be met; 4 a
file cannot be taken in; 5 the store; 6 a law of the house; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from steelyard import __version__
from steelyard.vocabulary.errors import SteelyardError

INTERRUPTED = 130

# Matrices here are small: threads of a matrix product wait for each other longer than they work,
# and sums in parts depend on how many processors there are (law 11). Before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS = {
    # name: (module, one line for --help, so that listing commands imports none of them)
    "report": ("report", "Write the report on two states as one HTML page with its data."),
    "measure": ("measure", "Print who depends on whom, by domain, with intervals."),
    "explain": ("explain", "Say what changed between two years, when it turned, and why."),
    "simulate": (
        "simulate",
        "Say what a cut would cost each side, and what what-ifs would change.",
    ),
    "audit": ("audit", "Put statements to the test: verdicts, margins, the data they rest on."),
    "votes": ("votes", "Positions of states by their votes: fit, compare two, show."),
    "energy": ("energy", "Fuels: observed discounts, a simulated market, bargains of two."),
    "system": ("system", "The two states as a system: loops, causes, runs, what data taught."),
    "forecasts": ("forecasts", "Say what documents projected of two states, and what came."),
    "games": ("games", "Two states as players: triangle, threats, hedges, contests."),
    "data": ("data", "List, add, check and cite data; build the embedded dataset."),
}

EPILOG = """
\b
Exit codes: 0 done, 1 fault of the program, 2 wrong usage, 3 request cannot
be met, 4 file cannot be taken in, 5 store, 6 law broken, 130 interrupted.
"""


class Commands(click.Group):
    """A group that imports a command when it is called, and not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which a person meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, _ = COMMANDS[cmd_name]
        return getattr(import_module(f"steelyard.interfaces.cli.{module}"), module)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in --help, without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.command(
    cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, prog_name="steelyard")
def cli() -> None:
    """Measure, explain, simulate and audit asymmetric dependence between states.

    Who depends on whom, in which domain, by how much and how surely?

    \b
    Examples:
        steelyard report RUS CHN
        steelyard measure KAZ CHN --years 2005:2023
        steelyard explain RUS CHN --from 2013 --to 2023
        steelyard simulate china-cuts-technology
        steelyard audit --builtin
        steelyard data list
    """  # noqa: D301


def main(argv: list[str] | None = None) -> None:
    """Run the command line; refusals become one message and an exit code."""
    try:
        sys.exit(cli.main(args=argv, prog_name="steelyard", standalone_mode=False))
    except SteelyardError as error:
        click.echo(f"steelyard: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("steelyard: interrupted; nothing was left half done.", err=True)
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
