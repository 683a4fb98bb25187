"""The store: one folder of Parquet snapshots with a ledger, read through vintages."""

from steelyard.store.citations import Citation, citation
from steelyard.store.corrections import Correction
from steelyard.store.folder import default_folder, is_store
from steelyard.store.intake import ImportReport
from steelyard.store.ledger import Entry
from steelyard.store.snapshot import Snapshot
from steelyard.store.soundness import Problem
from steelyard.store.store import Store

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
