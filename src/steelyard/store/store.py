"""The store: imports, queries, corrections, checks. The way in for everything above it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path

import polars as pl

from steelyard.store import ledger
from steelyard.store.citations import Citation, citation
from steelyard.store.corrections import Correction, check_correction
from steelyard.store.folder import Folder, default_folder, discard_unused, prepare, verified
from steelyard.store.guards import check_guards
from steelyard.store.history import History
from steelyard.store.intake import ImportReport, import_file
from steelyard.store.ledger import Entry
from steelyard.store.lock import PATIENCE, locked
from steelyard.store.query import Share, shares
from steelyard.store.rows import Progress
from steelyard.store.snapshot import Snapshot
from steelyard.store.soundness import Problem, problems
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.provenance import Origin
from steelyard.vocabulary.tables import Table

AnyPath = str | PathLike[str]


class Store:
    """Everything imported into one folder.

    Nothing in it is ever rewritten: a revision adds a vintage, a correction adds a line. Readers
    need no lock and see only finished imports. Open one with `Store.open`.
    """

    def __init__(self, folder: Folder, patience: float = PATIENCE):
        self._folder = folder
        self._patience = patience

    @staticmethod
    def open(
        path: AnyPath | None = None, *, create: bool = False, patience: float = PATIENCE
    ) -> Store:
        """The store in a folder.

        Parameters
        ----------
        path : path, optional
            By default what the environment variable STEELYARD_STORE names, else a folder among
            the user's data.
        create : bool
            Whether to make a store where the folder is absent or empty.
        patience : seconds
            How long to wait for another process that is writing.

        Raises
        ------
        StoreError
            There is no store, or (as StoreTooNew, StoreDamaged, StoreReadOnly, StoreFull) it
            cannot be used.
        """
        place = Path(path).expanduser() if path is not None else default_folder()
        folder = prepare(place) if create else verified(place)
        History.of(folder)  # an altered ledger is refused here, not halfway through a query
        return Store(folder, patience)

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r})"

    @property
    def path(self) -> Path:
        """The folder."""
        return self._folder.root

    def import_file(
        self,
        path: AnyPath,
        *,
        connector: str | None = None,
        published: date | None = None,
        progress: Progress | None = None,
        at: datetime | None = None,
    ) -> ImportReport:
        """Take in one file, whole or not at all.

        Parameters
        ----------
        path : path
            A publisher's file, as it came.
        connector : str, optional
            Which product it is; by default its layout decides.
        published : date, optional
            When this copy was published: its vintage. By default what the connector knows, else
            the day on which its product was last looked at.
        progress : callable, optional
            Called as ``progress(step, done, total)``; `total` is None where it is not known.
        at : datetime, optional
            Time for the ledger, by default now. It touches nothing else.

        Raises
        ------
        FileError
            The file cannot be taken in (UnreadableFile, WrongProduct, BadRows).
        StoreError
            The store cannot be written (StoreReadOnly, StoreFull, StoreBusy).
        """
        return import_file(
            self._folder,
            Path(path).expanduser(),
            connector=connector,
            published=published,
            progress=progress or _silent,
            at=at or datetime.now(UTC),
            patience=self._patience,
        )

    def scan(
        self,
        table: str,
        *,
        as_of: date | None = None,
        connectors: Collection[str] | None = None,
    ) -> pl.LazyFrame:
        """Rows of a table that count, as corrected.

        For each connector and key only the newest vintage not after `as_of` counts. Besides the
        columns of the table there are `origin` (id of the origin), `vintage` (date) and
        `corrected` (reasons of the corrections of this row, null where there are none).

        Raises
        ------
        UnknownName
            No such table, or nothing in it from one of `connectors`.
        CorrectionMismatch
            A correction expects a value that its source no longer has.
        StoreDamaged
            The rows of an import are missing.
        """
        return pl.concat([part.kept() for part in self._shares(table, as_of, connectors)])

    def excluded(
        self,
        table: str,
        *,
        as_of: date | None = None,
        connectors: Collection[str] | None = None,
    ) -> pl.LazyFrame:
        """Rows of a table that do not count, with the reason in `excluded` (law 12)."""
        parts = self._shares(table, as_of, connectors)
        return pl.concat([part.excluded(self._folder) for part in parts])

    def sql(self, query: str, *, as_of: date | None = None) -> pl.DataFrame:
        """Answer of DuckDB to a query over views of all tables.

        Each table is a view of its name with the rows of `scan`; what it leaves out is a view
        with ``_excluded`` added. The query reaches nothing else and changes nothing.

        Raises
        ------
        InputError
            The query cannot be answered; the message is DuckDB's.
        """
        from steelyard.store.sql import answer
        from steelyard.store.views import excluded_view, kept_view

        views: dict[str, str] = {}
        for name in self.tables():
            parts = self._shares(name, as_of, None)
            views[name] = kept_view(self._folder, parts)
            views[f"{name}_excluded"] = excluded_view(self._folder, parts)
        return answer(query, views, self._folder.objects)

    def tables(self) -> dict[str, Table]:
        """Tables that hold anything, by name."""
        return self._history().tables()

    def snapshots(self, as_of: date | None = None) -> tuple[Snapshot, ...]:
        """Imports that count on a day, oldest vintage first."""
        return self._history().snapshots(as_of)

    def origins(self) -> dict[str, Origin]:
        """Origins of all imports that count, by id; where an id recurs, as last imported."""
        newest = sorted(self.snapshots(), key=lambda item: item.number)
        return dict(sorted((item.origin.id, item.origin) for item in newest))

    def cite(self) -> tuple[Citation, ...]:
        """How to cite everything that was imported, in the order of the origins' ids."""
        return tuple(citation(origin) for origin in self.origins().values())

    def ledger(self) -> tuple[Entry, ...]:
        """Every change since the store was made, oldest first."""
        return self._history().entries

    def corrections(self, as_of: date | None = None) -> dict[int, Correction]:
        """Corrections that stand, by the number of their ledger entry."""
        return self._history().corrections(as_of)

    def correct(self, correction: Correction, *, at: datetime | None = None) -> int:
        """Record a correction and return the number of its ledger entry.

        Raises
        ------
        InputError
            It could never apply: no such column, no reason, a value of another type.
        CorrectionMismatch
            The source does not hold what the correction expects.
        """
        [share] = self._shares(correction.table, None, [correction.connector])
        check_correction(correction, share.table)
        check_guards(share.rows, share.table, [correction])
        return self._append("correction", correction.content(), at)

    def withdraw(self, number: int, reason: str, *, at: datetime | None = None) -> int:
        """Take back the import or correction with this number; the ledger keeps both lines.

        Raises
        ------
        InputError
            No import or correction that stands has this number.
        """
        history = self._history()
        standing = [*history.standing("import"), *history.standing("correction")]
        if number not in {entry.number for entry in standing} or not reason.strip():
            raise InputError(
                where="withdrawal",
                found=f"entry {number}, reason {reason!r}",
                expected="an import or correction that stands, and a reason",
                remedy="Look the number up with `steelyard data list`.",
            )
        return self._append("withdrawal", {"withdraws": number, "reason": reason}, at)

    def check(self, progress: Progress | None = None) -> list[Problem]:
        """Everything that is wrong with the store; empty where it is sound."""
        return problems(self._folder, progress or _silent)

    def discard_if_unused(self) -> None:
        """Remove the folder again if nothing was ever imported, as after a refused first file."""
        with locked(self._folder.lock, self._patience):
            discard_unused(self._folder)

    def _history(self) -> History:
        return History.of(self._folder)

    def _shares(
        self, table: str, as_of: date | None, connectors: Collection[str] | None
    ) -> list[Share]:
        return list(shares(self._folder, self._history(), table, as_of, connectors))

    def _append(self, kind: ledger.Kind, content: dict, at: datetime | None) -> int:
        with locked(self._folder.lock, self._patience):
            return ledger.append(self._folder.ledger, kind, content, at or datetime.now(UTC)).number


def _silent(step: str, done: int, total: int | None) -> None:
    """Report nothing."""
