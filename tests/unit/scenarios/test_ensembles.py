"""Chunks, workers, kills and restarts change no number of an ensemble (law 11)."""

import fcntl
import os
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pyarrow.parquet as pq
import pytest
from tests.fixtures import ensembles as toy

from steelyard.scenarios.ensembles.chunk_file import about, columns, with_units
from steelyard.scenarios.ensembles.executors import Here, Processes, died
from steelyard.scenarios.ensembles.folder import plan_of
from steelyard.scenarios.ensembles.plan import planned
from steelyard.scenarios.ensembles.running import run
from steelyard.vocabulary.errors import (
    InputError,
    SteelyardError,
    StoreBusy,
    StoreDamaged,
    StoreFull,
    StoreReadOnly,
    UnknownName,
)


def numbers(finished) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(file) for file in finished.files])


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.parquet"))}


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The ensemble as this process makes it."""
    folder = tmp_path_factory.mktemp("whole")
    return run(toy.plan(), folder)


@pytest.mark.parametrize("size", [700, 350, 100])
def test_chunks_change_no_number(size, whole, tmp_path):
    found = run(toy.plan(size=size), tmp_path)
    assert len(found.files) == 2 * 700 // size
    assert numbers(found).equals(numbers(whole))


def test_processes_write_the_same_files_in_whatever_order(whole, tmp_path):
    run(toy.plan(), tmp_path, Processes(2))
    assert contents(tmp_path) == contents(whole.folder)


def test_a_killed_worker_changes_nothing(tmp_path):
    plan = toy.plan(dies=str(tmp_path / "died"))
    killed = run(plan, tmp_path / "killed", Processes(2))
    assert (tmp_path / "died").exists()
    again = run(plan, tmp_path / "again", Here())  # nobody dies the second time
    assert contents(killed.folder) == contents(again.folder)
    assert numbers(killed).height == 1400


def test_workers_that_always_die_are_told_of_and_what_is_made_is_kept(tmp_path):
    plan = toy.plan(dies=str(tmp_path / "died"), always=True)
    with pytest.raises(SteelyardError, match="memory ran out"):
        run(plan, tmp_path / "out", Processes(1))
    assert contents(tmp_path / "out")
    assert "3 died in a row" in str(died(plan.chunks[0], "here"))


def test_a_refusal_of_a_worker_reaches_the_user_as_it_was(tmp_path):
    with pytest.raises(UnknownName, match="Did you mean y") as caught:
        run(toy.plan(refuses=True), tmp_path, Processes(1))
    assert (caught.value.nearest, caught.value.exit_code) == (("y",), 3)


def test_an_interrupted_run_goes_on_where_it_was(whole, tmp_path):
    steps = []

    def interrupt(step, done):
        steps.append(step)
        if len(steps) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(toy.plan(), tmp_path, progress=interrupt)
    assert len(contents(tmp_path)) == 4
    found = run(toy.plan(), tmp_path)
    assert (found.made, found.found, found.mended) == (10, 4, 0)
    assert contents(tmp_path) == contents(whole.folder)


def test_more_draws_go_on_with_the_same_folder_and_fewer_do_not(whole, tmp_path):
    run(toy.plan(draws=250), tmp_path)
    found = run(toy.plan(), tmp_path)
    assert (found.found, found.mended) == (4, 2)  # the last chunk of each part had 50 draws
    assert contents(tmp_path) == contents(whole.folder)
    with pytest.raises(InputError, match="draws 700, now 250"):
        run(toy.plan(draws=250), tmp_path)


@pytest.mark.parametrize("left", [0, 100, -1])
def test_a_chunk_that_was_cut_off_is_made_anew(left, whole, tmp_path):
    run(toy.plan(), tmp_path)
    file = tmp_path / toy.plan().chunks[2].file
    file.write_bytes(file.read_bytes()[:left])
    found = run(toy.plan(), tmp_path)
    assert (found.made, found.mended) == (1, 1)
    assert contents(tmp_path) == contents(whole.folder)


def test_a_chunk_of_another_place_is_made_anew(whole, tmp_path):
    run(toy.plan(), tmp_path)
    first, second = (tmp_path / each.file for each in toy.plan().chunks[:2])
    second.write_bytes(first.read_bytes())
    assert run(toy.plan(), tmp_path).mended == 1
    assert contents(tmp_path) == contents(whole.folder)


def test_altered_content_is_not_read(tmp_path):
    file = run(toy.plan(), tmp_path).files[0]
    content = bytearray(file.read_bytes())
    place = pq.read_metadata(file).row_group(0).column(1)
    content[place.data_page_offset + place.total_compressed_size // 2] ^= 255
    file.write_bytes(bytes(content))
    with pytest.raises(StoreDamaged, match="Delete the file"):
        columns(file, ["share"])


def test_drafts_that_a_kill_left_are_swept(tmp_path):
    run(toy.plan(), tmp_path)
    draft = tmp_path / f"{toy.plan().chunks[0].file}.{'0' * 32}"
    draft.write_bytes(b"half")
    assert run(toy.plan(), tmp_path).made == 0
    assert not draft.exists()


@pytest.mark.parametrize(
    ("other", "said"),
    [({"seed": 1}, "seed 0, now 1"), ({"size": 70}, "size 100, now 70"),
     ({"keep": "x"}, "keep null, now x")],
)  # fmt: skip
def test_a_folder_of_another_ensemble_is_refused(other, said, tmp_path):
    run(toy.plan(), tmp_path)
    before = contents(tmp_path)
    with pytest.raises(InputError, match=said) as caught:
        run(toy.plan(**other), tmp_path)
    assert "Name another folder" in caught.value.remedy
    assert contents(tmp_path) == before


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match=r"letter.txt and no plan"):
        run(toy.plan(), tmp_path)
    with pytest.raises(StoreReadOnly, match="no folder"):
        run(toy.plan(), tmp_path / "letter.txt")


def test_one_process_at_a_time_writes_to_a_folder(tmp_path):
    run(toy.plan(), tmp_path)
    held = os.open(tmp_path / ".lock", os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        with pytest.raises(StoreBusy):
            run(toy.plan(), tmp_path)
    finally:
        os.close(held)


def test_a_disk_that_is_too_small_is_refused_before_it_is_full(tmp_path, monkeypatch):
    usage = type("usage", (), {"free": 10_000})
    monkeypatch.setattr("shutil.disk_usage", lambda folder: usage)
    with pytest.raises(StoreFull, match="14 chunks need"):
        run(toy.plan(), tmp_path)


def test_what_is_written_is_read_back_equal_with_its_units(whole):
    table = pq.read_table(whole.files[0])
    assert table.equals(toy.chunk(toy.Job({}, "a", 0, 100, 0)))
    assert {field.name: field.metadata[b"unit"] for field in table.schema} == {
        "draw": b"1", "share": b"%", "word": b"1",
    }  # fmt: skip
    told = about(whole.files[0])
    assert (told["first"], told["stop"], told["seed"], told["sources"]) == (0, 100, 0, ["made up"])
    assert plan_of(whole.folder) == whole.plan
    with pytest.raises(KeyError):
        with_units(table, {"draw": "1"})


def test_duckdb_opens_all_chunks_at_once(whole):
    pattern = str(whole.folder / "*.parquet")
    asked = f"select count(*), sum(share), max(draw) from '{pattern}'"
    found = duckdb.sql(asked).fetchall()[0]
    shares = numbers(whole)["share"].to_numpy()
    assert found[0] == 1400
    assert found[1] == pytest.approx(np.sum(shares), rel=1e-12)
    assert found[2] == 699


@pytest.mark.parametrize(
    "bad",
    [{"draws": 0}, {"size": 0}, {"seed": -1}, {"parts": ("a", "a")}, {"parts": ("../a",)},
     {"parts": ()}],
)  # fmt: skip
def test_plans_that_are_none_are_refused(bad):
    asked = {"draws": 10, "size": 5, "seed": 0} | bad
    with pytest.raises(InputError, match="ensemble toy"):
        planned("toy", toy.WORK, {}, **asked)
    with pytest.raises(InputError, match=r"package\.module:function"):
        planned("toy", "rm -rf", {}, draws=1, size=1, seed=0)
    with pytest.raises(InputError, match="one or more"):
        Processes(0)


def test_a_folder_without_an_ensemble_has_no_plan(tmp_path):
    with pytest.raises(InputError, match="no ensemble"):
        plan_of(tmp_path)
