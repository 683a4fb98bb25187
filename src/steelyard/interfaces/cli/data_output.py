"""How `steelyard data` prints: tables that fit 80 columns, or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    import polars as pl

WIDTH = 80
_LONGEST = 28  # characters of one cell; the whole text is in --json


def print_json(value: Any) -> None:
    """One JSON document on stdout."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str, allow_nan=False))


def print_table(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table with a title; numbers are flush right, thousands apart where some are long."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [list(row) for row in rows]
    table = Table(title=Text(title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    columns = []
    for place, name in enumerate(header):
        values = [row[place] for row in rows]
        columns.append(_texts(values))
        flush = "right" if _are_numbers(values) else "left"
        table.add_column(Text(name), justify=flush, overflow="fold")
    for cells in zip(*columns, strict=True):
        table.add_row(*(Text(cell) for cell in cells))
    Console(width=WIDTH, highlight=False).print(table)


def shown(value: object, *, apart: bool = False) -> str:
    """A cell as text; an absent value is a middle dot, never 0 (law 1)."""
    if value is None:
        return "·"
    if isinstance(value, float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return f"{value:,}" if apart and isinstance(value, int) else str(value)


def _texts(values: Sequence[object]) -> list[str]:
    """Cells of one column; years keep their four digits, long counts are set apart."""
    apart = any(isinstance(value, int) and abs(value) >= 10_000 for value in values)
    return [shown(value, apart=apart) for value in values]


def _are_numbers(values: Sequence[object]) -> bool:
    present = [value for value in values if value is not None]
    return bool(present) and all(isinstance(value, int | float) for value in present)


def print_rows(title: str, rows: pl.DataFrame, units: dict[str, str]) -> None:
    """As many columns as fit, from the left; the names of the others below."""
    cells = [[_cut(value) for value in row] for row in rows.iter_rows()]
    header = [f"{name}, {units[name]}" if units.get(name) else name for name in rows.columns]
    fitting = _fitting(header, cells)
    print_table(title, header[:fitting], [row[:fitting] for row in cells])
    if header[fitting:]:
        click.echo(f"Not shown: {', '.join(header[fitting:])}. Use --json, or --columns.")


def _cut(value: object) -> object:
    if isinstance(value, str) and len(value) > _LONGEST:
        return value[: _LONGEST - 1] + "…"
    return value


def _fitting(header: Sequence[str], cells: Sequence[Sequence[object]]) -> int:
    """How many columns fit beside each other, at least one."""
    left = WIDTH
    for place, name in enumerate(header):
        left -= 3 + max(map(len, [name, *_texts([row[place] for row in cells])]))
        if left < 0:
            return max(1, place)
    return len(header)
