"""`steelyard data correct`: corrections as data, and withdrawals."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from steelyard.interfaces.cli.data import day_option, opened, output_options

if TYPE_CHECKING:
    from steelyard.store import Store
    from steelyard.store.corrections import Value


@click.command()
@click.argument("table", required=False)
@click.option("--connector", default=None, help="Whose rows [the only one of the table].")
@click.option("--match", multiple=True, metavar="KEY=VALUE", help="Which rows, by key columns.")
@click.option("--column", default=None, help="The column that is wrong.")
@click.option(
    "--action",
    type=click.Choice(["drop", "override", "scale", "flag"]),
    default="override",
    show_default=True,
    help="What to do with the value, or the rows.",
)
@click.option("--value", default=None, help="The right value, or the factor [absent].")
@click.option("--expect", default=None, help="What the source holds; a total for several rows.")
@click.option("--reason", default="", help="What is wrong and how one knows.")
@day_option("--reported-on", "Queries as of an earlier day do not use it [today].")
@click.option("--withdraw", type=int, default=None, help="Take back the entry of this number.")
@output_options
def correct(
    table: str | None,
    connector: str | None,
    match: tuple[str, ...],
    column: str | None,
    action: str,
    value: str | None,
    expect: str | None,
    reason: str,
    reported_on: date | None,
    withdraw: int | None,
    place: Path | None,
    as_json: bool,
) -> None:
    """Correct a publisher's mistake in TABLE, or withdraw an import or correction.

    The file stays as it is: the correction is an entry of its own, and stops every query once
    the source no longer holds what it expects.

    \b
    Examples:
        steelyard data correct flows --match year=2020 --match exporter=RUS \\
            --column value --expect 5 --value 50 --reason "a lost digit, p. 12"
        steelyard data correct --withdraw 7 --reason "mended by the publisher"
    """  # noqa: D301
    from steelyard.store import Correction

    store = opened(place)
    if withdraw is not None:
        _say(store.withdraw(withdraw, reason), f"entry {withdraw} withdrawn", as_json)
        return
    if not (table and match and column):
        raise click.UsageError("Name TABLE, --match and --column, or use --withdraw.")
    correction = Correction(
        table=table,
        connector=connector or _only_connector(store, table),
        match=dict(_pair(item) for item in match),
        column=column,
        action=action,  # type: ignore[arg-type]  # click has checked it
        value=_number_or_text(value),
        expect=_number_or_text(expect),
        reason=reason,
        reported_on=reported_on or datetime.now(UTC).date(),
    )
    _say(store.correct(correction), "correction recorded", as_json)


def _say(number: int, what: str, as_json: bool) -> None:
    from steelyard.interfaces.cli.data_output import print_json

    if as_json:
        print_json({"entry": number, "done": what})
    else:
        click.echo(f"{what}: entry {number} of the ledger")


def _only_connector(store: Store, table: str) -> str:
    """The connector of the table, if there is but one."""
    names = {item.connector for item in store.snapshots() if item.table.name == table}
    if len(names) > 1:
        raise click.UsageError(f"Name one with --connector: {', '.join(sorted(names))}.")
    return next(iter(names), "")


def _pair(text: str) -> tuple[str, Value]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.UsageError(f"--match takes KEY=VALUE, not {text!r}.")
    return name, value or None


def _number_or_text(text: str | None) -> Value:
    """A number where the text is one; codes such as 010620 stay text."""
    if text is None or (text.startswith("0") and text.isdigit() and text != "0"):
        return text
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
