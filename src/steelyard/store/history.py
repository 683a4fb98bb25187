"""What the ledger says: snapshots and corrections that stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from steelyard.store import ledger
from steelyard.store.corrections import Correction
from steelyard.store.folder import Folder
from steelyard.store.ledger import Entry
from steelyard.store.snapshot import Snapshot
from steelyard.store.vintages import current
from steelyard.vocabulary.errors import UnknownName
from steelyard.vocabulary.tables import Table


@dataclass(frozen=True, slots=True)
class History:
    """Every entry of a ledger."""

    entries: tuple[Entry, ...]

    @staticmethod
    def of(folder: Folder) -> History:
        """The history of a store, read anew: another process may have added to it."""
        return History(ledger.read(folder.ledger))

    @property
    def withdrawn(self) -> frozenset[int]:
        """Numbers of the entries that no longer count."""
        return frozenset(
            entry.content["withdraws"] for entry in self.entries if entry.kind == "withdrawal"
        )

    def standing(self, kind: ledger.Kind) -> list[Entry]:
        """Entries of a kind that were not withdrawn."""
        gone = self.withdrawn
        return [item for item in self.entries if item.kind == kind and item.number not in gone]

    def snapshots(self, as_of: date | None = None) -> tuple[Snapshot, ...]:
        """Snapshots that count on a day, oldest vintage first."""
        return current(map(Snapshot.from_entry, self.standing("import")), as_of)

    def corrections(self, as_of: date | None = None) -> dict[int, Correction]:
        """Corrections known on a day, by the number of their entry."""
        known = {
            item.number: Correction.from_content(item.content)
            for item in self.standing("correction")
        }
        return {
            number: item
            for number, item in known.items()
            if as_of is None or item.reported_on <= as_of
        }

    def tables(self) -> dict[str, Table]:
        """Tables by name, each as its last import described it."""
        newest = sorted(self.snapshots(), key=lambda item: item.number)
        found = {snapshot.table.name: snapshot.table for snapshot in newest}
        return dict(sorted(found.items()))

    def table(self, name: str) -> Table:
        """The table called `name`."""
        tables = self.tables()
        if name not in tables:
            raise unknown("table", name, tables)
        return tables[name]


def unknown(kind: str, name: str, known: Collection[str]) -> UnknownName:
    """The refusal of a name that the store does not hold."""
    nearest = get_close_matches(name, known, cutoff=0.4)
    return UnknownName(where="store", kind=kind, name=name, nearest=nearest or sorted(known)[:3])
