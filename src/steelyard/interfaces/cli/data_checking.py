"""Whether the store is sound, for `steelyard data check`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from steelyard.interfaces.cli.data_output import print_json
from steelyard.interfaces.cli.progress import shown
from steelyard.store import Store
from steelyard.vocabulary.errors import StoreError


def check_store(place: Path | None, as_json: bool) -> None:
    """Print what is wrong, or that nothing is; the exit code says it too."""
    store = Store.open(place)
    with shown("Checking") as report:
        problems = store.check(
            lambda step, done, total: report(step.lower(), done / total if total else 0.0)
        )
    if as_json:
        print_json({"store": str(store.path), "problems": [asdict(item) for item in problems]})
    else:
        for item in problems:
            click.echo(f"{item.where}: {item.found}\n  what to do: {item.remedy}")
        if not problems:
            counts = f"{len(store.snapshots())} imports, {len(store.corrections())} corrections"
            click.echo(f"{store.path}: sound ({counts}).")
    if problems:
        sys.exit(StoreError.exit_code)
