"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click


class YearSpan(click.ParamType):
    """``1992:2025``, ``1992-2025`` or one year."""

    name = "FIRST:LAST"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[int, int]:
        """A pair of integers; whether they make sense is checked with the request."""
        if isinstance(value, tuple):
            return value
        parts = str(value).replace("-", ":").split(":")
        if len(parts) not in (1, 2) or not all(part.isdigit() for part in parts):
            self.fail(f"{value!r} is no span of years; write 1992:2025 or 2023.", param, ctx)
        return int(parts[0]), int(parts[-1])


def _day(ctx: click.Context, param: click.Parameter, value: datetime | None) -> date | None:
    """The date without its time."""
    return None if value is None else value.date()


as_of_option: Callable[..., Any] = click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    callback=_day,
    metavar="YYYY-MM-DD",
    help="Use only what was published by this day.",
)
store_option: Callable[..., Any] = click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of your own data, used beside the embedded dataset.",
)


def pair_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """A pair of states, years, as-of day, seed and store."""
    decorators = (
        click.argument("a"),
        click.argument("b"),
        click.option("--years", type=YearSpan(), default=None, help="Span of years [1990:2025]."),
        as_of_option,
        click.option("--seed", default=0, show_default=True, help="Same seed, same numbers."),
        store_option,
    )
    for decorator in reversed(decorators):
        command = decorator(command)
    return command
