"""Disks that are full, read-only, locked, altered or written by a later version."""

import errno
import fcntl
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from steelyard.store import Store, ledger
from steelyard.vocabulary.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreReadOnly,
    StoreTooNew,
)


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a store but the empty one that is locked."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "lock")
    return {str(path): path.read_bytes() for path in files}


def failing(number: int, real: Callable, *, when: Callable[..., bool]) -> Callable:
    """The same function, failing with an error of the system when `when` says so."""

    def call(*args, **kwargs):
        if when(*args):
            raise OSError(number, os.strerror(number), str(args[0]))
        return real(*args, **kwargs)

    return call


def writes(path: object, flags: int = 0, *_: object) -> bool:
    return bool(flags & (os.O_RDWR | os.O_WRONLY))


def test_there_is_no_store_until_one_is_made(tmp_path):
    with pytest.raises(StoreError, match="there is no store in this folder"):
        Store.open(tmp_path / "none")
    assert not (tmp_path / "none").exists()
    Store.open(tmp_path / "none", create=True)
    assert Store.open(tmp_path / "none").tables() == {}


def test_the_environment_names_the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("STEELYARD_STORE", str(tmp_path / "mine"))
    assert Store.open(create=True).path == tmp_path / "mine"
    assert Store.open(tmp_path / "other", create=True).path == tmp_path / "other"


def test_a_folder_of_other_things_does_not_become_a_store(tmp_path):
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(StoreDamaged, match=r"thesis\.docx"):
        Store.open(tmp_path, create=True)
    assert [item.name for item in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_store_of_a_later_version_is_refused(store):
    (store.path / "FORMAT").write_text('{"format": 2, "written_by": "9.0"}')
    for create in (False, True):
        with pytest.raises(StoreTooNew, match="a store of format 2"):
            Store.open(store.path, create=create)


@pytest.mark.parametrize(
    "text", ["", "one", "[]", "{}", '{"format": "1"}', '{"format": 0}', "\xff"]
)
def test_a_format_that_cannot_be_read_is_refused(store, text):
    (store.path / "FORMAT").write_bytes(text.encode("latin-1"))
    with pytest.raises(StoreDamaged, match="not a format number"):
        Store.open(store.path)


def test_a_torn_last_line_is_passed_over_and_cut_off_by_the_next_import(store, flows):
    store.import_file(flows("2020,A,B,5,", name="a.csv"))
    file = store.path / "ledger.jsonl"
    whole = file.read_bytes()
    for torn in (b"{", b"\0" * 40, whole.split(b"\n")[0], b'{"entry":\xff'):
        file.write_bytes(whole + torn)
        assert len(Store.open(store.path).ledger()) == 1
        assert store.check() == []
    store.import_file(flows("2020,A,C,5,", name="b.csv"))
    assert [entry.number for entry in store.ledger()] == [1, 2]
    assert file.read_bytes().startswith(whole + b'{"entry"')


@pytest.mark.parametrize("harm", ["changed", "removed", "reordered", "garbled", "blank line"])
def test_an_altered_ledger_is_refused(store, flows, harm):
    for name in "BCD":
        store.import_file(flows(f"2020,A,{name},5,", name=f"{name}.csv"))
    file = store.path / "ledger.jsonl"
    first, second, third, _ = file.read_text().split("\n")
    lines = {
        "changed": [first, second.replace('"kept":1', '"kept":2'), third],
        "removed": [first, third],
        "reordered": [second, first, third],
        "garbled": [first, second[:-9], third],
        "blank line": [first, "", second, third],
    }[harm]
    file.write_text("\n".join([*lines, ""]))
    with pytest.raises(StoreDamaged, match=r"ledger\.jsonl: line [12] "):
        Store.open(store.path)
    with pytest.raises(StoreDamaged):
        store.import_file(flows("2020,A,E,5,", name="e.csv"))
    [problem] = store.check()
    assert "ledger.jsonl" in problem.where


def test_a_changed_bit_in_the_rows_is_found(store, flows):
    store.import_file(flows("2020,A,B,5,"))
    [rows] = store.path.glob("objects/*/*")
    content = bytearray(rows.read_bytes())
    content[len(content) // 2] ^= 1
    rows.write_bytes(content)
    [problem] = store.check()
    assert "are not those that were imported" in problem.found


def test_a_store_that_another_process_holds_is_busy(store, flows):
    file = flows("2020,A,B,5,")
    with (store.path / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        hasty = Store.open(store.path, patience=0.05)
        with pytest.raises(StoreBusy, match="another process"):
            hasty.import_file(file)
        assert hasty.tables() == {}  # readers need no lock
    assert hasty.import_file(file).kept == 1


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EPERM])
def test_a_read_only_store_can_be_read_and_refuses_imports(store, flows, monkeypatch, number):
    store.import_file(flows("2020,A,B,5,", name="a.csv"))
    before = state(store.path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "open", failing(number, os.open, when=writes))
        again = Store.open(store.path)
        assert again.scan("flows").collect().height == 1
        with pytest.raises(StoreReadOnly, match="may not be written to"):
            again.import_file(flows("2020,A,C,5,", name="b.csv"))
        with pytest.raises(StoreReadOnly):
            again.withdraw(1, "no")
    assert state(store.path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to read-only folders")
def test_a_folder_without_permission_is_read_only(store, flows, tmp_path):
    file = flows("2020,A,B,5,")
    store.path.chmod(0o500)
    try:
        with pytest.raises(StoreReadOnly):
            store.import_file(file)
        with pytest.raises(StoreReadOnly):
            Store.open(store.path / "inner", create=True)
    finally:
        store.path.chmod(0o700)


@pytest.mark.parametrize("call", ["write", "fsync", "open", "replace", "mkdir"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_the_old_state(store, flows, monkeypatch, call, number):
    store.import_file(flows("2020,A,B,5,", name="a.csv"))
    before = state(store.path)
    new = flows("2020,A,C,5,", name="b.csv")
    when = writes if call == "open" else lambda *_: True
    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing(number, getattr(os, call), when=when))
        with pytest.raises(StoreFull, match="no space is left"):
            store.import_file(new)
    assert {name: old for name, old in state(store.path).items() if name in before} == before
    assert store.check() == []
    assert store.scan("flows").collect().height == 1
    assert store.import_file(new).kept == 1


def test_a_line_that_fits_only_in_part_is_taken_back(store, flows, monkeypatch):
    store.import_file(flows("2020,A,B,5,", name="a.csv"))
    real, before = os.write, (store.path / "ledger.jsonl").read_bytes()
    left = [100]

    def small_disk(descriptor: int, content: bytes) -> int:
        if not left[0]:
            raise OSError(errno.ENOSPC, "full")
        taken = real(descriptor, bytes(content)[: left[0]])
        left[0] -= taken
        return taken

    monkeypatch.setattr(os, "write", small_disk)
    with pytest.raises(StoreFull):
        store.import_file(flows("2020,A,C,5,", name="b.csv"))
    assert (store.path / "ledger.jsonl").read_bytes() == before


IN_A_SMALL_DISK = """
import sys
sys.path.insert(0, {tests!r})
import made_up_product
from pathlib import Path
from steelyard.store import Store
from steelyard.vocabulary.errors import StoreFull
made_up_product.use(setattr, made_up_product.connector("office"))
disk = Path({disk!r})
store = Store.open(disk / "store", create=True)
store.import_file({small!r})
refused = 0
for file in {large!r}:
    try:
        store.import_file(file)
    except StoreFull as error:
        refused += 1
assert refused == 2, refused
assert store.check() == []
assert store.scan("flows").collect().height == 1
assert not list((disk / "store" / "incoming").iterdir())
"""


def test_a_disk_that_fills_while_rows_are_written_is_survived(tmp_path, flows):
    """On a real disk of 1 MB, once while rows stream and once while keys are compared."""
    disk = tmp_path / "disk"
    disk.mkdir()
    chance = random.Random(0)
    rows = [f"{2000 + n % 10},A{n},B,{chance.random()}," for n in range(150_000)]
    code = IN_A_SMALL_DISK.format(
        tests=str(Path(__file__).parents[2]),
        disk=str(disk),
        small=str(flows("2020,A,B,5,", name="small.csv")),
        large=[
            str(flows(*rows, name="large.csv")),
            str(flows(*rows[:80_000], rows[0], name="repeated.csv")),
        ],
    )
    if not shutil.which("unshare"):
        pytest.skip("no unshare to mount a small disk with")
    mount = f"mount -t tmpfs -o size=1m none {disk}"
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run([*command, mount], capture_output=True, check=False).returncode:
        pytest.skip("no permission to mount a small disk")
    script = tmp_path / "fill.py"
    script.write_text(code)
    inside = [*command, f"{mount} && exec {sys.executable} {script}"]
    done = subprocess.run(inside, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_ledger_lines_are_one_line_whatever_they_hold(tmp_path):
    from datetime import UTC, datetime

    file, odd = tmp_path / "ledger.jsonl", "a\nb\u2028c\x00 Ж"
    for _ in range(2):
        ledger.append(file, "withdrawal", {"reason": odd}, datetime(2024, 1, 1, tzinfo=UTC))
    assert [entry.content["reason"] for entry in ledger.read(file)] == [odd, odd]
