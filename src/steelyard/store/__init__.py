"""The store: one folder of Parquet snapshots with a ledger, read through vintages.

Names are imported when they are asked for: whether there is a store can be known without
loading what reads one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from steelyard.store.citations import Citation, citation
    from steelyard.store.corrections import Correction
    from steelyard.store.folder import default_folder, is_store
    from steelyard.store.intake import ImportReport
    from steelyard.store.ledger import Entry
    from steelyard.store.snapshot import Snapshot
    from steelyard.store.soundness import Problem
    from steelyard.store.store import Store

_HOME = {
    "Citation": "citations",
    "Correction": "corrections",
    "Entry": "ledger",
    "ImportReport": "intake",
    "Problem": "soundness",
    "Snapshot": "snapshot",
    "Store": "store",
    "citation": "citations",
    "default_folder": "folder",
    "is_store": "folder",
}

__all__ = [
    "Citation",
    "Correction",
    "Entry",
    "ImportReport",
    "Problem",
    "Snapshot",
    "Store",
    "citation",
    "default_folder",
    "is_store",
]


def __getattr__(name: str) -> Any:
    """Import a public name from the module that defines it."""
    if name not in _HOME:
        raise AttributeError(f"module 'steelyard.store' has no attribute {name!r}")
    return getattr(import_module(f"steelyard.store.{_HOME[name]}"), name)
