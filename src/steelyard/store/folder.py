"""The folder that a store is, and where it lies.

::

    FORMAT            number of the layout, and the version that wrote it
    ledger.jsonl      every import, correction and withdrawal, oldest first, never rewritten
    objects/ab/<id>.parquet   rows of one file as one connector read them, never rewritten
    incoming/         work in progress; what a killed import leaves is swept by the next one
    lock              held while the ledger grows
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from steelyard import __version__
from steelyard.store.durable import write_whole, writing_to
from steelyard.vocabulary.errors import StoreDamaged, StoreError, StoreTooNew

FORMAT = 1
VARIABLE = "STEELYARD_STORE"


@dataclass(frozen=True, slots=True)
class Folder:
    """Names of everything inside the folder `root`."""

    root: Path

    @property
    def format(self) -> Path:
        """File with the number of the layout."""
        return self.root / "FORMAT"

    @property
    def ledger(self) -> Path:
        """File with one line for each change."""
        return self.root / "ledger.jsonl"

    @property
    def incoming(self) -> Path:
        """Folder of imports in progress."""
        return self.root / "incoming"

    @property
    def lock(self) -> Path:
        """File that a writer locks."""
        return self.root / "lock"

    @property
    def objects(self) -> Path:
        """Folder of the rows of all snapshots."""
        return self.root / "objects"

    def object(self, snapshot: str) -> Path:
        """File with the rows of `snapshot`."""
        return self.objects / snapshot[:2] / f"{snapshot}.parquet"


def default_folder() -> Path:
    """Where the store lies unless the user says otherwise."""
    from platformdirs import user_data_path

    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else user_data_path("steelyard") / "store"


def is_store(path: Path) -> bool:
    """Whether a store, readable by this version or not, lies in this folder."""
    return Folder(path).format.is_file()


def prepare(path: Path) -> Folder:
    """Turn an absent or empty folder into a store; leave a store as it is."""
    folder = Folder(path)
    if is_store(path):
        return verified(path)
    with writing_to(path):
        path.mkdir(parents=True, exist_ok=True)
        names = [item.name for item in path.iterdir() if not item.name.startswith("FORMAT")]
        foreign = sorted(set(names) - {folder.lock.name, folder.incoming.name})
        if foreign and not is_store(path):  # another process may just have prepared it
            raise StoreDamaged(
                where=str(path),
                found=f"no FORMAT file, but {foreign[0]!r} and {len(foreign) - 1} more",
                expected="a store, or an empty folder to make one in",
                remedy="Choose another folder with --store, or restore the FORMAT file.",
            )
        text = json.dumps({"format": FORMAT, "written_by": __version__}) + "\n"
        write_whole(folder.format, text.encode())
    return verified(path)


def discard_unused(folder: Folder) -> None:
    """Remove a store that holds nothing and never did; leave any other as it is."""
    benches = list(folder.incoming.iterdir()) if folder.incoming.is_dir() else []
    if folder.ledger.exists() or folder.objects.exists() or benches:
        return
    folder.format.unlink(missing_ok=True)
    folder.lock.unlink(missing_ok=True)
    with suppress(OSError):  # somebody may just have put something there
        if folder.incoming.is_dir():
            folder.incoming.rmdir()
        folder.root.rmdir()


def verified(path: Path) -> Folder:
    """The store in this folder, if this version can read it."""
    if not is_store(path):
        raise StoreError(
            where=str(path),
            found="there is no store in this folder",
            expected="a folder that `steelyard data add` has filled",
            remedy="Add a file with `steelyard data add FILE`, or choose a folder with --store.",
        )
    number = _number(Folder(path).format)
    if number > FORMAT:
        raise StoreTooNew(
            where=str(path),
            found=f"a store of format {number}",
            expected=f"format {FORMAT} or lower (this is Steelyard {__version__})",
            remedy="Upgrade Steelyard, or choose another folder with --store.",
        )
    return Folder(path)


def _number(file: Path) -> int:
    try:
        number = json.loads(file.read_bytes())["format"]
    except (OSError, ValueError, TypeError, KeyError):
        number = None
    if isinstance(number, int) and not isinstance(number, bool) and number >= 1:
        return number
    raise StoreDamaged(
        where=str(file),
        found="its content is not a format number",
        expected='a line such as {"format": 1}',
        remedy="Restore the file from a backup; no other file of the store depends on it.",
    )
