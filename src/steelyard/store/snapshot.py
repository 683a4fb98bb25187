"""What the ledger remembers of one import: enough to read the store without any connector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from steelyard import __version__
from steelyard.store.description import describe_origin, describe_table, origin_from, table_from
from steelyard.store.ledger import Entry
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Table

RULES = 1  # raise when the store's own checks of rows change

Scalar = str | int | float | None


@dataclass(frozen=True, slots=True)
class RawFile:
    """The file that was imported, by its content; the name is for people."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One file as one connector read it.

    `id` names the object and follows from the raw file, the connector and its layout alone;
    `sha256` is that of the object. `spans` holds the least and greatest value of each key
    column without absent values among kept rows: two snapshots whose spans are apart cannot
    share a key. `dated_by_user` says that the user named the vintage. `number` is that of the
    ledger's entry.
    """

    id: str
    sha256: str
    size: int
    raw: RawFile
    connector: str
    origin: Origin
    table: Table
    vintage: date
    dated_by_user: bool
    rows_in: int
    kept: int
    excluded: Mapping[str, int]
    spans: Mapping[str, tuple[Scalar, Scalar]]
    number: int = 0

    def content(self) -> dict[str, Any]:
        """What the ledger holds of it."""
        return {
            "snapshot": self.id,
            "sha256": self.sha256,
            "size": self.size,
            "raw": asdict(self.raw),
            "connector": self.connector,
            "origin": describe_origin(self.origin),
            "table": describe_table(self.table),
            "vintage": self.vintage.isoformat(),
            "dated_by_user": self.dated_by_user,
            "rows_in": self.rows_in,
            "kept": self.kept,
            "excluded": dict(self.excluded),
            "spans": {name: list(span) for name, span in self.spans.items()},
        }

    @staticmethod
    def from_entry(entry: Entry) -> Snapshot:
        """The snapshot that an entry of kind ``import`` describes."""
        content = entry.content
        return Snapshot(
            id=content["snapshot"],
            sha256=content["sha256"],
            size=content["size"],
            raw=RawFile(**content["raw"]),
            connector=content["connector"],
            origin=origin_from(content["origin"]),
            table=table_from(content["table"]),
            vintage=date.fromisoformat(content["vintage"]),
            dated_by_user=content["dated_by_user"],
            rows_in=content["rows_in"],
            kept=content["kept"],
            excluded=content["excluded"],
            spans={name: (low, high) for name, (low, high) in content["spans"].items()},
            number=entry.number,
        )


def snapshot_id(raw: str, connector: str, layout: str, table: Table) -> str:
    """Name of the object that this connector makes of the file with hash `raw`.

    The version of Steelyard is part of it: a parser that was mended may read the same bytes
    differently, and then has to make a new object.
    """
    parts = (raw, connector, layout, repr(describe_table(table)), f"{RULES}", __version__)
    return sha256("\0".join(parts).encode()).hexdigest()
