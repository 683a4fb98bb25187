"""What `steelyard data list` and `cite` know: the embedded tables, and the user's store."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from steelyard.interfaces.cli.data_output import print_table
from steelyard.reference.dataset import embedded_origins, manifest
from steelyard.reference.tables import TABLES
from steelyard.store import Snapshot, Store, default_folder, is_store
from steelyard.vocabulary.provenance import Origin


def user_store(place: Path | None) -> Store | None:
    """The user's store; None if there is none and the user named none."""
    if place is None and not is_store(default_folder()):
        return None
    return Store.open(place)


def origins_of(place: Path | None) -> list[Origin]:
    """Origins of the embedded dataset and of the store, by id."""
    store = user_store(place)
    known = embedded_origins() | (store.origins() if store else {})
    return [origin for _, origin in sorted(known.items())]


def listing(place: Path | None) -> dict[str, Any]:
    """Embedded tables with their rows; tables of the store by connector, with what was left out."""
    store = user_store(place)
    rows = manifest()["tables"]
    return {
        "embedded": [
            {"table": name, "title": table.title, "rows": rows.get(name, {}).get("rows")}
            for name, table in TABLES.items()
        ],
        "store": str(store.path) if store else None,
        "tables": _tables(store) if store else [],
        "corrections": _corrections(store) if store else [],
    }


def print_listing(found: dict[str, Any]) -> None:
    """Both as tables."""
    embedded = [(item["table"], item["rows"], item["title"]) for item in found["embedded"]]
    print_table("Embedded dataset", ("table", "rows", "what it holds"), embedded)
    if not found["tables"]:
        click.echo("Your own store is empty. Add a publisher's file: steelyard data add FILE")
        return
    names = ("table", "connector", "files", "rows", "excluded", "newest")
    rows = [[item[name] for name in names] for item in found["tables"]]
    print_table(f"Your store: {found['store']}", names, rows)
    if found["corrections"]:
        names = ("number", "table", "connector", "column", "action", "reason")
        rows = [[item[name] for name in names] for item in found["corrections"]]
        print_table("Corrections", names, rows)


def _tables(store: Store) -> list[dict[str, Any]]:
    held: dict[tuple[str, str], list[Snapshot]] = {}
    for snapshot in store.snapshots():
        held.setdefault((snapshot.table.name, snapshot.connector), []).append(snapshot)
    return [
        {
            "table": table,
            "connector": connector,
            "title": snapshots[-1].table.title,
            "files": len(snapshots),
            "rows": sum(item.kept for item in snapshots),
            "excluded": sum(item.rows_in - item.kept for item in snapshots),
            "oldest": snapshots[0].vintage.isoformat(),
            "newest": snapshots[-1].vintage.isoformat(),
            "licence": snapshots[-1].origin.licence,
            "entries": [item.number for item in snapshots],
        }
        for (table, connector), snapshots in sorted(held.items())
    ]


def _corrections(store: Store) -> list[dict[str, Any]]:
    return [{"number": number} | asdict(item) for number, item in store.corrections().items()]
