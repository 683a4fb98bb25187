"""Rows of a table, for `steelyard data show` and `excluded`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click
import polars as pl

from steelyard.interfaces.cli.data_listing import user_store
from steelyard.interfaces.cli.data_output import print_json, print_rows, print_table
from steelyard.reference.dataset import embedded_origins, load
from steelyard.reference.tables import TABLES
from steelyard.store import Store
from steelyard.vocabulary.errors import InputError, UnknownName, shorten
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import EXCLUDED, Table


class Found(NamedTuple):
    """Rows of a table, where they lie, and what they come from."""

    rows: pl.LazyFrame
    table: Table
    where: str
    origins: dict[str, Origin]


def show_table(
    table: str,
    rows: int,
    where: tuple[str, ...],
    columns: str | None,
    as_of: date | None,
    place: Path | None,
    as_json: bool,
) -> None:
    """Print rows with units, then their sources and licences (law 10)."""
    found = _find(table, as_of, place)
    chosen = _chosen(found.rows, found.table, where, None)
    total = chosen.select(pl.len()).collect().item()
    used = chosen.select(pl.col("origin").unique().sort()).collect()["origin"].to_list()
    sources = [found.origins[name] for name in used if name in found.origins]
    head = _chosen(chosen, found.table, (), columns).head(rows or total).collect()
    if as_json:
        print_json(_record(found.table, found.where, total, head, sources))
        return
    units = {column.name: column.unit for column in found.table.columns}
    print_rows(f"{found.table.title} ({found.where})", head, units)
    click.echo(f"{head.height:,} of {total:,} rows.")
    for origin in sources[:5]:
        click.echo(
            f"Source: {origin.producer}, {origin.title}, {origin.version}. {origin.licence}."
        )
    if len(used) > 5 or len(sources) < len(used):
        click.echo(f"{len(used)} sources in all: column `origin`, and `steelyard data cite`.")


def show_excluded(
    table: str,
    rows: int,
    where: tuple[str, ...],
    columns: str | None,
    as_of: date | None,
    place: Path | None,
    as_json: bool,
) -> None:
    """Print how many rows each reason excludes, then the rows (law 12)."""
    store = Store.open(place)
    left_out = store.excluded(table, as_of=as_of)
    known = store.tables()[table]
    chosen = _chosen(left_out.select(EXCLUDED, pl.exclude(EXCLUDED)), known, where, None)
    reasons = chosen.group_by(EXCLUDED).len("rows").sort("rows", EXCLUDED, descending=True)
    counts = reasons.collect()
    total = int(counts["rows"].sum())
    head = _chosen(chosen, known, (), columns).head(rows or total).collect()
    if as_json:
        record = _record(known, str(store.path), total, head, [])
        print_json(record | {"reasons": dict(counts.iter_rows())})
        return
    print_table(f"Excluded from {table!r}", ("reason", "rows"), counts.iter_rows())
    if head.height:
        print_rows("Rows", head, {column.name: column.unit for column in known.columns})


def _find(name: str, as_of: date | None, place: Path | None) -> Found:
    """The table in the store if it holds it, else the embedded one."""
    store = user_store(place)
    held = store.tables() if store else {}
    if store and name in held:
        rows = store.scan(name, as_of=as_of)
        return Found(rows, held[name], str(store.path), store.origins())
    if name in TABLES:
        rows = load(as_of or date.max).table(name).lazy()
        return Found(rows, TABLES[name], "embedded dataset", embedded_origins())
    from difflib import get_close_matches

    nearest = get_close_matches(name, [*held, *TABLES], cutoff=0.4)
    raise UnknownName(where="steelyard data", kind="table", name=name, nearest=nearest)


def _chosen(
    rows: pl.LazyFrame, table: Table, where: tuple[str, ...], columns: str | None
) -> pl.LazyFrame:
    """Rows and columns that the user asked for; values are compared as text."""
    names = rows.collect_schema().names()
    for condition in where:
        name, sign, value = condition.partition("=")
        _check_columns([name if sign else condition], names, table)
        rows = rows.filter(pl.col(name).cast(pl.String) == value)
    wanted = columns.split(",") if columns else names
    _check_columns(wanted, names, table)
    return rows.select(wanted)


def _check_columns(wanted: list[str], names: list[str], table: Table) -> None:
    missing = [name for name in wanted if name not in names]
    if missing:
        raise InputError(
            where=f"table {table.name!r}",
            found=f"no column {shorten(missing)}",
            expected=f"one of {shorten(names, 40)}; conditions as COLUMN=VALUE",
            remedy="Name a column of the table.",
        )


def _record(
    table: Table, where: str, total: int, head: pl.DataFrame, sources: list[Origin]
) -> dict[str, Any]:
    """Everything that was printed, as JSON holds it."""
    described = {
        column.name: {"unit": column.unit, "kind": column.kind, "meaning": column.meaning}
        for column in table.columns
    }
    return {
        "table": table.name,
        "title": table.title,
        "from": where,
        "columns": described,
        "rows_in_all": total,
        "rows": head.to_dicts(),
        "sources": [
            {"id": item.id, "citation": item.citation, "licence": item.licence, "url": item.url}
            for item in sources
        ],
    }
